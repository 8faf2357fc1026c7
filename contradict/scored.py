"""Rows of text pairs with their figures: what ``score --pairs`` writes and ``score_frame`` returns.

Reason spans count characters of the text given, not of the claim within it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from contradict.labelled import BadRow, PairRow, pairs_from_frame
from contradict.records import Finding

if TYPE_CHECKING:
    import pandas as pd

    from contradict.detector import Detector

FIGURES = (
    "score", "strength", "label", "contradiction", "entailment", "neutral", "verdict", "kind",
    "reasons", "left_start", "left_end", "right_start", "right_end",
)  # fmt: skip
COLUMNS = (*FIGURES, "error")
ROWS_AT_ONCE = 512  # enough to batch well; results are independent of it

Scored = tuple[PairRow | BadRow, "Finding | None"]


def figures(finding: Finding) -> dict[str, Any]:
    """The figures of two texts; ``left_start`` … say which claims of the texts they are about."""
    left, right, probabilities = finding.left, finding.right, finding.probabilities
    return {
        "score": finding.score,
        "strength": finding.strength,
        "label": probabilities.label,
        "contradiction": probabilities.contradiction,
        "entailment": probabilities.entailment,
        "neutral": probabilities.neutral,
        "verdict": finding.verdict,
        "kind": finding.kind,
        "reasons": [
            {
                "text": reason.text,
                "left_span": [left.start + offset for offset in reason.left_span],
                "right_span": [right.start + offset for offset in reason.right_span],
            }
            for reason in finding.reasons
        ],
        "left_start": left.start,
        "left_end": left.end,
        "right_start": right.start,
        "right_end": right.end,
    }


def score_rows(
    rows: Iterable[PairRow | BadRow],
    detector: Detector,
    *,
    done: Callable[[int], None] = lambda _: None,
) -> Iterator[Scored]:
    """Yield every row with its finding, None for a bad one, in the order given.

    Works off a limited number of rows at a time; ``done`` is told how many so far.
    """
    waiting = iter(rows)
    number = 0
    while chunk := list(islice(waiting, ROWS_AT_ONCE)):
        findings = iter(detector.score_rows([row for row in chunk if isinstance(row, PairRow)]))
        for row in chunk:
            yield row, next(findings) if isinstance(row, PairRow) else None
        number += len(chunk)
        done(number)


def as_row(row: PairRow | BadRow, finding: Finding | None) -> dict[str, Any]:
    """The input's own columns, then COLUMNS; a bad row has null figures and an ``error``."""
    names = kept_names(list(row.columns))
    own = {names[name]: cell for name, cell in row.columns.items()}
    return own | _results(row, finding)


def kept_names(columns: Sequence[str]) -> dict[str, str]:
    """Own column -> its name in the output: a name of ours becomes ``input_<name>``.

    >>> kept_names(["left", "label"])
    {'left': 'left', 'label': 'input_label'}
    """
    taken = set(columns) | set(COLUMNS)
    names = {}
    for column in columns:
        name = column
        while name in COLUMNS or (name != column and name in taken):
            name = f"input_{name}"
        taken.add(name)
        names[column] = name
    return names


def score_frame(frame: pd.DataFrame, detector: Detector | None = None) -> pd.DataFrame:
    """Score a frame with the columns that ``score --pairs`` reads; returns what that writes.

    Index, order and own columns stay; reasons are JSON text, as in CSV and Parquet. Without a
    ``detector`` the default models are loaded. Raises InputError where no two text columns are.
    """
    import pandas as pd

    rows = list(pairs_from_frame(frame))
    if detector is None:
        from contradict.detector import load

        detector = load()
    results = [_results(row, finding) for row, finding in score_rows(rows, detector)]
    own = frame.rename(columns=kept_names([name for name in frame if isinstance(name, str)]))
    for name in COLUMNS:
        cells = [result[name] for result in results]
        if name == "reasons":
            cells = [cell and json.dumps(cell, ensure_ascii=False) for cell in cells]
        own[name] = pd.Series(cells, index=own.index, dtype=_dtype(name))
    return own


def _results(row: PairRow | BadRow, finding: Finding | None) -> dict[str, Any]:
    found = dict.fromkeys(FIGURES) if finding is None else figures(finding)
    return found | {"error": row.error if isinstance(row, BadRow) else None}


def _dtype(column: str) -> str:
    if column in ("score", "strength", "contradiction", "entailment", "neutral"):
        return "float64"
    return "Int64" if column.endswith(("_start", "_end")) else "object"
