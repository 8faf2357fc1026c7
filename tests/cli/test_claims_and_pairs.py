"""contradict claims and contradict pairs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from contradict.cli.claims import COLUMNS
from tests.cli.conftest import Cli

pytestmark = pytest.mark.usefixtures("fake")


def test_claims_have_the_contracts_fields(cli: Cli, statements: Path) -> None:
    lines = cli("claims", statements, "--format", "jsonl").lines
    assert [tuple(line) for line in lines] == [COLUMNS] * 3
    text = (statements / "a.txt").read_text(encoding="utf-8")
    first = lines[0]
    assert text[first["start"] : first["end"]] == first["quote"] == "The bridge is open."
    assert (first["status"], first["worth"], first["speaker"]) == ("asserted", None, None)


@pytest.mark.parametrize("command", ["claims", "pairs"])
@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "csv"])
def test_every_format(cli: Cli, statements: Path, command: str, format_: str) -> None:
    ran = cli(command, statements, "--format", format_)
    assert (ran.code, ran.err) == (0, "")
    assert "The bridge is not open." in ran.out


def test_limit(cli: Cli, statements: Path) -> None:
    assert len(cli("claims", statements, "--limit", "2", "--format", "jsonl").lines) == 2
    assert len(cli("pairs", statements, "--limit", "2", "--format", "jsonl").lines) == 2


def test_pairs_have_two_claims_similarity_and_found_by(cli: Cli, statements: Path) -> None:
    line = cli("pairs", statements, "--format", "jsonl").lines[0]
    assert list(line) == ["left", "right", "similarity", "found_by"]
    assert (line["similarity"], line["found_by"]) == (0.5, ["dense", "lexical"])
    assert line["left"]["quote"] == "The bridge is open."


def test_pairs_as_csv_are_flat(cli: Cli, statements: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("pairs", statements, "--format", "csv").out)))
    assert len(rows) == 3
    assert rows[0]["left_quote"] == "The bridge is open."


def test_count(cli: Cli, statements: Path) -> None:
    ran = cli("pairs", statements, "--count", "--format", "json")
    assert ran.json == {"possible": 3, "proposed": 3}
    assert "3" in cli("pairs", statements, "--count").out


def test_count_across_two_sides(cli: Cli, statements: Path) -> None:
    sides = (statements / "a.txt", "--against", statements / "b.txt")
    assert cli("pairs", *sides, "--count", "--format", "json").json["possible"] == 2
