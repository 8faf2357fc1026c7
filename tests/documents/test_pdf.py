"""PDF files: pages joined to one text without heads and hyphens, pages kept as anchors."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.documents.pdf import PdfReader
from contradict.errors import InputError
from contradict.records import Document
from contradict.settings import Settings

HEAD = "Varrow Lock Inquiry, May 12, 2031"


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with these lines on its pages, top to bottom."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(
            f"1 0 0 1 50 {780 - 14 * row} Tm ({line}) Tj\n"
            for row, line in enumerate(lines)
            if line
        )
        stream = f"BT /F1 10 Tf\n{shown}ET".encode("latin-1")
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            b" /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (len(objects) + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\n" % size
    return out + b"startxref\n%d\n%%%%EOF" % start


def read(content: bytes, name: str = "a.pdf") -> Document:
    (found,) = PdfReader(Settings()).read(content, source=name, path=Path(name))
    assert isinstance(found, Document)
    return found


BODY = [
    [
        "CHAIR BERG.  The lock was shut on Monday, as the long-term",
        "plan asks, and nobody opened it be-",
        "fore the inspection on the fol-",
    ],
    [
        "lowing Friday, although the long-",
        "term plan had been given up.",
        "TOM ASH.  I saw it stand open on Tuesday night.",
    ],
    ["It was open for an hour."],
]


def numbered(body: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[HEAD, f"Page {n} of {len(body)}", "", *lines] for n, lines in enumerate(body, 1)]


def test_heads_go_hyphens_are_mended_and_sentences_cross_pages() -> None:
    found = read(pdf(numbered(BODY)))
    flat = " ".join(found.text.split())
    assert "Page" not in flat
    assert "nobody opened it before the inspection on the following Friday" in flat
    assert "although the long-term plan" in flat
    assert [turn.speaker for turn in found.turns] == ["CHAIR BERG", "TOM ASH"]


def test_a_figure_that_ends_a_page_is_no_page_number() -> None:
    pages = [["The works ended in June of the year", "1998"], ["after a long delay.", "It rained."]]
    assert "year 1998 after a long delay." in " ".join(read(pdf(pages)).text.split())


def test_pages_are_anchors_at_their_first_words() -> None:
    found = read(pdf(numbered(BODY)))
    assert [anchor.page for _, anchor in found.anchors] == [1, 2, 3]
    third = found.anchors[2][0]
    assert found.text[third:].startswith("It was open")


def test_numbered_lines_are_anchors_too() -> None:
    said = [
        *("DEPOSITION OF DANA WEISS", "BY MR. ORR:", "Q.  You saw the lock."),
        *("A.  I saw it on Monday when", "the keeper had shut it."),
        *("Q.  Was it shut on Tuesday?", "A.  It was open.", "Q.  Thank you."),
        "A.  The keeper had left.",
    ]
    page = [f"{n:2d}   {text}" for n, text in enumerate(said, 1)]
    found = read(pdf([page]))
    turns = [(turn.speaker, turn.asks) for turn in found.turns]
    assert turns[:2] == [("MR. ORR", False), ("DANA WEISS", False)]
    assert [anchor.line for _, anchor in found.anchors] == list(range(1, 10))
    assert {anchor.page for _, anchor in found.anchors} == {1}


def encrypted(content: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_empty_password_is_tried_and_another_is_told() -> None:
    plain = pdf(numbered(BODY))
    assert read(encrypted(plain, "")).text == read(plain).text
    with pytest.raises(InputError, match="password"):
        read(encrypted(plain, "secret"))


def test_a_pdf_without_text_and_one_with_too_many_pages_are_refused() -> None:
    with pytest.raises(InputError, match="OCR"):
        read(pdf([[""]]))
    reader = PdfReader(Settings(max_pages=2))
    with pytest.raises(InputError, match="pages"):
        list(reader.read(pdf(numbered(BODY)), source="a.pdf", path=Path("a.pdf")))


SAMPLE = pdf(numbered(BODY))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=8),
    st.integers(0, len(SAMPLE)),
)
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, int]], end: int) -> None:
    content = bytearray(SAMPLE)
    for place, value in changes:
        content[place] = value
    for cut in (bytes(content), bytes(content[:end])):
        with contextlib.suppress(InputError):  # nothing else may come
            found = read(cut)
            assert all(0 <= start < stop <= len(found.text) for start, stop in found.blocks)
