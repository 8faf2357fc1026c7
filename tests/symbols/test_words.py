"""Words and phrases of a quote: where they stand, and that no text is too odd or too long."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.symbols.words import MOST_PHRASES, phrases, span_of, stem, unshared, words_in

TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from(["the", "3,5", "U.S.", "don’t", "x-ray", "…", "(so)", "_", "4x4"]), max_size=80
).map(" ".join)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_words_stand_where_they_say_and_cover_every_letter_and_digit(text: str) -> None:
    words = words_in(text)
    assert all(text[word.start : word.end].strip() for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))
    inside = {place for word in words for place in range(word.start, word.end)}
    assert all(place in inside for place, sign in enumerate(text) if sign.isalnum())


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_phrases_are_the_words_in_order_in_few_runs(text: str) -> None:
    runs = phrases(text)
    assert len(runs) <= MOST_PHRASES
    assert [word for run in runs for word in run] == words_in(text)
    assert all(0 <= start < end <= len(text) for start, end in map(span_of, runs))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada Pell's 1,000.5 votes", ["ada", "pell's", "1,000.5", "votes"]),
        ("They don’t know", ["they", "don't", "know"]),
        ("at 10:30, 7.", ["at", "10:30", "7"]),
        ("the U.S. and A&B", ["the", "u.s", "and", "a&b"]),
    ],
)
def test_what_a_word_is(text: str, words: list[str]) -> None:
    assert [word.text for word in words_in(text)] == words


@pytest.mark.parametrize(
    "forms",
    [
        ("order", "orders", "ordered", "ordering"),
        ("plan", "planned", "planning", "plans"),
        ("imply", "implies", "implied"),
        ("state", "states", "stated", "stating"),
        ("close", "closed", "closing", "closes"),
    ],
)
def test_inflections_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_words_that_both_sides_have_are_left_out_in_any_form() -> None:
    left, right = (
        words_in("The ministers ordered the boats home"),
        words_in("No minister orders boats"),
    )
    assert [word.text for word in unshared(left, right)] == ["home"]


def test_a_very_long_text_has_few_phrases_too() -> None:
    assert 1 < len(phrases("one, two; three. " * 4_000)) <= MOST_PHRASES
