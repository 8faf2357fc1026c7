"""Text for people: findings one after the other, tables, and nothing a terminal would obey."""

from __future__ import annotations

import re

import pytest

from contradict.reports.console import render_report, render_rows

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def test_plain_text_says_who_said_what_where_and_why(sample):
    text = render_report(sample, width=100, styled=False)
    assert text.startswith("1. contradiction · numeric   strength 0.97   score 0.97\n")
    assert "Harbour ministry, 1 March 2024 — letter.md:1" in text
    assert "“The ministry paid «40 million» crowns for the Varna bridge last spring.”" in text
    assert "“We have «not decided» to «close» the ferry.”" in text
    assert "→ What is ordered is not undecided." in text
    assert "also: statements.csv, statement 17 / briefing.txt, at 00:12:31" in text
    assert "3 findings: 2 contradiction, 1 changed" in text
    assert "Read 3 documents." in text
    assert "Pairs: 1,204 possible, 83 proposed, 83 judged." in text
    assert "statements.csv, row 4: the row has no text" in text
    assert "\x1b" not in text


def test_a_terminal_gets_style_instead_of_signs(sample):
    text = render_report(sample, width=100, styled=True)
    assert re.search(r"\x1b\[[0-9;]*m40 million\x1b\[0m", text)
    assert "«" not in text
    plain = render_report(sample, width=100, styled=False)
    assert ESCAPES.sub("", text).split() == re.sub("[«»]", "", plain).split()


@pytest.mark.parametrize("width", [20, 40, 100])
def test_lines_keep_to_the_width(sample, width):
    sample["findings"][0]["left"]["quote"] = "x" * 300
    text = render_report(sample, width=width, styled=False)
    assert max(map(len, text.splitlines())) <= width
    assert all(line == line.rstrip() for line in text.splitlines())
    assert text.count("x") >= 300


@pytest.mark.parametrize("styled", [True, False])
def test_texts_cannot_drive_the_terminal(hostile, styled):
    text = render_report(hostile, width=80, styled=styled)
    rest = ESCAPES.sub("", text) if styled else text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest)
    text.encode("utf-8")
    rows = render_rows(hostile["findings"], ("id", "verdict"), width=80, styled=False)
    assert "\x1b" not in rows


def test_markup_of_the_text_is_text(sample):
    sample["findings"][0]["left"]["quote"] = "[bold]said[/bold] :smile: [link=http://x]"
    sample["findings"][0]["reasons"] = []
    text = render_report(sample, width=100, styled=False)
    assert "“[bold]said[/bold] :smile: [link=http://x]”" in text


def test_an_empty_report_says_so(empty):
    assert render_report(empty, width=100, styled=False) == (
        "0 findings\nRead 0 documents.\nPairs: 0 possible, 0 proposed, 0 judged.\n"
    )


def test_a_table_where_it_fits_and_blocks_where_it_does_not():
    rows = [
        {"name": "accuracy", "value": 0.725, "n": 100},
        {"name": "brier", "value": None, "n": 9},
    ]
    table = render_rows(rows, ("name", "value", "n"), width=60, styled=False).splitlines()
    assert [line.split() for line in table] == [
        ["name", "value", "n"],
        ["accuracy", "0.7250", "100"],
        ["brier", "9"],
    ]
    blocks = render_rows(rows, None, width=16, styled=False)
    assert blocks == "name   accuracy\nvalue  0.7250\nn      100\n\nname   brier\nn      9\n\n"
    assert render_rows([], ("name",), width=60, styled=False) == "name\n"
