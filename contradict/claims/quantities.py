"""Amounts in a claim: figures in digits or words with their unit, rounding and bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from contradict.claims.counted import unit_of
from contradict.claims.numerals import (
    FIGURE,
    FRACTIONS,
    LETTERS,
    SCALES,
    SMALL,
    WORD,
    last_digit,
    spelled_value,
)
from contradict.records import Moment, Quantity
from contradict.records.quantities import Bound

BOUNDS: tuple[tuple[Bound, str], ...] = (
    ("at_least", r"at least|no (?:less|fewer) than|not (?:less|fewer) than|a minimum of|minimum"),
    ("at_most", r"at most|no more than|not more than|up to|(?:a )?maximum of|as (?:many|much) as"
     r"|within|inside|not exceed(?:ing)?|capped at|limited to|stops at"),
    ("more_than", r"more than|over|above|upwards of|in excess of|exceed(?:s|ed|ing)?|greater than"),
    ("less_than", r"less than|fewer than|under|below|short of"),
    ("about", r"about|around|roughly|approximately|some|nearly|almost|close to|circa|an estimated"
     r"|or so|just over|just under|a little (?:over|under)"),
)  # fmt: skip
BEFORE = re.compile(
    r"(?:^|[\s(])(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in BOUNDS)
    + r")\s+(?:(?:the|its|their|a limit of|the limit of)\s+)?(?:half\s+)?$",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\s*(?:or (?P<at_least>more|above|over)|or (?P<at_most>less|fewer|under))\b", re.I
)
HINT = re.compile(  # most claims have no amount
    rf"\d|\b{WORD}\b|\b(?:dozen|{'|'.join(FRACTIONS)})s?\b", re.IGNORECASE
)
SHARE = re.compile(
    rf"\b(?:(?P<count>{'|'.join(list(SMALL)[1:10])}|a)[\s-]+)?"
    rf"(?P<part>{'|'.join(FRACTIONS)})s?\s+(?=of\b)",
    re.IGNORECASE,
)
TO = re.compile(r"\s*(?:to|and|[-–—])\s*$")
BETWEEN = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)
NO_AMOUNT = re.compile(  # "article 5", "Room 12", "at 4 p.m.", "2nd", "12 May"
    r"(?:\b(?:article|section|clause|page|line|room|flight|route|number|no|chapter|paragraph|rule|case"
    r"|exhibit|item|phase|level|unit|flat|platform|gate|resolution|question|act|part|day|week)\.?\s*"
    r"|[A-Z]-?|:|#)$",
    re.IGNORECASE,
)
HALF = re.compile(r"\bhalf\s+$", re.IGNORECASE)
TIMES = re.compile(r"\s*times\b", re.IGNORECASE)
CLOCK = re.compile(r"\s*(?:[ap]\.?m\b|o['’]clock|:\d\d)", re.IGNORECASE)
ALONE = frozenset(["one", "a", "an"])


@dataclass(frozen=True)
class _Figure:
    start: int
    end: int
    value: float
    rounded: float
    unit: str
    factor: float = 1.0  # that value has been multiplied by for its unit and scale


def quantities(text: str, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Quantity]:
    """Amounts in ``text`` in order; stretches in ``taken`` (dates) hold none."""
    figures = [
        one for one in _figures(text) if not any(a < one.end and one.start < b for a, b in taken)
    ]
    number = 0
    while number < len(figures):
        one = figures[number]
        after = figures[number + 1] if number + 1 < len(figures) else None
        if after is not None and _is_range(text, one, after):
            yield _quantity(text, one, after)
            number += 2
        else:
            yield _quantity(text, one, None)
            number += 1


def quantities_in(
    text: str, start: int, end: int, moments: Sequence[Moment] = ()
) -> tuple[Quantity, ...]:
    """The amounts of ``text[start:end]``, placed in ``text``; none inside ``moments``."""
    part = re.sub(r"\s", " ", text[start:end])
    if not HINT.search(part):
        return ()
    taken = [(one.start - start, one.end - start) for one in moments]
    return tuple(
        replace(one, start=start + one.start, end=start + one.end)
        for one in quantities(part, taken)
    )


def _quantity(text: str, one: _Figure, top: _Figure | None) -> Quantity:
    end = top.end if top is not None else one.end
    bound: Bound = "exact"
    if match := BEFORE.search(text, max(0, one.start - 40), one.start):
        bound = next(name for name, _ in BOUNDS if match[name])
    elif match := AFTER.match(text, end):
        bound = "at_least" if match["at_least"] else "at_most"
    if top is None:
        return Quantity(one.value, one.unit, bound, one.start, end, None, one.rounded)
    factor = top.factor if one.unit == "" else 1.0  # "3 to 5 km": the unit is said once
    low = one.value * factor
    return Quantity(low, top.unit, "exact", one.start, end, top.value, top.rounded)


def _is_range(text: str, one: _Figure, after: _Figure) -> bool:
    between = text[one.end : after.start]
    low = one.value * (after.factor if one.unit == "" else 1.0)
    if not TO.fullmatch(between) or low > after.value or one.unit not in ("", after.unit):
        return False
    return between.strip() in ("-", "–", "—", "to") or bool(BETWEEN.search(text[: one.start]))


def _figures(text: str) -> Iterator[_Figure]:
    shares = [(match, _share(match)) for match in SHARE.finditer(text)]
    spans = [match.span() for match, _ in shares]
    found = [figure for _, figure in shares if figure is not None]
    for match in FIGURE.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in spans):
            figure = _figure(text, match)
            if figure is not None:
                found.append(figure)
    yield from sorted(found, key=lambda one: one.start)


def _share(match: re.Match[str]) -> _Figure | None:
    count = SMALL.get((match["count"] or "a").lower(), 1)
    value = count * FRACTIONS[match["part"].lower()]
    end = match.start() + len(match.group().rstrip())
    return _Figure(match.start(), end, value, 0.5, "percent") if value < 100 else None


def _figure(text: str, match: re.Match[str]) -> _Figure | None:
    if TIMES.match(text, match.end()):
        return None  # "three times 60": how many 60s, and no amount
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    if NO_AMOUNT.search(text[max(0, start - 16) : start]) or CLOCK.match(text, match.end()):
        return None
    named = (match["scale"] or "").lower()
    scale = SCALES.get(named) or LETTERS.get(named) or (12.0 if named else 1.0)
    if HALF.search(text, max(0, start - 8), start):
        scale /= 2  # "half a million"
    if match["digits"]:
        plain = re.sub(r"[,\u00a0 ]", "", match["digits"])
        letters = (match["letters"] or "").lower()
        if letters and not match["currency"] and letters in ("k", "m", "b"):
            return None  # "5 m" is a length, "5k" a run: too short to tell
        scale *= LETTERS.get(letters, 1.0)
        value, rounded = float(plain), last_digit(plain) / 2
    else:
        words = match["spelled"].lower()
        value = spelled_value(words)
        rounded = 0.0
        if words in ALONE:
            return None
    unit, factor, end = unit_of(text, match, match["spelled"])
    if unit is None:
        return None
    factor *= scale
    return _Figure(start, end, value * factor, rounded * factor, unit, factor)
