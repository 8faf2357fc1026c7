"""E-mail: own words, quoted words, attachments."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.documents import read_documents
from contradict.documents.email_message import EmailReader
from contradict.errors import InputError
from contradict.records import Document
from contradict.settings import Settings


def message(body: str, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = headers.get("sender", "Ida Brandt <ida@example.org>")
    made["Subject"] = headers.get("subject", "The lock at Varrow")
    made["Date"] = headers.get("date", "Mon, 12 May 2031 23:30:00 -0500")
    made.set_content(body)
    return made


def read(content: bytes) -> Document:
    (found,) = EmailReader(Settings()).read(content, source="a.eml", path=Path("a.eml"))
    assert isinstance(found, Document)
    return found


def said(document: Document) -> list[tuple[str | None, str]]:
    """Blocks with who says them."""
    found = []
    for start, end in document.blocks:
        inside = [turn for turn in document.turns if turn.start <= start < turn.end]
        found.append((inside[0].speaker if inside else document.speaker, document.text[start:end]))
    return found


def test_headers_say_who_when_and_what() -> None:
    found = read(
        message("The lock was shut on Monday.\n\n-- \nIda Brandt\nKeeper of the lock\n").as_bytes()
    )
    assert (found.speaker, found.date, found.title) == (
        "Ida Brandt",
        "2031-05-12",
        "The lock at Varrow",
    )
    assert said(found) == [("Ida Brandt", "The lock was shut on Monday.")]


def test_an_earlier_message_is_its_writers() -> None:
    body = (
        "The lock was shut all day.\n\nOn Sunday, Tom Ash <tom@example.org> wrote:\n"
        "> The lock was open at noon.\n> I saw it myself.\n\nYou are mistaken about that.\n"
    )
    found = read(message(body).as_bytes())
    by = {text.strip("> \n"): who for who, text in said(found)}
    assert by["The lock was shut all day."] == "Ida Brandt"
    assert by["You are mistaken about that."] == "Ida Brandt"
    quoted = next(text for text in by if "open at noon" in text)
    assert by[quoted] == "Tom Ash"


def test_a_forwarded_message_is_its_writers_and_unknown_ones_are_left_out() -> None:
    forwarded = (
        "See below.\n\n-----Original Message-----\nFrom: Tom Ash <tom@example.org>\nSent: Sunday\n"
        "Subject: lock\n\nThe lock was open at noon.\n"
    )
    assert ("Tom Ash", "The lock was open at noon.") in said(read(message(forwarded).as_bytes()))
    unknown = "It was shut all day.\n\n> The lock was open at noon.\n"
    assert said(read(message(unknown).as_bytes())) == [("Ida Brandt", "It was shut all day.")]


def test_quotations_within_quotations_are_their_writers() -> None:
    body = (
        "I never said that to anyone.\n\n"
        "On Sunday, Tom Ash <t@example.org> wrote:\n> You told us so.\n"
        "> On Friday, Kim Lund <k@example.org> wrote:\n>> The council approved it.\n"
    )
    by = {text.strip("> \n"): who for who, text in said(read(message(body).as_bytes()))}
    assert (by["You told us so."], by["The council approved it."]) == ("Tom Ash", "Kim Lund")


def test_an_outlook_head_without_a_divider_begins_an_earlier_message() -> None:
    head = "From: Kim Lund\nSent: Friday\nTo: Ida Brandt\n"
    body = f"I never said that.\n\n{head}\nYou approved it in April.\n"
    assert ("Kim Lund", "You approved it in April.") in said(read(message(body).as_bytes()))


def test_a_message_within_a_message_is_one_of_its_own(tmp_path: Path) -> None:
    inner = message("The bridge was never closed.", sender="Zoe Hart <z@example.org>")
    outer = message("I approved the closing of the bridge.")
    outer.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())
    documents, _ = read_documents([tmp_path / "a.eml"])
    assert [one.speaker for one in documents] == ["Ida Brandt", "Zoe Hart"]


def test_a_wrapped_line_is_no_heading() -> None:
    said_in_it = "The bridge was closed in May. We never\npaid more than $4 million."
    body = f"Dear Tom,\n\n{said_in_it}\n\nIda Brandt\nHead\n"
    texts = [" ".join(text.split()) for _, text in said(read(message(body).as_bytes()))]
    assert "The bridge was closed in May. We never paid more than $4 million." in texts


def test_a_legal_foot_is_no_statement() -> None:
    body = (
        "The lock was shut on Monday.\n\nThis e-mail is confidential and intended solely for you.\n"
    )
    assert said(read(message(body).as_bytes())) == [("Ida Brandt", "The lock was shut on Monday.")]


def test_html_is_read_where_there_is_no_plain_text() -> None:
    made = EmailMessage()
    made["From"] = "tom@example.org"
    made.set_content(
        "<html><body><p>The lock was open on Tuesday night, as I saw.</p>"
        "<p>It stayed open until the keeper came back.</p><script>x()</script></body></html>",
        subtype="html",
    )
    found = read(made.as_bytes())
    assert found.speaker == "tom@example.org"
    assert "open on Tuesday night" in found.text
    assert "x()" not in found.text


def test_attachments_that_have_a_reader_are_documents_and_others_are_told(tmp_path: Path) -> None:
    made = message("The letter is attached to this message.")
    made.add_attachment(
        b"The lock is open.\n", maintype="text", subtype="plain", filename="letter.txt"
    )
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="lock.png")
    path = tmp_path / "mail.eml"
    path.write_bytes(made.as_bytes())
    documents, skipped = read_documents([path])
    assert [Path(one.source).name for one in documents] == ["mail.eml", "letter.txt"]
    assert documents[1].source == f"{path}/letter.txt"
    assert [(Path(one.source).name, "OCR" in one.reason) for one in skipped] == [("lock.png", True)]


def test_what_is_no_message_is_refused() -> None:
    for content in (b"just words", b"\x00\x01", b"From: a@b.c\n\n"):
        with pytest.raises(InputError):
            read(content)


MESSAGE = message("The lock was shut.\n\n> It was open.\n").as_bytes()
NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(300)
)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, len(MESSAGE) - 1), st.integers(0, 255)), max_size=8),
    st.binary(max_size=40),
)
def test_damaged_messages_are_read_or_refused(changes: list[tuple[int, int]], tail: bytes) -> None:
    content = bytearray(MESSAGE)
    for place, value in changes:
        content[place] = value
    for raw in (bytes(content) + tail, NESTED + tail):
        try:
            found = read(raw)
        except InputError:
            continue
        assert all(0 <= start < stop <= len(found.text) for start, stop in found.blocks)


def test_quoted_mail_is_of_its_own_day() -> None:
    body = (
        "I never said that.\n\nOn Fri, 9 May 2031 at 10:12, Tom Ash <tom@example.org> wrote:\n"
        "> The lock was open.\n"
    )
    found = read(message(body).as_bytes())
    assert found.said_on(found.text.index("never")) == "2031-05-12"
    assert found.said_on(found.text.index("was open")) == "2031-05-09"
    head = "From: Kim Lund\nSent: Friday, May 2, 2031 4:01 PM\nTo: Ida Brandt\n"
    found = read(message(f"I never said that.\n\n{head}\nYou approved it.\n").as_bytes())
    assert found.said_on(found.text.index("You approved")) == "2031-05-02"
