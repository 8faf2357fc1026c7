"""Tables without a header: the first row is a row, and what its columns are shows from the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from contradict.records import Skipped
from contradict.tables import Row

LOOKED_AT = 200  # rows that decide what a column holds
SENTENCE = re.compile(r"\S+(?:\s+\S+){2,}[.!?…][\"'”’)]*$")
NAME = re.compile(r"[^\W\d_][^\d]{1,60}$")
FEW = 0.5  # share of the rows up to which different values are speakers


def with_header(rows: Iterable[Row | Skipped]) -> Iterator[Row | Skipped]:
    """The rows as they are, or named and with the first one before them where that is no header.

    A header is no header where one of its names is a sentence. The column with the longest texts is
    ``text``, one of few different names ``speaker``, the others are numbered.
    """
    source = iter(rows)
    first = list(islice(source, LOOKED_AT))
    sample = [row for row in first if not isinstance(row, Skipped)]
    names = [str(name) for name in sample[0][1]] if sample else []
    if not any(SENTENCE.search(name) for name in names):
        yield from chain(first, source)
        return
    columns = _columns([names, *([str(v or "") for v in cells.values()] for _, cells in sample)])
    yield 1, dict(zip(columns, names, strict=True))
    for row in chain(first, source):
        if isinstance(row, Skipped):
            yield Skipped(row.source, row.reason, (row.row or 0) + 1)
        else:
            number, cells = row
            yield number + 1, dict(zip(columns, cells.values(), strict=True))


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """A name for each column."""
    width = len(rows[0])
    lengths = [sum(len(row[place]) for row in rows) for place in range(width)]
    names = [f"column_{place + 1}" for place in range(width)]
    names[lengths.index(max(lengths))] = "text"
    for place in range(width):
        values = [row[place] for row in rows if row[place].strip()]
        named = bool(values) and all(NAME.match(value) for value in values)
        if names[place] != "text" and named and len(set(values)) <= FEW * len(values) + 1:
            names[place] = "speaker"
            break
    return names
