"""Arithmetic: do the amounts and dates of two statements fit together?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contradict.records import Moment, Quantity, compatible
from contradict.symbols.opposition import own_names
from contradict.symbols.statement import Statement

CONTAINED = 0.6  # share of content words in common from which two texts speak of one thing
ONE_SIDED = frozenset(["at_least", "at_most", "more_than", "less_than"])


@dataclass(frozen=True)
class Compared:
    """How many pairs of one unit fit, how many do not, and whether one side has more to say."""

    agree: int = 0
    conflict: int = 0
    alone: int = 0

    @property
    def decided(self) -> bool | None:
        """True where arithmetic rules out that both hold, False where it bears both out."""
        if self.conflict and not self.agree:
            return True
        if self.agree and not self.conflict:
            return False
        return None


def compare_amounts(left: Statement, right: Statement) -> Compared:
    """Amounts of one unit, each with its nearest counterpart; symmetric.

    An amount that has a fitting counterpart agrees; one that has counterparts of its unit and none
    that fits is in conflict.
    """
    return _paired(left.quantities, right.quantities, compatible)


def compare_moments(left: Statement, right: Statement) -> Compared:
    """Dates, compared as far as the less precise one goes; symmetric."""
    return _paired(left.moments, right.moments, _same_time)


def _same_time(left: Moment, right: Moment) -> bool | None:
    shared = min(len(left.iso), len(right.iso))
    return left.iso[:shared] == right.iso[:shared]


def _paired(
    left: tuple[Quantity, ...] | tuple[Moment, ...],
    right: tuple[Quantity, ...] | tuple[Moment, ...],
    fits: Callable[[Any, Any], bool | None],
) -> Compared:
    if not left or not right:
        return Compared(alone=len(left) + len(right))
    table = [[fits(one, other) for other in right] for one in left]
    rows = [*table, *map(list, zip(*table, strict=True))]
    agree = sum(any(cell is True for cell in row) for row in rows)
    conflict = sum(
        any(cell is False for cell in row) and not any(cell is True for cell in row) for row in rows
    )
    return Compared(agree, conflict, len(rows) - agree - conflict)


def arithmetic(left: Statement, right: Statement) -> bool | None:
    """Whether figures alone rule out that both hold (True), or bear it out (False); symmetric.

    None where figures do not decide: a side has several amounts, units differ, the texts name
    other things or days, one hangs on a condition, is negated, or the rest is not much the same.
    """
    if len(left.quantities) != 1 or len(right.quantities) != 1:
        return None
    fits = compatible(left.quantities[0], right.quantities[0])
    if fits is None or (left.negations + right.negations) % 2 or _apart(left, right):
        return None
    bounds = {one.quantities[0].bound for one in (left, right)}
    if fits and len(bounds) == 1 and bounds <= ONE_SIDED:
        return None  # "up to 500" and "up to 900" meet as amounts, and differ as limits
    own = [_bare(left), _bare(right)]
    smaller = min(len(own[0]), len(own[1]))
    if not smaller or len(own[0] & own[1]) / smaller < CONTAINED:
        return None
    return not fits


def _apart(left: Statement, right: Statement) -> bool:
    """Whether the texts themselves say that they speak of other things, times or worlds."""
    names = own_names(left, right) and own_names(right, left)
    hangs = [one.conditional or one.reported or one.planned for one in (left, right)]
    return bool(names or compare_moments(left, right).conflict) or hangs[0] != hangs[1]


def _bare(one: Statement) -> frozenset[str]:
    """Stems of content words that are no figures."""
    return frozenset(word for word in one.stems if not word[0].isdigit())
