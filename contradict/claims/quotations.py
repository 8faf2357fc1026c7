"""Where words stand in quotation marks, and which quotations are statements of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contradict.claims.forms import lemmas
from contradict.lexicon import words

_OPEN_BEFORE = " ([{—–-/:,;"
_ELISIONS = ("em ", "til ", "tis ", "twas ", "cause ", "bout ", "n ", "round ")
_CLOSERS = {'"': '"”', "“": '”"', "„": '“”"', "«": "»", "‘": "’'", "'": "'’"}
_INNER_END = re.compile(r"[.!?]\s+(?=[A-Z])")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|St|No))\.$")


@dataclass(frozen=True)
class Quotation:
    """``start`` is the opening mark, ``end`` is after the closing one; the words lie between.

    ``whole`` says that the words are statements of their own; otherwise they are a part of the
    sentence around them. ``closed`` is False where the passage ends before the closing mark.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    whole: bool
    closed: bool = True


def quotations(text: str) -> list[Quotation]:
    """The quotations of a passage, outermost ones only, in order."""
    found: list[Quotation] = []
    for start, inner_end, end, closed in _marked(text):
        found.extend(_judge(text, start, inner_end, end, closed))
    return found


def _marked(text: str) -> Iterator[tuple[int, int, int, bool]]:
    place = 0
    while place < len(text):
        if text[place] in _CLOSERS and _opens(text, place):
            close = _closing(text, place)
            if close is not None:
                yield place, close, close + 1, True
                place = close
            elif text[place] in '"“' and not re.search('["”]', text[place + 1 :]):
                yield place, len(text), len(text), False
                return
        place += 1


def _opens(text: str, place: int) -> bool:
    before = text[place - 1] if place else " "
    after = text[place + 1 : place + 9]
    if before not in _OPEN_BEFORE or not after or after[0] in " .,;:!?)":
        return False
    if text[place] in "‘'":
        elided = after[0].isdigit() or after.lower().startswith(_ELISIONS)
        return (after[0].isalpha() or after[0] in '[…"“') and not elided
    return True


def _closing(text: str, start: int) -> int | None:
    """Index of the closing mark; for single marks an apostrophe must not be taken for it."""
    marks = _CLOSERS[text[start]]
    if text[start] in "'‘":
        return _single_closing(text, start, marks)
    for place in range(start + 2, len(text)):
        if text[place] in marks:
            opens_again = text[place] == text[start] and _opens(text, place)
            return None if opens_again and text[place - 1] == " " else place
        if text[place] == text[start]:  # opened twice
            return None
    return None


def _single_closing(text: str, start: int, marks: str) -> int | None:
    fallback = None
    for place in range(start + 2, min(len(text), start + 2000)):
        if text[place] not in marks:
            continue
        before, after = text[place - 1], text[place + 1 : place + 2]
        if before == " " or after.isalnum():
            continue
        if before in ".,!?…" or after in (".", ",", ";", ":", "!", "?", ")", "—", ""):
            return place
        if fallback is None and before != "s":
            fallback = place
    return fallback


def _judge(text: str, start: int, inner_end: int, end: int, closed: bool) -> list[Quotation]:
    """Tell statements from words that the sentence around them has built in."""
    inner_start = start + 1
    if _stands_alone(text, start, inner_start, inner_end):
        return [Quotation(start, end, inner_start, inner_end, True, closed)]
    for match in _INNER_END.finditer(text, inner_start, inner_end):
        if not _ABBREVIATED.search(text, max(inner_start, match.start() - 5), match.start() + 1):
            # The first words finish the sentence outside; those after them stand alone.
            first = Quotation(start, match.start() + 1, inner_start, match.start() + 1, False)
            return [first, Quotation(match.end(), end, match.end(), inner_end, True, closed)]
    return [Quotation(start, end, inner_start, inner_end, False, closed)]


def _stands_alone(text: str, start: int, inner_start: int, inner_end: int) -> bool:
    inner = text[inner_start:inner_end].lstrip("[…. '‘\"“")
    before = text[:start].rstrip(" (")
    if len(inner.split()) < 2:
        return False
    capital = inner[0].isupper() or inner[0].isdigit()
    if not before or before[-1] in ".!?\"”'’…)":
        return capital or not before
    if before[-1] == ":":
        return capital or len(inner.split()) > 3
    if before[-1] in ",—–-":
        frame = re.split(r"[.!?]\s|[\"”]", before[-200:])[-1]
        return _has_verb(frame) or (capital and inner_end - inner_start > 40)
    return capital and _has_verb(before[-24:].split(" ")[-1])


def _has_verb(frame: str) -> bool:
    """Whether a word of the frame is a verb that takes quoted words."""
    forms = (word.lower() for word in re.findall(r"[A-Za-z]+", frame))
    verbs = words("speech") | words("quote_only")
    return any(not lemmas(form).isdisjoint(verbs) for form in forms)


def standing_alone(text: str) -> list[Quotation]:
    """The quotations of ``text`` that are statements of their own."""
    return [quotation for quotation in quotations(text) if quotation.whole]
