"""The first stage of the cascade: the same both ways, alone or among others; refused if altered."""

from __future__ import annotations

import shutil
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
from contradict.protocols import Vectors
from contradict.records import Claim, Document, Pair
from contradict.settings import Settings
from contradict.store import find_folder

CASCADE = load_cascade()
MANY = Settings(few_pairs=0)
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


@given(TEXTS)
def test_a_pair_has_the_same_figure_both_ways_and_alone(texts: list[str]) -> None:
    claims = claims_of(texts)
    vectors = vectors_of(len(claims))
    there = [Pair(claims[0], other, 0.4, ("dense",)) for other in claims[1:]]
    back = [Pair(pair.right, pair.left, 0.4, ("dense",)) for pair in there]
    found = CASCADE.logits(there, claims, vectors)
    assert found.tolist() == CASCADE.logits(back, claims, vectors).tolist()
    assert found[-1] == CASCADE.logits(there[-1:], claims, vectors)[0]


def test_a_conflict_passes_and_strangers_do_not() -> None:
    claims = claims_of(
        [
            "The council signed the harbour contract on 8 March.",
            "The harbour contract is only a draft, and nobody has signed it.",
            "Ida Brandt grew up in a village in the north.",
        ]
    )
    vectors = load_encoder().encode([claim.text for claim in claims])
    pairs = [
        Pair(claims[0], one, float(vectors[0] @ vectors[place]), ("dense",))
        for place, one in enumerate(claims[1:], 1)
    ]
    conflict, strangers = CASCADE.logits(pairs, claims, vectors)
    assert conflict > Settings.cascade_floor > strangers  # type: ignore[operator]


def test_vectors_of_another_encoder_are_refused() -> None:
    claims = claims_of(["The lock was open.", "The lock was shut."])
    with pytest.raises(ModelError, match="384"):
        CASCADE.logits([Pair(*claims)], claims, np.eye(2, 8, dtype=np.float32))


def test_an_altered_model_is_refused(tmp_path: Path) -> None:
    folder = find_folder("cascade")
    assert folder is not None
    copy = tmp_path / "cascade"
    shutil.copytree(folder, copy)
    (copy / "model.safetensors").write_bytes(b"no model")
    with pytest.raises(ModelError):
        load_cascade(copy)


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
