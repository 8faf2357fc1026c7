"""The runtime: no batch, order or thread changes a figure; nothing is cut off in silence."""

from __future__ import annotations

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


def test_special_tokens_leave_the_rest_of_an_input_to_the_texts() -> None:
    assert (MODEL.room_single, MODEL.room_pair) == (128 - 2, 128 - 3)


def test_a_long_text_keeps_all_its_tokens_and_is_refused_not_cut() -> None:
    (ids,) = MODEL.tokenise(["word " * 500])
    assert len(ids) == 500
    with pytest.raises(InputError, match="502 tokens and the model 128"):
        MODEL.run([MODEL.single(ids)], 4096)
    fitting = MODEL.single(ids[: MODEL.room_single])
    assert MODEL.run([fitting], 1).shape == (1, 384)


def test_an_unusable_graph_is_told_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "model.onnx"
    broken.write_bytes(b"no graph")
    model = OnnxText(broken, ENCODER / "tokenizer.json", max_tokens=16)
    with pytest.raises(ModelError, match=r"model\.onnx") as caught:
        model.run([MODEL.single([])], 16)
    assert "\n" not in str(caught.value)
