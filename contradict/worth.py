"""How check-worthy a claim is: a small linear model on its words and its embedding.

After ClaimBuster (Hassan et al. 2017): is there something in the sentence that the public would
want checked? Word pairs are hashed, so that the model needs no vocabulary.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from murmurhash.mrmr import hash as murmur

from contradict.protocols import Vectors
from contradict.settings import DEFAULT_WORTH
from contradict.store import NumbersModel, open_model

FILE = "model.safetensors"
BUCKETS = 2**14  # of hashed words and word pairs
DECIMALS = 4
PLAIN = 12
VECTOR = 384
FEATURES = BUCKETS + PLAIN + VECTOR
SIZES = {"weights": (FEATURES,), "offset": (1,)}  # shape of each array
WORD = re.compile(r"\b\w\w+\b")
FIGURE = re.compile(r"\d")
SPELLED = re.compile(
    r"\b(?:hundred|thousand|million|billion|percent|per cent|half|twice)s?\b", re.I
)
FIRST_PERSON = re.compile(r"\b(?:I|we|me|us|my|our)\b", re.I)
PAST = re.compile(r"\b(?:was|were|had|did|[a-z]{3,}ed|went|came|took|made|said|voted|left)\b", re.I)
OPINION = re.compile(r"\b(?:think|believe|hope|feel|want|should|must|need|going to|will)\b", re.I)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")

Floats = npt.NDArray[np.float64]


class Worth(NumbersModel):
    """Scores claims; the model is loaded with the first of them."""

    def of(self, texts: Sequence[str], vectors: Vectors) -> list[float]:
        """How check-worthy each text is, 0 to 1; ``vectors`` are its rows of the encoder.

        A text's figure does not depend on the others.
        """
        if not texts:
            return []
        weights, offset = self._model
        words, rest = weights[:BUCKETS], weights[BUCKETS:]
        # row by row in a fixed order, so that nothing beside a text can change a digit
        odds = hashed(texts) @ words + np.einsum("ij,j->i", dense(texts, vectors), rest) + offset
        return [round(float(share), DECIMALS) for share in 1 / (1 + np.exp(-odds))]

    @cached_property
    def _model(self) -> tuple[Floats, float]:
        """Weights of the features, and the offset."""
        found = self._folder.numbers(FILE, SIZES)
        return found["weights"], float(found["offset"][0])


def load_worth(name: str | Path | None = None) -> Worth:
    """Open a model by name or folder; ModelError where there is none."""
    folder = open_model(name or DEFAULT_WORTH, "worth")
    folder.file(FILE)
    return Worth(folder)


def features(texts: Sequence[str], vectors: Vectors) -> Any:
    """Sparse rows: hashed words and pairs, plain features, and the embedding."""
    from scipy.sparse import csr_matrix, hstack

    return hstack([hashed(texts), csr_matrix(dense(texts, vectors))], format="csr")


def hashed(texts: Sequence[str]) -> Any:
    """Sparse rows of words and word pairs, L2-normalised, shape (len(texts), BUCKETS).

    Weinberger et al. 2009, as scikit-learn's HashingVectorizer without signs does it; importing
    that takes a second of every scan.
    """
    from scipy.sparse import csr_matrix

    rows = [sorted(Counter(map(_bucket, _words_and_pairs(text))).items()) for text in texts]
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.array([place for row in rows for place, _ in row], dtype=np.int32)
    values = np.array([count for row in rows for _, count in row], dtype=np.float64)
    lengths = np.array([math.sqrt(sum(count * count for _, count in row)) for row in rows])
    values /= np.repeat(lengths, np.diff(starts))
    return csr_matrix((values, columns, starts), shape=(len(texts), BUCKETS))


def _words_and_pairs(text: str) -> list[str]:
    words = WORD.findall(text.lower())
    return words + [f"{one} {other}" for one, other in pairwise(words)]


def _bucket(term: str) -> int:
    place: int = murmur(term.encode("utf-8"), 0)
    return abs(place) % BUCKETS


def dense(texts: Sequence[str], vectors: Vectors) -> Floats:
    """Plain features and the embedding, shape (len(texts), PLAIN + VECTOR)."""
    plain = np.array([plain_features(text) for text in texts])
    return np.hstack([plain, vectors.astype(np.float64)])


def plain_features(text: str) -> list[float]:
    """A dozen numbers, most 0 or 1, that need no parse."""
    words = text.split()
    return [
        float(bool(FIGURE.search(text))),
        min(len(FIGURE.findall(text)), 8) / 8,
        float(bool(SPELLED.search(text))),
        min(len(words), 40) / 40,
        float(len(words) < 6),
        float(bool(FIRST_PERSON.search(text))),
        float(bool(PAST.search(text))),
        float(bool(OPINION.search(text))),
        min(len(NAME.findall(text)), 4) / 4,
        float(text.rstrip().endswith("?")),
        float("not" in words or "n't" in text or "no" in words),
        float("%" in text or "$" in text),
    ]
