"""contradict report: saved findings in any format."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def saved(cli: Cli, fake: None, statements: Path, tmp_path: Path) -> Path:
    path = tmp_path / "findings.json"
    assert cli("scan", statements, "-o", path).code == 0
    return path


def test_a_page_is_the_default(cli: Cli, saved: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert cli("report", saved, "-o", page).code == 0
    assert "The bridge is" in page.read_text(encoding="utf-8")
    assert cli("report", saved).out == page.read_text(encoding="utf-8")


def test_text_is_what_the_scan_prints(cli: Cli, saved: Path, statements: Path) -> None:
    assert cli("report", saved, "--format", "text").out == cli("scan", statements).out


def test_json_lines_are_read_as_well(cli: Cli, saved: Path, statements: Path) -> None:
    lines = saved.with_suffix(".jsonl")
    cli("scan", statements, "-o", lines)
    assert cli("report", lines, "--format", "jsonl").out == lines.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [None, "", "{", '{"a": 1}'])
def test_what_is_no_report_is_one_line(cli: Cli, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "findings.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    ran = cli("report", path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "findings.json" in ran.err
