"""Which claims are never paired: those of the same words, and those that share characters.

What says the same cannot contradict itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from contradict.pairs.order import numbered
from contradict.records import Claim

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Barred:
    """The pairs that are never made, whatever the rest of a scan holds."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._size = len(claims)
        self._words, self._same = _same_words(claims)
        self._overlapping: dict[int, list[int]] = {}
        for one, other in _overlapping(claims):
            self._overlapping.setdefault(one, []).append(other)
            self._overlapping.setdefault(other, []).append(one)
        keys = [one * self._size + two for one, own in self._overlapping.items() for two in own]
        self._keys = np.array(keys, dtype=np.int64)

    def of(self, place: int) -> Indices:
        """Places of the claims that one is never paired with, itself among them."""
        same = self._same[self._words[place]]
        more = self._overlapping.get(place)
        return same if more is None else np.append(same, more)

    def allowed(self, one: Indices, two: Indices) -> Flags:
        """Which of these pairs are not barred."""
        overlap = np.isin(one * self._size + two, self._keys)
        return np.asarray((self._words[one] != self._words[two]) & ~overlap)


def _same_words(claims: Sequence[Claim]) -> tuple[Indices, list[Indices]]:
    """(number of each claim's words, places by that number); case and spaces aside."""
    numbers: dict[str, int] = {}
    words = [
        numbers.setdefault(" ".join(claim.text.casefold().split()), len(numbers))
        for claim in claims
    ]
    places: list[list[int]] = [[] for _ in numbers]
    for place, number in enumerate(words):
        places[number].append(place)
    return np.array(words, dtype=np.int64), [np.array(one, dtype=np.int64) for one in places]


def _overlapping(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Places of claims of one document that share characters, each two once."""
    documents: dict[int, list[int]] = {}
    for place, document in enumerate(numbered(claims)):
        documents.setdefault(document, []).append(place)
    for places in documents.values():
        places.sort(key=lambda place: claims[place].start)
        for number, place in enumerate(places):
            for other in places[number + 1 :]:
                if claims[other].start >= claims[place].end:
                    break
                yield place, other
