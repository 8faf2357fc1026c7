"""How passages are put into words."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.reports.passages import date_words, number_words, place_line, segments

span = st.tuples(st.integers(-5, 40), st.integers(-5, 40))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=30), st.lists(span, max_size=5))
def test_segments_mark_exactly_the_spans_and_lose_nothing(quote, spans):
    pieces = segments(quote, spans)
    assert "".join(stretch for stretch, _ in pieces) == quote
    marked = [mark for stretch, mark in pieces for _ in stretch]
    expected = [any(start <= i < end for start, end in spans) for i in range(len(quote))]
    assert marked == expected
    assert all(a[1] != b[1] for a, b in itertools.pairwise(pieces))


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2024-05-04", "4 May 2024"),
        ("2024-12", "December 2024"),
        ("2024", "2024"),
        (None, "undated"),
        ("2024-13-01", "2024-13-01"),
        ("last spring", "last spring"),
    ],
)
def test_dates(date, words):
    assert date_words(date) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.5, "0.50"), (1.0, "1.00"), (0.9999, "> 0.99"), (0.0, "0.00"), (0.001, "< 0.01")],
)
def test_numbers_claim_no_certainty_they_lack(value, words):
    assert number_words(value) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"anchor": {"page": None, "line": 12, "time": None}}, "a.txt:12"),
        ({"anchor": {"page": 3, "line": 2, "time": None}}, "a.txt, page 3, line 2"),
        ({"anchor": {"page": None, "line": None, "time": "00:01:02"}}, "a.txt, at 00:01:02"),
        ({"document": "17"}, "a.txt, statement 17"),
        ({}, "a.txt, characters 4–9"),
    ],
)
def test_places(fields, words):
    side = {"source": "a.txt", "document": "a.txt", "start": 4, "end": 9, "anchor": {}} | fields
    assert place_line(side) == words
