"""What holds for every input, however damaged."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.documents.registry import readers_by_suffix
from contradict.documents.structure import Structure, analyse
from contradict.errors import ContradictError
from contradict.records import Document, Skipped
from contradict.settings import Settings

PIECES = st.sampled_from(
    [
        "MS. ALDANA: ",
        "ASH: ",
        "Q    ",
        "Q. ",
        "A. ",
        "Ida Brandt (00:41)\n",
        "[SPEAKER_1]: ",
        "It is shut. ",
        "it is",
        "\n",
        "\n\n",
        "  \n",
        "(Laughter.)",
        "# Head",
        "- ",
        "> ",
        "*",
        "_",
        "```\n",
        "---\n",
        "title: x\n",
        "Image: ",
        "\xa0",
        "\x00",
        "\t",
        "...",
        ":",
        "“",
        "10:30 ",
        "(BEGIN VIDEO CLIP)",
        "May 14, 2024",
        "14.",
        "桥。",
        "\ud7ff",
        "https://example.org",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
FILES = {
    ".md": b"---\ntitle: Bridge\ndate: 2024-05-14\n---\n\nMS. ALDANA: It is shut.\n\nQ  Is it?\n",
    ".txt": "Ida Brandt: (00:41)\nIt’s shut.\n\nTom Ash: (00:44)\nIt’s open.\n".encode("cp1252"),
    ".html": b"<html><body><p>The bridge is shut until the spring comes.</p></body></html>" * 3,
    ".csv": b'id,text,date\n1,"It is shut.",2024-05-14\n2,It is open.,May 2024\n',
    ".jsonl": b'{"id": 1, "text": "It is shut.", "date": "2024-05-14"}\n{"text": "It is open."}\n',
    ".vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ida>It is shut.\n\n00:03.000 --> 00:04.000\nNo",
    ".srt": b"1\n00:00:01,000 --> 00:00:02,000\n[SPEAKER_1]: It is shut.\n",
    ".json": b'[{"speaker": "Ida", "text": "It is shut."}, {"speaker": "Tom", "text": "No."}]',
    ".eml": b"From: Ida <i@example.org>\nSubject: lock\n\nIt is shut.\n\n> It is open.\n",
    ".xml": b"<commons><p><member>Ida</member>: It is shut.</p><p>It is open.</p></commons>",
    ".parquet": b"PAR1" + bytes(range(64)) + b"PAR1",
}
READERS = readers_by_suffix(Settings())


def check(found: Structure | Document, length: int) -> None:
    for spans in (found.blocks, [(turn.start, turn.end) for turn in found.turns]):
        before = 0
        for start, end in spans:
            assert before <= start < end <= length
            before = end
    offsets = [offset for offset, _ in found.anchors]
    assert offsets == sorted(set(offsets))
    assert all(0 <= offset <= length for offset in offsets)


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.booleans(), st.booleans())
def test_blocks_and_turns_are_in_order_inside_the_text(
    text: str, markdown: bool, wrapped: bool
) -> None:
    check(analyse(text, markdown=markdown, wrapped=wrapped), len(text))


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.integers(0, 50))
def test_nothing_before_the_start_is_marked(text: str, start: int) -> None:
    start = min(start, len(text))
    found = analyse(text, start=start, markdown=True)
    assert all(begin >= start for begin, _ in found.blocks)
    assert all(turn.start >= start for turn in found.turns)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    suffix = draw(st.sampled_from(sorted(FILES)))
    content = bytearray(FILES[suffix])
    for _ in range(draw(st.integers(0, 6))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    end = draw(st.integers(0, len(content)))
    return suffix, bytes(content[:end]) + draw(st.binary(max_size=12))


@settings(deadline=None, max_examples=200)
@given(damaged() | st.tuples(st.sampled_from(sorted(READERS)), st.binary(max_size=120)))
def test_readers_give_documents_or_say_what_is_wrong(case: tuple[str, bytes]) -> None:
    suffix, content = case
    records: list[Document | Skipped] = []
    with contextlib.suppress(ContradictError):  # nothing else may come
        records += READERS[suffix].read(content, source="a", path=Path(f"a{suffix}"))
    for record in records:
        assert isinstance(record, (Document, Skipped))
        if isinstance(record, Document):
            check(record, len(record.text))


@pytest.mark.parametrize(
    "text",
    ["a." + " " * 200_000 + "b", "A." * 100_000, "(" * 200_000, "[](" * 60_000, "Ab: x\n" * 20_000],
    ids=["blanks", "dots", "brackets", "links", "labels"],
)
def test_hostile_text_is_read_like_any_other(text: str) -> None:
    check(analyse(text, markdown=True), len(text))
