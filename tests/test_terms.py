"""Words as sparse rows: the same whatever stands beside them; rare words weigh more."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.claims import load_extractor
from contradict.errors import ModelError
from contradict.pairs import candidates, terms
from contradict.pairs.rules import names_of
from contradict.pairs.terms import BUCKETS, load_terms, name_terms, rows_of, unit_terms, word_terms
from contradict.records import Claim, Document
from contradict.settings import Settings

WORDS = st.lists(st.sampled_from(["lock", "open", "harbour", "ferry", "\ud800"]), max_size=6)
RARITY = load_terms().rarity
NOTHING = {f"{rule}_neighbours": 0 for rule in Settings().neighbours}


def taken(text: str) -> Claim:
    (claim,) = load_extractor().claims([Document("a.txt", "a.txt", text)])
    return claim


def plain(text: str) -> Claim:
    return Claim(Document(text, text, text), 0, len(text), text)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_row_does_not_depend_on_the_others_and_has_length_one(texts: list[list[str]]) -> None:
    rows = rows_of(texts, RARITY)
    for number, text in enumerate(texts):
        alone = rows_of([text], RARITY)
        assert (rows[number] != alone).nnz == 0
        assert float(alone.multiply(alone).sum()) == pytest.approx(1.0 if text else 0.0)
        assert rows.has_sorted_indices


def test_inflected_words_are_one_term_and_function_words_none() -> None:
    assert word_terms(plain("The ferries were leaving")) == word_terms(plain("A ferry leaves"))
    assert word_terms(plain("It was of the")) == []


def test_rare_words_weigh_more_than_common_ones() -> None:
    terms = [["president"], ["zeppelin"], ["president", "zeppelin"]]
    rows = rows_of(terms, RARITY)
    common, rare = (rows @ rows[2].T).toarray()[:2, 0]
    assert rare > common + 0.2
    even = rows_of(terms, None)
    assert (even @ even[2].T).toarray()[:2, 0].tolist() == pytest.approx([0.5**0.5, 0.5**0.5])


def test_names_and_units_are_crossed_with_what_is_said_of_them() -> None:
    claim = taken("Governor Ida Brandt paid 40 million dollars for the harbour.")
    assert any(term.endswith("\tharbour") and "brandt" in term for term in name_terms(claim))
    assert any(term.startswith("#usd\t") for term in unit_terms(claim))
    assert name_terms(plain("the harbour cost nothing")) == []


@pytest.mark.parametrize("rule", ["entity", "quantity"])
def test_a_rule_finds_what_the_others_would_not(rule: str) -> None:
    """The claims have the same vector, so that only words tell them apart."""
    texts = {
        "entity": ("Ida Brandt opened the lock.", "In May the lock was shut by Brandt."),
        "quantity": ("The ferry cost 40 million dollars.", "That ferry costs $55 million."),
    }[rule]
    claims = [taken(text) for text in (*texts, "The mayor left for the north.")]
    vectors = np.tile(np.eye(1, 8, dtype=np.float32), (3, 1))
    knobs = replace(Settings(few_pairs=0, min_pair_worth=0.0), **NOTHING)
    knobs = replace(knobs, **{f"{rule}_neighbours": 2})
    found = candidates(claims, vectors, knobs, terms=load_terms())
    assert (found.first.tolist(), found.second.tolist()) == ([0], [1])
    assert names_of(int(found.rules[0])) == (rule,)


def test_an_altered_model_is_refused(altered: Callable[[str], Path]) -> None:
    with pytest.raises(ModelError):
        load_terms(altered("terms"))
    assert load_terms().rarity.shape == (BUCKETS,)


@given(st.lists(st.lists(st.sampled_from("abcdefg"), max_size=9), max_size=5))
def test_terms_that_fall_together_are_added_up(texts: list[list[str]]) -> None:
    """Against the formula written out, with three buckets for seven terms."""
    few = {letter: place % 3 for place, letter in enumerate("abcdefg")}
    rarity = np.zeros(BUCKETS)
    rarity[:3] = (4.0, 5.5, 7.25)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms, "bucket", few.__getitem__)
        found = rows_of(texts, rarity).toarray()[:, :3]
    for text, row in zip(texts, found, strict=True):
        wanted = [0.0, 0.0, 0.0]
        for letter in set(text):
            place = few[letter]
            wanted[place] += (1 + math.log(text.count(letter))) * rarity[place]
        length = math.hypot(*wanted) or 1.0
        assert row.tolist() == pytest.approx([one / length for one in wanted])
