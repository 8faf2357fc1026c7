"""What is read, and the claims in it. All offsets count characters."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from contradict.records.quantities import Quantity
from contradict.records.vocabulary import Polarity, Span, Status

CONTEXT = 160  # characters before and after a claim that its dictionary shows


@dataclass(frozen=True)
class Anchor:
    """A place in the original that offsets alone do not show: page, line, time code."""

    page: int | None = None
    line: int | None = None
    time: str | None = None


@dataclass(frozen=True)
class Turn:
    """A stretch ``document.text[start:end]`` with one speaker; ``speaker`` is None where unknown.

    ``asks`` marks turns of an anonymous questioner (Q, QUESTION), which yield no claims. ``date``
    is the ISO day of the turn where it has one of its own: a message in a chat, quoted mail.
    """

    start: int
    end: int
    speaker: str | None
    asks: bool = False
    date: str | None = None


@dataclass(frozen=True)
class Document:
    """One text with its source; ``text`` is never altered after reading.

    ``source`` is the file as the user gave it, ``name`` the file again or, for a table of
    statements, the row's id. ``date`` is ISO (YYYY, YYYY-MM or YYYY-MM-DD). ``speaker`` is who
    says the whole text, where known. ``anchors`` are (offset, Anchor) in rising order: each holds
    from its offset on. ``blocks`` are the stretches of running text (paragraphs, cells, cues) in
    rising order; no claim crosses a block's border, and text outside the blocks (labels, headings,
    stage directions, captions) yields no claims. Empty ``blocks`` means: the whole text is one.
    ``gaps`` are stretches inside blocks that are not read, such as line numbers, in rising order; a
    quote may hold some.
    """

    source: str
    name: str
    text: str = field(repr=False)
    speaker: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None
    publication: str | None = None
    turns: tuple[Turn, ...] = field(default=(), repr=False)
    blocks: tuple[Span, ...] = field(default=(), repr=False)
    anchors: tuple[tuple[int, Anchor], ...] = field(default=(), repr=False)
    gaps: tuple[Span, ...] = field(default=(), repr=False)

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table of statements, chosen by whoever made the table."""
        return self.name != self.source

    @cached_property
    def sha256(self) -> str:
        """Digest of the text, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def said_on(self, place: int) -> str | None:
        """ISO date of what stands at ``place``: that of its turn, else the document's."""
        before = bisect_right(self._dated_starts, place) - 1
        turn = self._dated[before] if before >= 0 else None
        return turn.date if turn is not None and place < turn.end else self.date

    @cached_property
    def _dated(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.date is not None]

    @cached_property
    def _dated_starts(self) -> list[int]:
        return [turn.start for turn in self._dated]


@dataclass(frozen=True)
class Skipped:
    """An input, or a row of one, that could not be read, with the reason in one line."""

    source: str
    reason: str
    row: int | None = None


@dataclass(frozen=True)
class LeftOut:
    """A stretch ``document.text[start:end]`` that is no claim, and why in a few words."""

    document: Document
    start: int
    end: int
    reason: str

    @property
    def quote(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True)
class Moment:
    """A date that words give: ISO (YYYY, YYYY-MM or YYYY-MM-DD), ``document.text[start:end]``."""

    iso: str
    start: int
    end: int


@dataclass(frozen=True)
class Name:
    """A person, organisation or place that is named: PERSON, ORG or LOC."""

    text: str
    label: str
    start: int
    end: int


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ISO_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def spoken_date(date: str) -> str:
    """``14 May 2024`` for 2024-05-14; anything that is no ISO date stays as it is."""
    match = ISO_DATE.fullmatch(date)
    if match is None:
        return date
    year, month, day = match.groups()
    return " ".join(
        part for part in (day and str(int(day)), month and _MONTHS[int(month) - 1], year) if part
    )


def attributed(text: str, speaker: str | None, day: str | None) -> str:
    """The text with what is known of its speaker and ISO date before it, for models to read.

    >>> attributed("We leave.", "Milley", "2020-01-06")
    'Milley, 6 January 2020: We leave.'
    >>> attributed("We leave.", None, "2020-01")
    'January 2020: We leave.'
    >>> attributed("We leave.", None, None)
    'We leave.'
    """
    known = [part for part in (speaker, day and spoken_date(day)) if part]
    return f"{', '.join(known)}: {text}" if known else text


@dataclass(frozen=True)
class Claim:
    """A span that asserts something checkable: ``document.text[start:end] == quote``.

    ``text`` is the stand-alone wording that models read. ``date`` is when it was said, ``moments``
    are the dates that its own words give. ``status`` says how it is asserted, ``polarity`` whether
    its predicate is negated, ``worth`` how check-worthy it is (0 to 1), None where that is not
    known.
    """

    document: Document
    start: int
    end: int
    text: str
    speaker: str | None = None
    date: str | None = None
    status: Status = "asserted"
    worth: float | None = None
    anchor: Anchor = Anchor()
    polarity: Polarity = "affirmative"
    moments: tuple[Moment, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    names: tuple[Name, ...] = ()

    @property
    def quote(self) -> str:
        """The words as they stand in the document."""
        return self.document.text[self.start : self.end]

    @property
    def attributed(self) -> str:
        """The stand-alone wording with who says it, and when, before it."""
        return attributed(self.text, self.speaker, self.date)

    def as_dict(self, context: int = CONTEXT) -> dict[str, Any]:
        """One side of a finding as the contract spells it, with ``context`` characters around."""
        text = self.document.text
        side = {
            "source": self.document.source,
            "document": self.document.name,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "text": self.text,
            "speaker": self.speaker,
            "date": self.date,
            "title": self.document.title,
            "url": self.document.url,
            "anchor": asdict(self.anchor),
            "before": text[max(0, self.start - context) : self.start],
            "after": text[self.end : self.end + context],
        }
        if self.document.publication is not None:  # only tables of statements have one
            side["publication"] = self.document.publication
        return side
