"""A small network on two vectors and a few plain facts that spares the judge most candidates.

The first stage of a cascade (Viola and Jones 2001): it is fast, misses little, and only what passes
reaches the cross-encoder. It reads what the encoder keeps of a conflict, the sums, differences and
products of both vectors (as in SBERT, Reimers and Gurevych 2019), and is the same both ways. The
sums say of what kind both claims are: without them it threw out half as many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from contradict.errors import ModelError
from contradict.pairs.barred import Indices
from contradict.pairs.rules import RULES, Candidates
from contradict.protocols import Vectors
from contradict.records import Claim
from contradict.settings import DEFAULT_CASCADE
from contradict.store import NumbersModel, open_model
from contradict.symbols.statement import read

FILE = "model.safetensors"
VECTOR = 384
PLAIN = (
    "cosine", *RULES, "odd_negation", "both_negated", "figures_both", "figures_one",
    "worth_low", "worth_high", "shorter", "longer", "same_speaker", "same_document",
)  # fmt: skip
READ = 3 * VECTOR + len(PLAIN)
HIDDEN = 128
SIZES = {
    "hidden_weights": (READ, HIDDEN),
    "hidden_offset": (HIDDEN,),
    "weights": (HIDDEN,),
    "offset": (1,),
}
ROWS_AT_ONCE = 8192  # pairs: 80 MB of features
UNKNOWN_WORTH = 0.3

Floats = npt.NDArray[np.float64]


class Cascade(NumbersModel):
    """Foretells the judge's log-odds of candidates; loaded with the first of them."""

    def logits(self, found: Candidates, claims: Sequence[Claim], vectors: Vectors) -> Floats:
        """One log-odds a candidate; ``vectors`` has a row for each of ``claims``.

        A candidate's figure does not depend on the others. Raises ModelError where the vectors are
        not those of the encoder that it was fitted for.
        """
        if len(claims) and vectors.shape[1] != VECTOR:
            raise ModelError(f"{self._folder.path}: reads vectors of {VECTOR}; leave it out")
        facts = Facts(claims)
        logits = np.empty(len(found.first), dtype=np.float64)
        for start in range(0, len(logits), ROWS_AT_ONCE):
            part = found.only(slice(start, start + ROWS_AT_ONCE))
            rows = features(part, facts, vectors)
            logits[start : start + len(rows)] = network(rows, self._weights)
        return logits.round(6)  # sums of other blocks may round otherwise, far behind the point

    @cached_property
    def _weights(self) -> Mapping[str, Floats]:
        return self._folder.numbers(FILE, SIZES)


def network(rows: Floats, weights: Mapping[str, Floats]) -> Floats:
    """One hidden layer of rectified units; rows of ``features`` to one log-odds each."""
    hidden = np.maximum(rows @ weights["hidden_weights"] + weights["hidden_offset"], 0.0)
    return np.asarray(hidden @ weights["weights"] + weights["offset"][0], dtype=np.float64)


class Facts:
    """What single claims show, as arrays over all of them."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        stated = [read(claim) for claim in claims]
        self.negated = np.array([one.negations % 2 for one in stated], dtype=np.float64)
        self.figures = np.array([bool(one.quantities) for one in stated], dtype=np.float64)
        self.length = np.log1p(np.array([len(one.stems) for one in stated], dtype=np.float64))
        worth = [UNKNOWN_WORTH if one.worth is None else one.worth for one in claims]
        self.worth = np.sqrt(np.array(worth, dtype=np.float64))
        self.speaker = _numbered([(one.speaker or "").casefold() or id(one) for one in claims])
        self.document = _numbered([id(one.document) for one in claims])


def features(found: Candidates, facts: Facts, vectors: Vectors) -> Floats:
    """What the model reads of each candidate, shape (n, READ)."""
    one, two = found.first, found.second
    left, right = vectors[one].astype(np.float64), vectors[two].astype(np.float64)
    scale = VECTOR**0.5  # entries of unit vectors are tiny
    product = left * right
    plain = _plain(found, product.sum(axis=1).round(6), facts)
    both = (left + right) * scale
    return np.hstack([both, np.abs(left - right) * scale, product * scale**2, plain])


def _plain(found: Candidates, cosine: Floats, facts: Facts) -> Floats:
    one, two = found.first, found.second
    negated = facts.negated[one] + facts.negated[two]
    figures = facts.figures[one] + facts.figures[two]
    columns = [
        cosine,
        *(found.rules >> bit & 1 for bit in range(len(RULES))),
        negated == 1,
        negated == 2,
        figures == 2,
        figures == 1,
        np.minimum(facts.worth[one], facts.worth[two]),
        np.maximum(facts.worth[one], facts.worth[two]),
        np.minimum(facts.length[one], facts.length[two]),
        np.maximum(facts.length[one], facts.length[two]),
        facts.speaker[one] == facts.speaker[two],
        facts.document[one] == facts.document[two],
    ]
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def _numbered(values: Sequence[object]) -> Indices:
    """Equal values get equal numbers."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)


def load_cascade(name: str | Path | None = None) -> Cascade:
    """Open a model by name or folder; ModelError where there is none."""
    folder = open_model(name or DEFAULT_CASCADE, "cascade")
    folder.file(FILE)
    return Cascade(folder)
