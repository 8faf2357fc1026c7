"""JSON: a list of messages is one transcript, a list of statements one document a row."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from contradict.documents.composed import Part, compose
from contradict.documents.dates import date_in_name, iso_date
from contradict.documents.decoding import decode
from contradict.documents.label_words import ASKING
from contradict.documents.tables import TEXT_COLUMNS, statement
from contradict.documents.webpage import plain_text
from contradict.errors import InputError
from contradict.records import Anchor, Document, Skipped
from contradict.settings import Settings

LISTS = ("messages", "conversation", "transcript", "utterances", "segments", "turns", "data",
         "chat", "items", "value", "statements", "records")  # fmt: skip
NAMES = (
    "user_profile",
    "sendername",
    "sender",
    "speaker",
    "author",
    "name",
    "from",
    "user",
    "participant",
    "role",
)
WORDS = ("text", "content", "message", "body", "utterance", "transcript", "value")
TIMES = ("timestamp", "time", "created_at", "sent_at", "createddatetime", "ts", "date",
         "datetime", "start")  # fmt: skip
TITLES = ("title", "subject", "topic")
INNER_WORDS = ("text", "parts", "content")
INNER_NAMES = ("displayname", "real_name", "name", "user", "username", "role")
DEPTH = 64  # nested lists and objects
SHARE = 0.8  # of the entries of a list that must be messages, or statements
EARLIEST = 315_532_800  # 1980: an earlier time stamp is a placeholder
STAMP = re.compile(r"\d{10}(?:\.\d{1,9})?")  # seconds since 1970 as text
MANY_SECONDS = 1e11  # a time stamp above it counts milliseconds


class ChatReader:
    """Chats and interviews exported as JSON; other JSON is an InputError."""

    suffixes: tuple[str, ...] = (".json",)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield the document of a chat, or the rows of a list of statements in order."""
        loaded = _loaded(decode(content, source=source, settings=self.settings), source)
        entries = [one for one in _entries(loaded) if not _is_empty(one)]
        messages = [_message(one) for one in entries]
        told = [one for one in messages if one is not None]
        chat = bool(entries) and len(told) >= SHARE * len(entries)
        if chat and not _are_statements(entries):
            yield _document(told, loaded, source, path)
            for number, one in enumerate(messages, 1):
                if one is None:
                    yield Skipped(source, "no speaker or no text in this entry", number)
            return
        rows = [_folded(one) for one in entries if isinstance(one, Mapping)]
        if not any(name in row for row in rows for name in TEXT_COLUMNS):
            raise InputError(
                "neither a list of messages (speaker and text) nor of statements",
                source=source,
                advice=f"give each entry a name and a text, or one of {', '.join(TEXT_COLUMNS)}",
            )
        for number, row in enumerate(rows, 1):
            if any(name in row for name in TEXT_COLUMNS):
                yield statement(row, number, source, list(row))
            else:
                yield Skipped(source, "no text in this entry; fill it or delete it", number)


def _loaded(text: str, source: str) -> Any:
    if _depth(text) > DEPTH:
        raise InputError(
            f"lists or objects nested more than {DEPTH} deep", source=source, advice="leave it out"
        )
    try:
        return json.loads(text, parse_int=_number, parse_constant=lambda name: None)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        reason = str(getattr(error, "msg", error)).splitlines()[0]
        raise InputError(
            f"not JSON ({reason})", source=source, row=line, advice="check the file"
        ) from error


def _depth(text: str) -> int:
    """How deep brackets nest, those inside of strings left out."""
    deepest = depth = 0
    inside = escaped = False
    for character in text:
        if inside:
            inside = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _number(digits: str) -> int | float:
    """An integer; as a float where it is longer than any time stamp."""
    return int(digits) if len(digits) < 30 else float("inf")


def _entries(loaded: Any) -> list[Any]:
    """The list that the file is, or that it holds under one of the usual names."""
    if isinstance(loaded, list):
        return loaded
    if isinstance(loaded, Mapping):
        fields = _folded(loaded)
        for name in LISTS:
            if isinstance(fields.get(name), list):
                return list(fields[name])
    return []


