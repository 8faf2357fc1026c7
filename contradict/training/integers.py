"""A matrix product in 8-bit integers: the scales that lose least on inputs seen before.

Weights use 7 of the 8 bits: processors without the newer instructions add two products in 16 bits,
which would overflow.  A few channels of the inputs are far larger than the others, so inputs are
divided, and weights multiplied, by a factor a channel (SmoothQuant, Xiao et al. 2023).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

WEIGHT_STEPS = 63  # either side of zero
INPUT_STEPS = 255
SHARES = (0.5, 0.65, 0.8, 0.95)  # of the unevenness of the inputs that the weights take over
TINY = 1e-3


@dataclass(frozen=True)
class Seen:
    """Inputs of a product: smallest and largest of each channel, and some rows."""

    low: Floats
    high: Floats
    rows: Floats


@dataclass(frozen=True)
class Integers:
    """A product in integers: what inputs are divided by, their scale and zero, and the weight."""

    divisor: Floats
    scale: np.float32
    zero: np.uint8
    weight: npt.NDArray[np.int8]
    weight_scales: Floats


def fit(weight: Floats, seen: Seen) -> tuple[Integers, float]:
    """The integers with the smallest error on the rows seen, and that error.

    The error is the mean square of what a product is off by, as a share of its mean square.
    """
    exact = seen.rows @ weight
    largest = np.maximum(np.maximum(np.abs(seen.low), np.abs(seen.high)), TINY)
    widest = np.maximum(np.abs(weight).max(axis=1), TINY)
    found = []
    for share in SHARES:
        divisor = largest**share / widest ** (1 - share)
        divisor = (divisor / np.exp(np.log(divisor).mean())).astype(np.float32)
        integers = _integers(weight, seen, divisor)
        off = exact - _product_of(integers, seen.rows)
        found.append((float((off**2).mean() / max(float((exact**2).mean()), 1e-12)), integers))
    error, integers = min(found, key=lambda pair: pair[0])
    return integers, error


def _integers(weight: Floats, seen: Seen, divisor: Floats) -> Integers:
    low = min(0.0, float((seen.low / divisor).min()))
    high = max(0.0, float((seen.high / divisor).max()))
    scale = np.float32(max(high - low, TINY) / INPUT_STEPS)
    multiplied = weight * divisor[:, None]
    scales = np.maximum(np.abs(multiplied).max(axis=0) / WEIGHT_STEPS, 1e-9).astype(np.float32)
    return Integers(
        divisor,
        scale,
        np.uint8(round(-low / float(scale))),
        np.clip(np.rint(multiplied / scales), -WEIGHT_STEPS, WEIGHT_STEPS).astype(np.int8),
        scales,
    )


def _product_of(integers: Integers, rows: Floats) -> Floats:
    """What the product of the integers is, in numbers."""
    zero = np.float32(integers.zero)
    steps = np.rint(rows / integers.divisor / integers.scale) + zero
    inputs = np.clip(steps, 0, INPUT_STEPS) - zero
    product: Floats = inputs @ integers.weight.astype(np.float32)
    return product * (integers.scale * integers.weight_scales)
