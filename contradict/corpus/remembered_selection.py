"""A selection that remembers neighbours and pairs: only what a scan brought anew is searched.

Neighbours are merged, not guessed: a claim whose neighbours are all still there keeps them and is
compared with new claims only. A pair that proved weak in an earlier scan, or that the judge
screened out, is not weighed again, what is said of two claims depending on them alone. So the
findings are those of a scan without memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from contradict.corpus import known_pairs, stored
from contradict.corpus.database import Database
from contradict.corpus.known_pairs import KnownPairs, Names
from contradict.pairs import as_pairs, possible, worth_judging
from contradict.pairs.barred import Indices
from contradict.pairs.cascade import Floats
from contradict.pairs.neighbours import Found, Near
from contradict.pairs.rules import RULES, Candidates, joined, layout, plans
from contradict.pairs.selection import Selection, passing
from contradict.protocols import Vectors
from contradict.records import Claim, Finding, Pair, PairCount

Cell = TypeVar("Cell", bound=np.generic)

WEAK = 0.3  # strength below which a pair is not weighed again; thresholds below it weigh all


class RememberingSelection(Selection):
    """See ``Selection``; for scans of all documents of a corpus.

    ``made_of`` says what models, settings and code its figures depend on; ``digests`` is the digest
    of each document, by identity; ``least`` the strength from which findings are asked for.
    """

    least_told = WEAK

    def __init__(
        self,
        inner: Selection,
        database: Database,
        made_of: str,
        digests: Mapping[int, str],
        least: float,
    ) -> None:
        super().__init__(inner.settings, inner.terms, inner.cascade)
        self._database, self._made_of, self._digests = database, made_of, digests
        self._skips_weak = least >= WEAK
        self._latest: KnownPairs | None = None
        self._seen_as = ""
        self._places: dict[int, int] = {}
        self._asked = np.zeros(0, dtype=np.bool_)  # which candidates went to the judge

    def chosen(
        self, claims: Sequence[Claim], vectors: Vectors, sides: Sequence[int] | None = None
    ) -> tuple[list[Pair], PairCount]:
        """See ``Selection``; pairs that are known to be weak are counted and left out."""
        count = possible(len(claims), sides)
        if sides is not None or count <= self.settings.few_pairs:
            return super().chosen(claims, vectors, sides)
        names = self._names(claims)
        made_of = f"{self._made_of}\n{layout(claims)}"
        before = known_pairs.load(self._database, made_of)
        then = _Then(before if before is not None else _NOTHING, names)
        near = {} if before is None else then.near()
        planned = plans(claims, vectors, self.settings, None, self.terms)
        found = {rule: plan.run(near.get(rule)) for rule, plan in planned.items()}
        every = worth_judging(claims, joined(found, len(claims)), self.settings, self.terms)
        places = then.places(every)
        logits = self._logits(every, then.logits(places), claims, vectors)
        passed = passing(every, logits, self.settings) if self.sifts(count) else _all(every)
        weak, far = then.weak(places), then.far(places)
        self._latest = KnownPairs(
            names, found, every.first, every.second, every.rules, logits, weak, far
        )
        self._seen_as, self._places = made_of, {id(one): n for n, one in enumerate(claims)}
        judged = passed & ~far
        self._asked = judged & ~weak if self._skips_weak else judged
        pairs = as_pairs(claims, vectors, every.only(self._asked))
        return pairs, PairCount(count, len(every.first), int(judged.sum()))

    def weighed(self, findings: Sequence[Finding]) -> None:
        """Keep what was found, and which of these are weak."""
        latest = self._latest
        if latest is None:
            return
        weak = latest.weak | self._are([one for one in findings if one.strength < WEAK], latest)
        far = latest.far | (self._asked & ~self._are(findings, latest))
        known_pairs.keep(self._database, self._seen_as, replace(latest, weak=weak, far=far))

    def _are(self, findings: Sequence[Finding], latest: KnownPairs) -> npt.NDArray[np.bool_]:
        """Which of the candidates are the pairs of findings."""
        size = len(latest.claims)
        sides = [
            sorted((self._places[id(one.left)], self._places[id(one.right)])) for one in findings
        ]
        keys = np.array([one * size + two for one, two in sides], dtype=np.int64)
        return np.isin(latest.first * size + latest.second, keys)

    def _logits(
        self, every: Candidates, known: Floats, claims: Sequence[Claim], vectors: Vectors
    ) -> Floats:
        """The cascade's word on each candidate, asked only where it is not known (nan)."""
        if self.cascade is None:
            return known
        new = every.only(np.isnan(known))
        used, places = np.unique(np.concatenate([new.first, new.second]), return_inverse=True)
        among = Candidates(places[: len(new.first)], places[len(new.first) :], new.rules)
        some = [claims[place] for place in used.tolist()]
        known[np.isnan(known)] = self.cascade.logits(among, some, vectors[used])
        return known

    def _names(self, claims: Sequence[Claim]) -> Names:
        """A hash for each claim: of its document and its place in it."""
        copies: dict[str, dict[int, int]] = {}  # of documents that are the same in all
        names = np.empty(len(claims), dtype=np.uint64)
        for place, claim in enumerate(claims):
            digest = self._digests[id(claim.document)]
            among = copies.setdefault(digest, {})
            copy = among.setdefault(id(claim.document), len(among))
            name = stored.hash_of(f"{digest} {copy} {claim.start} {claim.end}")
            names[place] = int.from_bytes(name[:8], "little")
        return names


