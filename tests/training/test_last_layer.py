"""The last layer gives as many tokens as are asked for, and all where nobody says."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest
from transformers import BertForTokenClassification

from contradict.runtime import TOKENS_GIVEN
from contradict.training import quantise as module
from contradict.training.export import shrink_weights
from contradict.training.last_layer import give_tokens_on_demand
from contradict.training.quantise import Feed, quantise
from tests.training.test_quantise import drawn, fused_graph, logits


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph in integers with one row of figures a token."""
    path = fused_graph(BertForTokenClassification, tmp_path_factory.mktemp("last") / "whole.onnx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SMALLEST_PRODUCT", 4096)
        patch.setattr(module, "LARGEST_ERROR", 1.0)
        quantise(path, [drawn(8, 24, seed) for seed in range(4)])
    return path


@pytest.fixture(scope="module")
def cut(whole: Path) -> Path:
    path = Path(copyfile(whole, whole.with_name("cut.onnx")))
    assert give_tokens_on_demand(path)
    shrink_weights(path)
    return path


def figures(path: Path, feed: Feed, tokens: int | None = None) -> np.ndarray:
    asked = {} if tokens is None else {TOKENS_GIVEN: np.array([tokens])}
    return logits(path, {**feed, **asked})


@pytest.mark.parametrize("tokens", [1, 3, 16])
def test_the_first_tokens_are_those_of_the_whole_graph(whole: Path, cut: Path, tokens: int) -> None:
    feed = drawn(3, 16, 7)
    every, some = figures(whole, feed), figures(cut, feed, tokens)
    assert some.shape == (3, tokens, 3)
    assert np.abs(some - every[:, :tokens]).max() < 0.02 * np.abs(every).max()


def test_all_tokens_where_nobody_says(whole: Path, cut: Path) -> None:
    feed = drawn(3, 16, 8)
    assert figures(cut, feed).shape == figures(whole, feed).shape == (3, 16, 3)


def test_a_row_takes_nothing_from_its_neighbours(cut: Path) -> None:
    feed = drawn(6, 16, 5)
    together = figures(cut, feed, 1)
    for row in range(5):
        pair = {name: value[[row, row + 1]] for name, value in feed.items()}
        assert (figures(cut, pair, 1)[0] == together[row]).all()


def test_a_graph_of_another_shape_stays_as_it_is(tmp_path: Path) -> None:
    path = fused_graph(BertForTokenClassification, tmp_path / "fused.onnx")
    before = path.read_bytes()
    assert not give_tokens_on_demand(path)
    assert path.read_bytes() == before
