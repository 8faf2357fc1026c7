"""Examples in a file of arrays: the same examples come back, as often as an epoch has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contradict.training.batches import TokenisedExamples
from contradict.training.examples import Example
from contradict.training.packed import pack, unpack
from tests.training.test_heads import PAIRS

MORE = Example("the school is open .", "the market is full .", ("entailment", "neutral"))


def ids_of(examples: TokenisedExamples, places: list[int]) -> list[list[int]]:
    return [examples.ids[place].tolist() for place in places]


@pytest.fixture
def file(base: Path, tmp_path: Path) -> Path:
    epochs = {"whole": [*PAIRS, MORE, PAIRS[0]], "further": [MORE, PAIRS[0]]}
    path = tmp_path / "deep" / "pairs.npz"
    assert pack(path, epochs, base / "tokenizer.json", 48) == 4
    return path


def test_examples_come_back_as_they_were_tokenised(file: Path, base: Path) -> None:
    found = unpack(file, "whole")
    direct = TokenisedExamples([*PAIRS, MORE], base / "tokenizer.json", 48)
    for ours, theirs in zip(found.arrays()[:-1], direct.arrays(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    one, other = found.batch([0, 3]), direct.batch([0, 3])
    for name in ("input_ids", "attention_mask", "targets", "verdicts", "kinds", "evidence"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_an_epoch_has_what_it_was_given_as_often_as_it_was_given(file: Path, base: Path) -> None:
    direct = TokenisedExamples([*PAIRS, MORE], base / "tokenizer.json", 48)
    whole, further = unpack(file, "whole"), unpack(file, "further")
    assert whole.epoch().tolist() == [0, 0, 1, 2, 3]
    assert ids_of(further, further.epoch().tolist()) == ids_of(direct, [0, 3])
    assert list(further.marks) == [0]
    drawn = [place for batch in whole.plan(2, epoch=0, seed=1) for place in batch]
    assert sorted(drawn) == [0, 0, 1, 2, 3]
