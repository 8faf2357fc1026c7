"""What all table formats share: names of columns, values of cells, lines of text."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from contradict.errors import InputError
from contradict.settings import Settings

Row = tuple[int, dict[str, Any]]

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def column_names(names: Iterable[str], source: str) -> list[str]:
    """Stripped names; a column without one is called ``column_3``."""
    columns = [name.strip() for name in names]
    if not any(columns):
        raise InputError("no header", source=source, advice="name the columns in the first row")
    columns = [name or f"column_{number}" for number, name in enumerate(columns, 1)]
    name, times = Counter(columns).most_common(1)[0]
    if times > 1:
        raise InputError(f"{times} columns named '{name}'", source=source, advice="rename one")
    return columns


def cell_value(value: Any) -> Any:
    """None for what means nothing: blank text, NaN and the infinities."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def too_long(characters: int, settings: Settings) -> str:
    return f"{characters:,} characters, more than the {settings.max_line_characters:,} allowed"


class Lines:
    """Lines of ``text`` from ``position`` on, ends included; ``starved`` once it had no more."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.starved = False

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self.position >= len(self.text):
            self.starved = True
            raise StopIteration
        match = LINE.match(self.text, self.position)
        assert match is not None  # the pattern matches anywhere
        self.position = match.end()
        return match.group()
