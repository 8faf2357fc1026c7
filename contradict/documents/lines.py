"""Lines and paragraphs of a text, as offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

WRAP_COLUMNS = 132  # longer lines are not wrapped by hand or by a mail program
LOWER_CASE_SHARE = 0.3  # of continued lines that begin in lower case, in wrapped prose
BROKEN_EARLY = 0.7  # of the width: a line that ends before, though the next word fits, is complete
LIST_ITEM = re.compile(r"(?:[-*+•▪–]|\d{1,3}[.)])[ \t\u00a0]+(?=\S)")
BLANKS = "\0" + "".join(
    c for c in map(chr, range(0x3001)) if c.isspace()
)  # some exports pad with NUL
QUOTE_MARK = re.compile(r"(?:>[ \t]?)+")


@dataclass(frozen=True)
class Line:
    """A line's stripped content ``text[start:end]``; ``start == end`` where it is blank."""

    start: int
    end: int
    indent: int
    hard_break: bool  # ends as Markdown ends a line that must stay one

    @property
    def blank(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True)
class Paragraph:
    """One or more lines that belong together, ``text[start:end]`` without outer blanks."""

    start: int
    end: int


Breaks = Callable[[Line], bool]


def split_lines(text: str, start: int = 0) -> list[Line]:
    """All lines from ``start`` on, blank ones included."""
    lines = []
    for raw in text[start:].split("\n"):
        content = raw.strip(BLANKS)
        indent = len(raw) - len(raw.lstrip(BLANKS)) if content else 0
        first = start + indent
        hard = raw.endswith(("  ", "\\", " \u00a0", "\u00a0 "))
        lines.append(Line(first, first + len(content), indent, hard))
        start += len(raw) + 1
    return lines


def wrap_width(text: str, lines: Sequence[Line]) -> int | None:
    """The column at which the text is hard-wrapped, None where a line is a paragraph."""
    continued = [
        (line, after) for line, after in pairwise(lines) if not line.blank and not after.blank
    ]
    if not continued:
        return None
    lengths = sorted(line.end - line.start for line, _ in continued)
    width = lengths[int(0.9 * (len(lengths) - 1))]
    if width > WRAP_COLUMNS:
        return None
    lower = sum(_continues(text, line, after) for line, after in continued)
    return width if lower >= LOWER_CASE_SHARE * len(continued) else None


def _continues(text: str, line: Line, after: Line) -> bool:
    return text[after.start].islower() and text[line.end - 1] not in ".!?:"


def paragraphs(
    text: str, lines: Sequence[Line], width: int | None, begins: Breaks, markdown: bool
) -> list[Paragraph]:
    """Join lines into paragraphs; ``begins`` says that a line opens one whatever came before."""
    groups: list[list[Line]] = []
    fresh = True
    for line in lines:
        if line.blank:
            fresh = True
            continue
        if fresh or _separate(text, groups[-1][-1], line, width, begins, markdown):
            groups.append([])
        groups[-1].append(line)
        fresh = False
    if width is not None:
        groups = _spaced_out(text, groups, width, begins)
    return [Paragraph(group[0].start, group[-1].end) for group in groups]


def _spaced_out(
    text: str, groups: Sequence[list[Line]], width: int, begins: Breaks
) -> list[list[Line]]:
    """Join lines that a blank line parts in mid-sentence, as in quotations spaced out."""
    found: list[list[Line]] = []
    for group in groups:
        last = found[-1][-1] if found else None
        if last is not None and not begins(group[0]) and not text.startswith("#", last.start):
            open_end = text[last.end - 1].isalnum() or text[last.end - 1] in ",;-"
            single = len(group) == 1 and (len(found[-1]) == 1 or found[-1][-2].end < last.start - 2)
            full = last.end - last.start >= BROKEN_EARLY * width
            if open_end and (text[group[0].start].islower() or (single and full)):
                found[-1] += group
                continue
        found.append(group)
    return found


def _separate(
    text: str, line: Line, after: Line, width: int | None, begins: Breaks, markdown: bool
) -> bool:
    if width is None or begins(after):
        return True
    if markdown and line.hard_break:
        return True
    if text[after.start].islower():
        return False
    if after.indent >= line.indent + 2 and text[line.end - 1] in '.!?"”':
        return True
    space = text.find(" ", after.start, after.end)
    first_word = (after.end if space < 0 else space) - after.start
    return line.end - line.start + 1 + first_word < BROKEN_EARLY * width


def clipper(spans: Sequence[tuple[int, int]]) -> Callable[[int], bool]:
    """A test whether an offset lies in one of ``spans``, which are sorted and do not overlap."""
    starts = [start for start, _ in spans]

    def inside(offset: int) -> bool:
        place = bisect_right(starts, offset) - 1
        return place >= 0 and offset < spans[place][1]

    return inside


def fenced(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Spans of fenced code in Markdown, fences included."""
    opened: int | None = None
    for line in lines:
        if text.startswith(("```", "~~~"), line.start) and not line.blank:
            if opened is None:
                opened = line.start
            else:
                yield opened, line.end
                opened = None
    # A fence that is never closed is a stray line, not the rest of the document.
