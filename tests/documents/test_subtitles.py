"""Subtitles become running text with times and voices."""

from __future__ import annotations

import pytest

from contradict.documents.registry import readers_by_suffix
from contradict.errors import InputError
from contradict.records import Document
from contradict.settings import Settings
from tests.documents.conftest import Make

VTT = """WEBVTT

NOTE written by hand

STYLE
::cue { color: red }

1
00:18:01.000 --> 00:18:02.500
THE LOCK WAS SHUT

2
00:18:02.600 --> 00:18:04.000 align:start
ON MONDAY. &gt;&gt; NOBODY
"""
VOICED = """WEBVTT

00:01.000 --> 00:02.000
<v Ida Brandt>The <i>lock</i> was shut &amp; barred

00:02.100 --> 00:03.000
on Monday.

00:03.100 --> 00:05.000
<v.loud Tom Ash>[door slams] It was open. ♪ march ♪
"""
SRT = """1
00:00:03,938 --> 00:00:04,858
[SPEAKER_02]: The lock was shut

2
00:00:06,198 --> 00:00:09,779
by the keeper.

3
00:00:10.000 --> 00:00:11.000
IDA BRANDT: It was open.
"""


def voices(document: Document) -> list[tuple[str | None, str]]:
    return [(turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]


def test_lines_cut_in_mid_sentence_are_joined_and_keep_their_times(document: Make) -> None:
    found = document(VTT, "a.vtt")
    assert found.text == "THE LOCK WAS SHUT ON MONDAY.\n\nNOBODY"
    assert [(offset, anchor.time) for offset, anchor in found.anchors] == [
        (0, "00:18:01.000"),
        (18, "00:18:02.600"),
        (30, "00:18:02.600"),
    ]


def test_voices_are_speakers_and_sounds_are_not_said(document: Make) -> None:
    found = document(VOICED, "2031-05-12-lock.vtt")
    assert voices(found) == [
        ("Ida Brandt", "The lock was shut & barred on Monday."),
        ("Tom Ash", "It was open."),
    ]
    assert found.date == "2031-05-12"


def test_labels_in_cues_are_speakers_until_the_next(document: Make) -> None:
    assert voices(document(SRT, "a.srt")) == [
        ("SPEAKER_02", "The lock was shut by the keeper."),
        ("IDA BRANDT", "It was open."),
    ]


def test_a_change_of_voice_without_a_name_ends_the_turn(document: Make) -> None:
    cues = [
        ("00:01.000", "00:02.000", ">> IDA BRANDT: It is shut."),
        ("00:02.000", "00:03.000", ">> It is not."),
    ]
    text = "WEBVTT\n\n" + "\n\n".join(f"{a} --> {b}\n{said}" for a, b, said in cues)
    assert voices(document(text, "a.vtt")) == [("IDA BRANDT", "It is shut."), (None, "It is not.")]


def test_a_line_that_rolls_up_is_said_once(document: Make) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nThe lock\nwas shut\n\n"
        "00:02.000 --> 00:03.000\nwas shut\non Monday.\n\n"
        "00:03.000 --> 00:04.000\non Monday.\nIt rained.\n"
    )
    assert document(text, "a.vtt").text == "The lock was shut on Monday. It rained."


def test_a_line_that_rolls_up_with_its_change_of_voice_is_said_once(document: Make) -> None:
    cues = [">> We paid $4", ">> We paid $4\nmillion.", "million.\nIt rained."]
    text = "WEBVTT\n\n" + "\n\n".join(
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{said}" for n, said in enumerate(cues)
    )
    assert document(text, "a.vtt").text == "We paid $4 million. It rained."


def test_two_voices_on_a_line_and_words_in_brackets(document: Make) -> None:
    said = "<v Tom Ash>It leaked (in May).</v> <v Ida Brandt>No.</v>"
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{said}\n"
    assert voices(document(text, "a.vtt")) == [
        ("Tom Ash", "It leaked (in May)."),
        ("Ida Brandt", "No."),
    ]


def test_cues_without_a_blank_line_between_are_two(document: Make) -> None:
    first = "1\n00:00:01,000 --> 00:00:02,000\nIt is shut.\n"
    text = f"{first}2\n00:00:02,000 --> 00:00:03,000\nIt rained.\n"
    assert document(text, "a.srt").text == "It is shut. It rained."


def test_a_long_pause_after_a_sentence_begins_a_paragraph(document: Make) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nIt is shut.\n\n00:20.000 --> 00:21.000\nIt is open.\n"
    )
    assert document(text, "a.vtt").text == "It is shut.\n\nIt is open."


@pytest.mark.parametrize(
    "content", [b"WEBVTT\n", b"not subtitles", b"WEBVTT\n\n00:01.000 --> 00:02.000\n[music]\n"]
)
def test_files_without_words_are_refused_in_one_line(content: bytes) -> None:
    from pathlib import Path

    reader = readers_by_suffix(Settings())[".vtt"]
    with pytest.raises(InputError) as caught:
        list(reader.read(content, source="a.vtt", path=Path("a.vtt")))
    assert "\n" not in str(caught.value)
