"""Check-worthiness: between 0 and 1, independent of company, higher for what can be checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import HashingVectorizer

from contradict.detector import load
from contradict.embeddings import load_encoder
from contradict.errors import ModelError
from contradict.records import Document
from contradict.worth import BUCKETS, Worth, hashed, load_worth, plain_features

CHECKABLE = "We created four million new jobs and cut unemployment by 3 percent last year."
EMPTY = "Thank you all so much for being here with us tonight."
TEXTS = [CHECKABLE, EMPTY, "I think we can do better than that.", "x"]


@pytest.fixture(scope="module")
def worth() -> Worth:
    return load_worth()


def of(worth: Worth, texts: list[str]) -> list[float]:
    return worth.of(texts, load_encoder().encode(texts))


def test_what_can_be_checked_is_worth_more_than_thanks(worth: Worth) -> None:
    checkable, empty, *_ = of(worth, TEXTS)
    assert 0 <= empty < 0.05 < 0.6 < checkable <= 1


def test_a_text_is_worth_the_same_in_any_company(worth: Worth) -> None:
    assert [of(worth, [text])[0] for text in TEXTS] == of(worth, TEXTS)
    assert worth.of([], np.zeros((0, 384), dtype=np.float32)) == []


def test_plain_features_are_numbers_between_0_and_1() -> None:
    for text in [*TEXTS, "", "? ? ?", "5" * 300, "A B C D E F " * 50]:
        assert all(0 <= value <= 1 for value in plain_features(text))


@given(st.lists(st.text(st.characters())))
def test_words_are_hashed_as_scikit_learn_hashes_them(texts: list[str]) -> None:
    texts = [*texts, *TEXTS, " ".join(texts)]
    theirs = HashingVectorizer(n_features=BUCKETS, ngram_range=(1, 2), alternate_sign=False)
    ours = hashed(texts)
    assert (ours != theirs.transform(texts)).nnz == 0
    assert ours.has_canonical_format


def test_claims_carry_it_and_empty_talk_is_left_out_but_not_of_a_table() -> None:
    detector = load()
    talk = "I will pause here and allow time for questions. " + CHECKABLE
    spoken = Document("a.txt", "a.txt", talk, speaker="Ida Brandt")
    claims = detector.claims([spoken])
    assert all(claim.worth is not None and 0 <= claim.worth <= 1 for claim in claims)
    rows = [Document("a.csv", "1", "I will pause here and allow time for questions.")]
    assert len(detector.claims(rows)) == 1


def test_a_damaged_model_is_refused(altered: Callable[[str], Path]) -> None:
    with pytest.raises(ModelError):
        load_worth(altered("worth"))
