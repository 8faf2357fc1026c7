"""Claims -> the pairs that the judge shall see: proposed by rules, and sifted by the cascade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from contradict.pairs import as_pairs, candidates, possible, run_each
from contradict.pairs.cascade import Cascade, Floats
from contradict.pairs.neighbours import Found
from contradict.pairs.rules import Candidates, Plan
from contradict.pairs.terms import Terms
from contradict.protocols import Vectors
from contradict.records import Claim, Finding, Pair, PairCount
from contradict.settings import Settings


class Selection:
    """Chooses the pairs of a scan; has no memory of other scans."""

    least_told = 1.0  # from which it must know the strength of what it chose exactly

    def __init__(self, settings: Settings, terms: Terms | None, cascade: Cascade | None) -> None:
        self.settings, self.terms, self.cascade = settings, terms, cascade

    def chosen(
        self, claims: Sequence[Claim], vectors: Vectors, sides: Sequence[int] | None = None
    ) -> tuple[list[Pair], PairCount]:
        """The pairs to judge, and how many there are, are proposed and are to be judged."""
        found = candidates(claims, vectors, self.settings, sides, self.terms, self.searched)
        count = possible(len(claims), sides)
        proposed = len(found.first)
        if self.cascade is not None and self.sifts(count):
            logits = self.cascade.logits(found, claims, vectors)
            found = found.only(passing(found, logits, self.settings))
        return as_pairs(claims, vectors, found), PairCount(count, proposed, len(found.first))

    def searched(self, planned: Mapping[str, Plan]) -> Mapping[str, Found]:
        """What each rule finds."""
        return run_each(planned)

    def weighed(self, findings: Sequence[Finding]) -> None:
        """Is told what became of all pairs that were chosen."""

    def floor(self, count: int) -> float | None:
        """From which log-odds the judge reads a pair in both directions; None: it reads all so."""
        return self.settings.screen_floor if self.sifts(count) else None

    def sifts(self, count: int) -> bool:
        """Whether some of the candidates are spared the judge: only where there are many."""
        few = count <= self.settings.few_pairs
        return self.cascade is not None and self.settings.cascade_floor is not None and not few


def passing(found: Candidates, logits: Floats, settings: Settings) -> npt.NDArray[np.bool_]:
    """Which candidates the judge shall see.

    Those above the floor that are among the best ``judged_neighbours`` of one of their claims;
    ties pass.
    """
    floor = settings.cascade_floor
    kept = np.ones(len(logits), dtype=np.bool_) if floor is None else logits >= floor
    most = settings.judged_neighbours
    if most is None:
        return kept
    both = np.concatenate([found.first, found.second])
    twice = np.concatenate([logits, logits])
    order = np.lexsort((-twice, both))
    starts = np.searchsorted(both[order], both[order])
    nth = np.minimum(starts + most - 1, len(order) - 1)
    same = both[order][nth] == both[order]  # else the claim has fewer than that
    least = np.where(same, twice[order][nth], -np.inf)
    good = np.empty(len(order), dtype=np.bool_)
    good[order] = twice[order] >= least
    return kept & (good[: len(logits)] | good[len(logits) :])
