"""What claims have in common in words, as sparse rows whose weights were fixed beforehand.

TF-IDF (Spärck Jones 1972) of hashed stems and stem pairs. How rare a term is was counted once, over
real texts (``training.recipes.terms``), not over the claims at hand: so a claim's row stays the
same however a corpus grows, and its neighbours can be kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from contradict.pairs.barred import Indices
from contradict.records import Claim
from contradict.settings import DEFAULT_TERMS
from contradict.store import NumbersModel, open_model
from contradict.symbols.words import WORD, is_function_word, stem, words_in

FILE = "model.safetensors"
BUCKETS = 2**20  # of hashed terms: few of half a million fall together
REMEMBERED = 131_072  # texts whose stems are kept for the next rule; about half a kB each
SIZES = {"rarity": (BUCKETS,)}

Floats = npt.NDArray[np.float64]


class Terms(NumbersModel):
    """How rare words are; the model is loaded with the first of them."""

    @cached_property
    def rarity(self) -> Floats:
        """Inverse document frequency of each bucket, shape (BUCKETS,)."""
        found: Floats = self._folder.numbers(FILE, SIZES)["rarity"]
        return found


def load_terms(name: str | Path | None = None) -> Terms:
    """Open a model by name or folder; ModelError where there is none."""
    folder = open_model(name or DEFAULT_TERMS, "terms")
    folder.file(FILE)
    return Terms(folder)


def bucket(term: str) -> int:
    """Where a term is counted; the same on every machine."""
    return crc32(term.encode("utf-8", "surrogatepass")) % BUCKETS


@lru_cache(REMEMBERED)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's content words, in order."""
    return tuple(filter(None, map(_content, WORD.findall(text))))


@lru_cache(REMEMBERED)
def _content(word: str) -> str:
    """The stem of a content word, empty for others: a large scan asks for each a hundred times."""
    (found,) = words_in(word)
    return "" if is_function_word(found) else found.stem


def word_terms(claim: Claim) -> list[str]:
    """Stems, and pairs of those that follow each other."""
    found = stems(claim.text)
    return [*found, *(f"{one} {two}" for one, two in pairwise(found))]


def name_terms(claim: Claim) -> list[str]:
    """Each name with each content word beside it: who or what, and what is said of it."""
    names = {stem(name.text.casefold().split()[-1]) for name in claim.names if name.text.strip()}
    return _crossed(names, set(stems(claim.text)) - names)


def unit_terms(claim: Claim) -> list[str]:
    """The unit of each amount with each content word beside it: what is counted."""
    units = {amount.unit for amount in claim.quantities}
    words = {one for one in stems(claim.text) if not one[0].isdigit()}
    return _crossed({f"#{unit}" for unit in units}, words)


def _crossed(heads: Iterable[str], words: Iterable[str]) -> list[str]:
    return [f"{head}\t{word}" for head in sorted(heads) for word in sorted(words)]


def rows_of(found: Sequence[Sequence[str]], rarity: Floats | None) -> Any:
    """L2-normalised sparse rows, shape (len(found), BUCKETS), from the terms of each claim.

    A term counts by its last part, so that a name weighs by what is said of it. Without ``rarity``
    all terms weigh the same. Columns are in order: products add up alike everywhere. A row depends
    on its own terms alone, to the last digit.
    """
    from scipy.sparse import csr_matrix

    distinct, claims, terms, times = _counted(found)
    places = np.array([bucket(term) for term in distinct], dtype=np.int64)
    weights = _weights(distinct, places, rarity)
    # by the same function on every machine, which numpy's need not be
    damped = np.array([0.0, *(1 + math.log(n) for n in range(1, max(times, default=0) + 1))])
    values = damped[times] * weights[terms]
    cells = claims * BUCKETS + places[terms]
    order = np.lexsort((values, cells))  # of equal cells the sum is taken in the order of values
    cells, first = np.unique(cells[order], return_index=True)
    sums = np.add.reduceat(values[order], first) if len(first) else values
    rows, columns = np.divmod(cells, BUCKETS)
    # counting adds one by one: beside others a row's sum stays the same
    lengths = np.sqrt(np.bincount(rows, weights=sums * sums, minlength=len(found)))
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(found)))])
    return csr_matrix((sums / lengths[rows], columns, ends), shape=(len(found), BUCKETS))


def _counted(found: Sequence[Sequence[str]]) -> tuple[list[str], Indices, Indices, Indices]:
    """(different terms; and for each claim with each of its terms: claim, term, how often)."""
    numbers: dict[str, int] = {}
    terms = np.array(
        [numbers.setdefault(term, len(numbers)) for claim in found for term in claim],
        dtype=np.int64,
    )
    claims = np.repeat(np.arange(len(found)), [len(claim) for claim in found])
    size = max(1, len(numbers))
    each, times = np.unique(claims * size + terms, return_counts=True)
    return list(numbers), each // size, each % size, times


def _weights(terms: Sequence[str], places: Indices, rarity: Floats | None) -> Floats:
    """How much each term counts; ``places`` are its buckets."""
    if rarity is None:
        return np.ones(len(terms))
    last = [
        bucket(term.rpartition("\t")[2]) if "\t" in term else place
        for term, place in zip(terms, places.tolist(), strict=True)
    ]
    return np.asarray(rarity[np.array(last, dtype=np.int64)], dtype=np.float64)
