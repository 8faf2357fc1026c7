"""contradict evaluate: figures of a model on labelled pairs."""

from __future__ import annotations

from pathlib import Path

import pytest
from defusedxml import ElementTree

import contradict
from contradict.errors import InputError, UsageError
from contradict.settings import Settings
from tests.cli.conftest import Cli
from tests.cli.fakes import FakeDetector

pytestmark = pytest.mark.usefixtures("fake")

ROWS = """left,right,label,source
The bridge is open.,The bridge is not open.,contradiction,a
The bridge is open.,The bridge is wide.,neutral,b
The ferry runs.,The ferry does not run.,neutral,a
"""


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_json_has_the_contracts_fields(cli: Cli, labelled: Path) -> None:
    metrics = cli("evaluate", labelled, "--format", "json").json
    assert all(list(metric) == ["name", "n", "value", "low", "high"] for metric in metrics)
    (accuracy,) = [metric for metric in metrics if metric["name"] == "accuracy"]
    assert (accuracy["n"], accuracy["value"]) == (3, pytest.approx(2 / 3))
    assert accuracy["low"] <= accuracy["value"] <= accuracy["high"]


def test_text_is_a_table(cli: Cli, labelled: Path) -> None:
    ran = cli("evaluate", labelled)
    assert (ran.code, ran.err) == (0, "")
    assert "accuracy" in ran.out
    assert "0.6667" in ran.out


def test_by_a_column(cli: Cli, labelled: Path) -> None:
    metrics = cli("evaluate", labelled, "--by", "source", "--format", "json").json
    accuracy = {m["group"]: m["value"] for m in metrics if m["name"] == "accuracy"}
    assert accuracy == {None: pytest.approx(2 / 3), "a": 0.5, "b": 1.0}


def test_by_an_unknown_column_names_the_known_ones(cli: Cli, labelled: Path) -> None:
    ran = cli("evaluate", labelled, "--by", "kind")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "left, right, label, source" in ran.err


def test_labels_are_translated(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(ROWS.replace("contradiction", "1").replace("neutral", "0"), encoding="utf-8")
    assert cli("evaluate", path).code == 2
    ran = cli("evaluate", path, "--labels", "1=contradiction,0=neutral", "--format", "json")
    assert ran.json[0]["n"] == 3


def test_bad_rows_are_told_and_left_out(cli: Cli, labelled: Path) -> None:
    labelled.write_text(ROWS + "alone,,neutral,b\n", encoding="utf-8")
    ran = cli("evaluate", labelled, "--format", "json")
    assert (ran.code, ran.json[0]["n"]) == (0, 3)
    assert "pairs.csv, row 4" in ran.err


def test_python_takes_one_file_or_several(labelled: Path) -> None:
    detector = FakeDetector(Settings())
    one = contradict.evaluate(labelled, detector)  # type: ignore[arg-type]
    two = contradict.evaluate([labelled, labelled], detector)  # type: ignore[arg-type]
    assert (one[0].n, two[0].n) == (3, 6)
    with pytest.raises(UsageError):
        contradict.evaluate(labelled, detector, by=["kind"])  # type: ignore[arg-type]


def test_no_usable_row_is_a_failure(labelled: Path) -> None:
    labelled.write_text("left,right,label\na,b,\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 1"):
        contradict.evaluate(labelled, FakeDetector(Settings()))  # type: ignore[arg-type]


def test_a_picture_shows_how_far_scores_hold(cli: Cli, labelled: Path, tmp_path: Path) -> None:
    picture = tmp_path / "calibration.svg"
    plain = cli("evaluate", labelled, "--format", "json").json
    assert cli("evaluate", labelled, "--format", "json", "--reliability", picture).json == plain
    root = ElementTree.fromstring(picture.read_text(encoding="utf-8"))
    assert root.tag.endswith("svg")
    assert "pairs.csv" in str(root.findtext("{*}title"))


def test_a_picture_that_cannot_be_written_is_told_before_the_work(
    cli: Cli, labelled: Path, tmp_path: Path
) -> None:
    ran = cli("evaluate", labelled, "--reliability", tmp_path / "none" / "a.svg")
    assert ran.code == 2
    assert "create it first" in ran.err
