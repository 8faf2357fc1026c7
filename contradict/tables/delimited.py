"""CSV and TSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from contradict.errors import InputError
from contradict.records import Skipped
from contradict.settings import Settings
from contradict.tables.cells import Lines, Row, cell_value, column_names, too_long

CSV_DELIMITERS = ",;\t"
LARGEST_FIELD = 2**31 - 1  # that the csv module can be told on every platform


def delimited_rows(
    text: str, source: str, suffix: str, settings: Settings
) -> Iterator[Row | Skipped]:
    """Rows of a CSV or TSV text; raises InputError where there is no usable header."""
    # The limit belongs to the whole process, so it is only ever raised; our own is checked below.
    limit = min(settings.max_file_bytes, LARGEST_FIELD)
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    quoting = csv.QUOTE_NONE if suffix == ".tsv" and _bare_quotes(text) else csv.QUOTE_MINIMAL
    delimiter = "\t" if suffix == ".tsv" else _delimiter(text)
    columns: list[str] | None = None
    number = 0
    for cells in _records(text, delimiter, quoting, settings):
        if columns is None:
            if isinstance(cells, str):
                raise InputError(f"no header: {cells}", source=source)
            columns = column_names(cells, source)
            continue
        number += 1
        problem = cells if isinstance(cells, str) else None
        if problem is None and any(cell.strip() for cell in cells[len(columns) :]):
            problem = f"{len(cells)} cells in a table of {len(columns)} columns"
        if problem is not None:
            yield Skipped(source, problem, number)
            continue
        filled = [*cells, *[""] * (len(columns) - len(cells))]
        yield number, {name: cell_value(cell) for name, cell in zip(columns, filled, strict=False)}


def _records(
    text: str, delimiter: str, quoting: Any, settings: Settings
) -> Iterator[list[str] | str]:
    """Cells of each record that is not blank, or what is wrong with it in words."""
    lines = Lines(text)
    while lines.position < len(text):
        start = lines.position
        lines.starved = False
        # A reader for each record, so that one which never closes its quotation costs one line.
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, quoting=quoting))
        except csv.Error as error:
            yield f"not a row of cells ({error})"
            continue
        if lines.starved:
            lines.position = start
            next(lines)
            yield "a quotation mark is opened and never closed"
        elif lines.position - start > settings.max_line_characters:
            yield too_long(lines.position - start, settings)
        elif cells:
            yield cells


def _delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that cuts the header into most cells."""
    header = next(Lines(text.lstrip("\r\n")))
    return max(CSV_DELIMITERS, key=lambda mark: len(next(csv.reader([header], delimiter=mark), ())))


def _bare_quotes(text: str) -> bool:
    """Whether the quotation marks of a TSV are words' and not cells'."""
    if '"' not in text:
        return False
    try:
        # A cell with both a tab and a line end is two rows swallowed, not a cell.
        return any(
            "\t" in cell and ("\n" in cell or "\r" in cell)
            for cells in csv.reader(Lines(text), delimiter="\t", strict=True)
            for cell in cells
        )
    except csv.Error:
        return True
