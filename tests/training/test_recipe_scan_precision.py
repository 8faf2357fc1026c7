"""Thresholds for a precision: rising, fitted on known scans, kept on others of the kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from contradict.training.recipes import scan_precision


def drawn(seed: int, sets: int = 12, pairs: int = 2000) -> list[tuple[Any, Any]]:
    """Strengths of which half is true: a pair of strength s is real with probability s / 2."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(sets):
        strengths = random.beta(0.3, 2.0, size=pairs)
        found.append((strengths, random.random(pairs) < strengths / 2))
    return found


def test_thresholds_rise_with_the_precision_asked_for() -> None:
    found = scan_precision.thresholds(drawn(0))
    assert found.shape == (scan_precision.GRID,)
    assert (np.diff(found) >= 0).all()
    assert (found <= 1).all()


@pytest.mark.parametrize("asked", [0.2, 0.3, 0.35])
def test_the_promise_holds_on_other_scans_of_the_kind(asked: float) -> None:
    threshold = scan_precision.thresholds(drawn(0))[round(asked * 100) - 1]
    others = drawn(1)
    shown = np.concatenate([flags[strengths >= threshold] for strengths, flags in others])
    assert len(shown) > 100
    assert shown.mean() == pytest.approx(asked, abs=0.06)


def test_the_table_counts_what_is_shown() -> None:
    class Half:
        def threshold(self, precision: float) -> float:
            return 0.5

    sets = [
        (np.array([0.9, 0.6, 0.2]), np.array([True, False, True])),
        (np.array([0.7]), np.array([True])),
    ]
    line = list(scan_precision.lines(sets, Half()))[2]  # type: ignore[arg-type]
    assert line.startswith("| 0.3 | 0.500 | 3 | 2 | 0.667 |")
