"""Amounts that texts give, and whether two of them can both hold of one thing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Bound = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than"]

# "About" and its kin are taken to reach a tenth either way: written rounding seldom goes further.
ABOUT = 0.1
ULP = 1e-9


@dataclass(frozen=True)
class Quantity:
    """A figure with its unit, ``document.text[start:end]``.

    ``value`` is in the base unit that ``unit`` names ("percent", "usd", "metre", "second", or the
    counted noun; "" for a bare number); ``high`` is the upper end of a range, else None.
    ``rounded`` is half of the last digit that was written: 4,900 may stand for 4,870.
    """

    value: float
    unit: str
    bound: Bound
    start: int
    end: int
    high: float | None = None
    rounded: float = 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lowest and highest value that the words allow; infinite where they set no end."""
        low, high = self.value, self.value if self.high is None else self.high
        if self.bound == "at_least" or self.bound == "more_than":
            return low, math.inf
        if self.bound == "at_most" or self.bound == "less_than":
            return -math.inf, high
        slack = ABOUT * max(abs(low), abs(high)) if self.bound == "about" else 0.0
        return low - slack, high + slack

    @property
    def open_end(self) -> bool:
        """Whether the value itself is left out: "more than 40", "under 40"."""
        return self.bound in ("more_than", "less_than")


def compatible(left: Quantity, right: Quantity) -> bool | None:
    """Whether both can hold of one thing; None where their units cannot be compared.

    Two figures agree where their intervals meet, each widened by the digits that the rounder one
    was not written with: 4,870 and "4,900" agree, 4,870 and "4,600" do not. Symmetric.
    """
    if left.unit != right.unit:
        return None
    slack = max(left.rounded, right.rounded)
    (a, b), (c, d) = left.interval, right.interval
    low, high = max(a, c), min(b, d)
    if low > high + slack + ULP * max(abs(left.value), abs(right.value), 1.0):
        return False
    touching = math.isclose(low, high, rel_tol=1e-12)
    return not (touching and any(one.open_end and one.value == low for one in (left, right)))
