"""Vectors worked out along the way are those worked out at the end; an error ends both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contradict import encoding
from contradict.encoding import encoded, encoded_along
from contradict.protocols import Vectors
from contradict.records import Claim, Document

TEXTS = st.lists(st.sampled_from(["one", "two", "three", "four", "five"]), max_size=12)


def claims_of(texts: Sequence[str]) -> Iterator[Claim]:
    for number, text in enumerate(texts):
        yield Claim(Document(f"{number}", f"{number}", text), 0, len(text), text)


class Encoder:
    """Vectors by the letters of a text; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        rows = [[text.count(letter) for letter in "eno"] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 3)


@given(TEXTS, st.integers(1, 4))
@hypothesis_settings(deadline=None)
def test_along_the_way_gives_what_the_end_gives_and_asks_each_text_once(
    texts: list[str], at_once: int
) -> None:
    along, whole = Encoder(), Encoder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "AT_ONCE", at_once)
        claims, vectors = encoded_along(claims_of(texts), along.encode)
    expected_claims, expected = encoded(claims_of(texts), whole.encode)
    assert claims == expected_claims
    assert vectors.tolist() == expected.tolist()
    assert sorted(along.asked) == sorted(set(texts))


def test_an_error_of_the_encoder_or_of_the_claims_comes_through() -> None:
    def broken(texts: Sequence[str]) -> Vectors:
        raise RuntimeError("no memory")

    with pytest.raises(RuntimeError, match="no memory"):
        encoded_along(claims_of(["one"]), broken)

    def ending() -> Iterator[Claim]:
        yield from claims_of(["one", "two"])
        raise ValueError("damaged")

    with pytest.raises(ValueError, match="damaged"):
        encoded_along(ending(), Encoder().encode)
