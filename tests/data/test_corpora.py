"""The gold document sets keep what their card promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from contradict.training.dataset import document_sets, duplicates, rows

DATA = Path(__file__).resolve().parents[2] / "data"
SETS = document_sets.read_sets(DATA / "corpora")
ALL = [one for part in SETS.values() for one in part]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.folder.name)
def test_a_set_keeps_the_rules(one: document_sets.DocumentSet) -> None:
    assert document_sets.problems(one) == []
    assert 1 <= len(one.texts) <= 4
    assert 25 <= one.statements <= 210  # counts the stop of "MR." too
    assert len(one.gold) - one.contradictions >= 4


def test_there_are_658_sets_in_three_splits() -> None:
    assert {split: len(part) for split, part in SETS.items()} == {
        "train": 522,
        "dev": 111,
        "test": 25,
    }


def test_the_table_of_the_card_is_that_of_the_sets() -> None:
    card = (DATA / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in document_sets.table(SETS) if line not in card] == []


def test_no_eight_words_in_a_row_cross_a_split_in_pairs_and_sets_together() -> None:
    pairs = duplicates.sides(rows.read_splits(DATA / "statements"))
    paragraphs = document_sets.paragraphs(SETS)
    together = {split: [*pairs[split], *paragraphs[split]] for split in SETS}
    assert duplicates.crossing_sequences(together, 8) == []


def test_no_text_stands_in_two_sets() -> None:
    paragraphs = [
        (line, one.folder.name)
        for one in ALL
        for line in {line for text in one.texts.values() for line in text.splitlines()}
        if len(line.split()) >= 12
    ]
    assert len({line for line, _ in paragraphs}) == len(paragraphs) > 1000
