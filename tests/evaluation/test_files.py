"""Labelled tables -> figures: groups by a column, and by length where no column is called so."""

from __future__ import annotations

from pathlib import Path

import pytest

from contradict.errors import UsageError
from contradict.evaluation.files import band, evaluate_files
from contradict.settings import Settings
from tests.cli.fakes import FakeDetector

ROWS = """left,right,label,kind
The bridge is open.,The bridge is not open.,contradiction,negation
The bridge is open.,The bridge is open.,entailment,
The old bridge over the northern river is open to all again.,It is not.,contradiction,negation
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "name"), [(1, "01-08"), (8, "01-08"), (9, "09-16"), (64, "33-64"), (65, "65+")]
)
def test_bands_of_length(words: int, name: str) -> None:
    assert band(words) == name


def test_pairs_are_grouped_by_the_longer_text(table: Path) -> None:
    found = evaluate_files(table, FakeDetector(Settings()), by=["words"])  # type: ignore[arg-type]
    groups = {(one.by, one.group, one.n) for one in found if one.by}
    assert groups == {("words", "01-08", 2), ("words", "09-16", 1)}


def test_an_unknown_column_is_told(table: Path) -> None:
    with pytest.raises(UsageError, match="no column 'colour'"):
        evaluate_files(table, FakeDetector(Settings()), by=["colour"])  # type: ignore[arg-type]
