"""What the last scan found of each claim's neighbours and of each pair, in the file of a corpus.

A row an array, all written anew by every scan: neighbours by rule, and the candidates with the
cascade's log-odds and whether they proved weak. It saves time and decides nothing: without it a
scan gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from contradict.corpus.database import Database, damaged
from contradict.pairs.barred import Indices
from contradict.pairs.neighbours import Found
from contradict.pairs.rules import RULES

Names = npt.NDArray[np.uint64]
# Of each array: the type it is kept in, and the one that it is read as.
NEIGHBOURS = {"one": ("<i4", np.int64), "two": ("<i4", np.int64), "score": ("<f8", np.float64)}
ARRAYS = {
    "claims": ("<u8", np.uint64),
    "first": ("<i4", np.int64),
    "second": ("<i4", np.int64),
    "rules": ("<i1", np.int8),
    "logits": ("<f8", np.float64),
    "weak": ("<i1", np.bool_),
    "far": ("<i1", np.bool_),
}


@dataclass(frozen=True)
class KnownPairs:
    """Places count in ``claims``, which names each claim of the scan by a hash.

    ``weak`` pairs were judged and are no findings by any usual threshold, ``far`` ones were
    screened out by the judge; ``logits`` are nan where the cascade was not asked.
    """

    claims: Names
    neighbours: Mapping[str, Found]
    first: Indices
    second: Indices
    rules: npt.NDArray[np.int8]
    logits: npt.NDArray[np.float64]
    weak: npt.NDArray[np.bool_]
    far: npt.NDArray[np.bool_]


def load(database: Database, made_of: str) -> KnownPairs | None:
    """What the last scan kept, None where there is nothing or it was made otherwise.

    Raises InputError where a row is not as it was written.
    """
    rows = database.rows("SELECT name, cell FROM known_pairs WHERE made_of = ?", (made_of,))
    if not rows:
        return None
    try:
        known = _known(dict(rows))
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(database.path, error) from error
    _check(database, known)
    return known


def keep(database: Database, made_of: str, known: KnownPairs) -> None:
    """Put in place of what was kept before; one transaction."""
    cells = {name: _bytes(getattr(known, name), kind) for name, (kind, _) in ARRAYS.items()}
    for rule, found in known.neighbours.items():
        for (name, (kind, _)), array in zip(NEIGHBOURS.items(), found, strict=True):
            cells[f"{rule}.{name}"] = _bytes(array, kind)
    with database.transaction():
        database.write("DELETE FROM known_pairs", [()])
        database.write(
            "INSERT INTO known_pairs (made_of, name, cell) VALUES (?, ?, ?)",
            [(made_of, name, cell) for name, cell in cells.items()],
        )


def _bytes(array: npt.NDArray[np.generic], kind: str) -> bytes:
    return np.ascontiguousarray(array, dtype=kind).tobytes()


def _known(cells: Mapping[str, bytes]) -> KnownPairs:
    def array(name: str, kind: str, read_as: Any) -> Any:
        return np.frombuffer(cells[name], dtype=kind).astype(read_as)

    neighbours = {
        rule: tuple(array(f"{rule}.{name}", *types) for name, types in NEIGHBOURS.items())
        for rule in RULES
        if f"{rule}.one" in cells
    }
    arrays = {name: array(name, *types) for name, types in ARRAYS.items()}
    return KnownPairs(neighbours=neighbours, **arrays)


def _check(database: Database, known: KnownPairs) -> None:
    """Refuse places that no claim has, and columns of different lengths."""
    size = len(known.claims)
    pairs = (known.first, known.second, known.rules, known.logits, known.weak, known.far)
    groups = [*known.neighbours.values(), pairs]
    fits = all(len({len(array) for array in group}) == 1 for group in groups)
    places = [array for group in groups for array in group[:2]]
    fits = fits and all(len(one) == 0 or (one.min() >= 0 and one.max() < size) for one in places)
    if not fits:
        raise damaged(database.path, ValueError("known pairs were altered"))
