"""The cheap rules that propose pairs, each a search for the nearest by one measure.

- ``dense``: by embedding;
- ``lexical``: those that share rare words and word pairs;
- ``beside``: by embedding, of the same folder, or of the same file where there is but one folder:
  what lies together is about one affair, and in a large corpus its claims would be crowded out;
- ``speaker``: by embedding, of the same speaker;
- ``entity``: those that name the same and say it with the same words;
- ``quantity``: those that give an amount in the same unit of what has the same words.

A claim that one of them cannot place may be found by another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contradict.pairs.approximate import ApproximateCosine
from contradict.pairs.barred import Indices
from contradict.pairs.neighbours import Found, Measure, Near, Search, SharedTerms
from contradict.pairs.terms import Terms, name_terms, rows_of, unit_terms, word_terms
from contradict.protocols import Vectors
from contradict.records import Claim
from contradict.settings import Settings

RULES = ("dense", "lexical", "beside", "speaker", "entity", "quantity")  # the order of ``found_by``
EVERYWHERE = ("dense", "lexical")  # rules that are used however few the claims are


@dataclass(frozen=True)
class Candidates:
    """Places ``first < second`` of two claims, and the bits of the RULES that found them."""

    first: Indices
    second: Indices
    rules: npt.NDArray[np.int8]

    def only(self, kept: npt.NDArray[np.bool_] | Indices | slice) -> Candidates:
        """Those that are kept."""
        return Candidates(self.first[kept], self.second[kept], self.rules[kept])


@dataclass(frozen=True)
class Plan:
    """One rule's search among some claims: where, by which measure, how many, how near."""

    where: Search
    measure: Measure
    most: int
    floor: float

    def run(self, known: Near | None = None, rows: Indices | None = None) -> Found:
        """Every claim of ``rows`` (None: all) with its nearest; see ``Search.run``."""
        return self.where.run(self.measure, self.most, self.floor, known, rows)


def plans(
    claims: Sequence[Claim],
    vectors: Vectors,
    settings: Settings,
    sides: Sequence[int] | None = None,
    terms: Terms | None = None,
    *,
    few: bool = False,
) -> dict[str, Plan]:
    """The search of each rule; where pairs are ``few``, ``dense`` takes all that share a topic."""
    search = Search(claims, sides)
    cosine = ApproximateCosine(vectors, settings.exact_claims)
    rarity = None if terms is None else terms.rarity

    def shared(of: Callable[[Claim], list[str]]) -> SharedTerms:
        weights = rows_of([of(claim) for claim in claims], rarity)
        return SharedTerms(weights, settings.exact_claims)

    most = settings.neighbours | ({"dense": len(claims)} if few else {})
    floors = {"lexical": settings.lexical_floor, "entity": 0.0, "quantity": 0.0}
    made: dict[str, Callable[[], tuple[Search, Measure]]] = {
        "dense": lambda: (search, cosine),
        "lexical": lambda: (search, shared(word_terms)),
        "beside": lambda: (search.within(together(claims)), cosine),
        "speaker": lambda: (search.within(speakers(claims)), cosine),
        "entity": lambda: (search, shared(name_terms)),
        "quantity": lambda: (search, shared(unit_terms)),
    }
    return {
        rule: Plan(*made[rule](), most[rule], floors.get(rule, settings.dense_floor))
        for rule in (EVERYWHERE if few else RULES)
        if most[rule] > 0
    }


def joined(found: Mapping[str, Found], size: int) -> Candidates:
    """Each unordered pair once, with the rules that found it, by the places of ``size`` claims."""
    keys = {
        rule: _distinct(np.minimum(one, two) * size + np.maximum(one, two))
        for rule, (one, two, _) in found.items()
    }
    nothing = np.zeros(0, dtype=np.int64)
    every = _distinct(np.concatenate([nothing, *keys.values()]))
    rules = np.zeros(len(every), dtype=np.int8)
    for rule, own in keys.items():
        rules[np.searchsorted(every, own)] |= 1 << RULES.index(rule)
    first, second = np.divmod(every, max(1, size))
    return Candidates(first, second, rules)


def _distinct(keys: Indices) -> Indices:
    """Each key once, in order: ``numpy.unique``, which takes eight times as long over millions."""
    ordered = np.sort(keys)
    return np.asarray(ordered[np.diff(ordered, prepend=-1) != 0])


def names_of(rules: int) -> tuple[str, ...]:
    """The names of the rules whose bits are set, in their order."""
    return tuple(rule for bit, rule in enumerate(RULES) if rules >> bit & 1)


def together(claims: Sequence[Claim]) -> list[str | None]:
    """What each claim lies in: its folder, or its file where all lie in one folder.

    None where that holds all claims: then nothing is crowded out of it.
    """
    sources: list[str | None] = [claim.document.source for claim in claims]
    folders: list[str | None] = [folder_of(claim) for claim in claims]
    of = {"folders": folders, "files": sources}
    return of.get(layout(claims), [None] * len(claims))


def layout(claims: Sequence[Claim]) -> str:
    """Whether claims lie in several "folders", in several "files" of one, or in "one" file."""
    if len({folder_of(claim) for claim in claims}) > 1:
        return "folders"
    return "files" if len({claim.document.source for claim in claims}) > 1 else "one"


def folder_of(claim: Claim) -> str:
    """The folder of a claim's file, "" where it is in none."""
    return claim.document.source.replace("\\", "/").rpartition("/")[0]


def speakers(claims: Sequence[Claim]) -> list[str | None]:
    """Who says each claim, None where that is not known."""
    return [None if one.speaker is None else one.speaker.casefold() for one in claims]
