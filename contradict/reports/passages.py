"""How one side of a finding is put into words: marked stretches, place, date, speaker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contradict.records import ISO_DATE, spoken_date


def segments(quote: str, spans: Iterable[Sequence[int]]) -> list[tuple[str, bool]]:
    """Cut a quote into (stretch, marked); joined together they are the quote again.

    Overlapping and touching spans become one; what lies outside the quote is cut off.
    """
    pieces: list[tuple[str, bool]] = []
    position = 0
    for start, end in _merged(spans, len(quote)):
        if start > position:
            pieces.append((quote[position:start], False))
        pieces.append((quote[start:end], True))
        position = end
    if position < len(quote):
        pieces.append((quote[position:], False))
    return pieces


def reason_spans(finding: Mapping[str, Any], side: str) -> list[Sequence[int]]:
    """The spans of all reasons on one side, ``left`` or ``right``."""
    return [reason[f"{side}_span"] for reason in finding.get("reasons") or ()]


def places(side: Mapping[str, Any]) -> list[str]:
    """Where in its source a passage stands, from the coarse to the fine, in words."""
    anchor = side.get("anchor") or {}
    words = []
    if side.get("document") not in (None, side["source"]):  # a table of statements: the row's id
        words.append(f"statement {side['document']}")
    for name, word in (("page", "page"), ("line", "line"), ("time", "at")):
        if anchor.get(name) is not None:
            words.append(f"{word} {anchor[name]}")
    if not words:
        words.append(f"characters {side['start']}–{side['end']}")
    return words


def place_line(side: Mapping[str, Any]) -> str:
    """Source and place on one line; ``file:12``, which editors open, where a line is all."""
    words = places(side)
    if len(words) == 1 and words[0].startswith("line "):
        return f"{side['source']}:{words[0][5:]}"
    return f"{side['source']}, {', '.join(words)}"


def date_words(date: str | None) -> str:
    """``14 May 2024`` for 2024-05-14; anything that is no ISO date stays as it is."""
    return "undated" if date is None else spoken_date(date)


def is_iso_date(date: str | None) -> bool:
    """Whether a date is YYYY, YYYY-MM or YYYY-MM-DD."""
    return date is not None and ISO_DATE.fullmatch(date) is not None


def number_words(value: float) -> str:
    """Two decimals, but never a certainty that the number does not have."""
    if 0.995 <= value < 1:
        return "> 0.99"
    if 0 < value < 0.005:
        return "< 0.01"
    return f"{value:.2f}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """``1 document``, ``1,204 documents``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def verdict_counts(findings: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """How many findings have which verdict, most frequent first, then by name."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding["verdict"]] = counts.get(finding["verdict"], 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _merged(spans: Iterable[Sequence[int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, span[0]), min(length, span[1])) for span in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
