"""Figures of the heads are shares and F1 of what they say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from contradict.records import KINDS, VERDICTS, Explanation
from contradict.symbols.words import words_in
from contradict.training.recipes.heads_figures import lines, macro_f1, table, word_f1

ROWS = [
    {"left": "The lock is shut.", "right": "It is open.", "verdict": "contradiction",
     "kind": "antonym", "left_spans": [[12, 16]], "right_spans": [[6, 10]]},
    {"left": "Two came.", "right": "Some came.", "verdict": "refinement",
     "kind": None, "left_spans": [], "right_spans": []},
]  # fmt: skip


class Knowing:
    """Says antonym, refinement, and marks the last word."""

    def explanations(self, texts: Sequence[tuple[str, str]]) -> list[Explanation | None]:
        verdicts = {name: float(name == "refinement") for name in VERDICTS}
        kinds = {name: float(name == "antonym") for name in KINDS}

        def marked(text: str) -> tuple[tuple[int, int, float], ...]:
            words = words_in(text)
            return tuple((w.start, w.end, 1.0 if w is words[-1] else -1.0) for w in words)

        return [Explanation(verdicts, kinds, marked(a), marked(b)) for a, b in texts]


def test_all_right_is_one_everywhere() -> None:
    shown = list(lines(ROWS, Knowing()))
    assert shown[2].endswith("| 1 | 1.000 | 1.000 |")
    assert shown[3].endswith("| 1 | 1.000 | 1.000 |")
    assert shown[4].endswith("| 1 | | 1.000 |")


def test_macro_f1_counts_every_name_the_same() -> None:
    assert macro_f1([("a", "a"), ("a", "a"), ("b", "a")]) == pytest.approx((0.8 + 0.0) / 2)


def test_words_are_compared_not_characters() -> None:
    text = "The lock is shut now."
    weighed = [(w.start, w.end, 1.0 if w.text in ("is", "shut") else -1.0) for w in words_in(text)]
    assert word_f1(text, [(12, 16)], weighed) == pytest.approx(2 / 3)


def test_the_table_counts_what_the_rules_say_of_each_kind() -> None:
    rows = [[float(cell) for cell in line.split(", ")] for line in table(ROWS, Knowing())]
    assert [len(row) for row in rows] == [len(KINDS)] * len(KINDS)
    assert all(sum(row) == pytest.approx(1, abs=0.01) for row in rows)
    antonym = rows[KINDS.index("antonym")]
    assert max(antonym) > min(antonym)  # the one contradiction was counted
