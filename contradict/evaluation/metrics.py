"""Figures with bootstrap intervals, over a whole set and within groups of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from contradict.errors import UsageError
from contradict.evaluation.classes import Floats, MergedSet, merge
from contradict.evaluation.figures import BINS, Figures, bin_of
from contradict.records import Probabilities

CELLS_AT_ONCE = 2**20  # weights held at once, 8 MB
INTERVAL = (2.5, 97.5)  # percentiles: 95 % lie between


@dataclass(frozen=True)
class Metric:
    """One figure over ``n`` pairs with its 95 % interval.

    ``by`` and ``group`` are the column and the value that the pairs share, None for all pairs.
    """

    name: str
    n: int
    value: float
    low: float
    high: float
    by: str | None = None
    group: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The metric as ``contradict evaluate --format json`` writes it."""
        return asdict(self)


def evaluate(
    gold: Sequence[str],
    probabilities: Sequence[Probabilities],
    *,
    groups: Mapping[str, Sequence[str | None]] | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> list[Metric]:
    """Figures of a judge on labelled pairs, each with a 95 % bootstrap percentile interval.

    ``gold`` holds labels, two-way names included; which classes are compared then, and what is
    done with the missing ones, stands in ``contradict.evaluation.classes``. Names: accuracy,
    balanced_accuracy, macro_f1; precision_, recall_ and f1_ of each class; average_precision_,
    auroc_, brier_ and calibration_error_ of contradiction (in a set that tells only entailment
    from the rest: of that rest); calibration_error of the most probable class. Calibration errors
    are expected ones over 15 bins of equal width. All lie between 0 and 1. A figure that is not
    defined, such as an area where there is one class only, is left out.

    ``groups`` maps a column to one value a pair; the same figures follow for every value, in
    sorted order, None left out. All figures of a group share their ``samples`` resamples, drawn
    with ``seed``. Resampling biases calibration errors upwards, so an interval is widened to hold
    its value where it would not. Raises UsageError where lengths differ, InputError where there is
    nothing to evaluate or a label is unknown.
    """
    data = merge(gold, probabilities)
    metrics = list(_metrics(data, samples, seed))
    for by, values in (groups or {}).items():
        if len(values) != len(gold):
            raise UsageError(f"{len(values)} values of '{by}' for {len(gold)} labels")
        for group in sorted({value for value in values if value is not None}):
            chosen = np.flatnonzero([value == group for value in values])
            metrics.extend(_metrics(data.rows(chosen), samples, seed, by, group))
    return metrics


def reliability(
    gold: Sequence[str], probabilities: Sequence[Probabilities], bins: int = BINS
) -> list[dict[str, Any]]:
    """How often a pair with a given score contradicts: one dictionary a bin of equal width.

    Keys: low, high (edges of the bin), n, score (mean, None where n is 0), share (of pairs that
    are of the class, None where n is 0) and class (``contradiction``; ``not_entailment`` in sets
    that tell only entailment from the rest). Raises as ``evaluate`` does.
    """
    data = merge(gold, probabilities)
    score = data.probabilities[:, data.target]
    place = bin_of(score, bins)
    counts = np.bincount(place, minlength=bins)
    scores = np.bincount(place, score, bins)
    hits = np.bincount(place, data.gold == data.target, bins)
    return [
        {
            "low": number / bins,
            "high": (number + 1) / bins,
            "n": int(count),
            "score": float(scores[number] / count) if count else None,
            "share": float(hits[number] / count) if count else None,
            "class": data.classes[data.target],
        }
        for number, count in enumerate(counts)
    ]


def _metrics(
    data: MergedSet, samples: int, seed: int, by: str | None = None, group: str | None = None
) -> Iterator[Metric]:
    figures = Figures(data)
    size = len(data.gold)
    values = figures.of(np.ones((1, size)))
    chunks = [figures.of(weights) for weights in _resamples(size, samples, seed)]
    for name, (value,) in values.items():
        if np.isnan(value):
            continue
        drawn = np.concatenate([np.empty(0), *(chunk[name] for chunk in chunks)])
        known = drawn[~np.isnan(drawn)]  # some resamples miss a class
        low, high = np.percentile(known, INTERVAL) if len(known) else (value, value)
        low, high = min(low, value), max(high, value)
        yield Metric(name, size, float(value), float(low), float(high), by, group)


def _resamples(size: int, samples: int, seed: int) -> Iterator[Floats]:
    """How often each row is drawn, ``samples`` times, in pieces of shape (w, size)."""
    generator = np.random.default_rng(seed)
    step = max(1, CELLS_AT_ONCE // size)
    for start in range(0, samples, step):
        count = min(step, samples - start)
        drawn = generator.integers(0, size, (count, size)) + size * np.arange(count)[:, None]
        yield (
            np.bincount(drawn.ravel(), minlength=count * size)
            .reshape(count, size)
            .astype(np.float64)
        )
