"""Words taken out: exactly the span, runs of the size asked for, and the falls counted apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict import scoring
from contradict.findings import weigh
from contradict.labelled import PairRow
from contradict.records import Document, Finding, Judgement, Pair, Probabilities, Reason
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


def test_falls_are_counted_apart() -> None:
    """A detector whose score hangs on one word, which is what its reasons mark."""

    class Hinge:
        def score_rows(self, rows: Sequence[PairRow]) -> list[Finding]:
            return [self._finding(row) for row in rows]

        def judge_rows(self, rows: Sequence[PairRow]) -> list[Probabilities]:
            return [self._finding(row).probabilities for row in rows]

        def _finding(self, row: PairRow) -> Finding:
            conflict = 0.9 if "not" in row.right.split() else 0.1
            judged = Judgement(
                Pair(
                    scoring.whole(Document("a", "a", row.left)),
                    scoring.whole(Document("b", "b", row.right)),
                ),
                Probabilities(conflict, 0.05, 0.95 - conflict),
            )
            start = max(0, row.right.find("not"))
            reason = Reason("because", (0, 3), (start, start + 3))
            return replace(weigh([judged])[0], reasons=(reason,))

    rows = [{"left": "the ferry sails at ten every day", "right": "the ferry does not sail at ten"}]
    fallen = deletion_figures.drops(Hinge(), rows, seed=0)  # type: ignore[arg-type]
    assert fallen[0, 0] == pytest.approx(0.8)
    assert fallen[0, 1] < 0.8
