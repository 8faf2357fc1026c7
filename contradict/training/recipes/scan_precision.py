"""From which strength on are so many of a scan's findings real? Fitted on dev, checked on test.

    python -m contradict.training.recipes.scan_precision data/corpora/test

A pair's score says nothing of how rare conflicts are among the pairs of a scan; this does. Over all
pairs that scans of the gold document sets propose, logistic regression of "is gold" on the log-odds
of the strength (Platt 1999) gives the share of real ones at each strength, and the mean of that
over the findings above a threshold is their precision.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from contradict.detector import load
from contradict.findings import Combiner, load_combiner, weigh
from contradict.findings.log_odds import odds
from contradict.protocols import Judge
from contradict.training.recipes import scans

Floats = npt.NDArray[np.float64]

GRID = 99  # precisions of 0.01 to 0.99
PROMISES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
WEAK = 0.02  # strength below which no finding is ever shown; leaves out nine pairs in ten
DRAWS = 2000


def weighed(
    sets: Iterable[scans.ScannedSet], judge: Judge, combiner: Combiner
) -> Iterator[tuple[Floats, Any]]:
    """Of each set the strengths of its pairs, and which of them are gold."""
    for one in sets:
        strengths = [finding.strength for finding in weigh(one.judged, judge, combiner)]
        real = [gold is not None and gold["verdict"] in scans.TRUE for gold in one.gold]
        yield np.array(strengths), np.array(real)


def thresholds(sets: Iterable[tuple[Floats, Any]]) -> Floats:
    """The least strength for each precision of the GRID, shape (99,), rising, at most 1."""
    from sklearn.linear_model import LogisticRegression

    parts = list(sets)
    strengths = np.concatenate([strength for strength, _ in parts])
    real = np.concatenate([flags for _, flags in parts])
    seen = strengths >= WEAK
    values = np.array([[odds(float(one))] for one in strengths[seen]])
    model = LogisticRegression(C=100.0).fit(values, real[seen])
    places = np.linspace(WEAK, 1.0, 981)
    at = _shares(model, places)
    shares = _shares(model, strengths[seen])
    above = np.array(
        [
            max(here, shares[strengths[seen] >= place].mean())
            if (strengths[seen] >= place).any()
            else here
            for place, here in zip(places, at, strict=True)
        ]
    )
    rising = np.maximum.accumulate(above)
    wanted = np.arange(1, GRID + 1) / 100
    first = np.searchsorted(rising, wanted)
    return np.round(places[np.minimum(first, len(places) - 1)], 3)


def _shares(model: Any, strengths: Floats) -> Floats:
    values = np.array([[odds(float(one))] for one in strengths])
    found: Floats = model.predict_proba(values)[:, 1]
    return found


def lines(sets: Iterable[tuple[Floats, Any]], combiner: Combiner, seed: int = 0) -> Iterator[str]:
    """A Markdown table: the precision asked for, and that of the findings shown for it.

    Intervals are bootstrapped over the document sets.
    """
    parts = list(sets)
    random = np.random.default_rng(seed)
    drawn = random.integers(len(parts), size=(DRAWS, len(parts)))
    yield "| asked for | threshold | findings | of them real | precision | 95 % interval |"
    yield "|---:|---:|---:|---:|---:|---|"
    for asked in PROMISES:
        threshold = combiner.threshold(asked)
        shown = np.array([(strength >= threshold).sum() for strength, _ in parts])
        real = np.array([flags[strength >= threshold].sum() for strength, flags in parts])
        precision = real.sum() / max(1, shown.sum())
        draws = real[drawn].sum(1) / np.maximum(1, shown[drawn].sum(1))
        low, high = np.quantile(draws, [0.025, 0.975])
        counts = f"{threshold:.3f} | {shown.sum()} | {real.sum()}"
        yield f"| {asked:.1f} | {counts} | {precision:.3f} | {low:.3f} to {high:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="a split of data/corpora")
    parser.add_argument(
        "--shortlist", type=int, help="judge so many pairs of a set, see recipes.scans"
    )
    given = parser.parse_args()
    combiner = load_combiner()
    detector = load()
    sets = scans.scanned_sets(detector, given.folder, given.shortlist)
    seen = weighed(sets, detector.judge, combiner)
    print("\n".join(lines(seen, combiner)))


if __name__ == "__main__":
    main()