class _Then:
    """An earlier scan, as places among the claims of today."""

    def __init__(self, before: KnownPairs, names: Names) -> None:
        self._before = before
        order = np.argsort(names)
        at = np.minimum(np.searchsorted(names[order], before.claims), len(names) - 1)
        self._now = np.where(names[order][at] == before.claims, order[at], -1)
        self._fresh = np.ones(len(names), dtype=np.bool_)
        self._fresh[self._now[self._now >= 0]] = False
        self._size = len(names)
        first, second = self._now[before.first], self._now[before.second]
        keys = self._keys(np.minimum(first, second), np.maximum(first, second), before.rules)
        keys[(first < 0) | (second < 0)] = -1  # one of both is gone
        self._order = np.argsort(keys)
        self._sorted = keys[self._order]

    def near(self) -> dict[str, Near]:
        """The neighbours of claims that are still there."""
        return {rule: self._near(found) for rule, found in self._before.neighbours.items()}

    def _near(self, found: Found) -> Near:
        one, two, score = self._now[found[0]], self._now[found[1]], found[2]
        stale = self._fresh.copy()
        stale[one[(one >= 0) & (two < 0)]] = True
        there = (one >= 0) & (two >= 0)
        return Near(one[there], two[there], score[there], self._fresh, stale)

    def places(self, every: Candidates) -> Indices:
        """Where each candidate stood then, found by the same rules; -1 for a new one."""
        keys = self._keys(every.first, every.second, every.rules)
        if not len(self._sorted):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        return np.where(self._sorted[at] == keys, self._order[at], -1)

    def logits(self, places: Indices) -> Floats:
        """The cascade's word on pairs that stood at ``places``; nan for new ones."""
        return _taken(self._before.logits, places, np.nan)

    def weak(self, places: Indices) -> npt.NDArray[np.bool_]:
        """Which of those pairs proved weak."""
        return _taken(self._before.weak, places, False)

    def far(self, places: Indices) -> npt.NDArray[np.bool_]:
        """Which of those pairs the judge screened out."""
        return _taken(self._before.far, places, False)

    def _keys(self, first: Indices, second: Indices, rules: npt.NDArray[np.int8]) -> Indices:
        return (first * self._size + second) * (1 << len(RULES)) + rules


_NO_PLACES = np.zeros(0, dtype=np.int64)
_NOTHING = KnownPairs(
    np.zeros(0, dtype=np.uint64),
    {},
    _NO_PLACES,
    _NO_PLACES,
    np.zeros(0, dtype=np.int8),
    np.zeros(0),
    np.zeros(0, dtype=np.bool_),
    np.zeros(0, dtype=np.bool_),
)


def _taken(values: npt.NDArray[Cell], places: Indices, otherwise: Any) -> npt.NDArray[Cell]:
    """The values at some places, and ``otherwise`` where a place is -1."""
    found = np.full(len(places), otherwise, dtype=values.dtype)
    known = places >= 0
    found[known] = values[places[known]]
    return found


def _all(every: Candidates) -> npt.NDArray[np.bool_]:
    return np.ones(len(every.first), dtype=np.bool_)
