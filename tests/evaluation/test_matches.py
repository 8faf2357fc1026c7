from __future__ import annotations

from typing import Any

import pytest

from contradict.evaluation import match_findings

MINE = "The mine in Veldt closed in May."
OPEN = "The mine is still open, said Ms. Aldana."
DOGS = "Nine dogs were registered."
CATS = "No animals were registered at all."
GOLD = [
    {"left_source": "a.txt", "left_quote": MINE, "right_source": "b.txt", "right_quote": OPEN},
    {"left_source": "b.txt", "left_quote": DOGS, "right_source": "a.txt", "right_quote": CATS},
]


def finding(left: str, left_source: str, right: str, right_source: str, **more: Any) -> dict:
    return {
        "left": {"source": left_source, "quote": left},
        "right": {"source": right_source, "quote": right},
        **more,
    }


@pytest.mark.parametrize(
    "shown",
    [
        finding(MINE, "a.txt", OPEN, "b.txt"),
        finding(OPEN, "b.txt", MINE, "a.txt"),
        finding(MINE, "samples/a.txt", "the mine is  STILL open", "/x/b.txt"),
        finding(f"It is known: {MINE} So it is.", "a.txt", OPEN, "b.txt"),
        finding("mine in Veldt closed in May, after a long dispute", "a.txt", OPEN, "b.txt"),
        {"left_source": "a.txt", "left_quote": MINE, "right_source": "b.txt", "right_quote": OPEN},
        finding(DOGS, "a.txt", OPEN, "b.txt", also=[finding(MINE, "a.txt", OPEN, "b.txt")]),
    ],
)
def test_what_matches(shown: dict) -> None:
    assert match_findings([shown], GOLD).brought == ((0,),)


@pytest.mark.parametrize(
    "shown",
    [
        finding(MINE, "c.txt", OPEN, "b.txt"),
        finding(MINE, "b.txt", OPEN, "a.txt"),
        finding(MINE, "a.txt", DOGS, "b.txt"),
        finding("The mine was sold to a bank.", "a.txt", OPEN, "b.txt"),
        finding("", "a.txt", OPEN, "b.txt"),
    ],
)
def test_what_does_not(shown: dict) -> None:
    assert match_findings([shown], GOLD).brought == ((),)


def test_precision_and_recall() -> None:
    right, wrong = finding(MINE, "a.txt", OPEN, "b.txt"), finding(MINE, "a.txt", DOGS, "b.txt")
    matches = match_findings([right, wrong, right, finding(CATS, "a.txt", DOGS, "b.txt")], GOLD)
    assert [matches.precision(k) for k in (1, 2, 4, 9)] == [1, 1 / 2, 3 / 4, 3 / 4]
    assert [matches.recall(k) for k in (1, 3, 4, None)] == [1 / 2, 1 / 2, 1, 1]
    assert matches.as_dicts() == [
        {"k": 1, "precision": 1, "recall": 1 / 2},
        {"k": 4, "precision": 3 / 4, "recall": 1},
    ]


def test_nothing_to_match() -> None:
    assert match_findings([], GOLD).precision(5) is None
    assert match_findings([], GOLD).recall() == 0
    assert match_findings([finding(MINE, "a.txt", OPEN, "b.txt")], []).recall() is None
