"""Numbers in digits and words: their grammar, and what they are worth."""

from __future__ import annotations

import re

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


def last_digit(plain: str) -> float:
    """What one step of the last digit that is no rounding zero is worth: 100 for 4,900."""
    if "." in plain:
        return float(10 ** -len(plain.split(".")[1]))
    zeros = len(plain) - len(plain.rstrip("0"))
    return float(10**zeros) if 0 < zeros < len(plain) else 0.0


def spelled_value(words: str) -> float:
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
