"""Logits of both directions -> calibrated probabilities, contradiction being symmetric.

Platt scaling (Platt 1999) of the mean log-odds of contradiction; the rest is split between
entailment and neutral by the scaled log-odds of the direction left -> right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from contradict.errors import ModelError
from contradict.records import Probabilities

Array = npt.NDArray[np.float64]
DECIMALS = 6  # below this, floating point noise of the batch could show


@dataclass(frozen=True)
class Calibration:
    """Slopes and offsets; the defaults leave the model's own softmax as it is."""

    contradiction_slope: float = 1.0
    contradiction_offset: float = 0.0
    entailment_slope: float = 1.0
    entailment_offset: float = 0.0

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Calibration:
        """Read the ``calibration`` of a manifest's options; absent means none.

        Raises ModelError where it is anything but these numbers.
        """
        stated = options.get("calibration", {})
        try:
            return cls(**{name: float(value) for name, value in stated.items()})
        except (AttributeError, TypeError, ValueError) as error:
            raise ModelError(f"the manifest's calibration is unusable ({error})") from error

    def as_dict(self) -> dict[str, float]:
        return asdict(self)

    def odds(self, forward: Array, backward: Array) -> Array:
        """Calibrated log-odds of contradiction, shape (n,)."""
        odds = contradiction_odds(forward, backward)
        return np.asarray(self.contradiction_slope * odds + self.contradiction_offset)

    def apply(self, forward: Array, backward: Array) -> Array:
        """Probabilities of shape (n, 3) from logits of (n, 3), columns in the order of LABELS."""
        exact = expit(self.odds(forward, backward))
        split = entailment_odds(forward)
        share = expit(self.entailment_slope * split + self.entailment_offset)
        contradiction = exact.round(DECIMALS)
        entailment = np.minimum((1 - exact) * share, 1 - contradiction).round(DECIMALS)
        neutral = np.maximum(1 - contradiction - entailment, 0.0).round(DECIMALS)
        return np.stack([contradiction, entailment, neutral], axis=1)


def contradiction_odds(forward: Array, backward: Array) -> Array:
    """Mean over both directions of the log-odds of contradiction, shape (n,).

    Summed in a fixed order of size, so that swapping the directions gives the same bits.
    """
    odds = np.stack([_one_against_rest(forward), _one_against_rest(backward)])
    return np.asarray(np.sort(odds, axis=0).sum(axis=0) / 2)


def entailment_odds(forward: Array) -> Array:
    """Log-odds of entailment against neutral, left as premise, shape (n,)."""
    return np.asarray(forward[:, 1] - forward[:, 2])


def _one_against_rest(logits: Array) -> Array:
    return np.asarray(logits[:, 0] - np.logaddexp(logits[:, 1], logits[:, 2]))


def expit(values: Array) -> Array:
    """Logistic function that does not overflow."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -values)))


def as_records(probabilities: Array) -> list[Probabilities]:
    """One record a row."""
    return [Probabilities(*(float(value) for value in row)) for row in probabilities]
