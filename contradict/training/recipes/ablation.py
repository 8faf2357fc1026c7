"""The judge alone, the symbols alone, both: what each is worth on pairs that the judge never saw.

    python -m contradict.training.recipes.ablation --data DATA --natural build/natural_dev.jsonl

Average precision of "the texts conflict" on the labelled pairs that models/verdict is fitted on, in
five parts: each is ranked by a model fitted on the other four. No pair is in two parts with another
of its scenario, document set or premise.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from contradict import symbols
from contradict.detector import load
from contradict.training.recipes import scans
from contradict.training.recipes.verdict import SCORED, fit_score, table
from contradict.training.recipes.verdict_pairs import SCANNED, SHORTLIST, Labelled, held_out

PARTS = 5
SHOWN = ("statements", "public", "scans")  # of the natural pairs of dev none conflicts
DRAWS = 1000


def ranked(rows: Sequence[Labelled], values: Any, columns: Sequence[str], judge: bool) -> Any:
    """A number for each row, the higher the likelier a conflict, from models that never saw it."""
    from sklearn.model_selection import GroupKFold

    given = values.copy()
    if not judge:
        given[:, 0] = 0.0
    found = np.zeros(len(rows))
    groups = [f"{row.part} {row.group}" for row in rows]
    for kept, held in GroupKFold(PARTS).split(given, groups=groups):
        weights, offset = fit_score([rows[n] for n in kept], given[kept], columns)
        found[held] = given[held] @ weights + offset[0]
    return found


def lines(rows: Sequence[Labelled], values: Any, seed: int) -> Iterator[str]:
    """A Markdown table: a line for each choice of inputs and part."""
    from sklearn.metrics import average_precision_score

    choices = {
        "judge": ((), True),
        "symbols": (symbols.NAMES, False),
        "judge and all symbols": (symbols.NAMES, True),
        "judge and the chosen symbols": (SCORED, True),
    }
    random = np.random.default_rng(seed)
    truth = np.array([row.conflict for row in rows])
    yield "| inputs | pairs | n | average precision | 95 % interval |"
    yield "|---|---|---:|---:|---|"
    for name, (columns, judge) in choices.items():
        found = ranked(rows, values, columns, judge)
        for part in SHOWN:
            mine = np.flatnonzero([row.part == part for row in rows])
            value = average_precision_score(truth[mine], found[mine])
            drawn = random.choice(mine, size=(DRAWS, len(mine)))
            draws = [average_precision_score(truth[one], found[one]) for one in drawn]
            low, high = np.quantile(draws, [0.025, 0.975])
            yield f"| {name} | {part} | {len(mine)} | {value:.3f} | {low:.3f} to {high:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with eval/")
    parser.add_argument("--natural", type=Path, required=True, help="rebuilt by recipes.natural")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    detector = load()
    sets = list(scans.scanned_sets(detector, SCANNED, SHORTLIST))
    rows = held_out(sets, given.data, given.natural, given.seed)
    print("\n".join(lines(rows, table(rows, detector.judge), given.seed)))


if __name__ == "__main__":
    main()
