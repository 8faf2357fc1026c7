"""How dates are written in running text: expressions by name, the surest first."""

from __future__ import annotations

import re

from contradict.claims.numerals import SMALL

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
NUMBERS = {word: number for word, number in SMALL.items() if 1 <= number <= 12} | {"a": 1, "an": 1}
MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
DAY = r"(?P<day>[12]?\d|3[01]|0[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
UNIT = r"(?P<unit>day|week|month|year)s?"
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})"
PAST = re.compile(
    r"\b(?:was|were|had|did|[a-z]{3,}ed|went|came|took|said|made|gave|left|met)\b", re.I
)
FUTURE = re.compile(r"\b(?:will|won't|shall|'ll|going to|plans? to|due|expected|scheduled)\b", re.I)

CAPITAL = r"(?-i:(?=[A-Z]))"  # "march on" and "may" are verbs
NO_COUNT = (
    r"(?!\s*(?:people|cases|men|women|homes|jobs|dollars|euros|pounds|votes|tons?\b|%|per\b|,\d))"
)
BEFORE_YEAR = "in|since|until|during|before|after|early|late|mid|year"
MAYBE_YEAR = "by|of|from|for|to|between|and|through"  # or before an amount
NO_PLURAL = r"(?!\s+[a-z]{2,}s\b)"
TENSE = re.compile(  # "will be closed" is no past
    rf"(?P<future>{FUTURE.pattern}(?:\s+(?:not\s+)?be\s+\w+)?)|(?P<past>{PAST.pattern})", re.I
)
FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![\w$€£#-]){form}(?![\w%]|-\w)", re.IGNORECASE))
    for name, form in (
        ("iso", r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
        ("full", rf"{MONTH}\s+{DAY}\s*,?\s+{YEAR}"),
        ("full", rf"{DAY}\s+(?:of\s+)?{MONTH}\s*,?\s+{YEAR}"),
        ("month_of_year", rf"{MONTH}\s*,?\s+(?:of\s+)?{YEAR}"),
        ("month_of", rf"{MONTH}\s+(?:of\s+)?(?P<which>this|last|next)\s+year"),
        ("day", rf"{CAPITAL}{MONTH}\s+{DAY}(?!\s*,?\s*\d){NO_COUNT}"),
        ("day", rf"{DAY}\s+(?:of\s+)?{CAPITAL}{MONTH}"),
        ("ago", rf"{COUNT}\s+{UNIT}\s+ago"),
        ("hence", rf"in\s+{COUNT}\s+{UNIT}(?:['’]s?)?(?:\s+time)"),
        (
            "relative",
            "(?P<word>the day before yesterday|yesterday|today|tonight|tomorrow|this morning"
            "|this afternoon|this evening|last night)",
        ),
        ("year_word", r"(?P<which>this|last|next)\s+year"),
        ("month_word", r"(?P<which>this|last|next)\s+month"),
        (
            "weekday",
            rf"(?<!\ba\s)(?<!\bevery\s)(?<!\beach\s)(?:(?P<which>last|next|this)\s+)?(?P<weekday>{'|'.join(DAYS)})"
            r"(?:\s+(?:morning|afternoon|evening|night))?(?!\s+(?-i:[A-Z][a-z]))",
        ),
        (
            "in_month",
            "(?:in|since|by|until|during|of|from|early|late|mid)"
            rf"[\s-]+{CAPITAL}{MONTH}(?!\s+\d)",
        ),
        ("year", rf"(?:{BEFORE_YEAR})[\s-]+(?P<only>{YEAR}){NO_COUNT}"),
        (
            "year",
            rf"(?:{MAYBE_YEAR})[\s-]+(?P<only>{YEAR}){NO_COUNT}{NO_PLURAL}"
            r"(?!\s+(?:to|and)\s+\d{4}\s+[a-z]{2,}s\b)",
        ),
    )
)
HINT = re.compile(  # most claims have none
    rf"\d{{4}}|\b(?:{'|'.join(SHORT)})|day\b|yesterday|tomorrow|tonight|\bago\b|\b(?:last|next|this)\b"
    r"|\bearlier\b|\btime\b",
    re.IGNORECASE,
)
