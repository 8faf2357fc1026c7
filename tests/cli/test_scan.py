"""contradict scan: formats, order, selection, exit codes, and inputs that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.usefixtures("fake")


def test_text_is_the_default(cli: Cli, statements: Path) -> None:
    ran = cli("scan", statements)
    assert (ran.code, ran.err) == (0, "")
    assert "contradiction" in ran.out
    assert "bridge" in ran.out


def test_json_is_the_whole_report(cli: Cli, statements: Path) -> None:
    report = cli("scan", statements, "--format", "json").json
    assert list(report) == [
        "findings", "documents", "skipped", "pairs", "models", "settings", "version",
    ]  # fmt: skip
    assert report["pairs"] == {"possible": 3, "proposed": 3, "judged": 3}
    assert all(len(document["sha256"]) == 64 for document in report["documents"])


def test_jsonl_is_one_finding_a_line(cli: Cli, statements: Path) -> None:
    lines = cli("scan", statements, "--format", "jsonl").lines
    assert [line["verdict"] for line in lines] == ["contradiction"] * 2
    assert list(lines[0]) == [
        "id", "score", "strength", "verdict", "kind", "similarity", "found_by", "left", "right",
        "reasons", "also",
    ]  # fmt: skip


def test_csv_and_parquet_are_flat(cli: Cli, statements: Path, tmp_path: Path) -> None:
    cli("scan", statements, "--format", "csv", "-o", tmp_path / "findings.csv")
    cli("scan", statements, "--format", "parquet", "-o", tmp_path / "findings.parquet")
    from_csv = pd.read_csv(tmp_path / "findings.csv")
    from_parquet = pd.read_parquet(tmp_path / "findings.parquet")
    assert list(from_csv.columns) == list(from_parquet.columns)
    assert {"left_quote", "left_start", "right_quote", "reasons"} <= set(from_csv.columns)
    assert len(from_csv) == len(from_parquet) == 2


def test_html_is_one_page(cli: Cli, statements: Path, tmp_path: Path) -> None:
    assert cli("scan", statements, "--format", "html", "-o", tmp_path / "page").code == 0
    assert (tmp_path / "page").read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype")


@pytest.mark.parametrize(("name", "start"), [("f.json", "{"), ("f.jsonl", '{"id"'), ("f.x", "1.")])
def test_the_files_ending_decides_where_no_format_is_given(
    cli: Cli, statements: Path, tmp_path: Path, name: str, start: str
) -> None:
    ran = cli("scan", statements, "-o", tmp_path / name)
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_all_is_threshold_zero(cli: Cli, statements: Path) -> None:
    every = cli("scan", statements, "--all", "--format", "jsonl").lines
    assert every == cli("scan", statements, "--threshold", "0", "--format", "jsonl").lines
    assert len(every) == 3


def test_limit(cli: Cli, statements: Path) -> None:
    assert len(cli("scan", statements, "--limit", "1", "--format", "jsonl").lines) == 1


@pytest.mark.parametrize(("value", "code"), [("0.9", 1), ("0.95", 0)])
def test_fail_above_comes_after_writing(cli: Cli, statements: Path, value: str, code: int) -> None:
    ran = cli("scan", statements, "--fail-above", value, "--format", "jsonl")
    assert (ran.code, len(ran.lines)) == (code, 2)


def test_fail_above_looks_only_at_what_is_written(cli: Cli, statements: Path) -> None:
    ran = cli("scan", statements, "--threshold", "0.95", "--fail-above", "0.5")
    assert ran.code == 0


def test_against_compares_only_across(cli: Cli, statements: Path) -> None:
    args = ("scan", statements / "a.txt", "--against", statements / "b.txt", "--all")
    lines = cli(*args, "--format", "jsonl").lines
    assert len(lines) == 2
    assert {Path(line["left"]["source"]).name for line in lines} == {"a.txt"}


def test_standard_input(cli: Cli, statements: Path) -> None:
    ran = cli("scan", "-", statements, "--format", "json", stdin=b"The bridge is not open.\n")
    assert "-" in {document["source"] for document in ran.json["documents"]}


def test_standard_input_cannot_be_both_sides(cli: Cli) -> None:
    ran = cli("scan", "-", "--against", "-", stdin=b"The bridge is open.")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_what_cannot_be_read_is_told_and_reported_and_the_rest_goes_on(
    cli: Cli, statements: Path
) -> None:
    (statements / "c.txt").write_bytes(b"\x00\x01\x02binary")
    ran = cli("scan", statements, "--quiet", "--format", "json")
    assert ran.code == 0
    assert "c.txt" in ran.err
    (skipped,) = ran.json["skipped"]
    assert skipped["source"].endswith("c.txt")
    assert skipped["reason"]
    assert len(ran.json["findings"]) == 2


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01\x02\xff\xfe binary \x00"])
def test_one_unusable_input_is_one_line_and_exit_code_2(
    cli: Cli, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "input.txt"
    if content is not None:
        path.write_bytes(content)
    ran = cli("scan", path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "input.txt" in ran.err


def test_all_inputs_unusable_is_exit_code_2(cli: Cli, tmp_path: Path) -> None:
    ran = cli("scan", tmp_path / "no.txt", tmp_path / "none.txt")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("value", ["-0.1", "1.1", "nan", "high"])
def test_thresholds_are_numbers_from_0_to_1(cli: Cli, statements: Path, value: str) -> None:
    for option in ("--threshold", "--fail-above"):
        ran = cli("scan", statements, option, value)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("output", ["missing/out.json", "."])
def test_an_unwritable_output_is_told_before_any_work(
    cli: Cli, statements: Path, tmp_path: Path, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.cli.fakes.FakeDetector.scan", None)  # would fail if it were called
    ran = cli("scan", statements, "--format", "json", "-o", tmp_path / output)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert not list(tmp_path.glob("**/*.tmp"))


def test_a_scan_read_back_is_the_same_report(cli: Cli, statements: Path, tmp_path: Path) -> None:
    saved = tmp_path / "findings.json"
    cli("scan", statements, "-o", saved)
    assert cli("report", saved, "--format", "json").json == json.loads(saved.read_text("utf-8"))


@pytest.mark.parametrize("other", [["--threshold", "0.5"], ["--all"]])
def test_precision_beside_another_threshold_is_wrong_use(
    cli: Cli, statements: Path, other: list[str]
) -> None:
    ran = cli("scan", statements, "--precision", "0.8", *other)
    assert ran.code == 2
    assert "--precision chooses the threshold" in ran.err
    assert len(ran.err.strip().splitlines()) == 1
