"""Exact nearest neighbours among the claims that may be paired, in blocks of bounded memory."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from contradict.pairs.barred import Barred, Flags, Indices
from contradict.protocols import Vectors
from contradict.records import Claim

Scores = npt.NDArray[np.float64]
Table = npt.NDArray[np.float32]
Found = tuple[Indices, Indices, Scores]  # a claim, one near it, and how near; an entry each

BLOCK_CELLS = 8_000_000  # scores held at once: 32 MB in float32
EXACT_ROWS = 16_384  # pairs whose cosine is worked out at once: 100 MB for 384 dimensions
FEWEST_ROWS = 256  # of a sparse table, however many columns it has
MOST_SHARING = 2000  # claims that share a term which tells something in a very large corpus
GROUPED = 32  # columns of which the best is looked at first
NEARLY = 1e-5  # wider than float32 products of unit vectors differ between machines and threads


@dataclass(frozen=True)
class Near:
    """Neighbours found before: by claim, then the best first; places among the claims of today.

    ``fresh`` tells which claims were not searched among then, ``stale`` which have to be searched
    for anew: the fresh ones, and those of whose neighbours one is gone.
    """

    one: Indices
    two: Indices
    score: Scores
    fresh: Flags
    stale: Flags


class Measure(Protocol):
    """How near claims are to each other."""

    def near(
        self, search: Search, rows: Indices, columns: Indices, most: int, floor: float
    ) -> Iterator[Found]:
        """For each row the columns that may be among its ``most`` nearest, at least ``floor`` near.

        Too many rather than too few; scores are exact. None that ``search`` bars.
        """


class Search:
    """Exact nearest neighbours among the claims that may be paired."""

    def __init__(self, claims: Sequence[Claim], sides: Sequence[int] | None) -> None:
        self.size = len(claims)
        self.barred = Barred(claims)
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
        """The same search among the claims of each group alone; a group a claim, None for none."""
        members: dict[Hashable, list[int]] = {}
        for place, group in enumerate(groups):
            if group is not None:
                members.setdefault(group, []).append(place)
        narrow = copy(self)
        inside = [(self._mask(rows), self._mask(columns)) for rows, columns in self._directions]
        narrow._directions = [
            (own[rows[own]], own[columns[own]])
            for own in map(np.array, members.values())
            for rows, columns in inside
        ]
        return narrow

    def _mask(self, places: Indices) -> npt.NDArray[np.bool_]:
        found = np.zeros(self.size, dtype=np.bool_)
        found[places] = True
        return found

    def run(
        self,
        measure: Measure,
        most: int,
        floor: float,
        known: Near | None = None,
        only: Indices | None = None,
    ) -> Found:
        """Every claim with its ``most`` nearest, at least ``floor`` near; ties go by content.

        With ``known`` neighbours only what may have changed is searched; the result is the same.
        ``only`` are the claims to search for, None for all.
        """
        found: list[Found] = []
        if most > 0:
            for rows, columns in self._to_search(known, only):
                for block in measure.near(self, rows, columns, most, floor):
                    found.append(self._nearest(block, most))
            if known is not None:
                kept = ~known.stale[known.one]
                found.append((known.one[kept], known.two[kept], known.score[kept]))
        return self._nearest(merged(found), most)

    def _to_search(
        self, known: Near | None, only: Indices | None
    ) -> Iterator[tuple[Indices, Indices]]:
        for every, columns in self._directions:
            rows = every if only is None else np.intersect1d(every, only)
            if known is None:
                parts = [(rows, columns)]
            else:
                stale = known.stale[rows]
                parts = [(rows[stale], columns), (rows[~stale], columns[known.fresh[columns]])]
            yield from (part for part in parts if len(part[0]) and len(part[1]))

    def _nearest(self, found: Found, most: int) -> Found:
        """The best ``most`` of each claim, by claim, then the best first."""
        one, two, score = found
        order = np.lexsort((self._rank[two], -score, one))
        sorted_one = one[order]
        nth = np.arange(len(order)) - np.searchsorted(sorted_one, sorted_one)
        order = order[nth < most]
        return one[order], two[order], score[order]


class Cosine:
    """Nearness of dense vectors, one L2-normalised row a claim."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def near(
        self, search: Search, rows: Indices, columns: Indices, most: int, floor: float
    ) -> Iterator[Found]:
        """See ``Measure``."""
        local = np.full(search.size, -1, dtype=np.int64)
        local[columns] = np.arange(len(columns))
        turned = self._vectors[columns].T
        for block in _blocks(rows, len(columns)):
            table = self._vectors[block] @ turned
            for row, place in enumerate(block):
                shut = local[search.barred.of(int(place))]
                table[row, shut[shut >= 0]] = -np.inf
            near_row, near_column = _at_least_nearly(table, most, floor)
            one, two = block[near_row], columns[near_column]
            score = cosines(self._vectors, one, two)
            kept = score >= floor
            yield one[kept], two[kept], score[kept]


