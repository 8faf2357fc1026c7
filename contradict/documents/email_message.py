"""E-mail (EML): the sender's own words, those he quotes apart, and attachments that can be read."""

from __future__ import annotations

import email
import email.policy
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from contradict.documents.dates import date_in_name
from contradict.documents.structure import analyse
from contradict.documents.webpage import main_text
from contradict.errors import InputError
from contradict.records import Document, Skipped, Span, Turn
from contradict.settings import Settings

WRAPPED = 60  # columns; mail programs wrap at 72 or so
PARTS = 200  # of one message that are looked at
DEPTH = 20  # messages within messages, and parts within parts
HEADER_CHARACTERS = 500
# "On Monday, Ida Brandt <ida@…> wrote:" or the head of a forwarded message
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


class EmailReader:
    """The message is a document; an attachment that has a reader is one more."""

    suffixes: tuple[str, ...] = (".eml",)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield the message; what is attached comes from ``attachments``.

        Raises InputError where it has no text. Its date is the day by the sender's clock.
        """
        message = _parsed(content, source)
        text = _body(message)
        if not text.strip():
            raise InputError("no text in this message", source=source, advice="leave it out")
        yield _document(message, text, source, path)


def attachments(content: bytes, source: str) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of what is attached; what cannot be decoded is empty."""
    message = _parsed(content, source)
    number = 0
    for part in _walk(message):
        if _is_message(part) and part is not message:
            inner = part.get_payload()
            number += 1
            if isinstance(inner, list) and inner:
                yield f"message-{number}.eml", inner[0].as_bytes()
            continue
        name = _header(lambda part=part: part.get_filename())  # type: ignore[misc]
        if part.is_multipart() or (name is None and part.get_content_disposition() != "attachment"):
            continue
        number += 1
        try:
            data = part.get_payload(decode=True)
        except Exception:  # broken encodings raise several kinds
            data = b""
        yield name or f"attachment-{number}", data if isinstance(data, bytes) else b""


def _parsed(content: bytes, source: str) -> EmailMessage:
    if not re.match(rb"(?:[!-9;-~]+:|From )", content.lstrip()[:200]):
        raise InputError("no e-mail: it has no headers", source=source, advice="check the file")
    try:
        return email.message_from_bytes(content, policy=email.policy.default)
    except Exception as error:  # the parser raises several kinds for odd headers
        raise InputError(
            "not an e-mail that can be read", source=source, advice="save it anew"
        ) from error


def _walk(message: Any, depth: int = 0) -> Iterator[Any]:
    """All parts up to PARTS and DEPTH, in order."""
    waiting: list[tuple[Any, int]] = [(message, depth)]
    count = 0
    while waiting and count < PARTS:
        part, level = waiting.pop()
        count += 1
        yield part
        if part.is_multipart() and level < DEPTH and (part is message or not _is_message(part)):
            inner = part.get_payload()
            waiting += [
                (one, level + 1) for one in reversed(inner if isinstance(inner, list) else [])
            ]


def _is_message(part: Any) -> bool:
    return str(part.get_content_type()) == "message/rfc822"


def _body(message: Any) -> str:
    """The plain text, else the main text of the HTML."""
    plain, html = [], []
    for part in _walk(message):
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if _header(lambda part=part: part.get_filename()) is not None:  # type: ignore[misc]
            continue  # a file, though shown inline
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(_decoded(part))
        elif kind == "text/html":
            html.append(_decoded(part))
    text = "\n\n".join(filter(str.strip, plain))
    if text.strip() or not html:
        return text
    pages = [main_text(page) for page in html]
    return "\n\n".join(str(page.text or "") for page in pages if page is not None)


def _decoded(part: Any) -> str:
    try:
        raw = part.get_payload(decode=True) or b""
    except Exception:  # broken base64 and the like
        return ""
    charset = str(part.get_content_charset() or "utf-8")
    try:
        text = bytes(raw).decode(charset, "replace")
    except (LookupError, ValueError):
        text = bytes(raw).decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")


def _document(message: Any, text: str, source: str, path: Path) -> Document:
    found = analyse(text, width=WRAPPED)
    sender = _sender(_header(lambda: message["From"]))
    quoted = _quoted(text)
    dropped = _merged(_dropped(text, quoted))
    spans = [*((one.start, one.end) for one in quoted), *dropped]
    edges = sorted({edge for span in spans for edge in span})
    pieces = [piece for block in found.blocks for piece in _cut_at(block, edges)]
    return Document(
        source=source,
        name=source,
        text=text,
        speaker=sender,
        date=_day(_header(lambda: message["Date"])) or date_in_name(path.name) or found.date,
        title=_header(lambda: message["Subject"]),
        turns=_turns(text, quoted, sender),
        blocks=tuple(
            span for span in pieces if text[slice(*span)].strip() and not _touches(span, dropped)
        ),
        gaps=tuple(match.span() for match in MARK.finditer(text)),
    )


