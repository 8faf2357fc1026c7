"""What a speaker goes on to in the same sentence is no candidate, where there are many."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.pairs import propose
from contradict.pairs.one_breath import one_breath
from contradict.records import Claim, Document
from contradict.settings import Settings

MANY = Settings(few_pairs=0, lexical_neighbours=0)
CASES = [
    ("[He shut one road], and [he opened another].", True),
    ("[He shut one road], [he opened another].", True),
    ("[He shut one road] and [opened another].", True),
    ("[He shut one road], which he likes, and [opened another].", True),
    ("[He shut one road], but [he opened no road].", False),
    ("[He shut one road], and then [he opened it].", False),
    ("[He shut one road], [now he opened it].", False),
    ("[He shut one road.] and [he opened it].", False),
    ("[He shut one road], he says. And [he opened it].", False),
    ("[He shut one road]\n[he opened one road]", False),
    ("[He shut one road],\n\nand [he opened one road]", False),
]


def marked(text: str, speaker: str | None = "Reed", other: str | None = "Reed") -> list[Claim]:
    """The claims in brackets, of a document without these."""
    plain = text.replace("[", "").replace("]", "")
    document = Document("a.txt", "a.txt", plain)
    found = []
    for number, piece in enumerate(re.finditer(r"\[([^]]*)\]", text)):
        start = piece.start() - 2 * number  # the brackets before it are taken out
        own = speaker if number == 0 else other
        found.append(Claim(document, start, start + len(piece[1]), piece[1], speaker=own))
    return found


def said_together(claims: list[Claim], first: int = 0, second: int = 1) -> bool:
    return bool(one_breath(claims, np.array([first]), np.array([second]))[0])


@pytest.mark.parametrize(("text", "together"), CASES)
def test_what_goes_on_in_the_same_sentence_takes_nothing_back(text: str, together: bool) -> None:
    claims = marked(text)
    assert said_together(claims) is together
    assert said_together(claims, 1, 0) is together


def test_all_parts_of_an_enumeration_are_one_breath() -> None:
    claims = marked("[We shut one road], [we opened one], and [we built one].")
    assert said_together(claims, 0, 2)
    assert said_together(claims[::2])  # whatever else is there


@pytest.mark.parametrize(("speaker", "other"), [(None, None), ("Reed", "Ames"), ("Reed", None)])
def test_only_one_known_speaker_has_one_breath(speaker: str | None, other: str | None) -> None:
    assert not said_together(marked(CASES[0][0], speaker, other))


def test_claims_of_two_documents_are_not_said_together() -> None:
    one, other = marked(CASES[0][0])
    twin = Document("b.txt", "b.txt", one.document.text)
    assert not said_together([one, Claim(twin, other.start, other.end, other.text, speaker="Reed")])


def test_such_pairs_are_proposed_where_there_are_few_or_all_are_wanted() -> None:
    claims = marked(CASES[0][0])
    vectors = np.tile(np.eye(1, 8, dtype=np.float32), (2, 1))
    assert propose(claims, vectors, settings=MANY) == []
    assert propose(claims, vectors, settings=Settings())
    assert propose(claims, vectors, settings=Settings(few_pairs=0, vague_pairs=True))


@given(st.permutations(range(6)))
def test_the_order_of_the_claims_is_all_the_same(order: list[int]) -> None:
    claims = [*marked(CASES[0][0]), *marked(CASES[4][0]), *marked(CASES[2][0], "Ames", "Ames")]
    pairs = [(one, two) for one in range(6) for two in range(one)]
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    places = np.argsort(order)
    shuffled = [claims[place] for place in order]
    expected = one_breath(claims, first, second)
    assert (one_breath(shuffled, places[first], places[second]) == expected).all()
