"""All figures of a labelled set at once, for many weightings of its rows.

A weighting counts how often each row was drawn: all ones is the set itself, a row of a bootstrap
any other. The rows are sorted once; every weighting then costs a few passes over them.
"""

from __future__ import annotations

import numpy as np

from contradict.evaluation.classes import Floats, Integers, MergedSet

BINS = 15


def bin_of(values: Floats, bins: int = BINS) -> Integers:
    """Number of the equal-width bin of [0, 1] for each value; a bin holds its lower edge."""
    return np.clip((values * bins).astype(np.int64), 0, bins - 1)


class Figures:
    """Figures of one set as functions of row weights."""

    def __init__(self, data: MergedSet) -> None:
        self.data = data
        predicted = data.probabilities.argmax(axis=1)
        self.cell = data.gold * len(data.classes) + predicted
        top = data.probabilities.max(axis=1)
        self.top_bin = bin_of(top)
        self.top_gap = (predicted == data.gold) - top
        score = data.probabilities[:, data.target]
        truth = data.gold == data.target
        self.score_bin = bin_of(score)
        self.score_gap = truth - score
        self.order = np.argsort(-score, kind="stable")
        self.sorted_truth = truth[self.order].astype(np.float64)
        falls = np.diff(score[self.order]) != 0
        self.ends = np.append(np.flatnonzero(falls), len(score) - 1)  # last row of equal scores

    def of(self, weights: Floats) -> dict[str, Floats]:
        """Name -> one value a weighting, NaN where undefined; ``weights`` has shape (w, n)."""
        target = self.data.classes[self.data.target]
        total = weights.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            precision, area = self._ranking(weights)
            return {
                **self._decisions(weights, total),
                f"average_precision_{target}": precision,
                f"auroc_{target}": area,
                "calibration_error": _gaps(self.top_bin, self.top_gap, weights) / total,
                f"calibration_error_{target}": _gaps(self.score_bin, self.score_gap, weights)
                / total,
                f"brier_{target}": (weights * self.score_gap**2).sum(axis=1) / total,
            }

    def _decisions(self, weights: Floats, total: Floats) -> dict[str, Floats]:
        """Figures of the most probable class, from the table of gold by predicted."""
        size = len(self.data.classes)
        table = _sums(self.cell, size**2, weights).reshape(-1, size, size)
        right = np.diagonal(table, axis1=1, axis2=2)
        gold, predicted = table.sum(axis=2), table.sum(axis=1)
        several = (gold > 0).sum(axis=1) > 1
        told = (gold > 0) & several[:, None]
        recall = right / gold
        f1 = 2 * right / (gold + predicted)
        figures = {
            "accuracy": right.sum(axis=1) / total,
            "balanced_accuracy": np.where(several, _mean_of_known(recall), np.nan),
            "macro_f1": np.where(several, _mean_of_known(f1), np.nan),
        }
        for place, name in enumerate(self.data.classes):
            mine = told[:, place]
            figures[f"precision_{name}"] = np.where(
                mine, right[:, place] / predicted[:, place], np.nan
            )
            figures[f"recall_{name}"] = recall[:, place]
            figures[f"f1_{name}"] = np.where(mine, f1[:, place], np.nan)
        return figures

    def _ranking(self, weights: Floats) -> tuple[Floats, Floats]:
        """Average precision and area under the ROC curve of the target's probability."""
        drawn = weights[:, self.order]
        hits = np.cumsum(drawn * self.sorted_truth, axis=1)[:, self.ends]
        taken = np.cumsum(drawn, axis=1)[:, self.ends]
        positives = hits[:, -1]
        negatives = taken[:, -1] - positives
        new_hits = np.diff(hits, axis=1, prepend=0)
        new_misses = np.diff(taken - hits, axis=1, prepend=0)
        precision = hits / np.maximum(taken, 1)
        average = (new_hits * precision).sum(axis=1) / np.where(negatives > 0, positives, np.nan)
        area = (new_misses * (hits - new_hits / 2)).sum(axis=1) / (positives * negatives)
        return np.where(positives > 0, average, np.nan), area


def _sums(place: Integers, size: int, weights: Floats) -> Floats:
    """Sum of the weights at each of ``size`` places, shape (w, size)."""
    count = len(weights)
    places = place + size * np.arange(count)[:, None]
    sums = np.bincount(places.ravel(), weights.ravel(), count * size).astype(np.float64)
    return sums.reshape(count, size)


def _gaps(place: Integers, gap: Floats, weights: Floats) -> Floats:
    """Sum over bins of the absolute weighted gap."""
    return np.asarray(np.abs(_sums(place, BINS, weights * gap)).sum(axis=1))


def _mean_of_known(values: Floats) -> Floats:
    known = ~np.isnan(values)
    return np.asarray(np.where(known, values, 0).sum(axis=1) / known.sum(axis=1))
