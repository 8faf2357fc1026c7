from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from contradict.errors import InputError, UsageError
from contradict.labelled import (
    ALLOWED,
    TEXT_COLUMNS,
    BadRow,
    PairRow,
    allowed,
    pairs_from_frame,
    read_pairs,
)
from contradict.records import LABELS


def table(folder: Path, content: str, name: str = "pairs.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def lines(folder: Path, *rows: dict[str, Any]) -> Path:
    return table(folder, "\n".join(map(json.dumps, rows)), "pairs.jsonl")


@pytest.mark.parametrize("names", TEXT_COLUMNS)
@pytest.mark.parametrize("change", [str, str.upper, str.title])
def test_every_pair_of_names_in_any_case(tmp_path: Path, names: Any, change: Any) -> None:
    left, right = map(change, names)
    (row,) = read_pairs(table(tmp_path, f"id,{right},{left}\n7, b ,a\n"))
    assert isinstance(row, PairRow)
    assert (row.row, row.left, row.right) == (1, "a", " b ")
    assert row.columns == {"id": "7", right: " b ", left: "a"}


def test_the_first_complete_pair_of_names_counts(tmp_path: Path) -> None:
    (row,) = read_pairs(table(tmp_path, "left,sentence1,sentence2,text\na,b,c,d\n"))
    assert isinstance(row, PairRow)
    assert (row.left, row.right) == ("b", "c")


def test_no_two_text_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pairs\.csv: no two text columns among: left, other;"):
        list(read_pairs(table(tmp_path, "left,other\na,b\n")))


def test_a_row_of_json_may_lack_a_text_wherever_it_stands(tmp_path: Path) -> None:
    path = lines(tmp_path, {"left": "a"}, {"left": "b", "right": "c"}, {"right": "d"})
    first, second, third = read_pairs(path)
    assert first == BadRow(1, "no two texts in this row", {"left": "a"})
    assert isinstance(second, PairRow)
    assert third == BadRow(3, "no two texts in this row", {"right": "d"})


def test_bad_rows_keep_their_place_and_columns(tmp_path: Path) -> None:
    path = table(tmp_path, "left,right\na,b\nc,\nd,e,f\ng,h\n")
    first, empty, wide, last = read_pairs(path)
    assert isinstance(first, PairRow)
    assert empty == BadRow(2, "right is empty", {"left": "c", "right": None})
    assert wide == BadRow(3, "3 cells in a table of 2 columns", {})
    assert isinstance(last, PairRow)
    assert last.row == 4


def test_a_number_is_no_text(tmp_path: Path) -> None:
    (row,) = read_pairs(lines(tmp_path, {"left": 3, "right": "b"}))
    assert row == BadRow(1, "left is int, not text", {"left": 3, "right": "b"})


def test_speakers_dates_and_scenario(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "left,right,Left_Speaker,left_date,right_speaker,right_date,scenario\n"
        "a,b, Ms. Aldana ,2024-05,,,mine\n",
    )
    (row,) = read_pairs(path)
    assert isinstance(row, PairRow)
    assert (row.left_speaker, row.left_date) == ("Ms. Aldana", "2024-05")
    assert (row.right_speaker, row.right_date) == (None, None)
    assert row.scenario == "mine"


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("contradiction", "contradiction"),
        ("ENTAILMENT", "entailment"),
        (" Neutral ", "neutral"),
        ("not_entailment", "not_entailment"),
        ("Not-Contradiction", "not_contradiction"),
    ],
)
def test_labels(tmp_path: Path, value: str, label: str) -> None:
    (row,) = read_pairs(table(tmp_path, f"left,right,label\na,b,{value}\n"), require_label=True)
    assert isinstance(row, PairRow)
    assert row.label == label


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("0", "label 0 is ambiguous"),
        ("maybe", "label 'maybe' is none of: contradiction, entailment, neutral, not_entailment"),
        ("E", "label 'E' is none of"),
        ("", "no label; accepted: contradiction"),
    ],
)
def test_bad_labels(tmp_path: Path, value: str, problem: str) -> None:
    path = table(tmp_path, f"left,right,label\na,b,{value}\n")
    (bad,) = read_pairs(path, require_label=True)
    assert isinstance(bad, BadRow)
    assert bad.row == 1
    assert problem in bad.error
    (row,) = read_pairs(path)
    assert isinstance(row, PairRow)
    assert row.label is None


def test_a_map_says_what_numbers_stand_for(tmp_path: Path) -> None:
    rows = [{"left": "a", "right": "b", "label": value} for value in (0, 1.0, "2", "neutral")]
    found = read_pairs(
        lines(tmp_path, *rows),
        require_label=True,
        labels={"0": "entailment", "1": "neutral", "2": "contradiction"},
    )
    assert [getattr(row, "label", None) for row in found] == [
        "entailment",
        "neutral",
        "contradiction",
        "neutral",
    ]


