"""Fits the four numbers of a judge's calibration on held-out pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contradict.judgements.calibration import (
    Array,
    Calibration,
    contradiction_odds,
    entailment_odds,
    expit,
)
from contradict.training.examples import Example

FEWEST = 100  # labelled pairs of a side below which a fit would chase noise
STEPS = 50


def fit(
    forward: Array, backward: Array, examples: Sequence[Example], start: Calibration
) -> Calibration:
    """Platt scaling on ``examples``; what has too few pairs to fit stays as in ``start``.

    ``forward`` and ``backward`` are logits of shape (n, 3), columns as LABELS. Contradiction is
    fitted on the rows that say whether there is one, entailment on those with a single label that
    is entailment or neutral.
    """
    contradiction = [_is(example, "contradiction") for example in examples]
    slope, offset = _platt(
        contradiction_odds(forward, backward),
        contradiction,
        (start.contradiction_slope, start.contradiction_offset),
    )
    entailment = [
        None if len(example.allowed) > 1 or "contradiction" in example.allowed
        else example.allowed[0] == "entailment"
        for example in examples
    ]  # fmt: skip
    share_slope, share_offset = _platt(
        entailment_odds(forward), entailment, (start.entailment_slope, start.entailment_offset)
    )
    return Calibration(slope, offset, share_slope, share_offset)


def _is(example: Example, label: str) -> bool | None:
    """Whether the label is this one; None where the annotation leaves it open."""
    if label not in example.allowed:
        return False
    return True if len(example.allowed) == 1 else None


def _platt(
    scores: Array, answers: Sequence[bool | None], start: tuple[float, float]
) -> tuple[float, float]:
    """Slope and offset of a logistic regression on one score, by Newton's method.

    Targets are smoothed as Platt (1999) proposes, which keeps a separable sample finite.
    """
    known = np.array([answer is not None for answer in answers], dtype=bool)
    truth = np.array([bool(answer) for answer in answers], dtype=bool)[known]
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if min(positives, negatives) < FEWEST:
        return start
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    design = np.stack([scores[known], np.ones(len(truth))], axis=1)
    weights = np.zeros(2)
    for _ in range(STEPS):
        predicted = expit(design @ weights)
        gradient = design.T @ (predicted - target)
        curvature = (design * (predicted * (1 - predicted))[:, None]).T @ design
        step = np.linalg.solve(curvature + 1e-6 * np.eye(2), gradient)
        while _loss(design @ (weights - step), target) > _loss(design @ weights, target):
            step = step / 2  # a whole step overshoots where the scores are far apart
        weights = weights - step
        if float(np.abs(step).max()) < 1e-9:
            break
    return round(float(weights[0]), 6), round(float(weights[1]), 6)


def _loss(odds: Array, target: Array) -> float:
    """Cross-entropy of the targets, given log-odds."""
    return float((np.logaddexp(0.0, odds) - target * odds).sum())
