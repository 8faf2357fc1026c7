"""Items in order, so many at a time that their sizes add up to something worth starting on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def portions(
    items: Iterable[Item], size_of: Callable[[Item], int], enough: int
) -> Iterator[list[Item]]:
    """Yield lists of items, each cut where its sizes reach ``enough``; the last may be smaller.

    >>> list(portions(["a", "bcd", "e"], len, 4))
    [['a', 'bcd'], ['e']]
    """
    portion: list[Item] = []
    size = 0
    for item in items:
        portion.append(item)
        size += size_of(item)
        if size >= enough:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
