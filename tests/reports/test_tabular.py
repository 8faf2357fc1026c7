"""JSON, JSON lines, CSV and Parquet carry the same fields with the same values."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.errors import UsageError
from contradict.records import flatten
from contradict.reports import write_record, write_report, write_rows

NUMBERS = {"score", "strength", "similarity"}
COUNTS = {"start", "end", "page", "line"}


def written(write: Any, value: Any, format: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    write(value, format=format, output=None, stdout=stream, **options)
    return stream.getvalue()


def typed(name: str, cell: str) -> Any:
    if cell == "":
        return None
    bare = name.rsplit("_", 1)[-1]
    return float(cell) if bare in NUMBERS else int(cell) if bare in COUNTS else cell


def blank_is_null(rows: list[dict[str, Any]], columns: list[str]) -> list[dict[str, Any]]:
    return [
        {name: row.get(name) if row.get(name) != "" else None for name in columns} for row in rows
    ]


def test_every_format_carries_the_same_fields(sample):
    assert json.loads(written(write_report, sample, "json")) == sample
    lines = written(write_report, sample, "jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == sample["findings"]

    flat = [flatten(finding) for finding in sample["findings"]]
    table = pq.read_table(io.BytesIO(written(write_report, sample, "parquet")))
    columns = table.column_names
    assert set(columns) == {name for row in flat for name in row}
    assert table.to_pylist() == [{name: row.get(name) for name in columns} for row in flat]

    text = written(write_report, sample, "csv").decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0]) == columns
    got = [{name: typed(name, cell) for name, cell in row.items()} for row in rows]
    assert got == blank_is_null(flat, columns)


def test_columns_stand_as_flatten_has_them(sample):
    del sample["findings"][1:]
    header = written(write_report, sample, "csv").decode().splitlines()[0].split(",")
    assert header == list(flatten(sample["findings"][0]))


def test_hostile_texts_survive(hostile):
    lines = written(write_report, hostile, "jsonl").decode("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == hostile["findings"]
    assert json.loads(written(write_report, hostile, "json")) == hostile
    rows = csv.DictReader(io.StringIO(written(write_report, hostile, "csv").decode(), newline=""))
    quotes = [finding["left"]["quote"] for finding in hostile["findings"]]
    assert [row["left_quote"] for row in rows][:-1] == quotes[:-1]
    table = pq.read_table(io.BytesIO(written(write_report, hostile, "parquet")))
    assert table["left_quote"].to_pylist()[:-1] == quotes[:-1]


def test_an_empty_report_keeps_its_shape(empty, sample):
    assert json.loads(written(write_report, empty, "json")) == empty
    assert written(write_report, empty, "jsonl") == b""
    header = written(write_report, empty, "csv").decode().splitlines()
    assert len(header) == 1
    none = pq.read_table(io.BytesIO(written(write_report, empty, "parquet")))
    some = pq.read_table(io.BytesIO(written(write_report, sample, "parquet")))
    assert none.num_rows == 0
    for field in none.schema:  # no type depends on what was found
        assert some.schema.field(field.name).type == field.type


def test_rows_begin_with_the_given_columns_and_lose_nothing():
    rows = [{"text": "a", "score": 1.5, "own": [1, "é"]}, {"text": None, "more": True}]
    text = written(write_rows, rows, "csv", columns=("score", "text")).decode()
    assert text == 'score,text,own,more\n1.5,a,"[1, ""é""]",\n,,,True\n'
    table = pq.read_table(io.BytesIO(written(write_rows, rows, "parquet", columns=("score",))))
    assert table.to_pylist() == [
        {"score": 1.5, "text": "a", "own": '[1, "é"]', "more": None},
        {"score": None, "text": None, "own": None, "more": True},
    ]
    assert json.loads(written(write_rows, rows, "json")) == rows
    assert written(write_rows, [], "json") == b"[]\n"
    assert written(write_rows, [], "csv", columns=("a", "b")) == b"a,b\n"


def test_pairs_are_flattened_and_literal_sides_are_not(sample):
    pairs = [
        {key: finding[key] for key in ("left", "right", "similarity", "found_by")}
        for finding in sample["findings"]
    ]
    header = written(write_rows, pairs, "csv").decode().splitlines()[0].split(",")
    assert {"left_quote", "right_anchor_line", "similarity", "found_by"} <= set(header)
    assert written(write_rows, [{"left": "x", "right": "y"}], "csv") == b"left,right\nx,y\n"


def test_one_record_is_one_object():
    record = {"score": 0.5, "kind": None}
    assert json.loads(written(write_record, record, "json")) == record
    assert json.loads(written(write_record, record, "jsonl")) == record
    with pytest.raises(UsageError, match="html"):
        written(write_record, record, "html")


def test_numbers_stay_as_they_are_and_no_number_is_null():
    rows = [{"value": 0.1 + 0.2, "low": math.nan, "n": np.int64(3), "high": np.float32(0.5)}]
    expected = {"value": 0.1 + 0.2, "low": None, "n": 3, "high": 0.5}
    assert json.loads(written(write_rows, rows, "jsonl")) == expected
    assert b"0.30000000000000004,,3,0.5" in written(write_rows, rows, "csv")
    table = pq.read_table(io.BytesIO(written(write_rows, rows, "parquet")))
    assert table.to_pylist() == [expected]


cells = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(["text", "score", "n", "x"]), cells), max_size=5))
def test_any_rows_can_be_written(rows):
    lines = written(write_rows, rows, "jsonl").decode("utf-8").splitlines()
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        for name, cell in json.loads(line).items():
            infinite = isinstance(row[name], float) and math.isinf(row[name])
            assert cell == (None if infinite else row[name])
    if any(rows):
        table = pq.read_table(io.BytesIO(written(write_rows, rows, "parquet")))
        assert table.num_rows == len(rows)
    written(write_rows, rows, "csv", columns=("text",))
    written(write_rows, rows, "text")
