"""Signals are symmetric and are what they are called; arithmetic decides what figures decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict import symbols
from contradict.claims import moments_in, quantities_in
from contradict.records import Claim, Document

WORDS = "the lock was not opened by Ida Brandt in 2019 or sold 40 boats $5 never bought all if may"
TEXT = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)


def claim(text: str, speaker: str | None = None, date: str | None = None) -> Claim:
    document = Document("a.txt", "a.txt", text, speaker=speaker, date=date)
    moments = moments_in(text, 0, len(text), date)
    amounts = quantities_in(text, 0, len(text), moments)
    return Claim(document, 0, len(text), text, speaker, date, moments=moments, quantities=amounts)


def signals(left: str, right: str) -> dict[str, float]:
    return symbols.signals(claim(left), claim(right))


@given(TEXT, TEXT)
def test_signals_are_symmetric_bounded_and_always_the_same_ones(left: str, right: str) -> None:
    one, other = signals(left, right), signals(right, left)
    assert one == other
    assert tuple(one) == symbols.NAMES
    assert all(0 <= value <= 4 for value in one.values())


@given(TEXT, TEXT)
def test_arithmetic_is_symmetric(left: str, right: str) -> None:
    one, other = symbols.read(claim(left)), symbols.read(claim(right))
    assert symbols.arithmetic(one, other) == symbols.arithmetic(other, one)


@pytest.mark.parametrize(
    ("left", "right", "ruled_out"),
    [
        ("The ferry carried 40 people.", "The ferry carried 55 people.", True),
        ("The ferry carried 40 people.", "The ferry carried forty people.", False),
        ("The ferry carried 40 people.", "The ferry carried more than 30 people.", False),
        ("The bridge cost $2 million.", "The bridge cost $1,900.", True),
        ("The bridge is 2 km long.", "The bridge is 2,000 metres long.", False),
        ("The ferry carried 40 people.", "The ferry did not carry 55 people.", None),
        ("The ferry carried 40 people.", "The ferry carried 55 cars.", None),
        ("The ferry carried 40 people.", "If it sails, the ferry carries 55 people.", None),
        ("It carried 40 people and 3 cars.", "It carried 55 people and 3 cars.", None),
        ("The harbour took in 40 boats.", "Quite another town sold 55 boats.", None),
        ("In 2019 the ferry carried 40 people.", "In 2021 the ferry carried 55 people.", None),
        ("The limit is up to 40 people.", "The limit is up to 55 people.", None),
    ],
)
def test_arithmetic_decides_what_figures_decide(
    left: str, right: str, ruled_out: bool | None
) -> None:
    assert symbols.arithmetic(symbols.read(claim(left)), symbols.read(claim(right))) is ruled_out


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("odd_negation", "The lock was opened.", "The lock was not opened."),
        ("odd_parity", "The keeper opened the lock.", "The keeper failed to open the lock."),
        ("opposites", "The lock is open.", "The lock is shut."),
        ("converses_swapped", "We saw that Ida sold to Tom.", "We saw that Tom bought from Ida."),
        ("rank_gap", "The board considered it.", "The board decided it."),
        ("universal_partial", "All boats sailed.", "Some boats sailed."),
        ("names_differ", "The letter went to Ida.", "The letter went to Tom."),
        ("moments_conflict", "It burned on 3 May 2019.", "It burned on 4 May 2019."),
        ("conditional_one", "It sails if it rains.", "It sails."),
        ("vague_one", "It is a mean thing.", "The lock is a good thing."),
    ],
)
def test_a_signal_shows_what_it_is_called(name: str, left: str, right: str) -> None:
    assert signals(left, right)[name] > 0
    assert signals(left, left)[name] == 0


def test_speakers_and_dates_count_only_where_both_are_known() -> None:
    here, there = claim("a", "Ida Brandt", "2031-05-12"), claim("b", "IDA BRANDT", "2031-05-14")
    found = symbols.signals(here, there)
    assert (found["same_speaker"], found["other_date"]) == (1.0, 1.0)
    unknown = symbols.signals(here, claim("b"))
    assert not any(unknown[name] for name in ("same_speaker", "other_speaker", "other_date"))
