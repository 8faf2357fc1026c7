"""What the last scan found of each claim's neighbours and of each pair, in the file of a corpus.

A row an array, all written anew by every scan: neighbours by rule, and the candidates with the
cascade's log-odds and whether they proved weak. It saves time and decides nothing: without it a
scan gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from contradict.corpus.database import Database, damaged
from contradict.pairs.neighbours import Found, Indices
from contradict.pairs.rules import RULES

Names = npt.NDArray[np.uint64]
TYPES = {"one": "<i4", "two": "<i4", "score": "<f8"}  # of neighbours
PAIR_TYPES = {"first": "<i4", "second": "<i4", "rules": "<i1", "logits": "<f8", "weak": "<i1"}


@dataclass(frozen=True)
class KnownPairs:
    """Places count in ``claims``, which names each claim of the scan by a hash.

    ``weak`` pairs were judged and are far from any finding; ``logits`` are nan where the cascade
    was not asked.
    """

    claims: Names
    neighbours: Mapping[str, Found]
    first: Indices
    second: Indices
    rules: npt.NDArray[np.int8]
    logits: npt.NDArray[np.float64]
    weak: npt.NDArray[np.bool_]


@dataclass
class _Cells:
    """Arrays as bytes, by name."""

    values: dict[str, bytes] = field(default_factory=dict)

    def put(self, name: str, array: npt.NDArray[np.generic], kind: str) -> None:
        self.values[name] = np.ascontiguousarray(array, dtype=kind).tobytes()

    def get(self, name: str, kind: str) -> npt.NDArray[np.generic]:
        return np.frombuffer(self.values[name], dtype=kind)


def load(database: Database, made_of: str) -> KnownPairs | None:
    """What the last scan kept, None where there is nothing or it was made otherwise.

    Raises InputError where a row is not as it was written.
    """
    rows = database.rows("SELECT name, cell FROM known_pairs WHERE made_of = ?", (made_of,))
    if not rows:
        return None
    cells = _Cells(dict(rows))
    try:
        known = _known(cells)
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(database.path, error) from error
    _check(database, known)
    return known


def keep(database: Database, made_of: str, known: KnownPairs) -> None:
    """Put in place of what was kept before; one transaction."""
    cells = _Cells()
    cells.put("claims", known.claims, "<u8")
    for rule, found in known.neighbours.items():
        for (name, kind), array in zip(TYPES.items(), found, strict=True):
            cells.put(f"{rule}.{name}", array, kind)
    for name, kind in PAIR_TYPES.items():
        cells.put(name, getattr(known, name), kind)
    with database.transaction():
        database.write("DELETE FROM known_pairs", [()])
        database.write(
            "INSERT INTO known_pairs (made_of, name, cell) VALUES (?, ?, ?)",
            [(made_of, name, cell) for name, cell in cells.values.items()],
        )


def _known(cells: _Cells) -> KnownPairs:
    neighbours = {
        rule: (
            cells.get(f"{rule}.one", TYPES["one"]).astype(np.int64),
            cells.get(f"{rule}.two", TYPES["two"]).astype(np.int64),
            cells.get(f"{rule}.score", TYPES["score"]).astype(np.float64),
        )
        for rule in RULES
        if f"{rule}.one" in cells.values
    }
    pairs = {name: cells.get(name, kind) for name, kind in PAIR_TYPES.items()}
    return KnownPairs(
        cells.get("claims", "<u8").astype(np.uint64),
        neighbours,
        pairs["first"].astype(np.int64),
        pairs["second"].astype(np.int64),
        pairs["rules"].astype(np.int8),
        pairs["logits"].astype(np.float64),
        pairs["weak"].astype(np.bool_),
    )


def _check(database: Database, known: KnownPairs) -> None:
    """Refuse places that no claim has, and columns of different lengths."""
    size = len(known.claims)
    pairs = (known.first, known.second, known.rules, known.logits, known.weak)
    groups = [*known.neighbours.values(), pairs]
    fits = all(len({len(array) for array in group}) == 1 for group in groups)
    places = [array for group in groups for array in group[:2]]
    fits = fits and all(len(one) == 0 or (one.min() >= 0 and one.max() < size) for one in places)
    if not fits:
        raise damaged(database.path, ValueError("known pairs were altered"))
