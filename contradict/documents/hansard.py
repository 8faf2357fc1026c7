"""Hansard in XML: the historic volumes (member, membercontribution) and current ones (speech).

A column is kept as the page of an anchor: the printed volumes are cited by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contradict.documents.composed import Part
from contradict.documents.dates import iso_date
from contradict.documents.xml_text import Record, attribute, flat, local
from contradict.records import Anchor

LEFT_OUT = frozenset(["image", "col", "lb", "ob", "cb", "table", "division", "quote-source"])
HEADS = frozenset(["title", "major-heading", "minor-heading", "oral-heading", "heading"])
SKIPPED = frozenset(["table", "division", "divisionlist", "image", "oralquestions-list"])
OFFICE = re.compile(r"^(?P<office>The\b[^()]*?)\s*\((?P<name>[^()]+)\)\s*$")
NUMBER = re.compile(r"^\s*(?:Q?\d{1,4}\.|\[\d+\])\s*")
ASKED = re.compile(  # "Mr. Orr asked the Minister …", the name not marked up
    r"^(?P<name>(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Viscount|Captain|Colonel|Major)\.?"
    r"(?: [A-Z][\w'’.-]+){1,4}) (?=asked\b|To ask\b|to ask\b)"
)
ASKS = re.compile(r"(?:asked\b|[Tt]o ask\b)")  # a question put down in writing
DAY_NAMED = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+\d{4}")


@dataclass
class _Reader:
    """Walks the elements in order and remembers who has the floor."""

    record: Record = field(default_factory=Record)
    speaker: str | None = None
    column: int | None = None
    told: int | None = None  # the column that the last anchor stated

    def walk(self, element: Any) -> None:
        for child in element:
            name = local(child)
            if name == "col":
                self._turn_page(child)
            elif name == "date":
                self._date(child)
            elif name in HEADS:
                self._head(child)
            elif name in ("speech", "ques", "reply"):
                self._speech(child)
            elif name in ("p", "li"):
                self._paragraph(child)
            elif name and name not in SKIPPED:
                self.walk(child)

    def _turn_page(self, element: Any) -> None:
        text = flat(element)
        self.column = int(text) if text.isdecimal() and len(text) < 7 else self.column

    def _date(self, element: Any) -> None:
        if self.record.date is None:
            given = attribute(element, "format")
            match = DAY_NAMED.search(flat(element))
            self.record.date = iso_date(given) or (iso_date(match.group()) if match else None)

    def _head(self, element: Any) -> None:
        text = flat(element)
        if text and self.record.title is None:
            self.record.title = text
        self.record.parts.append(Part(text, runs=False))
        self.speaker = None

    def _speech(self, element: Any) -> None:
        """A speech of the current format, with the speaker as an attribute."""
        named = attribute(element, "speakername")
        before, self.speaker = self.speaker, named
        self.walk(element)
        self.speaker = named or before

    def _paragraph(self, element: Any) -> None:
        if attribute(element, "align") == "center" or _is_italic(element):
            self.record.parts.append(Part(flat(element, LEFT_OUT), runs=False))
            self._columns_inside(element)
            return
        members = [one for one in element if local(one) == "member"]
        if members:
            self.speaker = speaker_name(flat(members[0]))
            text = flat(element, LEFT_OUT | {"member"})
        else:
            text = NUMBER.sub("", flat(element, LEFT_OUT))
            if match := ASKED.match(text):
                self.speaker = match["name"]
                text = text[match.end() :]
        text = NUMBER.sub("", text).lstrip(":— ").strip()
        self._say(text)
        self._columns_inside(element)

    def _columns_inside(self, element: Any) -> None:
        for one in element.iter():
            if local(one) == "col":
                self._turn_page(one)

    def _say(self, text: str) -> None:
        if not text:
            return
        anchors: tuple[tuple[int, Anchor], ...] = ()
        if self.column is not None and self.column != self.told:
            anchors, self.told = ((0, Anchor(page=self.column)),), self.column
        said = self.speaker is not None
        asks = said and bool(ASKS.match(text))
        self.record.parts.append(Part(text, self.speaker, said=said, asks=asks, anchors=anchors))


def hansard(root: Any) -> Record:
    """The whole file as one sitting. Questions are their members' turns, as speeches are."""
    reader = _Reader()
    reader.walk(root)
    reader.record.identity = attribute(root, "id")
    return reader.record


def speaker_name(label: str) -> str | None:
    """The person where the label gives an office and a person, without colon and constituency.

    >>> speaker_name("The Minister of Works (Mr. Ada Pell)")
    'Mr. Ada Pell'
    """
    plain = " ".join(label.split()).rstrip(":").strip()
    if match := OFFICE.match(plain):
        return match["name"].strip()
    return re.sub(r"\s*\([^()]*\)\s*$", "", plain).strip() or None


def _is_italic(element: Any) -> bool:
    """Whether all words of a paragraph are in italics: what happened, not what was said."""
    if (element.text or "").strip():
        return False
    inner = list(_words_of(element))
    return bool(inner) and all(name == "i" for name in inner)


def _words_of(element: Any) -> Iterator[str]:
    """Name of each child that holds words, "" for words between them."""
    for child in element:
        if flat(child):
            yield local(child)
        if (child.tail or "").strip(" .:;"):
            yield ""
