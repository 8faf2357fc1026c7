"""Two ways to do the same work, timed in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True)
class Compared:
    """Medians of seconds, and the median over the rounds of theirs / ours."""

    ours: float
    theirs: float
    factor: float


def seconds_of(work: Work) -> float:
    """Wall time of one run."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turns(ours: Callable[[int], Work], theirs: Callable[[int], Work], rounds: int) -> Compared:
    """Time both once a round, the other one first each time.

    ``ours`` and ``theirs`` make the work of a round, given its number; making it is not timed.
    """
    times: list[tuple[float, float]] = []
    for number in range(rounds):
        works = [ours(number), theirs(number)]
        order = (0, 1) if number % 2 == 0 else (1, 0)
        found = {place: seconds_of(works[place]) for place in order}
        times.append((found[0], found[1]))
    return Compared(
        median(one for one, _ in times),
        median(other for _, other in times),
        median(other / one for one, other in times),
    )