def _is_empty(entry: Any) -> bool:
    """Whether an entry says nothing: service messages and the like."""
    if not isinstance(entry, Mapping):
        return False
    fields = _folded(entry)
    found = [fields[name] for name in WORDS if name in fields]
    return bool(found) and not any(_words(value).strip() for value in found)


def _are_statements(entries: Sequence[Any]) -> bool:
    """Whether the entries are rows of a table: text with a source, title or address of its own."""
    marks = {"url", "title", "source", "statement_id"}
    rows = [_folded(one) for one in entries if isinstance(one, Mapping)]
    return sum(bool(marks & set(row)) for row in rows) >= SHARE * len(entries)


def _folded(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).strip().lower(): value for name, value in entry.items()}


def _message(entry: Any) -> dict[str, Any] | None:
    """Name, words and time of a message; None for anything else."""
    if not isinstance(entry, Mapping):
        return None
    fields = _folded(entry)
    name = next((_line(fields[one]) for one in NAMES if _line(fields.get(one))), None)
    words = next((_words(fields[one]) for one in WORDS if one in fields), "")
    if name is None or not words.strip() or ("id" in fields and "sentence" in fields):
        return None
    time = next((fields[one] for one in TIMES if fields.get(one) is not None), None)
    return {"speaker": name, "text": words, "time": time}


def _line(value: Any) -> str | None:
    """A name: text, or the name within an object."""
    for _ in range(3):
        if isinstance(value, Mapping):
            fields = _folded(value)
            value = next((fields[one] for one in INNER_NAMES if fields.get(one)), None)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _words(value: Any) -> str:
    """Text as it is, or the text parts of a list of parts."""
    if isinstance(value, str):
        whole = value.encode("utf-8", "replace").decode("utf-8")  # lone surrogates
        return whole.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, Mapping):
        fields = _folded(value)
        if _line(fields.get("contenttype")) == "html":
            return _words(plain_text(str(fields.get("content") or "")))
        return _words(next((fields[one] for one in INNER_WORDS if one in fields), None))
    if isinstance(value, list):
        return "".join(_piece(one) for one in value).strip()
    return ""


def _piece(value: Any) -> str:
    """A part of a text that comes in parts: plain text as it stands, blanks included."""
    return value if isinstance(value, str) else _words(value)


def _document(messages: Sequence[dict[str, Any]], loaded: Any, source: str, path: Path) -> Document:
    moments = [_moment(one["time"]) for one in messages]
    told = len(set(moments)) > 1  # one time for all says nothing
    parts = [
        Part(
            one["text"],
            one["speaker"],
            asks=one["speaker"].upper() in ASKING,
            anchors=((0, Anchor(time=moment)),) if told and moment is not None else (),
            date=_day_of(moment) if told else None,
        )
        for one, moment in zip(messages, moments, strict=True)
    ]
    found = compose(parts)
    days = {day for moment in moments if (day := _day_of(moment)) is not None}
    head = _folded(loaded) if isinstance(loaded, Mapping) else {}
    return Document(
        source=source,
        name=source,
        text=found.text,
        date=iso_date(head.get("date"))
        or date_in_name(path.name)
        or (days.pop() if (told or _are_texts(messages)) and len(days) == 1 else None),
        title=next((_line(head[name]) for name in TITLES if _line(head.get(name))), None),
        url=_line(head.get("url")),
        turns=found.turns,
        blocks=found.blocks,
        anchors=found.anchors,
    )


def _day_of(moment: str | None) -> str | None:
    """The ISO day of a time that begins with one; None for a clock time or a second of a film."""
    return iso_date(moment) if moment is not None and len(moment) >= 10 else None


def _are_texts(messages: Sequence[dict[str, Any]]) -> bool:
    """Whether the times are written out: one day for all is then no placeholder."""
    return all(isinstance(one["time"], str) for one in messages)


def _moment(value: Any) -> str | None:
    """A time as text: ISO for time stamps, as it stands for text; None for placeholders."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str) and STAMP.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, (int, float)):
        seconds = value / 1000 if value > MANY_SECONDS else value
        if not EARLIEST < seconds < 4_102_444_800:  # up to 2100
            return None
        moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return _line(value)
