"""Exact nearest neighbours among the claims that may be paired, in blocks of bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from copy import copy

import numpy as np
import numpy.typing as npt

from contradict.pairs.order import document_key
from contradict.records import Claim

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Scores = npt.NDArray[np.floating]

BLOCK_CELLS = 8_000_000  # scores held at once: 32 MB in float32
NEARLY = 1e-5  # wider than float32 products of unit vectors differ between machines and threads


class Search:
    """Exact nearest neighbours among the claims that may be paired."""

    def __init__(self, claims: Sequence[Claim], sides: Sequence[int] | None) -> None:
        self._claims = len(claims)
        self._barred = _barred(claims)
        # ties go by content, so that the order of the files chooses no neighbour
        content = [
            (claim.text, claim.document.source, claim.document.name, claim.start, claim.end)
            for claim in claims
        ]
        self._rank = np.empty(len(claims), dtype=np.int64)
        self._rank[sorted(range(len(claims)), key=content.__getitem__)] = np.arange(len(claims))
        everything = np.arange(len(claims))
        if sides is None:
            self._directions = [(everything, everything)]
        else:
            side = np.asarray(sides, dtype=np.int64)
            zero, one = np.flatnonzero(side == 0), np.flatnonzero(side == 1)
            self._directions = [(zero, one), (one, zero)]

    def within(self, groups: Sequence[Hashable]) -> Search:
        """The same search among the claims of each group alone; a group a claim."""
        members: dict[Hashable, list[int]] = {}
        for place, group in enumerate(groups):
            members.setdefault(group, []).append(place)
        narrow = copy(self)
        narrow._directions = [
            (np.intersect1d(rows, own), np.intersect1d(columns, own))
            for own in map(np.array, members.values())
            for rows, columns in self._directions
        ]
        return narrow

    def run(
        self,
        scorer: Callable[[Indices], Callable[[Indices], Scores]],
        exact: Callable[[Indices, Indices], Floats] | None,
        neighbours: int,
        floor: float,
    ) -> Indices:
        """Keys ``lower place * claims + higher place`` of every claim and its neighbours.

        ``scorer`` takes columns and gives what makes a table of scores, (rows, columns), out of
        rows.  Its scores may be off by NEARLY; ``exact`` gives those of single pairs, the same on
        every run, which decide, or is None where the table is exact.
        """
        keys = [np.zeros(0, dtype=np.int64)]
        for rows, columns in self._directions:
            if neighbours < 1 or not len(rows) or not len(columns):
                continue
            local = np.full(self._claims, -1, dtype=np.int64)
            local[columns] = np.arange(len(columns))
            scores = scorer(columns)
            for block in _blocks(rows, len(columns)):
                table = scores(block)
                for row, place in enumerate(block):
                    shut = local[self._barred(int(place))]
                    table[row, shut[shut >= 0]] = -np.inf
                near_row, near_column = _at_least_nearly(table, neighbours, floor)
                one, two = block[near_row], columns[near_column]
                score = exact(one, two) if exact else table[near_row, near_column]
                chosen = self._nearest(one, two, score, neighbours, floor)
                one, two = one[chosen], two[chosen]
                keys.append(np.minimum(one, two) * self._claims + np.maximum(one, two))
        return np.unique(np.concatenate(keys))

    def _nearest(
        self, one: Indices, two: Indices, score: Scores, neighbours: int, floor: float
    ) -> Indices:
        """Which of the scored pairs are among the best ``neighbours`` of their ``one``."""
        order = np.lexsort((self._rank[two], -score, one))
        sorted_one = one[order]
        nth = np.arange(len(order)) - np.searchsorted(sorted_one, sorted_one)
        return order[(nth < neighbours) & (score[order] >= floor)]


def _blocks(rows: Indices, columns: int) -> Iterator[Indices]:
    size = max(1, BLOCK_CELLS // columns)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _at_least_nearly(table: Scores, neighbours: int, floor: float) -> tuple[Indices, Indices]:
    """Cells that may be among the best of their row: too many rather than too few."""
    if neighbours < table.shape[1]:
        kth = np.partition(table, -neighbours, axis=1)[:, -neighbours, None]
        least = np.maximum(kth, floor) - NEARLY
    else:
        least = np.full((len(table), 1), floor - NEARLY)
    row, column = np.nonzero(table >= least)
    return row, column


def _barred(claims: Sequence[Claim]) -> Callable[[int], Indices]:
    """For a claim, the places of those it is never paired with, itself among them."""
    texts: dict[str, list[int]] = {}
    documents: dict[tuple[str, str, str], list[int]] = {}
    words = [" ".join(claim.text.casefold().split()) for claim in claims]
    for place, claim in enumerate(claims):
        texts.setdefault(words[place], []).append(place)
        documents.setdefault(document_key(claim), []).append(place)
    overlapping: dict[int, list[int]] = {}
    for places in documents.values():
        places.sort(key=lambda place: claims[place].start)
        for number, place in enumerate(places):
            for other in places[number + 1 :]:
                if claims[other].start >= claims[place].end:
                    break
                overlapping.setdefault(place, []).append(other)
                overlapping.setdefault(other, []).append(place)
    same = {text: np.array(places, dtype=np.int64) for text, places in texts.items()}

    def barred(place: int) -> Indices:
        more = overlapping.get(place)
        return same[words[place]] if more is None else np.append(same[words[place]], more)

    return barred
