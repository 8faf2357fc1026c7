"""Dates that a claim's words give; every sentence is invented, said on Wednesday, 15 May 2024."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.claims.moments import moments, moments_in

SAID = "2024-05-15"
PIECES = [
    "on",
    "in",
    "May",
    "14",
    "2024",
    "Monday",
    "last",
    "ago",
    "two",
    "31",
    "February",
    "year",
    ",",
    "th",
    "a",
]
# The rules were looked at on the first half only; the second was written before and run once.
KNOWN = [
    ("The contract was signed on 14 May 2024.", ["2024-05-14"]),
    ("The contract was signed on May 14, 2024, at noon.", ["2024-05-14"]),
    ("It dates from 2024-02-29.", ["2024-02-29"]),
    ("There is no 31 April 2024.", []),
    ("The plant opened in March 2019.", ["2019-03"]),
    ("The plant opened in 2019.", ["2019"]),
    ("We have met twice since 2021.", ["2021"]),
    ("Between 2015 and 2018 the fund lost money.", ["2015", "2018"]),
    ("The minister spoke on Monday.", ["2024-05-13"]),
    ("The minister will speak on Monday.", ["2024-05-20"]),
    ("The committee met last Wednesday.", ["2024-05-08"]),
    ("The committee meets next Wednesday.", ["2024-05-22"]),
    ("We decided that yesterday.", ["2024-05-14"]),
    ("We will decide that tomorrow.", ["2024-05-16"]),
    ("He resigned this morning.", ["2024-05-15"]),
    ("She left two days ago.", ["2024-05-13"]),
    ("She left two years ago.", ["2022"]),
    ("She left three months ago.", ["2024-02"]),
    ("Profits fell last year.", ["2023"]),
    ("Profits will rise next month.", ["2024-06"]),
    ("The vote was held in March.", ["2024-03"]),
    ("The vote was held in October.", ["2023-10"]),
    ("The vote will be held in October.", ["2024-10"]),
    ("Mrs May said that she may march on Parliament.", []),
    ("The bill covers 2,000 cases in 1990 homes.", []),
    ("In 2019 people were counted by hand.", []),
    ("Room 2019 was empty, and so was seat 14.", []),
    ("It took a second.", []),
    ("The shop opens every Monday.", []),
    ("The Sunday Times said so.", []),
    ("He said on Tuesday that he will close it on Thursday.", ["2024-05-14", "2024-05-16"]),
    ("It will be closed from Monday.", ["2024-05-20"]),
    ("It grew from 1800 to 2000 soldiers.", []),
    ("He was shot two days earlier.", []),
]
HELD_OUT = [
    ("The treaty entered into force on 3 June 2011.", ["2011-06-03"]),
    ("On June 3rd, 2011, the treaty entered into force.", ["2011-06-03"]),
    ("The 3rd of June 2011 was a Friday.", ["2011-06-03"]),
    ("By September 2020 the wall had cracked.", ["2020-09"]),
    ("Until 2016 nobody had asked.", ["2016"]),
    ("The audit for 2022 is missing.", ["2022"]),
    ("He told us on Friday that it was done.", ["2024-05-10"]),
    ("They are going to sign on Friday.", ["2024-05-17"]),
    ("The strike began on Wednesday.", ["2024-05-15"]),
    ("The strike ended last night.", ["2024-05-14"]),
    ("The board met the day before yesterday.", ["2024-05-13"]),
    ("Ten days ago the pump failed.", ["2024-05-05"]),
    ("A year ago the pump failed.", ["2023"]),
    ("The lease ends next year.", ["2025"]),
    ("We bought it in January of last year.", ["2023-01"]),
    ("The attack of December 7 was planned abroad.", ["2023-12-07"]),
    ("The hearing is on June 3.", ["2024-06-03"]),
    ("The hearing was on June 3.", ["2023-06-03"]),
    ("Sales in August were weak.", ["2023-08"]),
    ("Since last Monday nobody has been in.", ["2024-05-13"]),
    ("Article 1999 of the code applies.", []),
    ("More than 2000 dollars were paid.", []),
    ("It may rain, and they will march.", []),
    ("Flight 1812 was late by 40 minutes.", []),
]


def found(text: str, said: str | None = SAID) -> list[str]:
    return [iso for _, _, iso in moments(text, said)]


@pytest.mark.parametrize(("text", "dates"), KNOWN + HELD_OUT)
def test_dates_by_example(text: str, dates: list[str]) -> None:
    assert found(text) == dates


def test_without_a_date_of_its_own_only_full_years_are_worked_out() -> None:
    text = "It was signed on Monday, 3 June, after the talks of May 2020 and two years ago."
    assert found(text, None) == ["2020-05"]
    assert found(text, "2024") == ["2020-05", "2022"]


def test_places_count_characters_of_the_document() -> None:
    text = "Yes. The contract was signed on 14\nMay 2024, they say."
    (moment,) = moments_in(text, 5, len(text), SAID)
    assert (text[moment.start : moment.end], moment.iso) == ("14\nMay 2024", "2024-05-14")


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES)),
    st.sampled_from([None, "2024", "2024-02", SAID, "0001-01-01"]),
)
def test_spans_are_in_order_and_never_overlap(words: list[str], said: str | None) -> None:
    text = " ".join(words)
    spans = [(start, end) for start, end, _ in moments(text, said)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
