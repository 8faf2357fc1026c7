"""Figures of who said what: the labels, the matching of names, the report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from contradict.errors import InputError
from contradict.records import Claim, Document
from contradict.training.recipes import attribution_figures as figures

FOLDER = Path(__file__).parents[1] / "claims" / "attribution"
LABEL = figures.Label(
    "dev", "prose", "invented/a.txt", None, None, 0, 4, "", ("Ada Pell",), "direct", False
)


def claim(speaker: str | None, status: str = "asserted") -> Claim:
    return Claim(Document("a.txt", "a.txt", "Yes."), 0, 4, "Yes.", speaker, status=status)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("Ada Pell", "Ada Pell", True),
        ("Pell", "Minister Ada Pell", True),
        ("MS. PELL", "Ada Pell", True),
        ("the operator", "operator", True),
        ("the company's lawyer", "the company", True),
        ("Otto Pell", "Ada Pell", False),
        ("the president", "the minister", False),
        (None, "Ada Pell", False),
        ("Ada Pell", None, False),
        (None, None, True),
    ],
)
def test_a_title_or_a_first_name_makes_no_other_person(
    found: str | None, wanted: str | None, same: bool
) -> None:
    assert figures.same_speaker(found, wanted) is same


def test_labels_say_the_words_only_of_invented_texts() -> None:
    lines = (FOLDER / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) >= 320
    assert {row["half"] for row in rows} == set(figures.HALVES)
    for row in rows:
        invented = row["file"].startswith("invented/")
        assert ("words" in row) is invented
        if invented:
            text = (FOLDER / row["file"]).read_text(encoding="utf-8")
            words = text[row["start"] : row["end"]]
            assert words == row["words"]
            assert figures.digest(words) == row["sha256"]


def test_a_document_is_in_one_half_only() -> None:
    halves: dict[tuple[str, int | None], set[str]] = {}
    for label in figures.read_labels(FOLDER):
        halves.setdefault((label.file, label.row), set()).add(label.half)
    assert all(len(found) == 1 for found in halves.values())


def test_missed_and_moved_statements_are_counted_apart() -> None:
    found = [
        figures.Outcome(LABEL, claim("Pell")),
        figures.Outcome(LABEL, claim("Otto Orr", "reported")),
        figures.Outcome(replace(LABEL, reported=True), claim("Ada Pell", "reported")),
        figures.Outcome(LABEL, None),
        figures.Outcome(LABEL, None, moved=True),
    ]
    text = "\n".join(figures.report(found))
    assert "| dev | speaker, prose | 2 | 3 | 0.667 |" in text
    assert "| dev | reported, recall | 1 | 1 | 1.000 |" in text
    assert "| dev | reported, precision | 1 | 2 | 0.500 |" in text
    assert "| dev | statements without a claim | 1 | 4 | 0.250 |" in text
    assert "as it was labelled: 1 of 5" in text
    assert len(list(figures.wrong(found, "dev"))) == 3


def test_texts_are_read_anew_and_changed_ones_noticed(tmp_path: Path) -> None:
    words = "The bridge is closed."
    (tmp_path / "invented").mkdir()
    (tmp_path / "invented" / "a.txt").write_text(f"{words} Ada Pell left.", encoding="utf-8")
    good = replace(LABEL, end=len(words), sha256=figures.digest(words), speakers=(None,))
    first, second = figures.outcomes([good, replace(good, start=1)], tmp_path, tmp_path)
    assert first.right
    assert first.claim is not None
    assert first.claim.quote == words
    assert second.moved


def test_a_folder_without_labels_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no labels\.jsonl"):
        figures.read_labels(tmp_path)
