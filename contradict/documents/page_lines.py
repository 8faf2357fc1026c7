"""Depositions and hearings with numbered lines: page and line of every line, and what to read.

Such a text is recognised over the whole document, so that a numbered list is not taken for one.
The text itself is left alone; line numbers and page headings are gaps in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from contradict.documents.lines import Line, split_lines
from contradict.records import Anchor, Span, Turn

MOST_LINES = 32  # on a page; depositions have 25, some courts 28
RUN = 8  # numbers in a row, from 1, that a list of statements hardly has
NUMBERED_SHARE = 0.6  # of the lines that hold anything
NUMBER = re.compile(r"(?P<line>\d{1,2})(?:[ \t\u00a0]+|$)(?![./)])")
PAGE_LINE = re.compile(r"(?P<page>\d{1,4}):(?P<line>\d{1,2})(?:[ \t\u00a0]+|$)")
PAGE_HEAD = re.compile(r"(?:page\s*)?(?P<page>\d{1,4})(?:\s+of\s+\d{1,4})?", re.IGNORECASE)
EXAMINER = re.compile(
    r"(?:(?:DIRECT|CROSS|REDIRECT|RECROSS|FURTHER)[- ])?(?:EXAMINATION\s+)?BY\s+"
    r"(?P<name>(?:MR|MS|MRS|MISS|DR|JUDGE)\.?\s+[A-Z][\w'’.-]{1,30}"
    r"(?:[ \t]+[A-Z][\w'’.-]{1,30}){0,2})\s*:?"
)
ANSWER = re.compile(r"\bA[.:]\s*$")
HEAD = 20_000  # characters in which the witness is named
LOOK_BACK = 24  # characters before a turn in which its label stands
WITNESS = (
    re.compile(r"\bDEPOSITION\s+OF\s+(?P<name>[A-Z][A-Z.'’-]+(?:\s+[A-Z][A-Z.'’-]*){1,3})\b"),
    re.compile(
        r"\b(?P<name>[A-Z][A-Z.'’-]+(?:\s+[A-Z][A-Z.'’-]*){1,3}),?"
        r"[^.:;]{0,80}?\b(?:having\s+been|being|was)\b[^.:;]{0,40}?\bsworn\b"
    ),
)


@dataclass(frozen=True)
class Layout:
    """``gaps`` are stretches that are no text; each anchor holds from the first word of a line."""

    gaps: tuple[Span, ...]
    anchors: tuple[tuple[int, Anchor], ...]


def page_lines(text: str) -> Layout | None:
    """The layout of a text with numbered lines, None where it is none."""
    lines = [line for line in split_lines(text) if not line.blank]
    for form in (PAGE_LINE, NUMBER):
        hits = _numbered(text, lines, form)
        if len(hits) >= NUMBERED_SHARE * len(lines) and _runs(list(hits.values())):
            return _layout(text, lines, hits)
    return None


def masked(text: str, gaps: Sequence[Span]) -> str:
    """The text with blanks in place of the gaps, of the same length."""
    parts, here = [], 0
    for start, end in gaps:
        parts += [text[here:start], re.sub(r"[^\n]", " ", text[start:end])]
        here = end
    return "".join([*parts, text[here:]])


def named_turns(text: str, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Turns of Q and A with the names of examiner and witness, where the text gives them."""
    examiners = [(match.start(), match["name"]) for match in EXAMINER.finditer(text)]
    witness = _witness(text)
    return tuple(_named(text, turn, examiners, witness) for turn in turns)


def _named(
    text: str, turn: Turn, examiners: Sequence[tuple[int, str]], witness: str | None
) -> Turn:
    speaker = (turn.speaker or "").upper().rstrip(".")
    if not speaker and ANSWER.search(text[max(0, turn.start - LOOK_BACK) : turn.start]):
        speaker = "A"
    if speaker in ("Q", "QUESTION"):
        before = [name for start, name in examiners if start < turn.start]
        return replace(turn, speaker=" ".join(before[-1].split()), asks=False) if before else turn
    if speaker in ("A", "ANSWER", "THE WITNESS", "THE DEPONENT") and witness is not None:
        return replace(turn, speaker=witness)
    return turn


def _witness(text: str) -> str | None:
    for form in WITNESS:
        if match := form.search(text, 0, HEAD):
            return " ".join(match["name"].split()).rstrip(",")
    return None


def _numbered(text: str, lines: Sequence[Line], form: re.Pattern[str]) -> dict[int, re.Match[str]]:
    """The number of each line by where the line starts.

    A number without words is that of an empty line only where it goes on; else of a page.
    """
    found: dict[int, re.Match[str]] = {}
    last = 0
    for line in lines:
        match = form.match(text, line.start, line.end)
        if match is None or (match.end() >= line.end and int(match["line"]) != last + 1):
            continue
        found[line.start], last = match, int(match["line"])
    return found


def _runs(matches: Sequence[re.Match[str]]) -> bool:
    """Whether most numbers go on from the one before, or begin a page anew."""
    numbers = [int(match["line"]) for match in matches]
    if not numbers or max(numbers) > MOST_LINES:
        return False
    steps = sum(b == a + 1 for a, b in pairwise(numbers))
    run = best = 0
    for number, before in zip(numbers, [0, *numbers], strict=False):
        run = run + 1 if number == before + 1 else int(number == 1)
        best = max(best, run)
    return best >= RUN and steps >= 0.75 * (len(numbers) - 1)


def _layout(text: str, lines: Sequence[Line], matches: dict[int, re.Match[str]]) -> Layout:
    gaps: list[Span] = []
    anchors: list[tuple[int, Anchor]] = []
    page, last, stated = 1, 0, None
    for number, line in enumerate(lines):
        match = matches.get(line.start)
        if match is None:
            head = PAGE_HEAD.fullmatch(text, line.start, line.end)
            if head is not None or (last and _beside(lines, number, matches)):
                gaps.append((line.start, line.end))
                stated = int(head["page"]) if head is not None else stated
            continue
        at = int(match["line"])
        if "page" in match.groupdict():
            page = int(match["page"])
        elif stated is not None and (at <= last or not last):
            page, stated = stated, None
        elif at <= last:
            page += 1
        last = at
        gaps.append((line.start, match.end()))
        if match.end() < line.end:
            anchors.append((match.end(), Anchor(page=page, line=at)))
    gaps += [(found.start(), found.end()) for found in _framing(text, gaps)]
    return Layout(_united(gaps), tuple(anchors))


def _beside(lines: Sequence[Line], number: int, matches: dict[int, re.Match[str]]) -> bool:
    """Whether a line without a number is a head or foot: its neighbours begin or end a page."""
    after = next((one for one in lines[number + 1 :] if one.start in matches), None)
    return after is not None and int(matches[after.start]["line"]) == 1


def _framing(text: str, gaps: Sequence[Span]) -> Iterator[re.Match[str]]:
    """Lines that only say who examines: no statement, and no label of a turn."""
    plain = masked(text, _united(gaps))
    for match in EXAMINER.finditer(plain):
        start = plain.rfind("\n", 0, match.start()) + 1
        end = plain.find("\n", match.end())
        rest = plain[match.end() : end if end >= 0 else len(plain)]
        if not plain[start : match.start()].strip() and not rest.strip():
            yield match


def _united(gaps: Sequence[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in sorted(gaps):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return tuple(found)
