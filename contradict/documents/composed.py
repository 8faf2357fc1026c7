"""Documents whose text a reader makes itself: parts with speakers become text, turns and blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from contradict.records import Anchor, Span, Turn

GAP = "\n\n"  # between two parts: no claim crosses it


@dataclass(frozen=True)
class Part:
    """A stretch of running text, or of other text where ``runs`` is False (a heading, a note).

    ``speaker`` is who says it, ``date`` the ISO day if it has one of its own; ``said`` is False for
    text that is nobody's turn. ``anchors`` count characters of the part.
    """

    text: str
    speaker: str | None = None
    said: bool = True
    asks: bool = False
    runs: bool = True
    anchors: tuple[tuple[int, Anchor], ...] = ()
    date: str | None = None


@dataclass(frozen=True)
class Composed:
    """What a Document needs; see ``records.Document``."""

    text: str
    turns: tuple[Turn, ...]
    blocks: tuple[Span, ...]
    anchors: tuple[tuple[int, Anchor], ...]


def compose(parts: Iterable[Part]) -> Composed:
    """Join the parts that hold anything; neighbours of one speaker are one turn."""
    texts: list[str] = []
    turns: list[Turn] = []
    blocks: list[Span] = []
    anchors: list[tuple[int, Anchor]] = []
    here = 0
    open_turn = False
    for part in parts:
        if not part.text.strip():
            continue
        start, end = here, here + len(part.text)
        if part.runs:
            blocks.append((start, end))
            if part.said:
                _say(turns, Turn(start, end, part.speaker, part.asks, part.date), open_turn)
            open_turn = part.said
        for place, anchor in part.anchors:
            if not anchors or anchors[-1][0] < start + place:
                anchors.append((start + place, anchor))
        texts.append(part.text)
        here = end + len(GAP)
    return Composed(GAP.join(texts), tuple(turns), tuple(blocks), tuple(anchors))


def _say(turns: list[Turn], turn: Turn, goes_on: bool) -> None:
    """Add a turn, or lengthen the last one where the same speaker goes on."""
    last = turns[-1] if turns and goes_on else None
    if last is not None and replace(turn, start=last.start, end=last.end) == last:
        turns[-1] = replace(last, end=turn.end)
    else:
        turns.append(turn)
