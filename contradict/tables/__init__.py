"""Rows out of CSV, TSV, JSON lines and Parquet, from bytes that nobody vouches for.

A row is a dictionary from column to value, with its number from 1; blank lines are no rows. A row
that cannot be read is a ``Skipped``, a file that cannot be used an InputError.
"""

from __future__ import annotations

from collections.abc import Iterator

from contradict.decoding import SAVE_AS_TEXT, characters
from contradict.errors import InputError
from contradict.records import Skipped
from contradict.settings import Settings
from contradict.tables.cells import Row
from contradict.tables.delimited import delimited_rows
from contradict.tables.json_lines import json_rows
from contradict.tables.parquet import parquet_rows

__all__ = ["TABLE_SUFFIXES", "Row", "read_table"]

TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
DEFAULTS = Settings()


def read_table(
    content: bytes, *, source: str, suffix: str, settings: Settings = DEFAULTS
) -> Iterator[Row | Skipped]:
    """Yield (row number from 1, column -> value) in file order, ``Skipped`` for a bad row.

    Column names are stripped; empty cells and NaN are None; CSV and TSV cells are str, JSON lines
    and Parquet keep their types. ``suffix`` is one of TABLE_SUFFIXES. Raises InputError, and
    nothing else, where the file is unusable: too large, empty, undecodable, without a header, with
    a column named twice, not the format that its name says.
    """
    if len(content) > settings.max_file_bytes:
        raise InputError(
            f"{len(content):,} bytes, more than the {settings.max_file_bytes:,} allowed",
            source=source,
            advice="split the file",
        )
    if not content:
        raise InputError("the file is empty", source=source)
    suffix = suffix.lower()
    if suffix == ".parquet":
        yield from parquet_rows(content, source, settings)
        return
    if suffix not in TABLE_SUFFIXES:
        raise InputError(
            f"'{suffix}' is not a table", source=source, advice="use " + ", ".join(TABLE_SUFFIXES)
        )
    text = _text(content, source)
    if not text.strip():
        raise InputError("the file is empty", source=source)
    if suffix in (".jsonl", ".ndjson"):
        yield from json_rows(text, source, settings)
    else:
        yield from delimited_rows(text, source, suffix, settings)


def _text(content: bytes, source: str) -> str:
    """The characters of a table of text; NUL never stands in one."""
    text = characters(content, source=source)
    if "\0" in text:
        raise InputError("a binary file, not text", source=source, advice=SAVE_AS_TEXT)
    return text
