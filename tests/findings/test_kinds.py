"""How a contradiction works: the first kind that fits."""

from __future__ import annotations

import pytest

from contradict.findings.evidence import Evidence, locate
from contradict.findings.kinds import kind_of
from contradict.records import KINDS
from tests.judges import FixedJudge, RuleJudge, pair


def kind(left: str, right: str) -> str:
    """The kind with both quotes as evidence as a whole."""
    return kind_of(left, right, Evidence((0, len(left)), (0, len(right))))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("The note hints at a strike.", "The note announces a strike.", "commitment"),
        ("All the boats returned.", "Three of the boats never returned.", "scope"),
        ("The prize went to Ada Pell.", "The prize went to Bo Lind.", "entity"),
        ("The mine closed on Monday.", "The mine closed on Friday.", "temporal"),
        ("The mine employs 40 people.", "The mine employs 90 people.", "numeric"),
        ("The mine is closed.", "The mine is not closed.", "negation"),
        ("The mine is deep.", "The mine isn’t deep.", "negation"),
        ("The mine is open.", "The mine is closed.", "antonym"),
        ("She lives by herself.", "Her husband cooks her dinner every night at home.", "factual"),
    ],
)
def test_kinds_by_example(left: str, right: str, expected: str) -> None:
    assert kind(left, right) == expected
    assert kind(right, left) == expected


def test_every_kind_is_one_of_the_list() -> None:
    texts = ["", "…", "All left.", "Ada met Bo in 1999.", "not", "7"]
    assert {kind(one, other) for one in texts for other in texts} <= set(KINDS)


def test_a_sentence_opening_is_no_name() -> None:
    assert kind("Boats returned at night.", "Ships returned at night.") != "entity"


def test_without_a_conflict_the_words_of_one_side_alone_are_the_evidence() -> None:
    judge = FixedJudge(0.05, 0.1)
    (found,) = locate([pair("The bridge is open.", "The harbour is open.")], judge, [None])
    assert "The bridge is open."[slice(*found.left)] == "The bridge"
    assert "The harbour is open."[slice(*found.right)] == "The harbour"


def test_each_text_is_judged_once_for_all_pairs() -> None:
    judge = RuleJudge()
    one = pair("The bridge is not open.", "The bridge is open.")
    locate([one, one, one], judge, [None] * 3)
    probes = judge.read[3:]
    assert probes
    assert len(set(probes)) == len(probes)
