"""Nearest vectors among very many, by a graph: what it finds is exact, what it misses is little.

Hierarchical navigable small worlds (Malkov and Yashunin 2018), as usearch builds them, over vectors
in 8 bits. More neighbours than wanted are fetched; those that may be paired are compared exactly.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from contradict.pairs.barred import Indices
from contradict.pairs.neighbours import Cosine, Found, Search, cosines
from contradict.protocols import Vectors

MORE = 28  # neighbours fetched beside those wanted: some may not be paired, 8 bits misplace some
EXPANSION = 128  # candidates that the graph looks at; 0.997 of the nearest 13 of 30,000 are found
ROWS_AT_ONCE = 16_384


class ApproximateCosine:
    """Nearness of dense vectors: exact among up to ``exact_up_to`` columns, else by a graph."""

    def __init__(self, vectors: Vectors, exact_up_to: int) -> None:
        self._vectors, self._exact_up_to = vectors, exact_up_to

    def near(
        self, search: Search, rows: Indices, columns: Indices, most: int, floor: float
    ) -> Iterator[Found]:
        """See ``neighbours.Measure``; beyond ``exact_up_to`` a few may be missing."""
        if len(columns) <= self._exact_up_to:
            yield from Cosine(self._vectors).near(search, rows, columns, most, floor)
            return
        index = self._index(columns)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            block = rows[start : start + ROWS_AT_ONCE]
            wanted = min(most + MORE, len(columns))  # of more, it invents some
            found = index.search(self._vectors[block], wanted, threads=0)
            one = np.repeat(block, wanted)
            two = columns[found.keys.astype(np.int64).ravel()]
            kept = search.barred.allowed(one, two)
            one, two = one[kept], two[kept]
            score = cosines(self._vectors, one, two)
            kept = score >= floor
            yield one[kept], two[kept], score[kept]

    def _index(self, columns: Indices):  # type: ignore[no-untyped-def]  # usearch's own class
        """The graph over some claims; by one thread, or it would differ from run to run."""
        from usearch.index import Index

        index = Index(
            ndim=self._vectors.shape[1],
            metric="ip",
            dtype="i8",
            expansion_add=EXPANSION,
            expansion_search=EXPANSION,
        )
        for start in range(0, len(columns), ROWS_AT_ONCE):
            part = columns[start : start + ROWS_AT_ONCE]
            index.add(np.arange(start, start + len(part)), self._vectors[part], threads=1)
        return index
