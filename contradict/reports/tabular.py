"""CSV and Parquet: one flat row a finding, claim, pair or metric."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from contradict.records import flatten
from contradict.reports.structured import json_text

_SIDE_COLUMNS = (
    *("source", "document", "start", "end", "quote", "text", "speaker", "date", "title", "url"),
    *("before", "after", "anchor_page", "anchor_line", "anchor_time"),
)
FINDING_COLUMNS = (
    *("id", "score", "strength", "verdict", "kind", "similarity", "found_by"),
    *(f"left_{name}" for name in _SIDE_COLUMNS),
    *(f"right_{name}" for name in _SIDE_COLUMNS),
    *("reasons", "also"),
)

# The type of a column that holds nothing must not depend on what a run happened to find.
_NUMBERS = {"score", "strength", "similarity", "worth", "value", "low", "high"}
_NUMBERS |= {"contradiction", "entailment", "neutral"}
_COUNTS = {"start", "end", "n", "page", "line", "row", "possible", "proposed", "judged"}


def flat_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row without nesting: sides prefixed, lists and objects as JSON text, no NaN."""
    sides = [row.get("left"), row.get("right")]
    if all(isinstance(side, Mapping) and "anchor" in side for side in sides):
        row = flatten(dict(row))
    return {name: _cell(value) for name, value in row.items()}


def write_csv(rows: Iterable[Mapping[str, Any]], stream: BinaryIO, columns: Sequence[str]) -> None:
    """Write UTF-8 with a header; null is an empty cell, and texts stand exactly as they are."""
    flat = [flat_row(row) for row in rows]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, all_columns(flat, columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    stream.write(text.getvalue().encode("utf-8", "backslashreplace"))


def write_parquet(
    rows: Iterable[Mapping[str, Any]], stream: BinaryIO, columns: Sequence[str]
) -> None:
    """Write one Parquet table; columns are int64, double, bool or string."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    flat = [flat_row(row) for row in rows]
    arrays = {
        name: _array(name, [row.get(name) for row in flat]) for name in all_columns(flat, columns)
    }
    content = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays), content)
    stream.write(content.getvalue())


def all_columns(flat: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[str]:
    """The given columns, then every other in the order in which the rows bring them."""
    order = dict.fromkeys(columns)
    for row in flat:
        order.update(dict.fromkeys(row))
    return list(order)


def _cell(value: Any) -> Any:
    if hasattr(value, "item"):  # a NumPy scalar
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (str, int)):
        return value
    return json_text(value)


def _array(name: str, values: list[Any]) -> Any:
    import pyarrow as pa

    present = [value for value in values if value is not None]
    usual = _usual_types(name)
    types = {type(value) for value in present} or usual
    if types == {bool}:
        return pa.array(values, pa.bool_())
    if types == {int} and usual != {float} and all(-(2**63) <= cell < 2**63 for cell in present):
        return pa.array(values, pa.int64())
    if types <= {int, float} and all(abs(cell) <= 2**53 for cell in present):
        return pa.array([None if cell is None else float(cell) for cell in values], pa.float64())
    return pa.array([None if cell is None else _text(cell) for cell in values], pa.string())


def _usual_types(name: str) -> set[type]:
    bare = name.rsplit("_", 1)[-1]
    return {float} if bare in _NUMBERS else {int} if bare in _COUNTS else {str}


def _text(value: Any) -> str:
    # Parquet strings are UTF-8, which has no place for lone surrogates.
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")
