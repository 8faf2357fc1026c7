from __future__ import annotations

import io
import json
import random
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.decoding import characters
from contradict.errors import InputError
from contradict.records import Skipped
from contradict.settings import Settings
from contradict.tables import TABLE_SUFFIXES, read_table


def rows(content: bytes | str, suffix: str = ".csv", limits: Settings | None = None) -> list[Any]:
    data = content.encode() if isinstance(content, str) else content
    return list(read_table(data, source="t", suffix=suffix, settings=limits or Settings()))


def parquet(**columns: Any) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def test_cells_are_text_and_empty_ones_none() -> None:
    assert rows(" left ,right\n1,\n  ,b\n") == [
        (1, {"left": "1", "right": None}),
        (2, {"left": None, "right": "b"}),
    ]


@pytest.mark.parametrize(("mark", "cell"), [(",", "a;b"), (";", "a,b"), ("\t", "a,b;c")])
def test_csv_finds_its_delimiter(mark: str, cell: str) -> None:
    assert rows(f"left{mark}right\n{cell}{mark}x\n") == [(1, {"left": cell, "right": "x"})]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_blank_lines(end: str) -> None:
    text = end.join(["", "a,b", "1,2", "", '"x', 'y",3', ""])
    assert rows(text) == [(1, {"a": "1", "b": "2"}), (2, {"a": f"x{end}y", "b": "3"})]


def test_quoting_is_standard() -> None:
    assert rows('a,b\n"say ""no"", twice",2" pipe\n') == [
        (1, {"a": 'say "no", twice', "b": '2" pipe'})
    ]


def test_rows_of_another_width() -> None:
    assert rows("a,b\n1,2,3\n1,2,,\n1\n") == [
        Skipped("t", "3 cells in a table of 2 columns", 1),
        (2, {"a": "1", "b": "2"}),
        (3, {"a": "1", "b": None}),
    ]


def test_an_open_quotation_costs_its_own_line_only() -> None:
    assert rows('a,b\n1,2\n"3,4\n5,6\n7,8\n') == [
        (1, {"a": "1", "b": "2"}),
        Skipped("t", "a quotation mark is opened and never closed", 2),
        (3, {"a": "5", "b": "6"}),
        (4, {"a": "7", "b": "8"}),
    ]


def test_quoted_tsv_is_unquoted() -> None:
    assert rows('a\tb\n"x ""y"""\t"two\nlines"\n', ".tsv") == [
        (1, {"a": 'x "y"', "b": "two\nlines"})
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ['"Hello, he said\t1', "x\t2"],  # never closed
        ['"Hello\t1', 'x\t2" it is'],  # closed inside another row
        ['1\t"Hello', 'x\tBye"'],  # closed at the end of another row
        ['"Yes" is a word\t1', "x\t2"],
    ],
)
def test_bare_quotes_do_not_swallow_a_tsv(lines: list[str]) -> None:
    expected = [dict(zip("ab", line.split("\t"), strict=True)) for line in lines]
    assert rows("\n".join(["a\tb", *lines]), ".tsv") == list(enumerate(expected, 1))


def test_json_lines_keep_types() -> None:
    text = '{"a": 1, " b ": [1.5, null], "c": true}\n\n{"a": NaN, "b": "", "c": 1e999}\n'
    assert rows(text, ".jsonl") == [
        (1, {"a": 1, "b": [1.5, None], "c": True}),
        (2, {"a": None, "b": None, "c": None}),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{'a': 1}", "invalid JSON"),
        ("[1]", "not a JSON object"),
        ("[" * 200_000, "nested too deep"),
        ('{"a": 1, "a ": 2}', "a name stands there twice"),
        ('{"a": "\\ud83d"}', "half of a character"),
    ],
)
def test_bad_lines_of_json_are_skipped(line: str, reason: str) -> None:
    bad, good = rows(line + '\n{"a": "\\ud83d\\ude00"}', ".ndjson")
    assert bad.row == 1
    assert reason in bad.reason
    assert "\n" not in bad.reason
    assert good == (2, {"a": "😀"})


def test_line_separators_inside_json_text_are_no_line_ends() -> None:
    assert rows('{"a": "x\u2028y\u0085z"}', ".jsonl") == [(1, {"a": "x\u2028y\u0085z"})]


def test_parquet_keeps_types() -> None:
    content = parquet(left=["x", "", None], n=[1.0, float("nan"), 2.5], s=[[[0, 1]], None, []])
    assert rows(content, ".parquet") == [
        (1, {"left": "x", "n": 1.0, "s": [[0, 1]]}),
        (2, {"left": None, "n": None, "s": None}),
        (3, {"left": None, "n": 2.5, "s": []}),
    ]


