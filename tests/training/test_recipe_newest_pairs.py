"""The newest batches are all there, of the others some, each pair once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contradict.training.recipes.newest_pairs import batch_number, newest

numbers = st.lists(st.integers(1, 60), max_size=40)


@given(numbers, st.integers(1, 60), st.integers(0, 50))
def test_all_of_the_last_batches_and_some_of_the_others(
    batches: list[int], since: int, others: int
) -> None:
    rows = [{"id": f"w{batch}-{number:03d}"} for number, batch in enumerate(batches)]
    chosen = newest(rows, since, others, seed=1)
    late = [row for row in rows if batch_number(row) >= since]
    assert chosen[: len(late)] == late
    assert len(chosen) == len(late) + min(others, len(rows) - len(late))
    assert len({row["id"] for row in chosen}) == len(chosen)
    assert chosen == newest(rows, since, others, seed=1)
