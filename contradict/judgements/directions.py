"""Both directions of each pair, every one read once; and pairs that one direction rules out.

What contradicts does so both ways. So the first direction screens: where it says that two texts
are far from a conflict the other is not read, which halves the work on most pairs of a scan.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np

from contradict.judgements.calibration import Array, Calibration, as_records
from contradict.records import Probabilities

Side = TypeVar("Side", str, tuple[int, ...])  # a text, or its token ids


def judged(
    pieces: Sequence[Sequence[tuple[Side, Side]]],
    read: Callable[[list[tuple[Side, Side]]], Array],
    calibration: Calibration,
    floor: float | None = None,
) -> list[Probabilities | None]:
    """The word on each pair of texts, given as its pairs of windows; the most conflicting stands.

    ``read`` gives logits of shape (n, 3) for directed pairs. With a ``floor`` a pair is None where
    the calibrated log-odds of contradiction, taken from one direction alone, are below it in every
    window. That direction is the same whichever text is left.
    """
    rows: _Rows[Side] = _Rows(read)
    kept = list(pieces)
    places = list(range(len(pieces)))
    if floor is not None:
        rows.add(_one_way(pair) for piece in pieces for pair in piece)
        near = rows.near(calibration, floor)
        places = [n for n, piece in enumerate(pieces) if any(_one_way(p) in near for p in piece)]
        kept = [pieces[place] for place in places]
    flat = [pair for piece in kept for pair in piece]
    rows.add(directed for a, b in flat for directed in ((a, b), (b, a)))
    forward = rows.of(flat)
    backward = rows.of([(b, a) for a, b in flat])
    shares = calibration.apply(forward, backward)
    strongest = _strongest(shares[:, 0], [len(piece) for piece in kept])
    found: list[Probabilities | None] = [None] * len(pieces)
    for place, record in zip(places, as_records(shares[strongest]), strict=True):
        found[place] = record
    return found


class BothWays(ABC):
    """A judge that reads pairs in both directions; see ``protocols.Judge`` and ``Screener``."""

    def probabilities(self, texts: Sequence[tuple[str, str]]) -> list[Probabilities]:
        """Judge (left, right) text pairs in both directions; independent of the batch."""
        return [one for one in self._judged(texts, None) if one is not None]

    def screened(
        self, texts: Sequence[tuple[str, str]], floor: float
    ) -> list[Probabilities | None]:
        """The same; None where one direction alone is below the floor."""
        return self._judged(texts, floor)

    @abstractmethod
    def _judged(
        self, texts: Sequence[tuple[str, str]], floor: float | None
    ) -> list[Probabilities | None]:
        """What ``judged`` says of the texts as the model reads them."""


class _Rows(Generic[Side]):
    """Logits of directed pairs, read when they are first asked for."""

    def __init__(self, read: Callable[[list[tuple[Side, Side]]], Array]) -> None:
        self._read: Callable[[list[tuple[Side, Side]]], Array] = read
        self._place: dict[tuple[Side, Side], int] = {}
        self._rows = np.zeros((0, 3))

    def add(self, wanted: Iterable[tuple[Side, Side]]) -> None:
        """Read those that are new, in a fixed order."""
        new = sorted(set(wanted) - self._place.keys())
        if new:
            self._place.update((pair, len(self._rows) + n) for n, pair in enumerate(new))
            self._rows = np.concatenate([self._rows, self._read(new)])

    def of(self, pairs: Sequence[tuple[Side, Side]]) -> Array:
        """Shape (n, 3)."""
        return np.asarray(self._rows[[self._place[pair] for pair in pairs]])

    def near(self, calibration: Calibration, floor: float) -> set[tuple[Side, Side]]:
        """Those from whose one direction alone the log-odds are not below the floor."""
        odds = calibration.odds(self._rows, self._rows)
        return {pair for pair, place in self._place.items() if odds[place] >= floor}


def _one_way(pair: tuple[Side, Side]) -> tuple[Side, Side]:
    return min(pair, pair[::-1])


def _strongest(values: Array, sizes: Sequence[int]) -> list[int]:
    """Index of the largest value of each consecutive group."""
    chosen, start = [], 0
    for size in sizes:
        chosen.append(start + int(np.argmax(values[start : start + size])))
        start += size
    return chosen
