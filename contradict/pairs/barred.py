"""Which claims are never paired: the same words, the same place, and one breath.

What says the same cannot contradict itself, and a speaker who goes on in the same sentence with a
comma or an "and" takes nothing back: "I drove our incarceration rate down to 20-year lows, and
drove violent crime down to 30-year lows". Of 14,126 gold lines of data/corpora train and dev one
contradiction is of that kind; of the first 100 findings among 64,290 sentences of debates,
speeches and interviews four were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from contradict.pairs.order import document_key
from contradict.records import Claim

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

GOES_ON = re.compile(r"\s*(?:,\s*(?:(?:and|or|then)\s+)*|(?:(?:and|or|then)\s+)+)")
ENDS = ".!?\N{HORIZONTAL ELLIPSIS}"  # of a sentence, where a claim takes its mark with it


class Barred:
    """The pairs that are never made, whatever the rest of a scan holds."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._size = len(claims)
        self._words, self._same = _same_words(claims)
        self._near: dict[int, list[int]] = {}
        for one, other in _neighbours(claims):
            self._near.setdefault(one, []).append(other)
            self._near.setdefault(other, []).append(one)
        keys = [one * self._size + two for one, near in self._near.items() for two in near]
        self._keys = np.array(keys, dtype=np.int64)

    def of(self, place: int) -> Indices:
        """Places of the claims that one is never paired with, itself among them."""
        same = self._same[self._words[place]]
        more = self._near.get(place)
        return same if more is None else np.append(same, more)

    def allowed(self, one: Indices, two: Indices) -> Flags:
        """Which of these pairs are not barred."""
        near = np.isin(one * self._size + two, self._keys)
        return np.asarray((self._words[one] != self._words[two]) & ~near)


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


def _neighbours(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Places of claims of one document that share characters or are said in one breath."""
    documents: dict[tuple[str, str, str], list[int]] = {}
    for place, claim in enumerate(claims):
        documents.setdefault(document_key(claim), []).append(place)
    for places in documents.values():
        places.sort(key=lambda place: claims[place].start)
        for number, place in enumerate(places):
            last = claims[place]  # of those in one breath with this one, so far
            for other in places[number + 1 :]:
                if claims[other].start < claims[place].end:
                    yield place, other
                elif _goes_on(last, claims[other]):
                    last = claims[other]
                    yield place, other
                else:
                    break


def _goes_on(claim: Claim, other: Claim) -> bool:
    """Whether the speaker of a claim says the other one in the same sentence, without contrast."""
    between = claim.document.text[claim.end : other.start]
    ended = claim.quote.rstrip().endswith(tuple(ENDS))
    return claim.speaker == other.speaker and not ended and bool(GOES_ON.fullmatch(between))
