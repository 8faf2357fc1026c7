"""Examples as padded token ids."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contradict.training.batches import LENGTH_STEP, TokenisedExamples
from contradict.training.examples import Example


@pytest.fixture(scope="module")
def examples(base: Path) -> TokenisedExamples:
    texts = ["The bridge is open.", "a", " ".join(["the harbour is full."] * 12)]
    pairs = [Example(left, right, ("neutral",)) for left in texts for right in texts]
    return TokenisedExamples(pairs, base / "tokenizer.json", 48)


def test_ids_types_and_mask_fit_together(examples: TokenisedExamples) -> None:
    batch = examples.batch([0, 4, 1])
    assert batch.input_ids.shape == batch.attention_mask.shape == batch.token_type_ids.shape
    assert batch.input_ids.shape[1] % LENGTH_STEP == 0
    for row, index in enumerate([0, 4, 1]):
        size = examples.lengths[index]
        assert batch.attention_mask[row].sum() == size
        assert (batch.input_ids[row, :size] == examples.ids[index]).all()
        assert not batch.input_ids[row, size:].any()
        separators = np.flatnonzero(batch.input_ids[row] == 3)
        assert len(separators) == 2
        second = batch.token_type_ids[row] == 1
        assert (np.flatnonzero(second) == np.arange(separators[0] + 1, size)).all()


def test_a_long_pair_is_cut_from_its_longer_text_and_counted(examples: TokenisedExamples) -> None:
    assert examples.cut == 5
    assert max(examples.lengths) == 48
    long_and_short = examples.ids[7]  # the long text, then "a"
    assert (long_and_short == 3).sum() == 2
    assert len(long_and_short) == 48


def test_evaluation_sees_every_example_once_and_short_ones_together(
    examples: TokenisedExamples,
) -> None:
    found = [(indices, batch) for indices, batch in examples.in_order(4)]
    assert sorted(place for indices, _ in found for place in indices) == list(range(9))
    lengths = [batch.input_ids.shape[1] for _, batch in found]
    assert lengths == sorted(lengths)


def test_a_plan_needs_only_seed_and_epoch(examples: TokenisedExamples) -> None:
    np.random.seed(0)
    before = np.random.get_state()[1].copy()
    assert examples.plan(2, epoch=1, seed=5) == examples.plan(2, epoch=1, seed=5)
    assert (np.random.get_state()[1] == before).all()
    assert examples.plan(2, epoch=1, seed=5) != examples.plan(2, epoch=1, seed=6)
