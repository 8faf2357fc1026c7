"""The first stage of the cascade: the same both ways, alone or among others; refused if altered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.detector import Detector, load
from contradict.embeddings import load_encoder
from contradict.errors import ModelError
from contradict.estimate import estimate
from contradict.pairs.cascade import load_cascade
from contradict.pairs.rules import Candidates
from contradict.pairs.selection import passing
from contradict.protocols import Vectors
from contradict.records import Claim, Document
from contradict.settings import Settings

CASCADE = load_cascade()
MANY = Settings(few_pairs=0, judged_neighbours=None)
SAMPLES = Path(__file__).parent.parent / "data" / "samples" / "corpus"
WORDS = (
    *("the", "lock", "was", "not", "open", "shut", "by", "Ida", "Brandt"),
    *("40", "boats", "55", "all", "if", "sold"),
)
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(" ".join), min_size=2, max_size=6
)


def claims_of(texts: list[str]) -> list[Claim]:
    return [
        Claim(Document(f"{n}.txt", f"{n}.txt", text), 0, len(text), text)
        for n, text in enumerate(texts)
    ]


def vectors_of(size: int) -> Vectors:
    rows = np.random.default_rng(0).normal(size=(size, 384)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def stars(size: int) -> Candidates:
    """The first of some claims with each of the others, found by the first rule."""
    others = np.arange(1, size)
    return Candidates(np.zeros(size - 1, np.int64), others, np.ones(size - 1, np.int8))


@given(TEXTS)
def test_a_pair_has_the_same_figure_both_ways_and_alone(texts: list[str]) -> None:
    claims = claims_of(texts)
    vectors = vectors_of(len(claims))
    there = stars(len(claims))
    back = Candidates(there.second, there.first, there.rules)
    found = CASCADE.logits(there, claims, vectors)
    assert found.tolist() == CASCADE.logits(back, claims, vectors).tolist()
    assert found[-1] == CASCADE.logits(there.only(slice(-1, None)), claims, vectors)[0]


def test_a_conflict_passes_and_strangers_do_not() -> None:
    claims = claims_of(
        [
            "The council signed the harbour contract on 8 March.",
            "The harbour contract is only a draft, and nobody has signed it.",
            "Ida Brandt grew up in a village in the north.",
        ]
    )
    vectors = load_encoder().encode([claim.text for claim in claims])
    conflict, strangers = CASCADE.logits(stars(3), claims, vectors)
    assert conflict > Settings.cascade_floor > strangers  # type: ignore[operator]


def test_vectors_of_another_encoder_are_refused() -> None:
    claims = claims_of(["The lock was open.", "The lock was shut."])
    with pytest.raises(ModelError, match="384"):
        CASCADE.logits(stars(2), claims, np.eye(2, 8, dtype=np.float32))


# --- which candidates pass ------------------------------------------------------------------------

GRAPHS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(-6, 3)).filter(
        lambda edge: edge[0] < edge[1]
    ),
    max_size=20,
    unique_by=lambda edge: edge[:2],
)


@given(GRAPHS, st.integers(1, 4), st.integers(-5, 0))
def test_a_candidate_passes_that_is_among_the_best_of_one_of_its_claims(
    edges: list[tuple[int, int, int]], most: int, floor: int
) -> None:
    columns = np.array(edges, dtype=np.int64).reshape(-1, 3)
    logits = columns[:, 2].astype(np.float64)
    found = Candidates(columns[:, 0], columns[:, 1], np.ones(len(edges), np.int8))
    knobs = Settings(judged_neighbours=most, cascade_floor=float(floor))

    def better(claim: int, than: int) -> int:
        return sum(claim in edge[:2] and edge[2] > than for edge in edges)

    expected = [
        odds >= floor and min(better(one, odds), better(two, odds)) < most
        for one, two, odds in edges
    ]
    assert passing(found, logits, knobs).tolist() == expected
    knobs = replace(knobs, judged_neighbours=None)
    assert passing(found, logits, knobs).tolist() == [odds >= floor for *_, odds in edges]


def test_an_altered_model_is_refused(altered: Callable[[str], Path]) -> None:
    with pytest.raises(ModelError):
        load_cascade(altered("cascade"))


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    text = (SAMPLES / "ferry-contract-letter.txt").read_text(encoding="utf-8")
    return [Document("letter.txt", "letter.txt", text)]


def opened(settings: Settings) -> Detector:
    return load(settings=settings)


def test_among_few_pairs_and_when_asked_to_be_thorough_every_candidate_is_judged(
    documents: list[Document],
) -> None:
    for settings in (Settings(), replace(MANY, cascade_floor=None)):
        _, counted = opened(settings).candidates(documents)
        assert counted.judged == counted.proposed > 0


def test_among_many_the_floor_decides(documents: list[Document]) -> None:
    counts = [
        opened(replace(MANY, cascade_floor=floor)).candidates(documents)[1]
        for floor in (-1e9, -3.0, 1e9)
    ]
    assert counts[0].judged == counts[0].proposed
    assert counts[0].judged > counts[1].judged > counts[2].judged == 0
    assert len({one.proposed for one in counts}) == 1


def test_what_passes_is_judged_as_without_the_cascade(documents: list[Document]) -> None:
    settings = replace(MANY, threshold=0.0, cascade_floor=None)
    thorough = {one.id: one for one in opened(settings).scan(documents).findings}
    quick = opened(replace(settings, cascade_floor=-5.0)).scan(documents).findings
    assert quick
    assert all(thorough[one.id] == one for one in quick)


def test_an_estimate_counts_what_a_scan_judges(documents: list[Document]) -> None:
    detector = opened(Settings())
    found = estimate(detector, documents)
    assert found.pairs == detector.scan(documents).pairs
    assert found.seconds > 0
