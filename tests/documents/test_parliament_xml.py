"""Parliamentary XML: speakers, days and columns of TEI and Hansard; other XML refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.documents.hansard import speaker_name
from contradict.documents.parliament_xml import ParliamentReader
from contradict.errors import InputError
from contradict.records import Document
from contradict.settings import Settings

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="VR_2031-05-12">
  <teiHeader><fileDesc>
    <titleStmt><title type="main">Corpus of Varrow</title>
      <title type="sub">Sitting on locks</title></titleStmt>
    <publicationStmt><date when="2033-01-01">2033</date></publicationStmt>
    <sourceDesc><bibl><date when="2031-05-12"/></bibl></sourceDesc>
  </fileDesc><profileDesc><particDesc><listPerson>
    <person xml:id="BrandtIda"><persName>
      <surname>Brandt</surname><forename>Ida</forename></persName></person>
  </listPerson></particDesc></profileDesc></teiHeader>
  <text><body><div>
    <note type="speaker">Ida Brandt:</note>
    <u who="#BrandtIda"><seg>The lock was <vocal><desc>laughter</desc></vocal>shut
      all week.</seg><seg>Nobody opened it.</seg></u>
    <u who="#TomAsh"><seg>It was open.</seg><gap><desc>noise</desc></gap></u>
  </div></body></text>
</TEI>"""
HANSARD = """<housecommons>
<col>1513</col>
<title>HOUSE OF VARROW</title>
<date format="1976-01-22">Thursday 22nd January 1976</date>
<p align="center"><i>The House met at noon</i></p>
<section><title>Locks</title>
<p>1. <member>Mr. Tom Ash</member> asked the Minister of Works whether the lock is shut.</p>
<p><member>The Minister of Works (Miss Ida Brandt)</member>
<membercontribution>: The lock was shut when the
<col>1514</col>
<image src="x"/>
keeper came.<lb/> It stayed shut.</membercontribution></p>
<p>Nobody has opened it since.</p>
<p><i>Question put and agreed to.</i></p>
</section>
</housecommons>"""
ANSWERS = """<writtenanswers><date format="1985-12-16"/><group><title>WORKS</title>
<section><title>Locks</title><body>
<p>Mr. Orr asked the Minister of Works what the lock cost.</p>
<p><member>Mrs. Pell</member>: It cost £46 million.</p></body></section></group></writtenanswers>"""
CURRENT = """<publicwhip><major-heading>Locks</major-heading>
<speech speakername="Ida Brandt" id="a"><p>The lock is shut.</p></speech>
<speech speakername="Tom Ash"><p>It is open.</p><p>I saw it.</p></speech></publicwhip>"""


def read(text: str, name: str = "a.xml") -> list[Document]:
    reader = ParliamentReader(Settings())
    found = list(reader.read(text.encode(), source=name, path=Path(name)))
    return [one for one in found if isinstance(one, Document)]


def said(document: Document) -> list[tuple[str | None, str]]:
    return [(turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]


def test_tei_names_come_from_the_list_and_the_day_is_that_of_the_sitting() -> None:
    (found,) = read(TEI)
    assert said(found) == [
        ("Ida Brandt", "The lock was shut all week.\n\nNobody opened it."),
        ("Tom Ash", "It was open."),
    ]
    assert (found.date, found.title, found.name) == ("2031-05-12", "Sitting on locks", "a.xml")


def test_a_tei_corpus_is_several_documents() -> None:
    inner = TEI.split("?>", 1)[1]
    other = inner.replace("VR_2031-05-12", "VR_2031-05-13").replace(
        'when="2031-05-12"', 'when="2031-05-13"'
    )
    found = read(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{inner}{other}</teiCorpus>')
    assert [(one.name, one.date) for one in found] == [
        ("VR_2031-05-12", "2031-05-12"),
        ("VR_2031-05-13", "2031-05-13"),
    ]
    assert {one.source for one in found} == {"a.xml"}


def test_hansard_sentences_go_on_over_columns_and_offices_give_way_to_persons() -> None:
    (found,) = read(HANSARD)
    assert said(found) == [
        ("Mr. Tom Ash", "asked the Minister of Works whether the lock is shut."),
        (
            "Miss Ida Brandt",
            "The lock was shut when the keeper came. It stayed shut."
            "\n\nNobody has opened it since.",
        ),
    ]
    assert [turn.asks for turn in found.turns] == [True, False]
    assert (found.date, found.title) == ("1976-01-22", "HOUSE OF VARROW")
    assert [anchor.page for _, anchor in found.anchors] == [1513, 1514]
    blocks = [found.text[start:end] for start, end in found.blocks]
    assert not any("noon" in block or "agreed" in block for block in blocks)


def test_written_answers_and_current_speeches_have_their_members() -> None:
    (answers,) = read(ANSWERS)
    assert [speaker for speaker, _ in said(answers)] == ["Mr. Orr", "Mrs. Pell"]
    (current,) = read(CURRENT)
    assert said(current) == [
        ("Ida Brandt", "The lock is shut."),
        ("Tom Ash", "It is open.\n\nI saw it."),
    ]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("The Minister of Works (Mr. Tom Ash)", "Mr. Tom Ash"),
        ("Mr. Tom Ash (Varrow, North)", "Mr. Tom Ash"),
        ("Mr. Speaker:", "Mr. Speaker"),
        ("", None),
    ],
)
def test_names_in_labels(label: str, name: str | None) -> None:
    assert speaker_name(label) == name


@pytest.mark.parametrize(
    "text",
    [
        "<html><p>words</p></html>",
        "<TEI><text/></TEI>",
        "not xml",
        "",
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><housecommons>&a;</housecommons>',
        "<housecommons>" + "<section>" * 5000 + "</section>" * 5000 + "</housecommons>",
    ],
)
def test_anything_else_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert "\n" not in str(caught.value)


@settings(deadline=None, max_examples=120)
@given(
    st.sampled_from([TEI, HANSARD, ANSWERS, CURRENT]),
    st.lists(
        st.tuples(
            st.integers(0, 600),
            st.sampled_from(["<p>", "</p>", "<member>", "", "x", "&", "<col>9"]),
        ),
        max_size=5,
    ),
)
def test_damaged_files_are_read_or_refused(text: str, changes: list[tuple[int, str]]) -> None:
    for place, piece in changes:
        text = text[:place] + piece + text[place + 3 :]
    try:
        found = read(text)
    except InputError:
        return
    for one in found:
        assert all(0 <= start < stop <= len(one.text) for start, stop in one.blocks)
