"""The tokenizer: inputs as its own template makes them, texts the same alone and in company."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.errors import ModelError
from contradict.runtime import OnnxText
from contradict.store import models_root
from contradict.tokenizer import TextTokenizer

ENCODER = models_root() / "encoder"
TOKENIZER = TextTokenizer(ENCODER / "tokenizer.json", remember_up_to=128)
TEMPLATE = TOKENIZER.template


def test_inputs_are_those_of_the_tokenizers_own_template() -> None:
    from tokenizers import Tokenizer

    plain = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    plain.no_padding()
    left, right = "The bridge is open.", "It was closed in May"
    one, two = TOKENIZER.tokenise([left, right])
    alone, both = plain.encode(left), plain.encode(left, right)
    assert TEMPLATE.single(one) == (alone.ids, alone.type_ids)
    assert TEMPLATE.pair(one, two) == (both.ids, both.type_ids)
    assert len(alone.ids) == len(one) + TEMPLATE.extra_single
    assert len(both.ids) == len(one) + len(two) + TEMPLATE.extra_pair


@given(st.lists(st.text(max_size=40), max_size=8))
@settings(max_examples=50, deadline=None)
def test_any_text_is_tokenised_the_same_alone_and_in_company(texts: list[str]) -> None:
    assert TOKENIZER.tokenise(texts) == [TOKENIZER.tokenise([text])[0] for text in texts]


def test_lone_surrogates_and_names_of_special_tokens_are_plain_text() -> None:
    ids = TOKENIZER.tokenise(["broken \ud800 text", "[SEP] [CLS]"])
    assert TOKENIZER.tokenise(["broken ? text"]) == ids[:1]
    borders = set(TEMPLATE.single([])[0])
    assert not borders & set(ids[1])


def test_an_unusable_file_is_told_in_one_line_when_the_model_is_opened(tmp_path: Path) -> None:
    bad = tmp_path / "tokenizer.json"
    bad.write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json") as caught:
        OnnxText(ENCODER / "model.onnx", bad, max_tokens=16)
    assert "\n" not in str(caught.value)
