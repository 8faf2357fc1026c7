"""JSON lines: one object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from contradict.records import Skipped
from contradict.settings import Settings
from contradict.tables.cells import Lines, Row, cell_value, too_long

HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def json_rows(text: str, source: str, settings: Settings) -> Iterator[Row | Skipped]:
    """Rows of a text with one JSON object a line."""
    number = 0
    for line in Lines(text):
        if not line.strip():
            continue
        number += 1
        if len(line) > settings.max_line_characters:
            yield Skipped(source, too_long(len(line), settings), number)
            continue
        try:
            row = _json_object(line)
        except RecursionError:
            row = "invalid JSON (nested too deep)"
        except ValueError as error:
            row = f"invalid JSON ({error})"
        if isinstance(row, str):
            yield Skipped(source, row, number)
        else:
            yield number, row


def _json_object(line: str) -> dict[str, Any] | str:
    """The object on a line, or what is wrong with it; raises ValueError or RecursionError."""
    row = json.loads(
        line,
        parse_constant=lambda _: None,
        parse_float=lambda digits: cell_value(float(digits)),
        object_pairs_hook=_unique,
    )
    if not isinstance(row, dict):
        return "not a JSON object"
    if HALF_CHARACTER.search(line):
        try:
            json.dumps(row, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            return "holds half of a character (a lone surrogate)"
    return {name: cell_value(value) for name, value in row.items()}


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name.strip() for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("a name stands there twice")
    return dict(zip(names, (value for _, value in pairs), strict=True))
