"""Labelled tables -> figures: every pair is judged, then compared with its label."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.errors import InputError, UsageError
from contradict.evaluation.metrics import Metric, evaluate, reliability
from contradict.labelled import BadRow, PairRow, read_pairs
from contradict.records import Probabilities

if TYPE_CHECKING:
    from contradict.detector import Detector

ROWS_AT_ONCE = 2048  # enough to batch well; results are independent of it
WORDS = "words"  # a group that every table has: how long the longer text of a pair is
BANDS = (8, 16, 32, 64)  # words; upper ends

Files = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


@dataclass(frozen=True)
class Judged:
    """Labelled pairs with what the judge says of them; ``groups`` has a value a pair by column."""

    gold: list[str]
    probabilities: list[Probabilities]
    groups: dict[str, list[str | None]]

    def metrics(self, seed: int = 0) -> list[Metric]:
        """The figures over all pairs, then those of each group."""
        return evaluate(self.gold, self.probabilities, groups=self.groups or None, seed=seed)

    def reliability(self) -> list[dict[str, Any]]:
        """How often pairs of a score are what it says; see ``metrics.reliability``."""
        return reliability(self.gold, self.probabilities)


def evaluate_files(
    labelled: Files,
    detector: Detector | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    by: Sequence[str] = (),
    seed: int = 0,
    bad: Callable[[Path, BadRow], None] = lambda path, row: None,
    done: Callable[[int, int], None] = lambda number, total: None,
) -> list[Metric]:
    """The figures of ``judge_files``, over all pairs and by group."""
    judged = judge_files(labelled, detector, labels=labels, by=by, bad=bad, done=done)
    return judged.metrics(seed)


def judge_files(
    labelled: Files,
    detector: Detector | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    by: Sequence[str] = (),
    bad: Callable[[Path, BadRow], None] = lambda path, row: None,
    done: Callable[[int, int], None] = lambda number, total: None,
) -> Judged:
    """Judge the labelled pairs of one or more tables.

    The tables have the columns of ``score --pairs`` and ``label``; ``labels`` says what other
    names stand for. ``by`` names columns that make groups; where no column is called "words" that
    is the length of the longer text, in bands. Without a ``detector`` the default models are
    loaded. ``bad`` is told of every row that cannot be used, ``done`` how many pairs of how many
    are judged. Raises InputError where no row is usable, UsageError where a table lacks a column of
    ``by``.
    """
    rows = list(_usable(_as_paths(labelled), labels, bad))
    groups = {column: [_cell(row, column) for row in rows] for column in by}
    for column, cells in groups.items():
        if not any(cells):
            raise UsageError(f"no column '{column}'; there are: {', '.join(_columns(rows))}")
    if detector is None:
        from contradict.detector import load

        detector = load()
    probabilities: list[Probabilities] = []
    for start in range(0, len(rows), ROWS_AT_ONCE):
        probabilities += detector.judge_rows(rows[start : start + ROWS_AT_ONCE])
        done(len(probabilities), len(rows))
    return Judged([str(row.label) for row in rows], probabilities, groups)


def _as_paths(labelled: Files) -> list[Path]:
    files = [labelled] if isinstance(labelled, (str, os.PathLike)) else labelled
    return [Path(file) for file in files]


def _usable(
    paths: Sequence[Path], labels: Mapping[str, str] | None, bad: Callable[[Path, BadRow], None]
) -> list[PairRow]:
    usable: list[PairRow] = []
    first: InputError | None = None
    for path in paths:
        for row in read_pairs(path, require_label=True, labels=labels):
            if isinstance(row, PairRow):
                usable.append(row)
                continue
            first = first or InputError(row.error, source=str(path), row=row.row)
            bad(path, row)
    if not usable:
        names = ", ".join(map(str, paths))
        raise first or InputError("no labelled pairs", source=names, advice="give another file")
    return usable


def _cell(row: PairRow, column: str) -> str | None:
    if column == WORDS and WORDS not in row.columns:
        return band(max(len(row.left.split()), len(row.right.split())))
    value = row.columns.get(column)
    return None if value is None else str(value)


def band(words: int) -> str:
    """The band of a length, such as ``09-16`` words; sorted as text they are in order."""
    low = 1
    for high in BANDS:
        if words <= high:
            return f"{low:02}-{high:02}"
        low = high + 1
    return f"{low:02}+"


def _columns(rows: Sequence[PairRow]) -> list[str]:
    return list({name: None for row in rows for name in row.columns})
