"""What a plain text is made of: title, date, turns, blocks of running text, time codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contradict.documents.dates import date_in_line
from contradict.documents.furniture import Shapes, block_bounds, is_stage_direction
from contradict.documents.labels import Form, Label, find_label
from contradict.documents.lines import (
    LIST_ITEM,
    Line,
    Paragraph,
    clipper,
    fenced,
    paragraphs,
    split_lines,
    wrap_width,
)
from contradict.documents.titles import find_title
from contradict.documents.transcript import (
    SWITCH,
    Candidate,
    Passage,
    accepted,
    inline_candidates,
    inline_labels,
    turns_of,
)
from contradict.records import Anchor, Span, Turn

TOP_LINES = 16  # where a line with the date of the document may stand


@dataclass(frozen=True)
class Structure:
    """``blocks`` and ``turns`` are sorted, inside the text and do not overlap; anchors rise."""

    title: str | None
    date: str | None
    turns: tuple[Turn, ...]
    blocks: tuple[Span, ...]
    anchors: tuple[tuple[int, Anchor], ...]


def analyse(
    text: str,
    *,
    start: int = 0,
    markdown: bool = False,
    speaker: str | None = None,
    wrapped: bool = True,
    width: int | None = None,
) -> Structure:
    """Structure of ``text[start:]``; ``wrapped`` is False where a line is known to be a paragraph.

    ``width`` is the column at which lines are known to be wrapped; 1 joins all lines up to the next
    blank one or label. Else it is guessed.

    ``speaker`` is who says the whole text, for labels that name nobody.
    """
    lines = split_lines(text, start)
    if markdown:
        code = clipper(list(fenced(text, lines)))
        lines = [line for line in lines if not code(line.start)]
    width = width or (wrap_width(text, lines) if wrapped else None)
    labels, keys = _labels(text, lines, width)
    opening = {label.start for label in labels}

    def begins(line: Line) -> bool:
        return line.start in opening or bool(
            LIST_ITEM.match(text, line.start, line.end) or text.startswith("#", line.start)
        )

    parts = paragraphs(text, lines, width, begins, markdown)
    passages = list(_passages(text, parts, labels, keys))
    turns, anchors = turns_of(passages, speaker)
    return Structure(
        title=find_title(text, passages, markdown),
        date=_date_near_top(text, lines),
        turns=tuple(turns),
        blocks=_blocks(text, passages),
        anchors=_rising(anchors),
    )


def _labels(text: str, lines: Sequence[Line], width: int | None) -> tuple[list[Label], set[str]]:
    """The labels at line starts and the names known from them.

    In wrapped text an unclear label must open a paragraph.
    """
    candidates: list[Candidate] = []
    inner: list[Candidate] = []
    openings, fresh, asked = 0, True, False
    for line in lines:
        if line.blank:
            fresh = True
            continue
        openings += fresh or width is None
        label = find_label(text, line.start, line.end)
        answers = label is not None and label.key == "A" and asked
        if label is not None and (fresh or width is None or label.form is Form.CLEAR or answers):
            asked = asked or label.key == "Q"
            candidates.append(Candidate(label, text[line.start : line.end]))
        inner += inline_candidates(text, line.start, line.end)
        fresh = False
    return accepted(candidates, inner, openings)


def _passages(
    text: str, parts: Sequence[Paragraph], labels: Sequence[Label], keys: set[str]
) -> Iterator[Passage]:
    by_start = {label.start: label for label in labels}
    shapes = Shapes(text, [part for part in parts if part.start not in by_start])
    speaking = False
    for part in parts:
        first = by_start.get(part.start)
        inner = inline_labels(text, first.end if first else part.start, part.end, keys)
        if first is None and inner and text[part.start : inner[0].start].strip():
            yield _unlabelled(text, part.start, inner[0].start, shapes, speaking)
        here = ([first] if first is not None else []) + inner
        ends = [*(label.start for label in here[1:]), part.end]
        for label, end in zip(here, ends, strict=False):
            yield _labelled(text, label, end)
        if here:
            speaking = True
            continue
        passage = _unlabelled(text, part.start, part.end, shapes, speaking)
        speaking = speaking and not passage.ends_turn
        yield passage


def _labelled(text: str, label: Label, end: int) -> Passage:
    start, end = _trimmed(text, min(label.end, end), end)
    spoken = text[start:end]
    runs = any(c.isalnum() for c in spoken) and not is_stage_direction(spoken)
    return Passage(start, end, runs, label)


def _unlabelled(text: str, start: int, end: int, shapes: Shapes, speaking: bool) -> Passage:
    start, end = _trimmed(text, start, end)
    runs = shapes.is_running(start, end, speaking=speaking)
    switch = is_stage_direction(text[start:end]) and SWITCH.match(text, start, end) is not None
    return Passage(start, end, runs, ends_turn=switch or text.startswith("#", start))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _blocks(text: str, passages: Sequence[Passage]) -> tuple[Span, ...]:
    bounds = [block_bounds(text, p.start, p.end) for p in passages if p.runs]
    return tuple((start, end) for start, end in bounds if start < end)


def _rising(anchors: Sequence[tuple[int, Anchor]]) -> tuple[tuple[int, Anchor], ...]:
    rising: list[tuple[int, Anchor]] = []
    for offset, anchor in anchors:
        if not rising or offset > rising[-1][0]:
            rising.append((offset, anchor))
    return tuple(rising)


def _date_near_top(text: str, lines: Sequence[Line]) -> str | None:
    top = [line for line in lines[: 4 * TOP_LINES] if not line.blank][:TOP_LINES]
    for line in top:
        if line.end - line.start > 400:
            continue
        if date := date_in_line(text[line.start : line.end].strip("*_`#\\ ")):
            return date
    return None
