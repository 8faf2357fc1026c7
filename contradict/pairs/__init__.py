"""Claims and their vectors -> the pairs that are worth judging.

Three cheap rules propose: ``dense`` takes the nearest claims by embedding, ``lexical`` those that
share rare words and word pairs, ``beside`` the nearest of the same folder, or of the same file
where there is but one folder: what lies together is about one affair, and in a large corpus its
claims would be crowded out by others.  All search exactly, in blocks of bounded memory, and a claim
that one of them cannot place may be found by another.  Where there are few pairs altogether, as in
a single article, ``dense`` proposes all that share a topic, however many a claim has.

Never proposed: a claim with itself, with a claim that overlaps it in the same document, or with a
claim of the same words (case and spaces aside), since what says the same cannot contradict itself.
These do not take the place of a neighbour either.

Where there are many pairs, two claims are not paired either that both only point to what they are
about ("It's fair" / "It's honest"), or that nobody would check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from contradict.errors import UsageError
from contradict.pairs.neighbours import Floats, Indices, Search
from contradict.pairs.order import Order
from contradict.pairs.pointing import both_point
from contradict.protocols import Vectors
from contradict.records import Claim, Pair, PairCount
from contradict.settings import Settings

RULES = ("dense", "lexical", "beside")  # the order of ``found_by``
DEFAULTS = Settings()
EXACT_ROWS = 16_384  # pairs whose cosine is worked out at once: 100 MB for 384 dimensions
SHARES_A_WORD = (
    1e-4  # the least lexical floor: at 0 every claim would be a neighbour of every other
)


def propose(
    claims: Sequence[Claim],
    vectors: Vectors,
    *,
    settings: Settings = DEFAULTS,
    sides: Sequence[int] | None = None,
) -> list[Pair]:
    """The pairs to judge, each unordered pair once, sorted by the places of left and right.

    ``vectors`` has one L2-normalised row a claim.  ``sides`` gives 0 or 1 for every claim; then
    only pairs across the two are proposed.  Left is the earlier date where both are known and do
    not overlap (2024-05 and 2024-05-14 do), else the source that comes first among the claims,
    else the earlier start.  ``similarity`` is the cosine, rounded to 6 decimals.  Raises UsageError
    where the lengths do not match.
    """
    found = _candidates(claims, vectors, settings, sides)
    similarity = _cosines(vectors, found.first, found.second).round(6).tolist()
    order = Order(claims)
    names = [
        tuple(rule for bit, rule in enumerate(RULES) if rules >> bit & 1)
        for rules in range(1 << len(RULES))
    ]
    ordered = []
    for number, (one, two) in enumerate(
        zip(found.first.tolist(), found.second.tolist(), strict=True)
    ):
        left, right = (one, two) if order.is_left(one, two) else (two, one)
        rules = names[found.rules[number]]
        ordered.append((left, right, Pair(claims[left], claims[right], similarity[number], rules)))
    ordered.sort(key=lambda entry: entry[:2])
    return [pair for _, _, pair in ordered]


def count(
    claims: Sequence[Claim],
    vectors: Vectors,
    *,
    settings: Settings = DEFAULTS,
    sides: Sequence[int] | None = None,
) -> PairCount:
    """How many pairs ``propose`` gives, and how many there are at all (across ``sides``)."""
    proposed = len(_candidates(claims, vectors, settings, sides).first)
    return PairCount(possible=possible(len(claims), sides), proposed=proposed)


def possible(claims: int, sides: Sequence[int] | None = None) -> int:
    """The number of unordered pairs of different claims, those never proposed included."""
    if sides is None:
        return claims * (claims - 1) // 2
    ones = sum(side == 1 for side in sides)
    return ones * (claims - ones)


@dataclass(frozen=True)
class _Candidates:
    """Places ``first < second`` of two claims, and the bits of the RULES that found them."""

    first: Indices
    second: Indices
    rules: npt.NDArray[np.int8]


def _candidates(
    claims: Sequence[Claim], vectors: Vectors, settings: Settings, sides: Sequence[int] | None
) -> _Candidates:
    if len(vectors) != len(claims) or len(sides or claims) != len(claims):
        raise UsageError(f"{len(claims)} claims need as many vectors, and as many sides if any")
    search = Search(claims, sides)
    few = possible(len(claims), sides) <= settings.few_pairs  # then a budget saves nothing
    found = [
        _dense(search, vectors, len(claims) if few else settings.dense_neighbours, settings),
        _lexical(search, claims, settings),
    ]
    if not few:
        beside = search.within(together(claims))
        found.append(_dense(beside, vectors, settings.beside_neighbours, settings))
    keys, inverse = np.unique(np.concatenate(found), return_inverse=True)
    rules = np.zeros(len(keys), dtype=np.int8)
    start = 0
    for bit, each in enumerate(found):
        rules[inverse[start : start + len(each)]] |= 1 << bit
        start += len(each)
    first, second = np.divmod(keys, max(1, len(claims)))
    kept = np.ones(len(keys), dtype=np.bool_)
    if not few:
        kept = any_worth(claims, first, second, settings.min_pair_worth)
        kept &= ~both_point(claims, first, second)
    return _Candidates(first[kept], second[kept], rules[kept])


def together(claims: Sequence[Claim]) -> list[str]:
    """What each claim lies in: its folder, or its file where all lie in one folder."""
    sources = [claim.document.source for claim in claims]
    folders = [source.replace("\\", "/").rpartition("/")[0] for source in sources]
    return folders if len(set(folders)) > 1 else sources


def _dense(search: Search, vectors: Vectors, neighbours: int, settings: Settings) -> Indices:
    """Neighbours by cosine."""
    return search.run(
        lambda columns: partial(_products, vectors, vectors[columns].T),
        lambda first, second: _cosines(vectors, first, second),
        neighbours,
        settings.dense_floor,
    )


def any_worth(
    claims: Sequence[Claim], first: Indices, second: Indices, least: float
) -> npt.NDArray[np.bool_]:
    """Whether the worthier claim of a pair has at least this worth; so has one of unknown worth.

    And a row of a table, which was chosen by whoever made it.
    """
    worth = np.array(
        [1.0 if one.worth is None or one.document.is_row else one.worth for one in claims]
    )
    return np.asarray(np.maximum(worth[first], worth[second]) >= least)


def _lexical(search: Search, claims: Sequence[Claim], settings: Settings) -> Indices:
    """Neighbours by TF-IDF of words and word pairs, stop words aside."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    vectoriser = TfidfVectorizer(
        ngram_range=(1, 2),
        sublinear_tf=True,
        stop_words="english",
        token_pattern=r"(?u)\b\w+\b",
        norm=None,
    )
    try:
        weights = vectoriser.fit_transform([claim.text for claim in claims]).tocsr()
    except ValueError:  # nothing but stop words, or no claims at all
        return np.zeros(0, dtype=np.int64)
    weights.sort_indices()  # else they add up in the order in which words were first met
    weights = normalize(weights)
    return search.run(
        lambda columns: partial(_sparse_products, weights, weights[columns].T.tocsr()),
        None,  # sparse products add up in the order of the words: exact, and the same both ways
        settings.lexical_neighbours,
        max(settings.lexical_floor, SHARES_A_WORD),
    )


def _products(vectors: Vectors, turned: Vectors, rows: Indices) -> Vectors:
    return vectors[rows] @ turned


def _sparse_products(weights: Any, turned: Any, rows: Indices) -> Floats:
    table: Floats = (weights[rows] @ turned).toarray()
    return table


def _cosines(vectors: Vectors, first: Indices, second: Indices) -> Floats:
    """Cosine of pairs of rows in float64, one by one, so that nothing else can change a digit."""
    result = np.empty(len(first), dtype=np.float64)
    for start in range(0, len(first), EXACT_ROWS):
        part = slice(start, start + EXACT_ROWS)
        left, right = vectors[first[part]], vectors[second[part]]
        result[part] = np.einsum("ij,ij->i", left.astype(np.float64), right.astype(np.float64))
    return result
