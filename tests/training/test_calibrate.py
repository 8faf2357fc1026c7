"""Calibration: what was put into synthetic logits is found again."""

from __future__ import annotations

import numpy as np
import pytest

from contradict.judgements.calibration import (
    Array,
    Calibration,
    contradiction_odds,
    entailment_odds,
    expit,
)
from contradict.training.calibrate import FEWEST, fit
from contradict.training.examples import Example

START = Calibration(0.7, -0.2, 1.3, 0.1)


def drawn(
    truth: Calibration, count: int, seed: int = 0, spread: float = 2.0
) -> tuple[Array, Array, list[Example]]:
    """Logits of both directions, and labels drawn with the probabilities of ``truth``."""
    random = np.random.default_rng(seed)
    forward, backward = random.normal(0, spread, (2, count, 3))
    contradiction = expit(
        truth.contradiction_slope * contradiction_odds(forward, backward)
        + truth.contradiction_offset
    )
    share = expit(truth.entailment_slope * entailment_odds(forward) + truth.entailment_offset)
    conflicts, follows = random.random(count) < contradiction, random.random(count) < share
    labels = np.where(conflicts, "contradiction", np.where(follows, "entailment", "neutral"))
    return forward, backward, [Example("a", "b", (str(label),)) for label in labels]  # type: ignore[arg-type]


def parameters(calibration: Calibration) -> list[float]:
    return list(calibration.as_dict().values())


@pytest.mark.parametrize("spread", [0.7, 2.0, 8.0])
@pytest.mark.parametrize(
    "truth",
    [
        Calibration(),
        Calibration(0.5, -1.2, 0.3, 0.8),
        Calibration(0.2, 1.0, 0.9, -1.0),
        Calibration(2.5, 0.4, 0.5, 0.0),
    ],
)
def test_slopes_and_offsets_are_recovered(truth: Calibration, spread: float) -> None:
    forward, backward, examples = drawn(truth, 6_000, spread=spread)
    found = fit(forward, backward, examples, START)
    wanted, got = truth.apply(forward, backward), found.apply(forward, backward)
    assert np.abs(wanted - got).mean() < 0.015
    assert np.allclose(parameters(found), parameters(truth), rtol=0.2, atol=0.15)


def test_what_has_too_few_pairs_stays() -> None:
    forward, backward, examples = drawn(Calibration(), FEWEST)
    assert fit(forward, backward, examples, START) == START
    assert fit(forward[:0], backward[:0], [], START) == START


def test_two_way_rows_fit_only_what_they_say() -> None:
    truth = Calibration(0.5, -0.5, 1.0, 0.0)
    forward, backward, examples = drawn(truth, 5_000)
    not_contradiction = [
        one if "contradiction" in one.allowed else Example("a", "b", ("entailment", "neutral"))
        for one in examples
    ]
    found = fit(forward, backward, not_contradiction, START)
    whole = fit(forward, backward, examples, START)
    assert parameters(found)[:2] == parameters(whole)[:2]
    assert parameters(found)[2:] == parameters(START)[2:]
    not_entailment = [
        one if "entailment" in one.allowed else Example("a", "b", ("contradiction", "neutral"))
        for one in examples
    ]
    assert fit(forward, backward, not_entailment, START) == START


@pytest.mark.parametrize("scale", [1.0, 30.0, 1000.0])
def test_a_separable_sample_stays_finite(scale: float) -> None:
    forward = np.zeros((600, 3))
    forward[::2, 0], forward[1::2, 0] = scale, -scale
    examples = [
        Example("a", "b", ("contradiction",) if row % 2 == 0 else ("neutral",))
        for row in range(600)
    ]
    found = fit(forward, forward, examples, START)
    assert np.isfinite(parameters(found)).all()
    scores = found.apply(forward, forward)[:, 0]
    assert scores[0] > 0.95
    assert scores[1] < 0.05


def test_both_directions_count_alike() -> None:
    forward, backward, examples = drawn(Calibration(0.5, 0.3), 2_000)
    one = parameters(fit(forward, backward, examples, START))[:2]
    assert one == parameters(fit(backward, forward, examples, START))[:2]
