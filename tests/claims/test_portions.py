"""Portions hold everything once, in order, and no more than is worth starting on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contradict.claims.portions import portions


@given(st.lists(st.integers(0, 9)), st.integers(1, 20))
def test_portions_hold_everything_in_order_and_are_cut_where_there_is_enough(
    sizes: list[int], enough: int
) -> None:
    found = list(portions(sizes, int, enough))
    assert [one for portion in found for one in portion] == sizes
    assert all(sum(portion) >= enough for portion in found[:-1])
    assert all(sum(portion[:-1]) < enough for portion in found)
    assert all(found)


def test_what_comes_later_is_not_drawn_before_it_is_needed() -> None:
    coming = iter("abc")
    assert next(portions(coming, len, 1)) == ["a"]
    assert list(coming) == ["b", "c"]
