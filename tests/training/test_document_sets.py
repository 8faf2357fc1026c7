"""The checks of gold document sets find what is planted, and pass what is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contradict.training.dataset import document_sets

GOLD = {
    "left_source": "a.txt",
    "left_quote": "The gate was shut at nine.",
    "right_source": "b.csv",
    "right_quote": 'The gate stood "wide open" at nine.',
    "verdict": "contradiction",
    "kind": "antonym",
    "note": "Shut or open.",
}


def write_set(folder: Path, gold: list[dict[str, Any]], letter: str = "") -> Path:
    documents = folder / "documents"
    documents.mkdir(parents=True)
    text = f"Letter\n\n2 April 2031\n\nThe gate was shut at nine. We left.{letter}\n\n(Invented.)"
    (documents / "a.txt").write_text(text, "utf-8")
    table = (
        "id,speaker,date,statement,note\n"
        '1,Ann Ito,2031-04-03,"The gate stood ""wide open"" at nine.",invented\n'
        "2,Ann Ito,2031-04-03,It rained all day.,invented\n"
        "3,Ann Ito,2031-04-04,The gate was never shut.,invented\n"
    )
    (documents / "b.csv").write_text(table, "utf-8")
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), "utf-8")
    return folder


def sets_of(tmp_path: Path, gold: list[dict[str, Any]], letter: str = "") -> list[str]:
    for split in ("train", "dev", "test"):
        (tmp_path / split).mkdir()
    write_set(tmp_path / "test" / "gate", gold, letter)
    (one,) = document_sets.read_sets(tmp_path)["test"]
    assert (one.statements >= 5, len(one.texts)) == (True, 2)
    return document_sets.problems(one)


SECOND_GOLD = GOLD | {"right_quote": "The gate was never shut."}


def test_a_good_set_has_no_problem(tmp_path: Path) -> None:
    assert sets_of(tmp_path, [GOLD, SECOND_GOLD]) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"left_quote": "The gate was shut at ten."}, "stands 0 times"),
        ({"left_quote": ""}, "stands 0 times"),
        ({"left_quote": "e"}, "left quote stands"),
        ({"left_source": "c.txt"}, "stands 0 times in c.txt"),
        ({"kind": None}, "kind None"),
        ({"verdict": "denied", "kind": None}, "verdict 'denied'"),
        ({"note": " "}, "no note"),
        ({"page": 1}, "fields ['page']"),
        (
            {
                "left_source": "b.csv",
                "left_quote": "It rained all day.",
                "right_source": "a.txt",
                "right_quote": "We left.",
            },
            "wrong way round",
        ),
        (SECOND_GOLD, "the same quotes"),
    ],
)
def test_what_is_wrong_with_a_set_is_told(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    found = sets_of(
        tmp_path, [GOLD | change, SECOND_GOLD, SECOND_GOLD | {"left_quote": "We left."}]
    )
    assert told in " ".join(found)
    assert len(found) == 1


def test_too_few_contradictions_are_told(tmp_path: Path) -> None:
    assert sets_of(tmp_path, [GOLD]) == ["1 contradictions"]
