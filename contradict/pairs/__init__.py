"""Claims and their vectors -> the pairs that are worth judging.

Cheap rules propose (``pairs.rules``); all search exactly, in blocks of bounded memory. Where there
are few pairs altogether, as in a single article, ``dense`` proposes all that share a topic, however
many a claim has.

Never proposed: a claim with itself, with a claim that overlaps it in the same document, or with a
claim of the same words (``barred``). These do not take the place of a neighbour either.

Where there are many pairs, two claims are not paired either that say too little by themselves to be
compared ("It's fair" / "It's honest"), that a speaker makes in one breath, or that nobody would
check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from contradict.errors import UsageError
from contradict.pairs.barred import Indices
from contradict.pairs.neighbours import Found, cosines
from contradict.pairs.one_breath import one_breath
from contradict.pairs.order import Order
from contradict.pairs.rules import Candidates, Plan, joined, names_of, plans
from contradict.pairs.standing import stand_alone
from contradict.pairs.terms import Terms
from contradict.protocols import Vectors
from contradict.records import Claim, Pair, PairCount
from contradict.settings import Settings

DEFAULTS = Settings()


def run_each(planned: Mapping[str, Plan]) -> dict[str, Found]:
    """What each rule finds, one after the other."""
    return {rule: plan.run() for rule, plan in planned.items()}


def propose(
    claims: Sequence[Claim],
    vectors: Vectors,
    *,
    settings: Settings = DEFAULTS,
    sides: Sequence[int] | None = None,
    terms: Terms | None = None,
) -> list[Pair]:
    """The pairs to judge, each unordered pair once, sorted by the places of left and right.

    ``vectors`` has one L2-normalised row a claim.  ``sides`` gives 0 or 1 for every claim; then
    only pairs across the two are proposed.  ``terms`` says how rare words are; without it all weigh
    the same.  Left is the earlier date where both are known and do not overlap (2024-05 and
    2024-05-14 do), else the source that comes first among the claims, else the earlier start.
    ``similarity`` is the cosine, rounded to 6 decimals.  Raises UsageError where the lengths do not
    match.
    """
    return as_pairs(claims, vectors, candidates(claims, vectors, settings, sides, terms))


def count(
    claims: Sequence[Claim],
    vectors: Vectors,
    *,
    settings: Settings = DEFAULTS,
    sides: Sequence[int] | None = None,
    terms: Terms | None = None,
) -> PairCount:
    """How many pairs ``propose`` gives, and how many there are at all (across ``sides``)."""
    proposed = len(candidates(claims, vectors, settings, sides, terms).first)
    return PairCount(possible=possible(len(claims), sides), proposed=proposed)


def possible(claims: int, sides: Sequence[int] | None = None) -> int:
    """The number of unordered pairs of different claims, those never proposed included."""
    if sides is None:
        return claims * (claims - 1) // 2
    ones = sum(side == 1 for side in sides)
    return ones * (claims - ones)


def candidates(
    claims: Sequence[Claim],
    vectors: Vectors,
    settings: Settings = DEFAULTS,
    sides: Sequence[int] | None = None,
    terms: Terms | None = None,
    search: Callable[[Mapping[str, Plan]], Mapping[str, Found]] = run_each,
) -> Candidates:
    """What ``propose`` gives, as places of claims; ``search`` carries out the rules' plans."""
    if len(vectors) != len(claims) or len(sides or claims) != len(claims):
        raise UsageError(f"{len(claims)} claims need as many vectors, and as many sides if any")
    few = possible(len(claims), sides) <= settings.few_pairs  # then a budget saves nothing
    found = search(plans(claims, vectors, settings, sides, terms, few=few))
    every = joined(found, len(claims))
    return every if few else worth_judging(claims, every, settings, terms)


def worth_judging(
    claims: Sequence[Claim], found: Candidates, settings: Settings, terms: Terms | None
) -> Candidates:
    """Without those that do not stand alone, said in one breath, or that nobody would check."""
    kept = any_worth(claims, found.first, found.second, settings.min_pair_worth)
    if not settings.vague_pairs:
        rarity = None if terms is None else terms.rarity
        kept &= stand_alone(claims, found.first, found.second, rarity)
        kept &= ~one_breath(claims, found.first, found.second)
    return found.only(kept)


def as_pairs(claims: Sequence[Claim], vectors: Vectors, found: Candidates) -> list[Pair]:
    """Candidates as pairs of claims, sorted by the places of left and right."""
    ordered = sorted(placed(claims, vectors, found), key=lambda entry: entry[:2])
    return [pair for _, _, pair in ordered]


def placed(
    claims: Sequence[Claim], vectors: Vectors, found: Candidates
) -> Iterator[tuple[int, int, Pair]]:
    """(place of left, place of right, pair) of each candidate, in the order given."""
    similarity = cosines(vectors, found.first, found.second).round(6).tolist()
    order = Order(claims)
    names = {rules: names_of(rules) for rules in set(found.rules.tolist())}
    columns = (found.first.tolist(), found.second.tolist(), found.rules.tolist(), similarity)
    for one, two, rules, cosine in zip(*columns, strict=True):
        left, right = (one, two) if order.is_left(one, two) else (two, one)
        yield left, right, Pair(claims[left], claims[right], cosine, names[rules])


def any_worth(
    claims: Sequence[Claim], first: Indices, second: Indices, least: float
) -> npt.NDArray[np.bool_]:
    """Whether the worthier claim of a pair has at least this worth; so has one of unknown worth."""
    worth = np.array([1.0 if one.worth is None else one.worth for one in claims])
    return np.asarray(np.maximum(worth[first], worth[second]) >= least)