def test_a_map_to_an_unknown_label(tmp_path: Path) -> None:
    path = table(tmp_path, "left,right,label\na,b,0\n")
    with pytest.raises(UsageError, match="0=entails"):
        list(read_pairs(path, labels={"0": "entails"}))


def test_what_labels_leave_open() -> None:
    assert all(allowed(label) == (label,) for label in LABELS)
    assert allowed("not_entailment") == ("contradiction", "neutral")
    assert allowed("not_contradiction") == ("entailment", "neutral")
    assert set(ALLOWED) == {*LABELS, "not_entailment", "not_contradiction"}
    with pytest.raises(InputError, match="'maybe' is none of"):
        allowed("maybe")


@pytest.mark.parametrize("value", ["[[0, 3], [4, 7]]", [[0, 3], [4, 7]]])
def test_spans_as_lists_or_text(tmp_path: Path, value: Any) -> None:
    row = {"left": "one two", "right": "b", "left_spans": value, "right_span": [0, 1]}
    (pair,) = read_pairs(lines(tmp_path, row), check_details=True)
    assert isinstance(pair, PairRow)
    assert pair.left_spans == ((0, 3), (4, 7))
    assert pair.right_spans == ((0, 1),)


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("left_spans", "[[0, 9]]", "left_spans: [0, 9] is no span of a text of 3 characters"),
        ("left_spans", "[[2, 2]]", "left_spans: [2, 2] is no span"),
        ("right_spans", "0-3", "right_spans is not JSON"),
        ("right_spans", '{"a": 1}', "right_spans is not a list of [start, end]"),
        ("right_spans", "[1.5, 2]", "right_spans is not a list of [start, end]"),
        ("verdict", "clash", "verdict 'clash' is none of: contradiction, changed"),
        ("kind", "numbers", "kind 'numbers' is none of: commitment"),
    ],
)
def test_details_are_checked_where_asked(
    tmp_path: Path, column: str, value: str, problem: str
) -> None:
    path = lines(tmp_path, {"left": "one", "right": "two", column: value})
    (bad,) = read_pairs(path, check_details=True)
    assert isinstance(bad, BadRow)
    assert problem in bad.error
    (row,) = read_pairs(path)
    assert isinstance(row, PairRow)
    assert getattr(row, column) in ((), None)
    assert row.columns[column] == value


def test_verdict_and_kind(tmp_path: Path) -> None:
    (row,) = read_pairs(table(tmp_path, "left,right,verdict,kind\na,b,Contradiction,numeric\n"))
    assert isinstance(row, PairRow)
    assert (row.verdict, row.kind) == ("contradiction", "numeric")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.csv: cannot be read"):
        list(read_pairs(tmp_path / "gone.csv"))
    with pytest.raises(InputError, match=r"pairs\.txt: not a table of pairs .* use \.csv"):
        list(read_pairs(table(tmp_path, "left,right\na,b\n", "pairs.txt")))
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        list(read_pairs(tmp_path / "folder.csv"))


def test_frames_and_files_read_alike(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "premise": ["a", None, "c"],
            "hypothesis": ["b", "x", "d"],
            "label": ["neutral", "neutral", None],
            "left_date": pd.to_datetime(["2024-05-14", None, "2024-05-16"]),
            "left_spans": [[[0, 1]], None, None],
            "n": [1.0, 2.0, float("nan")],
        },
        index=[5, 5, 9],
    )
    path = tmp_path / "pairs.parquet"
    frame.to_parquet(path)
    from_frame = list(pairs_from_frame(frame))
    first, bad, last = from_frame
    assert isinstance(first, PairRow)
    assert (first.label, first.left_date, first.left_spans) == ("neutral", "2024-05-14", ((0, 1),))
    assert isinstance(bad, BadRow)
    assert (bad.row, bad.error) == (2, "premise is empty")
    assert isinstance(last, PairRow)
    assert (last.row, last.label, last.columns["n"]) == (3, None, None)
    assert [row.row for row in read_pairs(path)] == [1, 2, 3]
    again = next(iter(read_pairs(path)))
    assert isinstance(again, PairRow)
    assert (again.left_date, again.left_spans) == (first.left_date, first.left_spans)


def test_dates_of_frames_are_iso() -> None:
    frame = pd.DataFrame(
        {
            "left": ["a"],
            "right": ["b"],
            "left_date": [datetime.date(2024, 5, 1)],
            "right_date": 2024,
        }
    )
    (row,) = pairs_from_frame(frame)
    assert isinstance(row, PairRow)
    assert (row.left_date, row.right_date) == ("2024-05-01", "2024")


def test_frame_without_texts_or_with_a_name_twice() -> None:
    with pytest.raises(InputError, match="no two text columns among: left, text"):
        list(pairs_from_frame(pd.DataFrame({"left": ["a"], "text": ["b"]})))
    with pytest.raises(InputError, match="two columns of one name"):
        list(pairs_from_frame(pd.DataFrame([["a", "b"]], columns=["left", "left"])))
