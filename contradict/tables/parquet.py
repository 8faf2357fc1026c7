"""Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from contradict.errors import InputError
from contradict.records import Skipped
from contradict.settings import Settings
from contradict.tables.cells import Row, cell_value, column_names, too_long

if TYPE_CHECKING:
    import pyarrow.parquet

BATCH_ROWS = 256  # held at once
UNPACKED_LIMIT = 16  # a row group may unpack to this many times the largest file


def parquet_rows(content: bytes, source: str, settings: Settings) -> Iterator[Row | Skipped]:
    """Rows of a Parquet file; raises InputError where nothing can be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # Inside pyarrow a stranger's file can fail in any way: whatever it raises is the file's fault.
    try:
        table = _open_parquet(content, pa, pq)
        names = table.schema_arrow.names
        too_much = _unpacks_too_much(table.metadata, settings)
    except Exception as error:
        raise InputError(f"not a Parquet file ({_first_line(error)})", source=source) from error
    if too_much:
        raise InputError("unpacks to far more than it holds", source=source, advice="split it")
    columns = column_names(names, source)
    number = 0
    batches = table.iter_batches(batch_size=BATCH_ROWS, use_threads=False)
    while True:
        try:
            batch = next(batches, None)
        except Exception as error:
            problem = f"unreadable after row {number} ({_first_line(error)})"
            if number == 0:
                raise InputError(problem, source=source) from error
            yield Skipped(source, problem, number + 1)
            return
        if batch is None:
            return
        for index in range(batch.num_rows):
            number += 1
            yield _parquet_row(batch, index, columns, source, number, settings)


def _open_parquet(content: bytes, pa: Any, pq: Any) -> pyarrow.parquet.ParquetFile:
    buffer = pa.py_buffer(content)
    schema = pq.ParquetFile(pa.BufferReader(buffer)).schema_arrow
    # Texts stay in their dictionaries: a long one repeated in every row is held once.
    texts = [
        field.name
        for field in schema
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
    ]
    return pq.ParquetFile(pa.BufferReader(buffer), read_dictionary=texts)


def _unpacks_too_much(metadata: pyarrow.parquet.FileMetaData, settings: Settings) -> bool:
    """Whether a small file says that it unpacks to a very large one."""
    # Columns are not asked, for pyarrow ends the whole process where theirs are damaged.
    sizes = [metadata.row_group(place).total_byte_size for place in range(metadata.num_row_groups)]
    too_wide = max(sizes, default=0) > UNPACKED_LIMIT * settings.max_file_bytes
    return too_wide or bool(metadata.num_rows > settings.max_file_bytes)


def _parquet_row(
    batch: Any, index: int, columns: list[str], source: str, number: int, settings: Settings
) -> Row | Skipped:
    try:
        cells = [column[index] for column in batch.columns]
        items = sum(map(_items, cells))
        if items > settings.max_line_characters:  # lists pack to next to nothing
            return Skipped(source, too_long(items, settings), number)
        row = {name: cell_value(cell.as_py()) for name, cell in zip(columns, cells, strict=True)}
    except Exception as error:  # a date out of range, text that is not UTF-8, …
        return Skipped(source, f"unreadable ({_first_line(error)})", number)
    characters = sum(map(_characters, row.values()))
    if characters > settings.max_line_characters:
        return Skipped(source, too_long(characters, settings), number)
    return number, row


def _items(cell: Any) -> int:
    """Number of items of a list that is still packed, 0 for any other cell."""
    values = getattr(cell, "values", None)  # a structure has a method of that name
    return 0 if values is None or callable(values) else len(values)


def _characters(value: Any) -> int:
    """About how many characters a value takes."""
    if isinstance(value, dict):
        return sum(map(_characters, value.values()))
    if isinstance(value, list):
        return sum(map(_characters, value))
    return len(value) if isinstance(value, str | bytes) else 1


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
