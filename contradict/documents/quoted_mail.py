"""Which words of an e-mail are quoted from earlier ones, whose they are, and what is nobody's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from itertools import groupby, pairwise

from contradict.documents.dates import date_within
from contradict.records import Span, Turn

HEADER_CHARACTERS = 500
WROTE = re.compile(  # may itself stand in a quotation
    r"^[ \t>]*(?:On\b[^\n]{0,200}(?:\n[ \t>]*[^\n>]{0,120})?\bwrote:"
    r"|[^\n>]{1,100}<[^<>\n]+>\s+wrote:)[ \t]*$",
    re.MULTILINE,
)
DIVIDER = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*(?:Original Message|Forwarded message)[ \t]*-{2,}|_{20,})[ \t]*$"
    r"|^[ \t]*(?=From:[^\n]{1,200}\n[ \t]*(?:Sent|Date|To):)",
    re.MULTILINE | re.IGNORECASE,
)
HEAD_LINE = re.compile(
    r"^[ \t>*]*(?P<name>From|Sent|Date|To|Cc|Subject|Reply-To):[ \t*]*(?P<value>[^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)
RUN = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)  # quoted lines
LINE = re.compile(r"(?P<marks>[ \t]{0,3}(?:>[ \t]?)*)[^\n]*(?:\n|\Z)")
FOLLOWING = re.compile(r"\s*(?P<mark>\S)")
MARK = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE)
NAME_WROTE = re.compile(  # may itself be quoted
    r"(?:,|On)?\s*(?P<name>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3})\s*(?:<[^<>]*>|\[[^\]]*\])?\s*wrote:\s*$"
)
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
DISCLAIMER = re.compile(
    r"^[^\n]{0,80}\b(?:this (?:e-?mail|message)\b[^\n]{0,120}"
    r"\b(?:confidential|intended (?:only|solely))"
    r"|confidentiality notice|if you (?:are not the intended|have received this))",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Quoted:
    """Words of an earlier message, who wrote them and on which day, where the text says so."""

    start: int
    end: int
    author: str | None
    date: str | None = None


@dataclass(frozen=True)
class Head:
    """What stands before an earlier message: "On 3 June 2024 Ida Brandt wrote:" and the like."""

    start: int
    end: int
    author: str | None
    date: str | None


def quoted_parts(text: str) -> list[Quoted]:
    """Lines marked as quoted, and what follows the head of an earlier message, in order."""
    heads = [_wrote(match) for match in WROTE.finditer(text)]
    heads += [_divided(text, match) for match in DIVIDER.finditer(text)]
    heads.sort(key=lambda head: (head.start, head.end))
    open_heads = [head for head in heads if _goes_on_unmarked(text, head.end)]
    first = open_heads[0].start if open_heads else len(text)
    found = list(_marked(text, first, heads))
    ends = [*(head.start for head in open_heads[1:]), len(text)]
    found += [
        Quoted(head.start, end, head.author, head.date)
        for head, end in zip(open_heads, ends, strict=False)
        if head.start < end
    ]
    return found


def _wrote(match: re.Match[str]) -> Head:
    line = match.group()
    named = NAME_WROTE.search(line)
    author = " ".join(named["name"].split()) if named else None
    return Head(match.start(), match.end(), author, date_within(" ".join(line.split())))


def _divided(text: str, match: re.Match[str]) -> Head:
    """The head that a divider begins: its author only where the first of its lines says so."""
    found = HEAD_LINE.finditer(text, match.end(), match.end() + HEADER_CHARACTERS)
    lines = [(line["name"].lower(), line["value"]) for line in found]
    first = lines[0] if lines else ("", "")
    author = sender_of(first[1]) if first[0] == "from" else None
    days = [value for name, value in lines if name in ("sent", "date")]
    return Head(match.start(), match.end(), author, date_within(days[0]) if days else None)


def _goes_on_unmarked(text: str, end: int) -> bool:
    """Whether the words after a head are not marked as quoted line by line."""
    following = FOLLOWING.match(text, end)
    return following is not None and following["mark"] != ">"


def _marked(text: str, limit: int, heads: Sequence[Head]) -> Iterator[Quoted]:
    """Runs of quoted lines of one depth, each with the author that the head above it names."""
    starts = [head.start for head in heads]
    for run in RUN.finditer(text, 0, limit):
        here = run.start()
        for depth, lines in groupby(LINE.finditer(text, run.start(), run.end()), key=_depth):
            end = [line.end() for line in lines][-1]
            if end <= here:  # the empty end of the text
                continue
            place = bisect_right(starts, here) - 1
            head = heads[place] if place >= 0 else None
            if head is not None and _depth_at(text, head.start) == depth - 1:
                yield Quoted(here, end, head.author, head.date)
            else:
                yield Quoted(here, end, None)
            here = end


def _depth(line: re.Match[str]) -> int:
    return line["marks"].count(">")


def _depth_at(text: str, start: int) -> int:
    """How deep the line at ``start`` is quoted."""
    line = LINE.match(text, start)
    return _depth(line) if line is not None else 0


def cut_at(block: Span, edges: Sequence[int]) -> Iterator[Span]:
    """The block in pieces that are all quoted or all not; ``edges`` are sorted."""
    inside = edges[bisect_right(edges, block[0]) : bisect_left(edges, block[1])]
    yield from pairwise([block[0], *inside, block[1]])


def nobodys(text: str, quoted: Sequence[Quoted]) -> list[Span]:
    """What is nobody's statement: signature, legal foot, heads, and quotations of nobody known."""
    found = [(one.start, one.end) for one in quoted if one.author is None]
    first = quoted[0].start if quoted else len(text)
    for form in (SIGNATURE, DISCLAIMER):
        if match := form.search(text, 0, first):
            found.append((match.start(), first))
    after = [one for one in quoted if not text.startswith(">", one.start)]
    for one in after:
        found += [match.span() for match in HEAD_LINE.finditer(text, one.start, one.end)]
    return found + [match.span() for form in (WROTE, DIVIDER) for match in form.finditer(text)]


def merged(spans: Sequence[Span]) -> list[Span]:
    """The spans by start, those that meet made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def touches(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span meets one of ``others``, which are sorted and apart."""
    place = bisect_left(others, (span[1], 0)) - 1
    return place >= 0 and others[place][1] > span[0]


def turns_of(text: str, quoted: Sequence[Quoted], sender: str | None) -> tuple[Turn, ...]:
    """Turns of the sender and of those he quotes; none where he quotes nobody."""
    turns: list[Turn] = []
    here = 0
    for one in quoted:
        if text[here : one.start].strip():
            turns.append(Turn(here, one.start, sender))
        if one.start < one.end:
            turns.append(Turn(one.start, one.end, one.author, date=one.date))
        here = one.end
    if quoted and text[here:].strip():
        turns.append(Turn(here, len(text), sender))
    return tuple(turns)


def sender_of(value: str | None) -> str | None:
    if value is not None and "@" not in value:
        return " ".join(value.split()) or None
    name, address = parseaddr(value or "")
    return " ".join(name.split()) or address or None
