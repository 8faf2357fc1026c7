"""Dates that a claim's own words give, made ISO: "on Monday", "in 2019", "two days ago".

Expressions are found by rule and worked out against the day when the claim was made. A general
date parser guesses too much here ("may", "second", "in 2,000 cases"); no clock is ever read.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from contradict.claims.moment_forms import DAYS, FORMS, HINT, NUMBERS, PAST, SHORT, TENSE
from contradict.records import Moment

DAYS_OF_YEAR = 365
OFFSETS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
}
STEP = {"last": -1, "this": 0, "next": 1}


def moments(text: str, made: str | None) -> Iterator[tuple[int, int, str]]:
    """(start, end, ISO date) of each expression in ``text`` that says a year, month or day.

    ``made`` is the ISO date when the text was said; without a day of it only expressions that need
    none are worked out. Spans do not overlap and come in order.
    """
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, str]] = []
    for name, form in FORMS:
        for match in form.finditer(text):
            start, end = match.span("only") if name == "year" else match.span()
            if any(start < last and first < end for first, last in taken):
                continue
            try:
                iso = _iso(name, match, made, _near(text, start))
            except OverflowError:  # before the year 1 or after 9999
                iso = None
            if iso is not None or name in ("iso", "full"):  # 31 April is no April, either
                taken.append((start, end))
            if iso is not None:
                found.append((start, end, iso))
    yield from sorted(found)


def _near(text: str, start: int) -> str:
    """The words that tell the tense for a date: those before it, or all where there is no verb."""
    before = text[:start]
    return before if TENSE.search(before) else text


def moments_in(text: str, start: int, end: int, made: str | None) -> tuple[Moment, ...]:
    """The moments of ``text[start:end]``, placed in ``text``."""
    part = re.sub(r"\s", " ", text[start:end])  # a line break parts no date
    if not HINT.search(part):
        return ()
    return tuple(Moment(iso, start + a, start + b) for a, b, iso in moments(part, made))


def _iso(name: str, match: re.Match[str], made: str | None, text: str) -> str | None:
    parts = match.groupdict()
    if name in ("iso", "full"):
        return _day(int(parts["year"]), _month(parts["month"]), int(parts["day"]))
    if name == "month_of_year":
        return f"{int(parts['year']):04d}-{_month(parts['month']):02d}"
    if name == "year":
        return str(parts["year"])
    base = _base(made)
    if base is None:
        return None
    return _relative(name, parts, base, len(made or ""), text)


def _relative(
    name: str, parts: dict[str, str | None], base: datetime.date, precision: int, text: str
) -> str | None:
    """Expressions that need the day, month or year when the text was said."""
    which = (parts.get("which") or "").lower()
    if name == "year_word":
        return f"{base.year + STEP[which]:04d}"
    if name == "month_of":
        return f"{base.year + STEP[which]:04d}-{_month(parts['month']):02d}"
    if name == "ago" and (parts["unit"] or "").lower() == "year":
        return f"{base.year - _count(parts['count']):04d}"
    if precision < 7:
        return None
    if name == "month_word":
        return _months_on(base, STEP[which])
    if name in ("day", "in_month"):
        return _nearest(name, parts, base, text)
    if name in ("ago", "hence") and (parts["unit"] or "").lower() == "month":
        return _months_on(base, _count(parts["count"]) * (-1 if name == "ago" else 1))
    if precision < 10:
        return None
    if name == "relative":
        word = " ".join((parts["word"] or "").lower().split())
        return (base + datetime.timedelta(OFFSETS.get(word, 0))).isoformat()
    if name == "weekday":
        return _weekday(parts, base, text)
    return _counted(name, parts, base)


def _counted(name: str, parts: dict[str, str | None], base: datetime.date) -> str | None:
    """Days ago, or from now; weeks and years are said too roughly to give a day."""
    unit, count = (parts["unit"] or "").lower(), _count(parts["count"])
    sign = -1 if name == "ago" else 1
    if unit == "day":
        return (base + datetime.timedelta(sign * count)).isoformat()
    return f"{base.year + count:04d}" if unit == "year" else None


def _weekday(parts: dict[str, str | None], base: datetime.date, text: str) -> str:
    """The named day up to the day of saying, or after it where the verb or "next" says so."""
    wanted = DAYS.index((parts["weekday"] or "").lower())
    back = (base.weekday() - wanted) % 7
    which = (parts["which"] or "").lower()
    if which == "last":
        return (base - datetime.timedelta(back or 7)).isoformat()
    ahead = which == "next" or (which != "last" and _looks_ahead(text))
    days = ((7 - back) or 7) if ahead and not (back == 0 and which != "next") else -back
    return (base + datetime.timedelta(days)).isoformat()


def _nearest(name: str, parts: dict[str, str | None], base: datetime.date, text: str) -> str | None:
    """A month or day without its year: the last one before the saying, or the next after it."""
    month = _month(parts["month"])
    day = int(parts["day"] or 1) if name == "day" else 1
    try:
        same = datetime.date(base.year, month, day)
    except ValueError:
        return None
    year = base.year
    current = month == base.month and name == "in_month"
    if _looks_ahead(text) and same < base and not current:
        year += 1
    elif same > base and not current and not _looks_ahead(text):
        near = (same - base).days < DAYS_OF_YEAR / 2  # the next one, where the verb does not tell
        year -= 1 if PAST.search(text) or not near else 0
    return _day(year, month, day) if name == "day" else f"{year:04d}-{month:02d}"


def _looks_ahead(text: str) -> bool:
    """Whether the last verb before the date speaks of what is to come; the first one, else."""
    signs = [bool(match["future"]) for match in TENSE.finditer(text)]
    return signs[-1] if signs else False


def _base(made: str | None) -> datetime.date | None:
    """The day of saying, its first day where only month or year are known."""
    try:
        year, month, day = (*map(int, (made or "").split("-")), 1, 1)[:3]
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _month(name: str | None) -> int:
    plain = (name or "").lower().rstrip(".")
    return (
        int(plain) if plain.isdecimal() else SHORT[plain[:4] if plain[:4] == "sept" else plain[:3]]
    )


def _count(word: str | None) -> int:
    plain = (word or "").lower()
    return NUMBERS.get(plain) or int(plain)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _months_on(base: datetime.date, months: int) -> str:
    whole = base.year * 12 + base.month - 1 + months
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}"
