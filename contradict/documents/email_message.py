"""E-mail (EML): the sender's own words, those he quotes apart, and attachments that can be read."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from contradict.documents.dates import date_in_name
from contradict.documents.quoted_mail import (
    HEADER_CHARACTERS,
    MARK,
    cut_at,
    merged,
    nobodys,
    quoted_parts,
    sender_of,
    touches,
    turns_of,
)
from contradict.documents.structure import analyse
from contradict.documents.webpage import main_text
from contradict.errors import InputError
from contradict.records import Document, Skipped
from contradict.settings import Settings

WRAPPED = 60  # columns; mail programs wrap at 72 or so
PARTS = 200  # of one message that are looked at
DEPTH = 20  # messages within messages, and parts within parts
# "On Monday, Ida Brandt <ida@…> wrote:" or the head of a forwarded message


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
    sender = sender_of(_header(lambda: message["From"]))
    quoted = quoted_parts(text)
    dropped = merged(nobodys(text, quoted))
    spans = [*((one.start, one.end) for one in quoted), *dropped]
    edges = sorted({edge for span in spans for edge in span})
    pieces = [piece for block in found.blocks for piece in cut_at(block, edges)]
    return Document(
        source=source,
        name=source,
        text=text,
        speaker=sender,
        date=_day(_header(lambda: message["Date"])) or date_in_name(path.name) or found.date,
        title=_header(lambda: message["Subject"]),
        turns=turns_of(text, quoted, sender),
        blocks=tuple(
            span for span in pieces if text[slice(*span)].strip() and not touches(span, dropped)
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


def _day(value: str | None) -> str | None:
    try:
        return parsedate_to_datetime(value).date().isoformat() if value else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
