"""Labelled pairs of real transcripts: references only, split by document, labels that fit."""

from __future__ import annotations

import re
from pathlib import Path

from contradict.records import KINDS, VERDICTS
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes.natural_labels import Answer

FOLDER = Path(__file__).resolve().parents[2] / "data" / "natural"
SPLITS = {split: read_lines(FOLDER / f"{split}.jsonl") for split in ("train", "dev", "test")}
ALL = [row for rows in SPLITS.values() for row in rows]
FIELDS = {"id", "group", "drawn", "left", "right", "label", "verdict", "kind", "answers"}
SIDE = {"file", "document", "start", "end", "sha256", "speaker", "date"}


def test_rows_are_references_without_words() -> None:
    assert len(ALL) >= 2000
    assert len({row["id"] for row in ALL}) == len(ALL)
    for row in ALL:
        assert set(row) == FIELDS
        for side in (row["left"], row["right"]):
            assert set(side) == SIDE
            assert 0 <= side["start"] < side["end"]
            assert re.fullmatch(r"[0-9a-f]{64}", side["sha256"])


def test_labels_follow_from_an_answer() -> None:
    for row in ALL:
        assert row["verdict"] in VERDICTS
        assert (row["kind"] in KINDS) == (row["verdict"] == "contradiction")
        first, second = (Answer(*answer) for answer in row["answers"])
        if first == second:
            assert (row["verdict"], row["label"]) == (first.verdict, first.label)


def test_no_document_is_in_two_splits() -> None:
    places = {
        split: {
            (row[side]["file"], row[side]["document"]) for row in rows for side in ("left", "right")
        }
        for split, rows in SPLITS.items()
    }
    assert not places["train"] & places["test"]
    assert not places["dev"] & places["test"]
    assert not places["train"] & places["dev"]
    # what scans of a year of briefings and of all debates showed was read to be trained on
    drawn = [row for row in ALL if row["drawn"] not in ("year", "debates")]
    assert len(SPLITS["test"]) >= len(drawn) / 3


def test_the_read_findings_are_references_with_two_verdicts() -> None:
    rows = read_lines(FOLDER / "self_scan.jsonl")
    assert len({row["id"] for row in rows}) == 50
    for row in rows:
        assert set(row) == {"id", "left", "right", "first", "second"}
        assert {row["first"], row["second"]} <= set(VERDICTS)
        assert set(row["left"]) == set(row["right"]) == SIDE
