"""Windows: every token is read, beside every token of the other text, and nothing is too long."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.judgements.windows import OVERLAP, window_pairs, windows

LENGTHS = st.integers(0, 700)


@given(LENGTHS, st.integers(1, 300))
@settings(max_examples=200, deadline=None)
def test_windows_cover_every_token_in_order_and_fit(length: int, size: int) -> None:
    ids = list(range(length))
    parts = windows(ids, size)
    assert all(len(part) <= size for part in parts)
    assert all(part == list(range(part[0], part[-1] + 1)) for part in parts if part)
    assert sorted({token for part in parts for token in part}) == ids
    assert len(parts) <= 1 or all(a[0] < b[0] <= a[-1] + 1 for a, b in pairwise(parts))


@given(LENGTHS, st.integers(2 * OVERLAP, 300))
@settings(max_examples=50, deadline=None)
def test_neighbours_share_some_tokens(length: int, size: int) -> None:
    parts = windows(list(range(length)), size)
    for one, other in pairwise(parts):
        assert len(set(one) & set(other)) >= OVERLAP


@given(st.integers(0, 150), st.integers(0, 150), st.integers(2, 200))
@settings(max_examples=60, deadline=None)
def test_every_token_meets_every_token_of_the_other_text(left: int, right: int, room: int) -> None:
    pairs = window_pairs(list(range(left)), list(range(right)), room)
    assert all(len(a) + len(b) <= room for a, b in pairs)
    lefts = {tuple(a) for a, _ in pairs}
    rights = {tuple(b) for _, b in pairs}
    assert {token for part in lefts for token in part} == set(range(left))
    assert {token for part in rights for token in part} == set(range(right))
    assert {(tuple(a), tuple(b)) for a, b in pairs} == {(a, b) for a in lefts for b in rights}


def test_texts_that_fit_are_one_window_each() -> None:
    assert window_pairs([1, 2, 3], [4, 5], room=5) == [([1, 2, 3], [4, 5])]