class SharedTerms:
    """Nearness of sparse rows, L2-normalised and with their columns in order.

    Among more than ``exact_up_to`` claims, terms that MOST_SHARING of them have are left out.
    """

    def __init__(self, weights: Any, exact_up_to: int = 10**9) -> None:
        self._weights, self._exact_up_to = weights, exact_up_to

    def near(
        self, search: Search, rows: Indices, columns: Indices, most: int, floor: float
    ) -> Iterator[Found]:
        """See ``Measure``; products add up in the order of the terms, the same both ways."""
        turned = self._weights[columns].T.tocsr()
        if len(columns) > self._exact_up_to:
            common = np.diff(turned.indptr) > MOST_SHARING
            turned.data[np.repeat(common, np.diff(turned.indptr))] = 0.0
            turned.eliminate_zeros()
        for block in _blocks(rows, len(columns), FEWEST_ROWS):
            table = (self._weights[block] @ turned).tocoo()
            kept = (table.data >= floor) & (table.data > 0)
            one, two = block[table.row[kept]], columns[table.col[kept]]
            score = table.data[kept]
            kept = search.barred.allowed(one, two)
            yield one[kept], two[kept], score[kept]


def merged(parts: Sequence[Found]) -> Found:
    """What several searches found, one after the other."""
    nothing = np.zeros(0, dtype=np.int64)
    every = [(nothing, nothing, np.zeros(0)), *parts]
    one, two, score = (np.concatenate(column) for column in zip(*every, strict=True))
    return one, two, score


def cosines(vectors: Vectors, first: Indices, second: Indices) -> Scores:
    """Cosine of pairs of rows in float64, one by one, so that nothing else can change a digit."""
    result = np.empty(len(first), dtype=np.float64)
    for start in range(0, len(first), EXACT_ROWS):
        part = slice(start, start + EXACT_ROWS)
        left, right = vectors[first[part]], vectors[second[part]]
        result[part] = np.einsum("ij,ij->i", left.astype(np.float64), right.astype(np.float64))
    return result


def _blocks(rows: Indices, columns: int, fewest: int = 1) -> Iterator[Indices]:
    size = max(fewest, BLOCK_CELLS // columns)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _at_least_nearly(table: Table, most: int, floor: float) -> tuple[Indices, Indices]:
    """Cells that may be among the best of their row: too many rather than too few."""
    least = np.maximum(_bound(table, most), floor) - NEARLY
    row, column = np.nonzero(table >= least[:, None])
    return row, column


def _bound(table: Table, most: int) -> Table:
    """A number for each row that at least ``most`` of its cells reach, -inf where it has fewer.

    Of many columns it is the best of each group that are compared: ``most`` groups hold ``most``
    cells, and a thirtieth of the cells is sorted in a thirtieth of the time.
    """
    rows, columns = table.shape
    groups = columns // GROUPED
    if groups > most:
        table = table[:, : groups * GROUPED].reshape(rows, GROUPED, groups).max(axis=1)
    if table.shape[1] <= most:
        return np.full(rows, -np.inf, dtype=np.float32)
    return np.asarray(np.partition(table, -most, axis=1)[:, -most])
