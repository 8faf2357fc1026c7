"""Judge and symbols together: bounded, symmetric, never turned round, refused if altered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.errors import ModelError
from contradict.findings import load_combiner, weigh
from contradict.records import Judgement, Pair, Probabilities
from contradict.training.recipes.verdict_pairs import pair_of

COMBINER = load_combiner()
WORDS = "the lock was not open shut by Ida Brandt 40 boats 55 $5 all if sold"
TEXT = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=9).map(" ".join)


def pair(left: str, right: str) -> Pair:
    return pair_of({"left": left, "right": right})


@given(TEXT, TEXT, st.floats(0, 1))
def test_the_conflict_is_a_probability_and_the_same_both_ways(
    left: str, right: str, judged: float
) -> None:
    one = COMBINER.conflict(pair(left, right), judged)
    assert 0 <= one <= 1
    assert one == COMBINER.conflict(pair(right, left), judged)


@given(TEXT, TEXT, st.floats(0, 1), st.floats(0, 1))
def test_the_judge_is_never_turned_round(left: str, right: str, a: float, b: float) -> None:
    low, high = sorted((a, b))
    both = pair(left, right)
    assert COMBINER.conflict(both, low) <= COMBINER.conflict(both, high)


@given(st.floats(0, 1), st.floats(0, 1))
def test_probabilities_stay_probabilities(contradiction: float, share: float) -> None:
    entailment = (1 - contradiction) * share
    rest = max(0.0, 1 - contradiction - entailment)
    judged = Judgement(
        pair("The lock is open.", "The lock is shut."),
        Probabilities(contradiction, entailment, rest),
    )
    found = weigh([judged], None, COMBINER)[0].probabilities
    values = (found.contradiction, found.entailment, found.neutral)
    assert all(0 <= value <= 1 for value in values)
    assert sum(values) == pytest.approx(1, abs=3e-6)


def test_figures_that_exclude_each_other_count() -> None:
    other = COMBINER.conflict(pair("It carried 40 boats.", "It carried 55 boats."), 0.5)
    same = COMBINER.conflict(pair("It carried 40 boats.", "It carried forty boats."), 0.5)
    assert other > same


def test_an_altered_model_is_refused(altered: Callable[[str], Path]) -> None:
    with pytest.raises(ModelError):
        load_combiner(altered("verdict")).conflict(pair("a", "b"), 0.5)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_precision_asks_for_no_less_strength(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0 <= COMBINER.threshold(low) <= COMBINER.threshold(high) <= 1
