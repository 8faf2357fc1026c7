"""Amounts in a claim: figures in digits or words with their unit, rounding and bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from contradict.lexicon import units
from contradict.records import Moment, Quantity
from contradict.records.quantities import Bound

SMALL = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
LETTERS = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
FRACTIONS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
CURRENCIES = {"$": "usd", "us$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₹": "inr"}
BOUNDS: tuple[tuple[Bound, str], ...] = (
    ("at_least", r"at least|no (?:less|fewer) than|not (?:less|fewer) than|a minimum of|minimum"),
    ("at_most", r"at most|no more than|not more than|up to|(?:a )?maximum of|as (?:many|much) as"),
    ("more_than", r"more than|over|above|upwards of|in excess of|exceed(?:s|ed|ing)?|greater than"),
    ("less_than", r"less than|fewer than|under|below|short of"),
    ("about", r"about|around|roughly|approximately|some|nearly|almost|close to|circa|an estimated"
     r"|or so|just over|just under|a little (?:over|under)"),
)  # fmt: skip
BEFORE = re.compile(
    r"(?:^|[\s(])(?:" + "|".join(f"(?P<{name}>{words})" for name, words in BOUNDS) + r")\s+$",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\s*(?:or (?P<at_least>more|above|over)|or (?P<at_most>less|fewer|under))\b", re.I
)
WORD = rf"(?:{'|'.join([*SMALL, *TENS, *SCALES])})"
UNITS = "|".join(list(SMALL)[1:10])
BELOW_100 = rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:{UNITS}))?|{'|'.join(SMALL)})"
BELOW_1000 = rf"(?:(?:{UNITS}|an?)\s+hundred(?:\s+and\s+{BELOW_100})?|{BELOW_100})"
LARGE = "thousand|million|billion|trillion"
SPELLED = (
    rf"(?:(?:{BELOW_1000}|an?)\s+(?:{LARGE})(?:,?\s+(?:and\s+)?{BELOW_1000}(?:\s+(?:{LARGE}))?)*"
    rf"|{BELOW_1000})"
)
DIGITS = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
FIGURE = re.compile(
    r"(?<![\w.,/])(?<![A-Za-z]-)(?P<currency>us\$|[$€£¥₹])?\s?"
    rf"(?:(?P<digits>{DIGITS})(?P<letters>bn|mn|tn|[kmb])?"
    rf"|(?P<spelled>{SPELLED}|a dozen|dozen))(?!\w|,\d|/\d)"
    r"(?:[\s-]+(?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|mn|tn)\b)?",
    re.IGNORECASE,
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
COUNTED = re.compile(
    r"\s+(?:of\s+(?:the|its|our|their)\s+)?(?:(?:other|more|new|additional)\s+)?"
    r"(?P<noun>[a-z]{3,20})\b"
)
NOT_COUNTED = frozenset(
    [
        "and",
        "are",
        "but",
        "can",
        "did",
        "for",
        "from",
        "had",
        "has",
        "have",
        "may",
        "not",
        "off",
        "out",
        "per",
        "than",
        "that",
        "the",
        "them",
        "then",
        "there",
        "they",
        "this",
        "was",
        "were",
        "when",
        "which",
        "who",
        "will",
        "with",
        "would",
        "each",
        "every",
        "years",
    ]
)
NO_AMOUNT = re.compile(  # "article 5", "Room 12", "at 4 p.m.", "2nd", "12 May"
    r"(?:\b(?:article|section|clause|page|line|room|flight|route|number|no|chapter|paragraph|rule|case"
    r"|exhibit|item|phase|level|unit|flat|platform|gate|resolution|question|act|part|day|week)\.?\s*"
    r"|[A-Z]-?|:|#)$",
    re.IGNORECASE,
)
HALF = re.compile(r"\bhalf\s+$", re.IGNORECASE)
CLOCK = re.compile(r"\s*(?:[ap]\.?m\b|o['’]clock|:\d\d)", re.IGNORECASE)
PEOPLE = {
    **{"people": "person", "men": "man", "women": "woman", "children": "child"},
    **{name: name for name in ("staff", "police", "troops", "cattle", "aircraft", "percent")},
}
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
        value, rounded = float(plain), _last_digit(plain) / 2
    else:
        words = match["spelled"].lower()
        value = _spelled(words)
        rounded = 0.0
        if words in ALONE:
            return None
    unit, factor, end = _unit(text, match, match["spelled"])
    if unit is None:
        return None
    factor *= scale
    return _Figure(start, end, value * factor, rounded * factor, unit, factor)


def _last_digit(plain: str) -> float:
    """What one step of the last digit that is no rounding zero is worth: 100 for 4,900."""
    if "." in plain:
        return float(10 ** -len(plain.split(".")[1]))
    zeros = len(plain) - len(plain.rstrip("0"))
    return float(10**zeros) if 0 < zeros < len(plain) else 0.0


def _spelled(words: str) -> float:
    """A number in words: "two hundred and five", "a dozen"."""
    total = part = 0.0
    for word in re.split(r"[\s-]+", words):
        if word in SMALL:
            part += SMALL[word]
        elif word in TENS:
            part += TENS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in SCALES:
            total, part = total + (part or 1) * SCALES[word], 0.0
        elif word == "dozen":
            part = (part or 1) * 12
    return total + part


def _unit(text: str, match: re.Match[str], spelled: str | None) -> tuple[str | None, float, int]:
    """(base unit, factor, end of the amount); None where the figure counts nothing."""
    end = match.end()
    if match["currency"]:
        return CURRENCIES[match["currency"].lower()], 1.0, end
    if known := _known_units().match(text, end):
        name = " ".join(known["unit"].lower().replace("-", " ").split())
        factor, base = units()[name]
        return base, factor, known.end()
    noun = COUNTED.match(text, end)
    if noun is not None and _is_counted(noun["noun"]):
        return _singular(noun["noun"]), 1.0, noun.end()
    if spelled is not None and spelled.lower() in SMALL:
        return None, 1.0, end  # "one is enough": a pronoun more often than an amount
    return "", 1.0, end


@cache
def _known_units() -> re.Pattern[str]:
    names = sorted((name for name in units() if name != "%"), key=len, reverse=True)
    joined = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(
        rf"(?P<unit>%|(?<=\d)(?:km|kg|mm|cm|kwh|mw|gw)\b|[\s-]+(?:{joined})\b)", re.IGNORECASE
    )


def _is_counted(noun: str) -> bool:
    """Whether a word after a figure is what it counts: a plural that is no verb."""
    return noun not in NOT_COUNTED and (noun in PEOPLE or noun.endswith("s"))


def _singular(noun: str) -> str:
    if noun in PEOPLE:
        return PEOPLE[noun]
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "ches", "shes", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
