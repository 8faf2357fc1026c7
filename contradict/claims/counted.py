"""What a figure counts: its unit in the base that units are compared in, or the noun after it."""

from __future__ import annotations

import re
from functools import cache

from contradict.claims.numerals import SMALL
from contradict.lexicon import units

CURRENCIES = {"$": "usd", "us$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₹": "inr"}
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
PEOPLE = {
    **{"people": "person", "men": "man", "women": "woman", "children": "child"},
    **{name: name for name in ("staff", "police", "troops", "cattle", "aircraft", "percent")},
}


def unit_of(text: str, match: re.Match[str], spelled: str | None) -> tuple[str | None, float, int]:
    """(base unit, factor, end of the amount); None where the figure counts nothing."""
    end = match.end()
    if match["currency"]:
        return CURRENCIES[match["currency"].lower()], 1.0, end
    if known := _known_units().match(text, end):
        name = " ".join(known["unit"].lower().replace("-", " ").split())
        factor, base = _spaced_units()[name]
        return base, factor, known.end()
    noun = COUNTED.match(text, end)
    if noun is not None and _is_counted(noun["noun"]):
        return _singular(noun["noun"]), 1.0, noun.end()
    if spelled is not None and spelled.lower() in SMALL:
        return None, 1.0, end  # "one is enough": a pronoun more often than an amount
    return "", 1.0, end


@cache
def _spaced_units() -> dict[str, tuple[float, str]]:
    """Units by name, hyphens being blanks: "kilowatt-hours" is written either way."""
    return {name.replace("-", " "): unit for name, unit in units().items()}


@cache
def _known_units() -> re.Pattern[str]:
    names = sorted((name for name in _spaced_units() if name != "%"), key=len, reverse=True)
    joined = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in names)
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
