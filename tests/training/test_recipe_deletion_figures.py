"""Words taken out: exactly the span, runs of the size asked for, and the falls counted apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.symbols.words import words_in
from contradict.training.recipes import deletion_figures


@pytest.mark.parametrize(
    ("span", "left"), [((4, 10), "the is open"), ((0, 18), "…"), ((14, 18), "the bridge is")]
)
def test_exactly_the_span_goes(span: tuple[int, int], left: str) -> None:
    assert deletion_figures.without("the bridge is open", span) == left


@given(st.integers(1, 9), st.integers(1, 12), st.integers(0, 99))
def test_a_run_has_as_many_words_as_asked_for(words: int, count: int, seed: int) -> None:
    text = " ".join("ferry" for _ in range(words))
    start, end = deletion_figures.run_of(text, count, np.random.default_rng(seed))
    assert len(words_in(text[start:end])) == min(words, count)


def test_the_table_has_the_difference() -> None:
    fallen = np.array([[0.5, 0.1], [0.3, 0.1]])
    lines = list(deletion_figures.lines(fallen, seed=0))
    assert lines[2].startswith("| marked | 2 | 0.400 |")
    assert lines[4].startswith("| difference | 2 | 0.300 |")
