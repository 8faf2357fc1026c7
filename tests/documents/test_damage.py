"""A thousand damaged files for every reader: each is read or refused in one line, and soon."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from contradict.documents import archive
from contradict.documents.registry import readers_by_suffix
from contradict.errors import ContradictError
from contradict.records import Document
from contradict.settings import Settings
from tests.documents import (
    test_archive,
    test_email_message,
    test_parliament_xml,
    test_pdf,
    test_promises,
    test_subtitles,
    test_word,
)

CASES = 1000
READERS = readers_by_suffix(Settings())
PIECES = (b"<", b">", b"\x00", b"{", b"[", b'"', b"\n", b"\xff", b"--", b"9" * 30, b"]]", b"&")


def samples(suffix: str) -> list[bytes]:
    """Whole files to damage, small so that a thousand are read in seconds."""
    found = [test_promises.FILES[suffix]] if suffix in test_promises.FILES else []
    xml = (test_parliament_xml.TEI, test_parliament_xml.HANSARD, test_parliament_xml.CURRENT)
    more = {
        ".pdf": [test_pdf.SAMPLE],
        ".docx": [test_word.SAMPLE],
        ".xml": [text.encode() for text in xml],
        ".eml": [test_email_message.MESSAGE],
        ".vtt": [test_subtitles.VTT.encode(), test_subtitles.VOICED.encode()],
        ".srt": [test_subtitles.SRT.encode()],
    }
    return [*found, *more.get(suffix, [])] or [b"IDA: It is shut.\n\nTOM: It is open.\n" * 3]


def damaged(content: bytes, order: random.Random) -> bytes:
    """The file with bytes changed, cut, doubled or put in, or noise instead of it."""
    if order.random() < 0.05:
        return order.randbytes(order.randint(0, 200))
    found = bytearray(content)
    for _ in range(order.randint(0, 10)):
        place, kind = order.randrange(len(found) or 1), order.random()
        if kind < 0.5 and found:
            found[place] = order.randrange(256)
        elif kind < 0.7:
            del found[place : place + order.randint(1, 30)]
        elif kind < 0.85:
            found[place:place] = found[order.randrange(len(found) or 1) :][: order.randint(1, 50)]
        else:
            found[place:place] = order.choice(PIECES)
    return bytes(found[: order.randint(0, len(found))] if order.random() < 0.3 else found)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_damaged_file_is_read_or_refused_in_one_line(suffix: str) -> None:
    order = random.Random(suffix)  # the same files each time
    whole = samples(suffix)
    told: list[str] = []
    for _ in range(CASES):
        content = damaged(order.choice(whole), order)
        try:
            for record in READERS[suffix].read(content, source="a", path=Path(f"a{suffix}")):
                if isinstance(record, Document):
                    test_promises.check(record, len(record.text))
        except ContradictError as error:
            told.append(str(error))
    assert not any("\n" in line for line in told)


def test_a_damaged_archive_is_read_or_refused_in_one_line() -> None:
    order = random.Random("zip")
    told: list[str] = []
    for _ in range(CASES):
        content = damaged(test_archive.SAMPLE, order)
        try:
            list(archive.members(content, "a.zip", Settings()))
        except ContradictError as error:
            told.append(str(error))
    assert told  # some were damaged beyond reading
    assert not any("\n" in line for line in told)
