"""JSON and JSON lines."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, BinaryIO

# Legal in JSON, but many programs take them for the end of a line.
_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}


def write_json(value: Any, stream: BinaryIO) -> None:
    """Write an object indented; of a list, one element a line."""
    if isinstance(value, list):
        rows = b",\n".join(_encode(_dumps(row)) for row in value)
        stream.write(b"[\n" + rows + b"\n]\n" if value else b"[]\n")
    else:
        stream.write(_encode(_dumps(value, indent=2)) + b"\n")


def write_json_lines(rows: Iterable[Mapping[str, Any]], stream: BinaryIO) -> None:
    """Write one object a line, as the rows come."""
    for row in rows:
        stream.write(_encode(_dumps(row)) + b"\n")


def json_text(value: Any) -> str:
    """A value on one line of JSON; numbers that are none (NaN, infinity) become null."""
    return _dumps(value)


def _dumps(value: Any, indent: int | None = None) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain, indent=indent)
    except ValueError:  # not a number: JSON has no word for it but null
        return json.dumps(
            _without_nan(value), ensure_ascii=False, allow_nan=False, default=_plain, indent=indent
        )


def _encode(text: str) -> bytes:
    # A lone surrogate comes out as \udxxx, which is how JSON spells it.
    return text.translate(_LINE_ENDS).encode("utf-8", "backslashreplace")


def _plain(value: Any) -> Any:
    """What JSON does not know: NumPy scalars, paths, and mappings that are no ``dict``."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, PurePath):
        return str(value)
    if hasattr(value, "item"):
        return _without_nan(value.item())
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _without_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _without_nan(cell) for key, cell in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(cell) for cell in value]
    return value
