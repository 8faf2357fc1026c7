"""Speakers: which labels count, what belongs to whom, and what is no label. All people invented."""

from collections.abc import Callable

import pytest

from contradict.records import Anchor, Document

Make = Callable[..., Document]
Said = Callable[[Document], list[str]]


def speakers(document: Document) -> list[tuple[str | None, str]]:
    return [(turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]


BRIEFING = """---
title: "Briefing on the bridge"
date: '2024-05-14'
source_url: https://example.org/briefing
---

Varrow Town Hall

10:27 A.M. EST

MS. ALDANA:  Good morning.  The bridge is closed and it will
stay closed.

Nobody may cross it.

(Laughter.)

Q\u00a0\u00a0\u00a0 Is the ferry running?

MS. ALDANA:\u00a0 It is.

Q Thank you.

SENIOR ADMINISTRATION OFFICIAL:  (Inaudible.)

                    END      10:45 A.M. EST
"""


def test_a_briefing(document: Make, said: Said) -> None:
    briefing = document(BRIEFING, "b.md")
    assert speakers(briefing) == [
        (
            "MS. ALDANA",
            "Good morning.  The bridge is closed and it will\nstay closed.\n\nNobody may cross it.",
        ),
        ("Q", "Is the ferry running?"),
        ("MS. ALDANA", "It is."),
        ("Q", "Thank you."),
        ("SENIOR ADMINISTRATION OFFICIAL", "(Inaudible.)"),
    ]
    assert [turn.asks for turn in briefing.turns] == [False, True, False, True, False]
    assert said(briefing) == [
        "Good morning.  The bridge is closed and it will\nstay closed.",
        "Nobody may cross it.",
        "Is the ferry running?",
        "It is.",
        "Thank you.",
    ]
    assert briefing.text == BRIEFING
    assert (briefing.title, briefing.date) == ("Briefing on the bridge", "2024-05-14")
    assert briefing.url == "https://example.org/briefing"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IDA BRANDT: It is open.\nTOM ASH: It is shut.", ["IDA BRANDT", "TOM ASH"]),
        ("BRANDT: It is open.\n\nASH: It is shut.", ["BRANDT", "ASH"]),
        ("Ida Brandt: It is open.\nTom Ash: You shut it.", ["Ida Brandt", "Tom Ash"]),
        ("Ida: Is it open?\nTom: No.\nIda: I see.", ["Ida", "Tom", "Ida"]),
        ("**BRANDT:** It is open.\n\n**ASH:** It is shut.", ["BRANDT", "ASH"]),
        ("**Ida Brandt**: I opened it.\n\n**Tom Ash**: I shut it.", ["Ida Brandt", "Tom Ash"]),
        ("[SPEAKER_02]: It is open.", ["SPEAKER_02"]),
        ("Speaker 1: It is open.\nSpeaker 2: No.", ["Speaker 1", "Speaker 2"]),
        ("THE PRESIDENT: It is open.", ["THE PRESIDENT"]),
        ("SEN. BRANDT (R-VARROW): It is open.", ["SEN. BRANDT"]),
        ("SEN. IDA BRANDT, CHAIR OF THE PANEL: It is open.", ["SEN. IDA BRANDT"]),
        ("MR. PRICE: It is open.", ["MR. PRICE"]),
        ("UNDER SECRETARY McASH: It is open.", ["UNDER SECRETARY McASH"]),
        ("Mrs. BRANDT. Madam Speaker, it is open.", ["Mrs. BRANDT"]),
        ("[*] BRANDT: It is open.\n(UNKNOWN): It is shut.", ["BRANDT", None]),
        ("Q. Was it open?\nA. It was.", ["Q", None]),
        ("QUESTION: Was it open?\nBRANDT: It was.", ["QUESTION", "BRANDT"]),
        ("MR. ASH: No. MS. BRANDT: Yes. MR. ASH: No.", ["MR. ASH", "MS. BRANDT", "MR. ASH"]),
        ("ASH: It is shut. BRANDT: No. ASH: Yes. BRANDT: No.", ["ASH", "BRANDT", "ASH", "BRANDT"]),
    ],
)
def test_labels_that_count(
    document: Make, said: Said, text: str, expected: list[str | None]
) -> None:
    found = document(text, "t.md")
    assert [turn.speaker for turn in found.turns] == expected
    assert not any(":" in block for block in said(found))


@pytest.mark.parametrize(
    "text",
    [
        "WARNING: The bridge is shut.\n\nNOTE: The ferry runs.",
        "Note: The letter was unsigned.\n\nUpdate: The council has answered.",
        "Here is the thing: nobody knew.\n\nHere is the thing: you knew.",
        "Image: The bridge at night.\n\nThe bridge is shut.",
        "URL: http://example.org is the page.\n\nThe bridge is shut.",
        "At 10:30 it was shut.\n\n10:30: It was shut. 11:00: It was open.",
        "BACKGROUND: Bridges fail.\n\nMETHODS: We looked at ten.\n\nRESULTS: We saw three fail.",
        "Tariff: A tax on imports.\nQuota: A limit on imports.",
        "BRANDT: It is open, says one line.\n\nThe rest is an article about a bridge.",
        "Q Branch was closed. It stayed closed.",
        "Varrow: The bridge in its last year\nVarrow: The bridge in its last year\n\nIt is shut.",
    ],
)
def test_what_is_no_label(document: Make, text: str) -> None:
    assert document(text).turns == ()


def test_a_repeated_short_answer_keeps_its_label(document: Make) -> None:
    text = "ASH: Is it shut?\nBRANDT: Yes.\nASH: Is it?\nBRANDT: Yes.\nBRANDT: Yes.\n"
    found = document(text)
    assert [turn.speaker for turn in found.turns] == ["ASH", "BRANDT", "ASH", "BRANDT", "BRANDT"]


def test_a_video_ends_the_turn_before_it(document: Make, said: Said) -> None:
    found = document(
        "ASH: Look.\n\n(BEGIN VIDEO CLIP)\n\nWe shut the bridge in March.\n\nBRANDT: So."
    )
    assert [turn.speaker for turn in found.turns] == ["ASH", "BRANDT"]
    assert "We shut the bridge in March." in said(found)
    middle = found.text.index("We shut")
    assert not any(turn.start <= middle < turn.end for turn in found.turns)


@pytest.mark.parametrize(
    "text",
    [
        "Ida Brandt: (00:41)\nIt is open.\n\nTom Ash: (01:02:03)\nIt is shut.",
        "Ida Brandt (00:41)\nIt is open.\n\nTom Ash (01:02:03)\nIt is shut.",
        "Ida Brandt (00:41): It is open.\n\nTom Ash (01:02:03): It is shut.",
        "[00:41] IDA BRANDT: It is open.\n[01:02:03] TOM ASH: It is shut.",
    ],
)
def test_time_codes_become_anchors(document: Make, said: Said, text: str) -> None:
    found = document(text)
    assert [turn.speaker.title() for turn in found.turns] == ["Ida Brandt", "Tom Ash"]
    assert said(found) == ["It is open.", "It is shut."]
    assert found.anchors == (
        (text.index("It is open"), Anchor(time="00:41")),
        (text.index("It is shut"), Anchor(time="01:02:03")),
    )


def test_the_speaker_of_the_document_answers_for_a(document: Make) -> None:
    found = document("---\nspeaker: Ida Brandt\n---\n\nQ: Was it open?\n\nA: It was.\n", "a.md")
    assert found.speaker == "Ida Brandt"
    assert [turn.speaker for turn in found.turns] == ["Q", "Ida Brandt"]
