"""Beyond the exact search: what is found is near and allowed, and the same every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contradict.pairs import candidates, neighbours
from contradict.pairs.rules import Candidates
from contradict.protocols import Vectors
from contradict.records import Claim, Document
from contradict.settings import Settings

WORDS = ("bridge", "harbour", "lock", "ferry", "mayor", "levy", "north", "road")
ONLY = {f"{rule}_neighbours": 0 for rule in Settings().neighbours}
DENSE = replace(Settings(few_pairs=0, min_pair_worth=0.0), **{**ONLY, "dense_neighbours": 5})
LEXICAL = replace(DENSE, dense_neighbours=0, lexical_neighbours=5, lexical_floor=0.0)


def claims_of(size: int, seed: int) -> list[Claim]:
    random = np.random.default_rng(seed)
    found = []
    for number in range(size):
        text = " ".join(random.choice(WORDS, size=4))
        source = f"{number % 5}.txt"
        found.append(Claim(Document(source, f"{number // 3}", text), 0, len(text), text))
    return found


def vectors_of(size: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(size, 16)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def keys(found: Candidates) -> set[tuple[int, int]]:
    return set(zip(found.first.tolist(), found.second.tolist(), strict=True))


@given(st.integers(2, 60), st.integers(0, 1000), st.booleans())
@hypothesis_settings(max_examples=25, deadline=None)
def test_what_is_found_may_be_paired_and_is_found_again(
    size: int, seed: int, two_sides: bool
) -> None:
    claims, vectors = claims_of(size, seed), vectors_of(size, seed)
    sides = [number % 2 for number in range(size)] if two_sides else None
    rough = replace(DENSE, exact_claims=0)
    found = candidates(claims, vectors, rough, sides)
    assert keys(found) == keys(candidates(claims, vectors, rough, sides))
    everything = replace(DENSE, dense_neighbours=size)
    assert keys(found) <= keys(candidates(claims, vectors, everything, sides))


def test_nearly_all_neighbours_are_found_among_many() -> None:
    claims, vectors = claims_of(2000, 7), vectors_of(2000, 7)
    exact = keys(candidates(claims, vectors, DENSE))
    rough = keys(candidates(claims, vectors, replace(DENSE, exact_claims=0)))
    assert len(exact & rough) > 0.97 * len(exact)


def test_words_of_very_many_claims_tell_nothing_among_very_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neighbours, "MOST_SHARING", 2)
    texts = ["bridge lock", "bridge mayor", "bridge levy", "levy north"]
    claims = [Claim(Document(text, text, text), 0, len(text), text) for text in texts]
    vectors = vectors_of(4, 1)
    assert keys(candidates(claims, vectors, LEXICAL)) > {(2, 3)}
    assert keys(candidates(claims, vectors, replace(LEXICAL, exact_claims=0))) == {(2, 3)}
