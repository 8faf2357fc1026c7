"""Word files: paragraphs, tables and headings in order; damage and bombs refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.documents.word import WordReader
from contradict.errors import InputError
from contradict.records import Document
from contradict.settings import Settings

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sample() -> Any:
    document = docx.Document()
    document.core_properties.author = "Somebody Else"
    document.add_heading("Inquiry into the Varrow lock", 0)
    document.add_paragraph("12 May 2031")
    document.add_heading("What the keeper said about the lock", 1)
    document.add_paragraph("MS. BRANDT: The lock was shut on Monday.")
    document.add_paragraph("It stayed shut all week.")
    table = document.add_table(rows=2, cols=2)
    for row, (name, said) in enumerate(
        [("Mr. Ash", "It was open on Tuesday."), ("Ms. Brandt", "It was not.")]
    ):
        table.cell(row, 0).text, table.cell(row, 1).text = name, said
    return document


def read(content: bytes, limits: Settings | None = None) -> Document:
    reader = WordReader(limits or Settings())
    (found,) = reader.read(content, source="a.docx", path=Path("a.docx"))
    assert isinstance(found, Document)
    return found


def test_paragraphs_tables_title_and_date() -> None:
    found = read(saved(sample()))
    assert found.title == "Inquiry into the Varrow lock"
    assert (found.date, found.speaker) == ("2031-05-12", None)
    said = [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]
    assert said == [
        ("MS. BRANDT", "The lock was shut on Monday.\n\nIt stayed shut all week."),
        ("Mr. Ash", "It was open on Tuesday."),
        ("Ms. Brandt", "It was not."),
    ]


def test_headings_are_no_running_text() -> None:
    found = read(saved(sample()))
    blocks = [found.text[start:end] for start, end in found.blocks]
    assert "What the keeper said about the lock" not in " ".join(blocks)
    assert "It stayed shut all week." in blocks


def test_deleted_words_are_not_said_and_inserted_ones_are() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The lock was ")
    for tag, text in (("del", "never"), ("ins", "always")):
        inner = "delText" if tag == "del" else "t"
        run = f"<w:r><w:{inner}>{text}</w:{inner}></w:r>"
        paragraph._p.append(parse_xml(f'<w:{tag} xmlns:w="{W}" w:id="1">{run}</w:{tag}>'))
    paragraph.add_run(" shut on Monday.")
    assert read(saved(document)).text == "The lock was always shut on Monday."


def rewritten(content: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, data if member == name else old.read(member))
    return out.getvalue()


def test_bombs_and_entities_are_refused() -> None:
    content = saved(sample())
    with pytest.raises(InputError, match="unpacks"):
        read(content, Settings(max_unpacked_bytes=1000))
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pytest.raises(InputError, match="entities"):
        read(rewritten(content, "word/document.xml", entity))


SAMPLE = saved(sample())


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=6
    ),
    st.integers(0, len(SAMPLE)),
)
def test_damaged_files_are_read_or_refused(changes: list[tuple[int, int]], end: int) -> None:
    content = bytearray(SAMPLE)
    for place, value in changes:
        content[place] = value
    for cut in (bytes(content), bytes(content[:end])):
        try:
            found = read(cut)
        except InputError:
            continue
        assert all(0 <= start < stop <= len(found.text) for start, stop in found.blocks)
