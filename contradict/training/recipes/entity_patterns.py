"""Dates, times, money, percentages and quantities as entities, by spaCy's own entity ruler.

They follow a closed grammar, which rules know better than a few thousand labelled examples. The
ruler comes after ``ner`` and leaves its entities alone; its patterns are data in the pipeline's
folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contradict.lexicon import units

if TYPE_CHECKING:
    from spacy.language import Language

NAME = "entity_ruler"
MONTHS = [
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
]
SHORT_MONTHS = [
    *("jan.", "feb.", "mar.", "apr.", "aug.", "sept.", "sep.", "oct.", "nov.", "dec."),
    *("jan", "feb", "aug", "sept", "oct", "nov", "dec"),
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
PERIODS = ["week", "month", "year", "quarter", "weekend", "spring", "summer", "autumn", "winter"]
CURRENCY_WORDS = ["dollar", "dollars", "euro", "euros", "pounds", "yen", "yuan", "rubles", "rupees"]
TIME_UNITS = ["second", "minute", "hour", "day", "week", "month", "year", "decade"]

Pattern = list[dict[str, Any]]

MONTH = {"LOWER": {"IN": [*MONTHS, *SHORT_MONTHS]}, "IS_TITLE": True}
DAY = {"TEXT": {"REGEX": r"^(?:[12]?\d|3[01])(?:st|nd|rd|th)?$"}}
YEAR = {"TEXT": {"REGEX": r"^(?:1[5-9]|20)\d\d$"}}
COMMA = {"TEXT": ",", "OP": "?"}
NUMBER = {"LIKE_NUM": True, "OP": "+"}
SIGN = {"TEXT": {"IN": ["$", "€", "£", "¥", "US$"]}}


def patterns() -> list[dict[str, Any]]:
    """All patterns as the ruler takes them, the longest forms first."""
    found: list[tuple[str, Pattern]] = [
        *(("DATE", one) for one in _dates()),
        *(("TIME", one) for one in _times()),
        ("MONEY", [SIGN, NUMBER]),
        ("MONEY", [NUMBER, {"LOWER": {"IN": CURRENCY_WORDS}}]),
        ("PERCENT", [NUMBER, {"LOWER": {"IN": ["%", "percent"]}}]),
        ("PERCENT", [NUMBER, {"LOWER": "per"}, {"LOWER": "cent"}]),
        ("PERCENT", [NUMBER, {"LOWER": "percentage"}, {"LOWER": {"IN": ["point", "points"]}}]),
        ("QUANTITY", [NUMBER, {"LOWER": {"IN": _unit_words()}}]),
        ("QUANTITY", [NUMBER, {"LOWER": "square"}, {"LOWER": {"IN": _unit_words()}}]),
    ]
    return [{"label": label, "pattern": pattern} for label, pattern in found]


def add_rules(nlp: Language) -> None:
    """Put the ruler after ``ner``; what that has found stays."""
    ruler: Any = nlp.add_pipe(NAME, after="ner", config={"overwrite_ents": False})
    ruler.add_patterns(patterns())


def _dates() -> list[Pattern]:
    which = {"LOWER": {"IN": ["last", "next", "this"]}}
    weekday = {"LOWER": {"IN": DAYS}, "IS_TITLE": True}
    return [
        [MONTH, DAY, COMMA, YEAR],
        [DAY, {"LOWER": "of", "OP": "?"}, MONTH, COMMA, YEAR],
        [MONTH, {"LOWER": "of", "OP": "?"}, YEAR],
        [MONTH, DAY],
        [DAY, {"LOWER": "of", "OP": "?"}, MONTH],
        [{"TEXT": {"REGEX": r"^\d{4}-\d{2}-\d{2}$"}}],
        [which, weekday],
        [weekday],
        [which, {"LOWER": {"IN": PERIODS}}],
        [{"LOWER": {"IN": ["yesterday", "today", "tomorrow"]}}],
        [NUMBER, {"LOWER": {"REGEX": "^(?:day|week|month|year)s?$"}}, {"LOWER": "ago"}],
        [YEAR],
        [{"LOWER": {"IN": ["january", "february", "april", "june", "july", "august", "september",
                           "october", "november", "december"]}, "IS_TITLE": True}],
    ]  # fmt: skip


def _times() -> list[Pattern]:
    hour = {"TEXT": {"REGEX": r"^(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?$"}}
    return [
        [hour, {"LOWER": {"IN": ["a.m.", "p.m.", "am", "pm", "o'clock"]}}],
        [{"TEXT": {"REGEX": r"^(?:[01]?\d|2[0-3]):[0-5]\d$"}}],
        [{"LOWER": {"IN": ["midnight", "noon"]}}],
    ]


def _unit_words() -> list[str]:
    """Units that are one word, money and per cent aside; hours and days, too."""
    money = {"usd", "eur", "gbp", "jpy", "cny", "rub", "inr", "chf", "percent", "percentage point"}
    found = {name for name, (_, base) in units().items() if base not in money and " " not in name}
    plural = {f"{unit}s" for unit in TIME_UNITS}
    return sorted((found | plural | set(TIME_UNITS)) - {"m", "g", "w", "second"})
