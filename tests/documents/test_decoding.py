"""Bytes to text, and nothing changed on the way."""

import codecs
import dataclasses

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from contradict.documents.decoding import decode
from contradict.errors import InputError
from contradict.settings import Settings

PROSE = "The café’s owner said: “It costs £5.” She – the owner – left."


def read(content: bytes) -> str:
    return decode(content, source="a.txt", settings=Settings())


def test_only_line_ends_and_byte_order_mark_change() -> None:
    text = "one\r\ntwo\rthree\x0bstill\u2028three\u0085 \tfour  \n"
    content = codecs.BOM_UTF8 + text.encode()
    assert read(content) == "one\ntwo\nthree\x0bstill\u2028three\u0085 \tfour  \n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_common_encodings_give_the_same_text(encoding: str) -> None:
    assert read(PROSE.encode(encoding)) == PROSE


@pytest.mark.parametrize("text", ["It’s a draft.", "He owes £5.", "No habrá acuerdo en España."])
def test_a_short_western_text_is_not_taken_for_an_eastern_one(text: str) -> None:
    assert read(text.encode("cp1252")) == text


def test_other_alphabets_are_recognised() -> None:
    text = "Министр заявил, что договор подписан. Решение принято в понедельник утром."
    assert read(text.encode("cp1251")) == text


def test_an_encoding_that_the_file_names_is_tried() -> None:
    text = "Łódź"
    content = text.encode("iso8859-2")
    assert decode(content, source="a", settings=Settings(), declared="iso-8859-2") == text
    assert decode(b"plain", source="a", settings=Settings(), declared="no-such") == "plain"


def test_a_stray_nul_is_kept_but_many_make_a_binary_file() -> None:
    assert "\0" in read(b"The bridge is closed and will stay so until the spring.\0\n" * 3)
    with pytest.raises(InputError, match="binary"):
        read(b"The bridge\0is\0closed")


def test_a_file_of_exactly_the_allowed_size_is_read() -> None:
    settings = dataclasses.replace(Settings(), max_file_bytes=4, max_line_characters=4)
    assert decode(b"Yes.", source="a", settings=settings) == "Yes."
    with pytest.raises(InputError, match="5 bytes"):
        decode(b"Yes!!", source="a", settings=settings)


@examples(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_input_error(content: bytes) -> None:
    try:
        text = read(content)
    except InputError:
        return
    assert "\r" not in text
    assert text.encode("utf-8")


@examples(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert read(text.encode()) == text
