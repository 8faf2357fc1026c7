"""Labels of one person are joined, those of two never."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.documents.speakers import canonical, canonical_names
from contradict.records import Turn
from tests.documents.conftest import Make


@pytest.mark.parametrize(
    ("counts", "joined"),
    [
        ({"MR. SULLIVAN": 9, "MR SULLIVAN": 2, "MR. SULLVIAN": 1}, {"MR. SULLIVAN"}),
        ({"THE PRESIDENT": 9, "THE PRESIDNET": 1}, {"THE PRESIDENT"}),
        ({"THE PRESIDENT": 9, "PRESIDENT ADEYEMI": 1}, {"PRESIDENT ADEYEMI"}),
        ({"Mr. Latham": 3, "Mr. Michael Latham": 1}, {"Mr. Latham"}),
        ({"MR. BRANDT": 5, "IDO BRANDT": 1}, {"MR. BRANDT"}),
    ],
)
def test_forms_of_one_person(counts: dict[str, int], joined: set[str]) -> None:
    assert set(canonical_names(Counter(counts)).values()) == joined


@pytest.mark.parametrize(
    "counts",
    [
        {"MR. BRANDT": 5, "MS. BRANDT": 5},
        {"GENERAL SMITH": 5, "SECRETARY SMITH": 1},
        {"MR. BRANDT": 5, "MS. BRANDT": 1, "IDA BRANDT": 1},
        {"JOHN BRANDT": 9, "JANE BRANDT": 1},
        {"MR. LATHAM": 3, "MR. TOM LATHAM": 1, "MR. JACK LATHAM": 1},
        {"THE PRESIDENT": 9, "PRESIDENT ADEYEMI": 1, "PRESIDENT LINDQVIST": 1},
        {"THE PRESIDENT": 9, "PRESIDENT OF VARROW": 1},
        {"SPEAKER_01": 90, "SPEAKER_02": 1},
        {"MR. BERG": 90, "MR. BURG": 1},
        {"MS. MARTIN": 5, "MS. MARTINS": 4},
    ],
)
def test_two_persons_stay_two(counts: dict[str, int]) -> None:
    assert canonical_names(Counter(counts)) == {form: form for form in counts}


FORMS = st.dictionaries(
    st.sampled_from(
        ["MR. SULLIVAN", "MR SULLIVAN", "MR. SULLVIAN", "MS. SULLIVAN", "Jake Sullivan",
         "Ann Sullivan",
         "THE PRESIDENT", "PRESIDENT ORR", "GENERAL SULLIVAN", "Q", "SPEAKER_1", "", "."]
    ),
    st.integers(1, 40),
)  # fmt: skip


APART = (
    ("MR. SULLIVAN", "MS. SULLIVAN"),
    ("Jake Sullivan", "Ann Sullivan"),
    ("MR. SULLIVAN", "GENERAL SULLIVAN"),
)


@given(FORMS, st.randoms())
def test_the_order_of_turns_says_nothing_and_first_names_and_titles_keep_apart(
    counts: dict[str, int], order: random.Random
) -> None:
    turns = [
        Turn(n, n + 1, form)
        for n, form in enumerate(f for f, c in counts.items() for _ in range(c))
    ]
    mixed = list(turns)
    order.shuffle(mixed)
    names = {turn.speaker: done.speaker for turn, done in zip(turns, canonical(turns), strict=True)}
    again = {turn.speaker: done.speaker for turn, done in zip(mixed, canonical(mixed), strict=True)}
    assert names == again
    assert all(names[name] == name for name in names.values())  # a chosen form stands for itself
    for one, other in (
        ("MR. SULLIVAN", "MS. SULLIVAN"),
        ("Jake Sullivan", "Ann Sullivan"),
        ("MR. SULLIVAN", "GENERAL SULLIVAN"),
    ):
        if one in names and other in names:
            assert names[one] != names[other]


def test_documents_have_them_and_questioners_keep_theirs(document: Make) -> None:
    lines = ["MR. SULLIVAN: The lock was shut."] * 5 + [
        "MR. SULLVIAN: Nobody opened it.",
        "Q    Who did?",
    ]
    found = document("\n\n".join(lines))
    assert {turn.speaker for turn in found.turns} == {"MR. SULLIVAN", "Q"}
