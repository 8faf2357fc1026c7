"""Every row of a table of statements is a document. All invented."""

import json
from pathlib import Path

import pytest

from contradict.documents import read_documents
from contradict.records import Document, Skipped


def read(tmp_path: Path, name: str, content: str) -> tuple[list[Document], list[Skipped]]:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return read_documents([path])


def test_columns_become_fields(tmp_path: Path) -> None:
    content = (
        " ID ,Speaker,DATE,Statement,Title,URL,Source\n"
        'a7,Ida Brandt,14 May 2024,"It is shut, for now.",On the bridge,https://example.org,Herald\n'
    )
    documents, skipped = read(tmp_path, "s.csv", content)
    (row,) = documents
    assert skipped == []
    assert (row.source, row.name) == (str(tmp_path / "s.csv"), "a7")
    assert (row.speaker, row.date, row.text) == ("Ida Brandt", "2024-05-14", "It is shut, for now.")
    assert (row.title, row.url) == ("On the bridge", "https://example.org")
    assert row.publication == "Herald"
    assert (row.blocks, row.turns) == ((), ())


@pytest.mark.parametrize("column", ["text", "statement", "claim", "quote", "sentence"])
@pytest.mark.parametrize("key", ["id", "no", "n", "statement_id"])
def test_names_of_columns(tmp_path: Path, column: str, key: str) -> None:
    documents, _ = read(tmp_path, "s.tsv", f"{key}\t{column}\n12\tIt is shut.\n")
    assert [(d.name, d.text) for d in documents] == [("12", "It is shut.")]


def test_rows_without_an_id_are_numbered_from_1(tmp_path: Path) -> None:
    documents, _ = read(tmp_path, "s.csv", ",speaker,sentence\n0,A,One.\n1,B,Two.\n")
    assert [(d.name, d.text) for d in documents] == [("1", "One."), ("2", "Two.")]


def test_a_row_without_text_is_skipped_with_its_number(tmp_path: Path) -> None:
    documents, skipped = read(tmp_path, "s.csv", "id,text\n1,One.\n2,\n3,Three.\n")
    assert [d.name for d in documents] == ["1", "3"]
    assert [(s.row, "no text" in s.reason) for s in skipped] == [(2, True)]


def test_a_date_that_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    documents, _ = read(tmp_path, "s.csv", "date,text\nlast week,One.\n2024-05,Two.\n2023,Three.\n")
    assert [d.date for d in documents] == [None, "2024-05", "2023"]


@pytest.mark.parametrize("name", ["s.csv", "s.tsv"])
def test_a_table_without_text_names_the_columns_found(tmp_path: Path, name: str) -> None:
    separator = "," if name.endswith("csv") else "\t"
    documents, skipped = read(tmp_path, name, separator.join(["when", "remark"]) + "\n")
    other = read(tmp_path, name, separator.join(["when", "remark"]) + f"\n1{separator}x\n")
    assert documents == other[0] == []
    assert "'when', 'remark'" in other[1][0].reason
    assert len(skipped) == 1


def test_json_lines(tmp_path: Path) -> None:
    rows = [{"id": 3, "text": "One.", "date": "2024-05-14"}, {"id": 4, "claim": "Two."}]
    documents, _ = read(tmp_path, "s.jsonl", "\n".join(map(json.dumps, rows)))
    assert [(d.name, d.text) for d in documents] == [("3", "One."), ("4", "Two.")]


def test_parquet(tmp_path: Path) -> None:
    import datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"text": ["One.", None], "date": [datetime.date(2024, 5, 14), None]})
    pq.write_table(table, tmp_path / "s.parquet")
    documents, skipped = read_documents([tmp_path / "s.parquet"])
    assert [(d.text, d.date) for d in documents] == [("One.", "2024-05-14")]
    assert [s.row for s in skipped] == [2]


def test_other_names_of_the_columns_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"name","role","commentFull"\n"ORR","chair","The lock was shut."\n', "utf-8")
    (found,), _ = read_documents([path])
    assert (found.text, found.speaker) == ("The lock was shut.", "ORR")


def test_a_table_without_a_header_loses_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    said = [("BRANDT", "The lock was shut."), ("ASH", 'It was "open".'), ("BRANDT", "It was not.")]
    path.write_text(
        "".join(f"{n}\t{who}\t{text}\t0\n" for n, (who, text) in enumerate(said, 1)), "utf-8"
    )
    found, skipped = read_documents([path])
    assert [(one.speaker, one.text) for one in found] == said
    assert [one.name for one in found] == ["1", "2", "3"]
    assert skipped == []


def test_a_header_stays_one_whatever_the_rows_hold(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,speaker\nThe lock was shut.,BRANDT\n", "utf-8")
    found, _ = read_documents([path])
    assert [(one.speaker, one.text) for one in found] == [("BRANDT", "The lock was shut.")]
