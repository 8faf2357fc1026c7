"""Rows of a table as pairs of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from contradict.errors import InputError
from contradict.labelled.cells import one_of, spans, text_cell, word_cell
from contradict.labelled.labels import read_label
from contradict.records import KINDS, VERDICTS, Skipped, Span

TEXT_COLUMNS = (
    ("left", "right"),
    ("premise", "hypothesis"),
    ("sentence1", "sentence2"),
    ("text_a", "text_b"),
    ("text", "text_pair"),
)

Cell = TypeVar("Cell")


@dataclass(frozen=True)
class PairRow:
    """Two texts of one input row, from 1; ``columns`` are the row's own columns as read.

    ``label`` is one of the three or a two-way name (see ``allowed``). Spans count characters of
    the text beside them. Whatever the row does not say is None, or empty for spans.
    """

    row: int
    left: str
    right: str
    left_speaker: str | None = None
    left_date: str | None = None
    right_speaker: str | None = None
    right_date: str | None = None
    columns: dict[str, Any] = field(default_factory=dict, repr=False)
    label: str | None = None
    verdict: str | None = None
    kind: str | None = None
    scenario: str | None = None
    left_spans: tuple[Span, ...] = ()
    right_spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class BadRow:
    """A row without a usable pair: what is wrong, in one line, and the columns where readable."""

    row: int
    error: str
    columns: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Reading:
    """How rows are read: what must be usable, and what the values of a label column stand for."""

    require_label: bool
    check_details: bool
    labels: Mapping[str, str]


def pairs_of(
    rows: Iterable[tuple[int, dict[str, Any]] | Skipped], source: str, reading: Reading
) -> Iterator[PairRow | BadRow]:
    """Yield a pair or a bad row for each; raises InputError where no row has two text columns."""
    waiting: list[BadRow] = []  # rows before the first that has two text columns
    fits = False
    for item in rows:
        if isinstance(item, Skipped):
            result: PairRow | BadRow = BadRow(item.row or 0, item.reason)
        else:
            number, columns = item
            names = _text_columns(columns)
            fits = fits or names is not None
            result = _pair_or_bad(number, columns, names, reading)
        if fits:
            yield from waiting
            waiting.clear()
            yield result
        elif isinstance(result, BadRow):
            waiting.append(result)
    columns = {name: None for bad in waiting for name in bad.columns}
    if columns:
        wanted = ", ".join("/".join(names) for names in TEXT_COLUMNS)
        raise InputError(
            f"no two text columns among: {', '.join(columns)}",
            source=source,
            advice=f"name them one of {wanted}",
        )
    yield from waiting


def _pair_or_bad(
    number: int, columns: dict[str, Any], names: tuple[str, str] | None, reading: Reading
) -> PairRow | BadRow:
    if names is None:
        return BadRow(number, "no two texts in this row", columns)
    try:
        return _pair(number, columns, names, reading)
    except ValueError as error:
        return BadRow(number, str(error), columns)


def _pair(
    number: int, columns: dict[str, Any], names: tuple[str, str], reading: Reading
) -> PairRow:
    """The pair in a row; raises ValueError where a cell that must be usable is not."""
    cells = {fold: columns[name] for fold, name in _by_fold(columns).items()}
    left, right = (text_cell(name, columns[name]) for name in names)
    label, checked = word_cell(cells.get("label")), reading.check_details
    return PairRow(
        number,
        left,
        right,
        left_speaker=word_cell(cells.get("left_speaker")),
        left_date=word_cell(cells.get("left_date")),
        right_speaker=word_cell(cells.get("right_speaker")),
        right_date=word_cell(cells.get("right_date")),
        columns=columns,
        label=_usable(lambda: read_label(label, reading.labels), reading.require_label, None),
        verdict=_usable(lambda: one_of("verdict", cells.get("verdict"), VERDICTS), checked, None),
        kind=_usable(lambda: one_of("kind", cells.get("kind"), KINDS), checked, None),
        scenario=word_cell(cells.get("scenario")),
        left_spans=_usable(lambda: _spans("left", cells, left), checked, ()),
        right_spans=_usable(lambda: _spans("right", cells, right), checked, ()),
    )


def _usable(read: Callable[[], Cell], required: bool, otherwise: Cell) -> Cell:
    """What ``read`` returns; where it cannot and need not, ``otherwise``."""
    try:
        return read()
    except ValueError:
        if required:
            raise
        return otherwise


def _spans(side: str, cells: Mapping[str, Any], text: str) -> tuple[Span, ...]:
    column = f"{side}_spans" if f"{side}_spans" in cells else f"{side}_span"
    return spans(column, cells.get(column), text)


def _text_columns(columns: Mapping[str, Any]) -> tuple[str, str] | None:
    """The input's own names of the two texts."""
    names = _by_fold(columns)
    for left, right in TEXT_COLUMNS:
        if left in names and right in names:
            return names[left], names[right]
    return None


def _by_fold(columns: Mapping[str, Any]) -> dict[str, str]:
    """Lower-case name -> the input's own; the one that is lower-case already goes first."""
    return {name.lower(): name for name in sorted(columns)}
