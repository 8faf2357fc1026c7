"""What the readers of parliamentary XML share: a record of a sitting, and text of elements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from contradict.documents.composed import Part


@dataclass
class Record:
    """One sitting as parts in order, with what its head says."""

    title: str | None = None
    date: str | None = None
    identity: str | None = None
    parts: list[Part] = field(default_factory=list)


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """The value of an attribute, whatever its namespace."""
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1] == name:
            return str(value).strip() or None
    return None


def flat(element: Any, left_out: Collection[str] = ()) -> str:
    """All text below an element in one line, elements in ``left_out`` passed over."""
    pieces: list[str] = []
    gather(element, left_out, pieces)
    return " ".join("".join(pieces).split())


def gather(element: Any, left_out: Collection[str], pieces: list[str]) -> None:
    """Text of the element and below; what is left out parts words as a blank does."""
    pieces.append(element.text or "")
    for child in element:
        if local(child) in left_out or not local(child):
            pieces.append(" ")
        else:
            gather(child, left_out, pieces)
        pieces.append(child.tail or "")
