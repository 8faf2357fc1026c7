"""Cells of a row as what they mean; ValueError says what is wrong with one."""

from __future__ import annotations

import datetime
import json
from typing import Any

from contradict.records import Span


def text_cell(column: str, value: Any) -> str:
    """A text as it stands, blanks around it included, for spans count its characters."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError(f"{column} is empty")
    if not isinstance(value, str):
        raise ValueError(f"{column} is {type(value).__name__}, not text")
    return value


def word_cell(value: Any) -> str | None:
    """A cell as one stripped word or name; dates as ISO, whole numbers without a point."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None else str(value).strip() or None


def one_of(column: str, value: Any, names: tuple[str, ...]) -> str | None:
    """The one of ``names`` that the cell says, in any case; None where it is empty."""
    word = word_cell(value)
    if word is None or word.lower() in names:
        return word and word.lower()
    raise ValueError(f"{column} '{word}' is none of: {', '.join(names)}")


def spans(column: str, value: Any, text: str) -> tuple[Span, ...]:
    """Spans of ``text`` from a list of [start, end], one [start, end], or either as JSON text.

    Raises ValueError where it is neither or a span lies outside the text.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise ValueError(f"{column} is not JSON") from None
    if hasattr(value, "tolist"):  # numpy arrays, which pandas makes of lists in Parquet
        value = value.tolist()
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise ValueError(f"{column} is not a list of [start, end]")
    if len(value) == 2 and all(isinstance(edge, int) for edge in value):
        value = [value]
    return tuple(_span(column, item, text) for item in value)


def _span(column: str, item: Any, text: str) -> Span:
    if hasattr(item, "tolist"):
        item = item.tolist()
    match item:
        case [int(start), int(end)] if 0 <= start < end <= len(text):
            return start, end
        case [int(start), int(end)]:
            raise ValueError(
                f"{column}: [{start}, {end}] is no span of a text of {len(text)} characters"
            )
    raise ValueError(f"{column} is not a list of [start, end]")
