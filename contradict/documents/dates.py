"""Dates as people write them -> ISO (YYYY, YYYY-MM or YYYY-MM-DD); None where one is not sure."""

from __future__ import annotations

import datetime
import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4})"
ISO_DAY = r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"
BASIC = r"(?P<year>19\d\d|20\d\d)(?P<month>\d{2})(?P<day>\d{2})(?!\d)"  # 20240514
POINTED = r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"  # never month first
WRITTEN = tuple(
    re.compile(rf"(?<![\w/-]){form}(?![\w/])", re.IGNORECASE)
    for form in (
        ISO_DAY,
        rf"{MONTH}\s+{DAY}\s*,?\s+{YEAR}",
        rf"{DAY}\s+(?:of\s+)?{MONTH}\s*,?\s+{YEAR}",
        POINTED,
    )
)
WHOLE = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{ISO_DAY}(?:[T\s].*)?",
        r"(?P<year>\d{4})/(?P<month>\d{2})/(?P<day>\d{2})",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
        rf"{BASIC}(?:\.0)?",
        rf"{YEAR}(?:\.0)?",
        rf"(?:[a-z]+,?\s+)?{MONTH}\s+{DAY}\s*,?\s+{YEAR}",
        rf"(?:[a-z]+,?\s+)?{DAY}\s+(?:of\s+)?{MONTH}\s*,?\s+{YEAR}",
        rf"{MONTH}\s*,?\s+{YEAR}",
        POINTED,
    )
)
IN_NAME = (re.compile(rf"(?<!\d){ISO_DAY}"), re.compile(rf"(?<!\d){BASIC}"))
# A line that only says when, where and what is no longer; the date's own words count.
DATE_LINE_WORDS = 12
SENTENCE_END = re.compile(r"[!?]\W*$|[a-z]{2,}\.\W*$|[;:]\s*$")
# VARROW, May 14, 2024 (VNA) — The bridge ...
DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,40},[^—–]{6,60}?(?:—|–|--)")


def iso_date(value: object) -> str | None:
    """ISO form of a cell or metadata value that is nothing but a date, else None.

    >>> iso_date("14 May 2024"), iso_date("May 2024"), iso_date("last Tuesday")
    ('2024-05-14', '2024-05', None)
    """
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    text = " ".join(str(value).split()) if value is not None else ""
    if len(text) > 60:
        return None
    for form in WHOLE:
        if match := form.fullmatch(text):
            return _checked(match.groupdict())
    return None


def date_in_name(name: str) -> str | None:
    """The one date in a file's name as YYYY-MM-DD or YYYYMMDD, else None."""
    matches = [match for form in IN_NAME for match in form.finditer(name)]
    found = {iso for match in matches if (iso := _checked(match.groupdict()))}
    return found.pop() if len(found) == 1 else None


def date_in_line(line: str) -> str | None:
    """The date of a line that only says when (and where), or of a dateline before a dash."""
    if dateline := DATELINE.match(line):
        line = dateline[0]
    elif len(line.split()) > DATE_LINE_WORDS or SENTENCE_END.search(line):
        return None
    return date_within(line)


def date_within(text: str) -> str | None:
    """The one date that is written out in a short text, such as the head of a message."""
    found = [match for form in WRITTEN for match in form.finditer(text)]
    dates = {iso for match in found if (iso := _checked(match.groupdict()))}
    return dates.pop() if len(dates) == 1 else None


def _checked(parts: dict[str, str | None]) -> str | None:
    """ISO text of year, month and day as matched, None where the calendar has no such day."""
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    if year is None or int(year) < 1000:
        return None
    if month is None:
        return year
    number = MONTHS.get(month.lower()) or (int(month) if month.isdecimal() else 0)
    try:
        checked = datetime.date(int(year), number, int(day) if day is not None else 1)
    except ValueError:
        return None
    return checked.isoformat() if day is not None else f"{int(year):04d}-{number:02d}"