def _header(read: Callable[[], Any]) -> str | None:
    """A header as one line; None where there is none or it cannot be decoded."""
    try:
        value = read()
    except Exception:  # the library raises several kinds for odd headers
        return None
    text = " ".join(str(value).split())[:HEADER_CHARACTERS] if value is not None else ""
    return text.encode("utf-8", "replace").decode("utf-8") or None


def _sender(value: str | None) -> str | None:
    if value is not None and "@" not in value:
        return " ".join(value.split()) or None
    name, address = parseaddr(value or "")
    return " ".join(name.split()) or address or None


def _day(value: str | None) -> str | None:
    try:
        return parsedate_to_datetime(value).date().isoformat() if value else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


@dataclass(frozen=True)
class _Quoted:
    """Words of an earlier message, and who wrote them, where the text says so."""

    start: int
    end: int
    author: str | None


def _quoted(text: str) -> list[_Quoted]:
    """Lines marked as quoted, and what follows the head of an earlier message, in order."""
    heads = [(match.start(), match.end(), _author(match.group())) for match in WROTE.finditer(text)]
    heads += [
        (match.start(), match.end(), _from_line(text, match.end()))
        for match in DIVIDER.finditer(text)
    ]
    heads.sort(key=lambda one: one[:2])
    open_heads = [one for one in heads if _goes_on_unmarked(text, one[1])]
    first = open_heads[0][0] if open_heads else len(text)
    found = list(_marked(text, first, heads))
    ends = [*(one[0] for one in open_heads[1:]), len(text)]
    found += [
        _Quoted(start, end, author)
        for (start, _, author), end in zip(open_heads, ends, strict=False)
        if start < end
    ]
    return found


def _goes_on_unmarked(text: str, end: int) -> bool:
    """Whether the words after a head are not marked as quoted line by line."""
    following = FOLLOWING.match(text, end)
    return following is not None and following["mark"] != ">"


def _marked(
    text: str, limit: int, heads: Sequence[tuple[int, int, str | None]]
) -> Iterator[_Quoted]:
    """Runs of quoted lines of one depth, each with the author that the head above it names."""
    starts = [start for start, _, _ in heads]
    for run in RUN.finditer(text, 0, limit):
        here = run.start()
        for depth, lines in groupby(LINE.finditer(text, run.start(), run.end()), key=_depth):
            end = [line.end() for line in lines][-1]
            if end <= here:  # the empty end of the text
                continue
            place = bisect_right(starts, here) - 1
            at = starts[place] if place >= 0 else -1
            fits = place >= 0 and _depth_at(text, at) == depth - 1
            yield _Quoted(here, end, heads[place][2] if fits else None)
            here = end


def _depth(line: re.Match[str]) -> int:
    return line["marks"].count(">")


def _depth_at(text: str, start: int) -> int:
    """How deep the line at ``start`` is quoted."""
    line = LINE.match(text, start)
    return _depth(line) if line is not None else 0


def _author(line: str) -> str | None:
    named = NAME_WROTE.search(line)
    return " ".join(named["name"].split()) if named else None


def _from_line(text: str, start: int) -> str | None:
    head = HEAD_LINE.search(text, start, start + HEADER_CHARACTERS)
    return _sender(head["value"]) if head is not None and head["name"].lower() == "from" else None


def _cut_at(block: Span, edges: Sequence[int]) -> Iterator[Span]:
    """The block in pieces that are all quoted or all not; ``edges`` are sorted."""
    inside = edges[bisect_right(edges, block[0]) : bisect_left(edges, block[1])]
    yield from pairwise([block[0], *inside, block[1]])


def _dropped(text: str, quoted: Sequence[_Quoted]) -> list[Span]:
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


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The spans by start, those that meet made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _touches(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span meets one of ``others``, which are sorted and apart."""
    place = bisect_left(others, (span[1], 0)) - 1
    return place >= 0 and others[place][1] > span[0]


def _turns(text: str, quoted: Sequence[_Quoted], sender: str | None) -> tuple[Turn, ...]:
    """Turns of the sender and of those he quotes; none where he quotes nobody."""
    turns: list[Turn] = []
    here = 0
    for one in quoted:
        if text[here : one.start].strip():
            turns.append(Turn(here, one.start, sender))
        if one.start < one.end:
            turns.append(Turn(one.start, one.end, one.author))
        here = one.end
    if quoted and text[here:].strip():
        turns.append(Turn(here, len(text), sender))
    return tuple(turns)
