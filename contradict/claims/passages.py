"""Documents cut into passages: stretches of one speaker, short enough to be parsed at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contradict.lexicon import words
from contradict.records import Document, Span

MAX_CHARACTERS = 4000  # of one passage: bounds the memory of a parse
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Passage:
    """A stretch of a document as the parser reads it.

    ``text`` has white space folded, quotation marks straightened, mark-up and stage directions
    left out; ``marked`` is the same with the quotation marks of the original. Both have the same
    length, and character ``i`` stands at ``origin[i]`` of the document.
    """

    text: str
    marked: str
    origin: Sequence[int]
    speaker: str | None

    def span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` (not empty) stands in the document."""
        return self.origin[start], self.origin[end - 1] + 1


def passages(document: Document) -> Iterator[Passage]:
    """Yield the passages of a document in order; turns of a questioner are left out."""
    for start, end, speaker in _stretches(document):
        for piece in _pieces(document.text, start, end):
            passage = fold(document.text, *piece, speaker, gaps=document.gaps)
            if passage.text:
                yield passage


def _stretches(document: Document) -> Iterator[tuple[int, int, str | None]]:
    """Blocks cut where the turn changes, each with its speaker."""
    starts = [turn.start for turn in document.turns]
    borders = sorted(
        {turn.start for turn in document.turns} | {turn.end for turn in document.turns}
    )
    for block_start, block_end in document.blocks or ((0, len(document.text)),):
        first, last = bisect_right(borders, block_start), bisect_right(borders, block_end - 1)
        cuts = [block_start, *borders[first:last], block_end]
        for start, end in pairwise(cuts):
            place = bisect_right(starts, start) - 1
            turn = document.turns[place] if place >= 0 else None
            if turn is None or start >= turn.end:
                yield start, end, document.speaker
            elif not turn.asks:
                yield start, end, turn.speaker


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Paragraphs; one that is too long is cut after a sentence, else at a space, else anywhere."""
    for paragraph_start, paragraph_end in _paragraphs(text, start, end):
        here = paragraph_start
        while paragraph_end - here > MAX_CHARACTERS:
            cut = _cut(text, here, here + MAX_CHARACTERS)
            yield here, cut
            here = cut
        yield here, paragraph_end


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    here = start
    for gap in _PARAGRAPH_END.finditer(text, start, end):
        yield here, gap.start()
        here = gap.end()
    yield here, end


def _cut(text: str, start: int, end: int) -> int:
    cuts = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    if cuts:
        return cuts[-1]
    space = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end))
    return space + 1 if space > start else end


def _dropped() -> re.Pattern[str]:
    stage = "|".join(sorted(map(re.escape, words("stage_directions"))))
    return re.compile(
        rf"\\?[(\[]\s*(?:{stage})\b[^()\[\]\n]{{0,60}}\\?[)\]]"  # (Laughter.)
        r"|\\(?=[\[\]().*_#>!+-])"  # a Markdown escape
        r"|\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)"  # Markdown emphasis
        r"|<s>[^<>]{0,200}</s>|</?(?:b|i|u|em|strong|s|sup|sub)>"
        r"|(?<=\])\(https?://[^\s()]{1,500}\)"  # the target of a link
        "|[\u200b-\u200f\u2060\ufeff\u00ad]",  # characters of no width
        re.IGNORECASE,
    )


_DROPPED = _dropped()


def fold(
    text: str, start: int, end: int, speaker: str | None = None, gaps: Sequence[Span] = ()
) -> Passage:
    """Fold ``text[start:end]`` into a passage; the passage may come out empty.

    What lies in ``gaps`` is left out, as mark-up is.
    """
    characters: list[str] = []
    origin: list[int] = []
    here = start
    for first, last in _left_out(text, start, end, gaps):
        if here < first:
            _fold_plain(text, here, first, characters, origin)
        here = max(here, last)
    _fold_plain(text, here, end, characters, origin)
    while characters and characters[-1] == " ":
        characters.pop()
        origin.pop()
    marked = _LONE_SURROGATE.sub("\ufffd", "".join(characters))
    return Passage(marked.translate(_STRAIGHT), marked, origin, speaker)


def _left_out(text: str, start: int, end: int, gaps: Sequence[Span]) -> list[Span]:
    """What is not folded, by start: mark-up and gaps."""
    dropped = [match.span() for match in _DROPPED.finditer(text, start, end)]
    if not gaps:
        return dropped
    place = bisect_right(gaps, (start, start))
    inside: list[Span] = []
    for first, last in gaps[max(0, place - 1) :]:
        if first >= end:
            break
        if last > start:
            inside.append((max(first, start), min(last, end)))
    return sorted(dropped + inside)


def _fold_plain(text: str, start: int, end: int, characters: list[str], origin: list[int]) -> None:
    for place in range(start, end):
        character = text[place]
        if not character.isspace():
            characters.append(character)
        elif characters and characters[-1] != " ":
            characters.append(" ")
        else:
            continue
        origin.append(place)
