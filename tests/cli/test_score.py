"""contradict score: two texts, and tables of pairs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from contradict import score_frame
from contradict.scored import COLUMNS, FIGURES, kept_names
from contradict.settings import Settings
from tests.cli.conftest import Cli
from tests.cli.fakes import FakeDetector

OPEN, SHUT = "The bridge is open.", "The bridge is not open."

pytestmark = pytest.mark.usefixtures("fake")


def test_two_texts_as_text(cli: Cli) -> None:
    ran = cli("score", OPEN, SHUT)
    assert (ran.code, ran.err) == (0, "")
    for expected in ("0.900", "contradiction (negation)", OPEN, SHUT, "One side says not."):
        assert expected in ran.out


def test_two_texts_as_json_are_one_object(cli: Cli) -> None:
    found = cli("score", OPEN, SHUT, "--format", "json").json
    assert tuple(found) == FIGURES
    assert found["score"] == found["contradiction"] == 0.9
    assert (found["label"], found["verdict"], found["kind"]) == (
        "contradiction", "contradiction", "negation",
    )  # fmt: skip
    assert found["contradiction"] + found["entailment"] + found["neutral"] == pytest.approx(1)


def test_offsets_and_spans_count_characters_of_the_text_given(cli: Cli) -> None:
    left = "Hello. The bridge over the river is open."
    found = cli("score", left, SHUT, "--format", "json").json
    assert left[found["left_start"] : found["left_end"]] == "The bridge over the river is open."
    start, end = found["reasons"][0]["left_span"]
    assert left[start:end] == "bridge"


def test_texts_that_begin_with_a_dash_follow_two(cli: Cli) -> None:
    found = cli("score", "--format", "json", "--", "-5 degrees", "-5 degrees, not more").json
    assert found["label"] == "contradiction"


@pytest.mark.parametrize(
    "args",
    [(), (OPEN,), (OPEN, SHUT, OPEN), (OPEN, "  "), (OPEN, SHUT, "--pairs", "x.csv")],
)
def test_anything_but_two_texts_or_a_table_is_wrong_use(cli: Cli, args: tuple[str, ...]) -> None:
    ran = cli("score", *args)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_fail_above(cli: Cli) -> None:
    assert cli("score", OPEN, SHUT, "--fail-above", "0.9").code == 1
    assert cli("score", OPEN, SHUT, "--fail-above", "0.91").code == 0


def test_shared_options_without_effect_are_taken_and_told(cli: Cli) -> None:
    ran = cli("score", OPEN, SHUT, "--threshold", "0.99", "--format", "json")
    assert (ran.code, ran.json["score"]) == (0, 0.9)
    assert "--threshold changes nothing" in ran.err


def table(folder: Path, text: str, name: str = "pairs.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_one_line_a_row_in_order_with_the_rows_own_columns(cli: Cli, tmp_path: Path) -> None:
    path = table(tmp_path, f"id,left,right,label\nx,{OPEN},{SHUT},yes\ny,{OPEN},{OPEN},no\n")
    rows = cli("score", "--pairs", path, "--format", "jsonl").lines
    assert [row["id"] for row in rows] == ["x", "y"]
    assert [row["input_label"] for row in rows] == ["yes", "no"]
    assert [row["label"] for row in rows] == ["contradiction", "neutral"]
    assert list(rows[0]) == ["id", "left", "right", "input_label", *COLUMNS]


def test_a_bad_row_has_null_figures_and_an_error(cli: Cli, tmp_path: Path) -> None:
    path = table(tmp_path, f"left,right\n{OPEN},{SHUT}\n{OPEN},\n{OPEN},{OPEN}\n")
    ran = cli("score", "--pairs", path, "--format", "jsonl")
    good, bad, other = ran.lines
    assert ran.code == 0
    assert good["error"] is None
    assert other["score"] == 0.1
    assert bad["left"] == OPEN
    assert "empty" in bad["error"]
    assert all(bad[name] is None for name in FIGURES)
    assert "row 2" in ran.err


def test_a_table_without_a_usable_row_is_a_failure(cli: Cli, tmp_path: Path) -> None:
    ran = cli("score", "--pairs", table(tmp_path, "left,right\nonly,\n"), "--format", "jsonl")
    assert ran.code == 2
    assert len(ran.lines) == 1
    assert ran.err.count("\n") == 1


def test_a_table_without_rows_writes_the_header(cli: Cli, tmp_path: Path) -> None:
    ran = cli("score", "--pairs", table(tmp_path, "left,right\n"), "--format", "csv")
    assert ran.out.splitlines()[:1] == [",".join(COLUMNS)]


@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "csv", "parquet"])
def test_every_format(cli: Cli, tmp_path: Path, format_: str) -> None:
    path = table(tmp_path, f"premise,hypothesis\n{OPEN},{SHUT}\n{OPEN},\n")
    output = tmp_path / "out"
    assert cli("score", "--pairs", path, "--format", format_, "-o", output).code == 0
    content = output.read_bytes()
    if format_ == "parquet":
        rows = pd.read_parquet(output).to_dict("records")
        assert list(rows[0]) == ["premise", "hypothesis", *COLUMNS]
        assert json.loads(rows[0]["reasons"])[0]["text"] == "One side says not."
    elif format_ == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        assert [row["score"] for row in rows] == ["0.9", ""]
    elif format_ == "json":
        assert [row["score"] for row in json.loads(content)] == [0.9, None]
    else:
        assert "hypothesis is empty" in content.decode()


def test_fail_above_looks_at_every_row(cli: Cli, tmp_path: Path) -> None:
    path = table(tmp_path, f"left,right\n{OPEN},{OPEN}\n{OPEN},{SHUT}\n")
    assert cli("score", "--pairs", path, "--fail-above", "0.5").code == 1
    assert cli("score", "--pairs", path, "--fail-above", "0.95").code == 0


def test_a_table_without_the_two_columns_is_refused(cli: Cli, tmp_path: Path) -> None:
    ran = cli("score", "--pairs", table(tmp_path, "one,two\na,b\n"))
    assert (ran.code, ran.out) == (2, "")
    assert "left/right" in ran.err


def test_names_that_collide_twice_stay_apart() -> None:
    kept = kept_names(["score", "input_score", "left"])
    assert kept == {"score": "input_input_score", "input_score": "input_score", "left": "left"}


def test_a_frame_gets_the_same_columns(cli: Cli, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"left": [OPEN, OPEN], "right": [SHUT, None], "score": [1, 2]}, index=["p", "q"]
    )
    path = tmp_path / "frame.csv"
    frame.to_csv(path, index=False)
    scored = score_frame(frame, FakeDetector(Settings()))  # type: ignore[arg-type]
    written = cli("score", "--pairs", path, "--format", "csv").out
    assert list(scored.columns) == next(csv.reader([written.splitlines()[0]]))
    assert list(scored.index) == ["p", "q"]
    assert list(scored["input_score"]) == [1, 2]
    assert scored["score"].iloc[0] == 0.9
    assert scored["score"].isna().tolist() == [False, True]
    assert scored["error"].iloc[1] == "right is empty"
    assert list(frame.columns) == ["left", "right", "score"]
