"""Dates become ISO where they are clear, and None where they are not."""

import datetime

import pytest

from contradict.documents.dates import date_in_line, date_in_name, iso_date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", "2024"),
        ("2024-05", "2024-05"),
        ("2024-05-14", "2024-05-14"),
        ("2024-05-14T10:30:00Z", "2024-05-14"),
        ("14 May 2024", "2024-05-14"),
        ("May 14, 2024", "2024-05-14"),
        ("Tuesday, May 14th, 2024", "2024-05-14"),
        ("Sept. 3, 2024", "2024-09-03"),
        ("May 2024", "2024-05"),
        (2024, "2024"),
        ("20240514", "2024-05-14"),
        (20240514, "2024-05-14"),
        (20240514.0, "2024-05-14"),
        ("20241314", None),
        ("12345678", None),
        (datetime.date(2024, 5, 14), "2024-05-14"),
        (datetime.datetime(2024, 5, 14, 9), "2024-05-14"),
        (None, None),
        ("", None),
        ("yesterday", None),
        ("05/06/2024", None),
        ("2024-13", None),
        ("2024-02-30", None),
        ("31 June 2024", None),
        ("May 14", None),
        ("0024", None),
        ("x" * 1000, None),
    ],
)
def test_iso_date(value: object, expected: str | None) -> None:
    assert iso_date(value) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2024-05-14-briefing.md", "2024-05-14"),
        ("briefing_2024-05-14.txt", "2024-05-14"),
        ("20240514_briefing.txt", "2024-05-14"),
        ("2024-05-14-20240514.txt", "2024-05-14"),
        ("call-202405141530.mp3.txt", None),
        ("2024-05-14-to-2024-05-16.txt", None),
        ("12024-05-14.txt", None),
        ("report-2010-12.txt", None),
    ],
)
def test_date_in_name(name: str, expected: str | None) -> None:
    assert date_in_name(name) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("May 14, 2024", "2024-05-14"),
        ("SEPTEMBER 27, 2018", "2018-09-27"),
        ("Varrow, 14 May 2024", "2024-05-14"),
        ("Published: 2024-05-14 10:30", "2024-05-14"),
        ("VARROW, May 14, 2024 (VNA) — The bridge was closed.", "2024-05-14"),
        ("VARROW, May 14, 2024 — The bridge was closed.", "2024-05-14"),
        ("On May 14, 2024, the council closed it.", None),
        ("Was it May 14, 2024?", None),
        ("from May 14, 2024 to May 16, 2024", None),
        ("The bridge was opened on 14 May 1932 by the old king in the presence of thousands", None),
    ],
)
def test_date_in_line(line: str, expected: str | None) -> None:
    assert date_in_line(line) == expected
