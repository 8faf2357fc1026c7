"""The runtime: no batch, order or thread changes a figure; nothing is cut off in silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.errors import InputError, ModelError
from contradict.runtime import Input, OnnxText
from contradict.store import models_root

ENCODER = models_root() / "encoder"
WORDS = "The harbour was closed on 14 May, said nobody of the antidisestablishmentarian guild; "
TEXTS = [(WORDS * 3)[n : n + 9 * (n + 1)] for n in range(24)]


def opened(threads: int | None = None, max_tokens: int = 128) -> OnnxText:
    return OnnxText(
        ENCODER / "model.onnx", ENCODER / "tokenizer.json", max_tokens=max_tokens, threads=threads
    )


MODEL = opened(threads=2)


@pytest.fixture(scope="module")
def inputs() -> list[Input]:
    return [MODEL.single(ids) for ids in MODEL.tokenise(TEXTS)]


@pytest.fixture(scope="module")
def alone(inputs: list[Input]) -> np.ndarray:
    return np.concatenate([MODEL.run([one], 128) for one in inputs])


@given(places=st.lists(st.integers(0, 23), min_size=1, max_size=12), budget=st.integers(1, 3000))
@settings(max_examples=25, deadline=None)
def test_a_row_is_bit_for_bit_the_same_in_any_batch_and_order(
    inputs: list[Input], alone: np.ndarray, places: list[int], budget: int
) -> None:
    rows = MODEL.run([inputs[place] for place in places], budget)
    assert rows.dtype == np.float32
    assert np.array_equal(rows, alone[places])


def test_threads_change_nothing(inputs: list[Input], alone: np.ndarray) -> None:
    assert np.array_equal(opened(threads=1).run(inputs, 512), alone)
    assert np.array_equal(opened(threads=3).run(inputs, 512), alone)


def test_different_texts_give_different_rows(alone: np.ndarray) -> None:
    assert len(np.unique(alone, axis=0)) == len(TEXTS)


def test_no_inputs_give_no_rows() -> None:
    assert MODEL.run([], 512).shape == (0, 384)


def test_inputs_are_those_of_the_tokenizers_own_template() -> None:
    from tokenizers import Tokenizer

    plain = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    plain.no_padding()
    left, right = "The bridge is open.", "It was closed in May"
    one, two = MODEL.tokenise([left, right])
    alone, both = plain.encode(left), plain.encode(left, right)
    assert MODEL.single(one) == (alone.ids, alone.type_ids)
    assert MODEL.pair(one, two) == (both.ids, both.type_ids)
    assert len(alone.ids) == len(one) + MODEL.max_tokens - MODEL.room_single
    assert len(both.ids) == len(one) + len(two) + MODEL.max_tokens - MODEL.room_pair


@given(st.lists(st.text(max_size=40), max_size=8))
@settings(max_examples=50, deadline=None)
def test_any_text_is_tokenised_the_same_alone_and_in_company(texts: list[str]) -> None:
    assert MODEL.tokenise(texts) == [MODEL.tokenise([text])[0] for text in texts]


def test_lone_surrogates_and_names_of_special_tokens_are_plain_text() -> None:
    ids = MODEL.tokenise(["broken \ud800 text", "[SEP] [CLS]"])
    assert MODEL.tokenise(["broken ? text"]) == ids[:1]
    borders = set(MODEL.single([])[0])
    assert not borders & set(ids[1])


def test_a_long_text_keeps_all_its_tokens_and_is_refused_not_cut() -> None:
    (ids,) = MODEL.tokenise(["word " * 500])
    assert len(ids) == 500
    with pytest.raises(InputError, match="502 tokens and the model 128"):
        MODEL.run([MODEL.single(ids)], 4096)
    fitting = MODEL.single(ids[: MODEL.room_single])
    assert MODEL.run([fitting], 1).shape == (1, 384)


def test_unusable_files_are_told_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "model.onnx"
    broken.write_bytes(b"no graph")
    model = OnnxText(broken, ENCODER / "tokenizer.json", max_tokens=16)
    with pytest.raises(ModelError, match=r"model\.onnx") as caught:
        model.run([MODEL.single([])], 16)
    assert "\n" not in str(caught.value)
    bad = tmp_path / "tokenizer.json"
    bad.write_text("{}")
    shutil.copy(ENCODER / "model.onnx", broken)
    with pytest.raises(ModelError, match=r"tokenizer\.json") as caught:
        OnnxText(broken, bad, max_tokens=16)
    assert "\n" not in str(caught.value)
