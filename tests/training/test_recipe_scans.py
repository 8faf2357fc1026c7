"""Pairs from scans of gold sets: gold keeps its verdict, the rest does not contradict."""

from __future__ import annotations

import numpy as np
import pytest

from contradict.judgements.calibration import Array
from contradict.pairs.rules import Candidates
from contradict.protocols import Vectors
from contradict.records import Claim, Judgement, Probabilities
from contradict.settings import Settings
from contradict.training.recipes import scan_figures, scans
from tests.judges import claim, pair

GOLD = [
    {"left_source": "a.txt", "left_quote": "The lock was shut on Monday.", "right_source": "b.txt",
     "right_quote": "The lock was open on Monday.", "verdict": "contradiction", "kind": "antonym"},
    {"left_source": "a.txt", "left_quote": "Nobody came.", "right_source": "b.txt",
     "right_quote": "Nobody came in June.", "verdict": "refinement", "kind": None},
]  # fmt: skip


def judged(left: str, right: str, score: float) -> Judgement:
    one = pair(left, right)
    from dataclasses import replace

    found = replace(one, left=claim(left, "x/a.txt"), right=claim(right, "y/b.txt"))
    return Judgement(found, Probabilities(score, 0.0, 1 - score))


JUDGED = [
    judged("The lock was shut on Monday.", "The lock was open on Monday.", 0.9),
    judged("The lock was shut on Monday.", "Rain fell for a week.", 0.8),
    judged("Nobody came.", "Nobody came in June.", 0.3),
    judged("Nobody came.", "Rain fell for a week.", 0.1),
]


def test_pairs_are_matched_with_gold_by_both_sides() -> None:
    assert scans.matched(JUDGED, GOLD) == [0, None, 1, None]


def test_gold_keeps_its_verdict_and_the_rest_is_no_contradiction() -> None:
    scanned = scans.ScannedSet.of("set", JUDGED, GOLD)
    gold = list(scans._gold_rows(scanned))
    assert [(row["label"], row["verdict"], row["kind"]) for row in gold[::2]] == [
        ("contradiction", "contradiction", "antonym"),
        ("not_contradiction", "refinement", None),
    ]
    assert (gold[0]["premise"], gold[0]["hypothesis"]) == (
        gold[1]["hypothesis"],
        gold[1]["premise"],
    )
    others = list(scans._other_rows(scanned, np.random.default_rng(0)))
    assert {row["label"] for row in others} == {"not_contradiction"}
    assert [row["score"] for row in others[::2]] == [0.8, 0.1]


def test_the_report_has_a_line_a_set_and_means_with_intervals() -> None:
    sets = [
        scan_figures.Scanned("a", 4, 9, 3, 0.5, 0.75, 100),
        scan_figures.Scanned("b", 6, 7, 5, 1.0, 1.0, 100),
    ]
    lines = list(scan_figures.lines(sets))
    assert len(lines) == 2 + 2 + 1
    assert lines[-1].startswith("| **all** | 10 | 16 | 8 | 0.750 [0.500, 1.000]")


@pytest.mark.parametrize("values", [[1.0], [0.0, 1.0, 1.0]])
def test_an_interval_holds_the_mean(values: list[float]) -> None:
    mean, rest = scan_figures.interval(values, 0).split(" ", 1)
    low, high = (float(part.strip("[],")) for part in rest.split())
    assert low <= float(mean) <= high


LOCKS = ("The lock was shut on Monday.", "It was open on Monday.")


class Ranking:
    """A cascade that likes the pairs with the shortest texts."""

    def logits(self, found: Candidates, claims: list[Claim], _: object) -> Array:
        lengths = np.array([len(one.text) for one in claims])
        return -(lengths[found.first] + lengths[found.second]).astype(float)


class Claims:
    """What a shortlist needs of a detector: a handful of claims that all lie together."""

    settings, terms = Settings(), None

    def prepared(self, _: object) -> tuple[list[Claim], Vectors]:
        texts = ["Aa.", "Bb.", "Cc cc.", *LOCKS]
        claims = [claim(text, f"x/{n}.txt") for n, text in enumerate(texts)]
        return claims, np.ones((len(texts), 4), dtype=np.float32) / 2


@pytest.mark.parametrize(("count", "expected"), [(0, 1), (1, 2), (3, 4), (99, 10)])
def test_a_shortlist_has_the_likeliest_and_all_of_gold(
    monkeypatch: pytest.MonkeyPatch, count: int, expected: int
) -> None:
    monkeypatch.setattr(scans, "load_cascade", Ranking)
    gold = [
        {
            **{"left_source": "3.txt", "left_quote": LOCKS[0]},
            **{"right_source": "4.txt", "right_quote": LOCKS[1]},
        }
    ]
    found = scans.shortlisted(Claims(), [], gold, count)  # type: ignore[arg-type]
    texts = {frozenset((one.left.text, one.right.text)) for one in found}
    assert len(found) == len(texts) == expected
    assert frozenset(LOCKS) in texts
    if count:
        assert frozenset(("Aa.", "Bb.")) in texts
