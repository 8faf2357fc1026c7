"""Documents cut into passages: stretches of one speaker, short enough to be parsed at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from contradict.claims.insertions import Insertion, insertions
from contradict.lexicon import words
from contradict.records import Document, Span

MAX_CHARACTERS = 4000  # of one passage: bounds the memory of a parse
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_FULL_LINE = 30  # characters; a shorter one is a heading
_STOPS = ".!?…:;\"”’')]|"
_DOUBLED = re.compile(r"''(?!')|``(?!`)")
STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Passage:
    """A stretch of a document as the parser reads it.

    ``text`` has white space folded, quotation marks straightened, mark-up and stage directions
    left out; ``marked`` is the same with the quotation marks of the original. Both have the same
    length, and character ``i`` stands at ``origin[i]`` of the document. ``prose`` says that the
    speaker only writes it, so that a quotation without a name goes on with the last source.
    """

    text: str
    marked: str
    origin: Sequence[int]
    speaker: str | None
    prose: bool = False

    def span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` (not empty) stands in the document."""
        return self.origin[start], self.origin[end - 1] + 1


def passages(document: Document) -> Iterator[Passage]:
    """Yield the passages of a document in order; turns of a questioner are left out.

    What an article says that is read into the record belongs to its author.
    """
    inserted = list(insertions(document.text))
    for start, end, speaker in _stretches(document):
        for first, last, author in _authored(start, end, inserted):
            for piece in _pieces(document.text, first, last):
                who = author or speaker
                passage = fold(document.text, *piece, who, gaps=document.gaps)
                if passage.text:
                    yield replace(passage, prose=who is None or author is not None)


def _authored(
    start: int, end: int, inserted: Sequence[Insertion]
) -> Iterator[tuple[int, int, str | None]]:
    """A stretch cut where an inserted article begins or ends, each part with its author if any."""
    here = start
    for article in inserted:
        if article.end <= here or article.start >= end:
            continue
        if here < article.start:
            yield here, article.start, None
        yield max(here, article.start), min(end, article.end), article.author
        here = min(end, article.end)
    if here < end:
        yield here, end, None


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
        if not _runs_on(text, here, gap, end):
            yield here, gap.start()
            here = gap.end()
    yield here, end


def _runs_on(text: str, start: int, gap: re.Match[str], end: int) -> bool:
    """Whether a blank line stands in the middle of a sentence, as in text that is set double."""
    line = text[max(start, text.rfind("\n", start, gap.start()) + 1) : gap.start()].strip()
    after = text[gap.end() : min(end, gap.end() + 40)]
    if len(line) < _FULL_LINE or line[-1] in _STOPS:
        return False
    return after.lstrip()[:1].islower() or after[:1] in (" ", "\t")


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
    return Passage(marked.translate(STRAIGHT), marked, origin, speaker)


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
    """Fold a stretch without mark-up; a mark typed as two single ones becomes one double mark."""
    here = start
    for doubled in _DOUBLED.finditer(text, start, end):
        _fold_run(text, here, doubled.start(), characters, origin)
        opens = not characters or characters[-1] in " ([-—–"
        characters.append('"')
        origin.append(doubled.start() if opens else doubled.end() - 1)
        here = doubled.end()
    _fold_run(text, here, end, characters, origin)


def _fold_run(text: str, start: int, end: int, characters: list[str], origin: list[int]) -> None:
    for place in range(start, end):
        character = text[place]
        if not character.isspace():
            characters.append(character)
        elif characters and characters[-1] != " ":
            characters.append(" ")
        else:
            continue
        origin.append(place)
