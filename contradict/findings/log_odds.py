"""Probabilities as log-odds, and back."""

from __future__ import annotations

import math

LEAST = 1e-6  # probabilities are rounded to it


def odds(probability: float) -> float:
    """Log-odds, kept finite."""
    safe = min(max(probability, LEAST), 1 - LEAST)
    return math.log(safe / (1 - safe))


def expit(value: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0  # below, exp overflows