def test_parquet_with_structures_and_long_lists() -> None:
    content = parquet(a=[{"x": 1}, {"x": 2}], n=[[0] * 50, [1]])
    first, second = rows(content, ".parquet", replace(Settings(), max_line_characters=40))
    assert first == Skipped("t", "50 characters, more than the 40 allowed", 1)
    assert second == (2, {"a": {"x": 2}, "n": [1]})


def test_parquet_of_several_batches_in_order() -> None:
    found = rows(parquet(n=list(range(700))), ".parquet")
    assert found == [(number + 1, {"n": number}) for number in range(700)]


def test_overlong_rows_are_skipped_and_others_read() -> None:
    limits = replace(Settings(), max_line_characters=40)
    long = "x" * 50
    contents = {
        ".csv": f"left\na\n{long}\nb\n".encode(),
        ".tsv": f"left\na\n{long}\nb\n".encode(),
        ".jsonl": f'{{"left": "a"}}\n{{"left": "{long}"}}\n{{"left": "b"}}\n'.encode(),
        ".parquet": parquet(left=["a", long, "b"]),
    }
    for suffix, content in contents.items():
        first, second, third = rows(content, suffix, limits)
        assert (first, third) == ((1, {"left": "a"}), (3, {"left": "b"}))
        assert second.row == 2
        assert "more than the 40 allowed" in second.reason


def test_a_cell_over_the_limit_of_the_csv_module_is_read() -> None:
    assert rows("a,b\n" + "x" * 200_000 + ",2\n") == [(1, {"a": "x" * 200_000, "b": "2"})]


@pytest.mark.parametrize(
    ("content", "suffix", "problem"),
    [
        (b"", ".csv", "is empty"),
        (b"\xef\xbb\xbf \n\r\n", ".tsv", "is empty"),
        (b"", ".parquet", "is empty"),
        (b",,\n1,2,3\n", ".csv", "no header"),
        (b'"a,b\n1,2\n', ".csv", "no header"),
        (b"a, a\n1,2\n", ".csv", "2 columns named 'a'"),
        (b"PAR1 but no more", ".parquet", "not a Parquet file"),
        (b"a,b\n\0\1\2,\0", ".csv", "not text"),
        (b"a,b\n1,2\n", ".xlsx", "is not a table"),
        (b"a,b\n" + b"1,2\n" * 400, ".csv", "more than the 1,000 allowed"),
    ],
)
def test_unusable_files(content: bytes, suffix: str, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        rows(content, suffix, replace(Settings(), max_file_bytes=1000))
    assert caught.value.source == "t"
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_parquet_columns_of_one_name() -> None:
    table = pa.table([pa.array([1]), pa.array([2])], names=["a", " a"])
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    with pytest.raises(InputError, match="2 columns named 'a'"):
        rows(buffer.getvalue(), ".parquet")


def test_parquet_that_unpacks_to_far_more_is_refused() -> None:
    content = parquet(n=[0] * 50_000)
    limits = replace(Settings(), max_file_bytes=10_000)
    assert len(content) < 10_000
    with pytest.raises(InputError, match="unpacks to far more"):
        rows(content, ".parquet", limits)


def test_names_for_columns_without_one() -> None:
    assert rows("a,,b,\n1,2,3,4\n") == [(1, {"a": "1", "column_2": "2", "b": "3", "column_4": "4"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "left,right\nThe café – “La Lune” – closed,It’s still open\n"
    assert characters(text.encode(encoding), source="t") == text


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=200), st.sampled_from(TABLE_SUFFIXES))
def test_random_bytes_are_read_or_refused(content: bytes, suffix: str) -> None:
    try:
        found = rows(content, suffix)
    except InputError:
        return
    numbers = [item.row if isinstance(item, Skipped) else item[0] for item in found]
    assert numbers == list(range(1, len(found) + 1))


@settings(deadline=None, max_examples=150)
@given(st.text('ab,;\t"\n\r{}[]: \u20281é', max_size=60), st.sampled_from(TABLE_SUFFIXES[:4]))
def test_random_text_is_read_or_refused(text: str, suffix: str) -> None:
    test_random_bytes_are_read_or_refused.hypothesis.inner_test(text.encode(), suffix)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 2**32))
def test_damaged_parquet_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(parquet(left=["a", "b", "a"], s=[[1], None, [2, 3]]))
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    test_random_bytes_are_read_or_refused.hypothesis.inner_test(bytes(content), ".parquet")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(cells, cells), max_size=6))
def test_what_was_written_is_read(pairs: list[tuple[str, str]]) -> None:
    import csv

    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerows([("left", "right"), *pairs])
    expected = [
        (
            number,
            {"left": left if left.strip() else None, "right": right if right.strip() else None},
        )
        for number, (left, right) in enumerate(pairs, 1)
    ]
    assert rows(buffer.getvalue()) == expected
    lines = [json.dumps({"left": left, "right": right}) for left, right in pairs]
    assert rows("\n".join(lines), ".jsonl") == expected if pairs else not lines
