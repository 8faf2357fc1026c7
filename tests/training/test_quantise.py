"""Products in 8-bit integers: near what fp32 gives, and the same whatever else is in the batch."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from shutil import copyfile

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import BertConfig, BertForSequenceClassification, PreTrainedModel

from contradict.training import quantise as module
from contradict.training.export import export_onnx, fuse, shrink_weights
from contradict.training.integers import INPUT_STEPS, WEIGHT_STEPS, Seen, fit
from contradict.training.quantise import Feed, quantise

CONFIG = BertConfig(
    vocab_size=500,
    hidden_size=64,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=256,
    max_position_embeddings=64,
    initializer_range=0.1,
    num_labels=3,
    attn_implementation="eager",
)


def drawn(rows: int, tokens: int, seed: int) -> Feed:
    """Token ids of which the last row is half padding."""
    random = np.random.default_rng(seed)
    mask = np.ones((rows, tokens), dtype=np.int64)
    mask[-1, tokens // 2 :] = 0
    return {
        "input_ids": random.integers(1, 500, (rows, tokens)) * mask,
        "attention_mask": mask,
        "token_type_ids": np.repeat(np.arange(tokens)[None] % 2, rows, axis=0),
    }


def fused_graph(kind: type[PreTrainedModel], path: Path) -> Path:
    """A random model of the kind as a graph that gives its logits, fused."""
    torch.manual_seed(0)
    export_onnx(kind(CONFIG).eval(), 64, path, ["logits"])
    fuse(path, heads=4, hidden=64)
    return path


@pytest.fixture(scope="module")
def fused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quantise") / "fused.onnx"
    return fused_graph(BertForSequenceClassification, path)


@pytest.fixture(scope="module")
def small(fused: Path) -> Path:
    """With every product of the layers in integers."""
    path = fused.with_name("small.onnx")
    copyfile(fused, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SMALLEST_PRODUCT", 4097)  # one more than the pooler's
        patch.setattr(module, "LARGEST_ERROR", 1.0)
        count = quantise(path, [drawn(8, 24, seed) for seed in range(8)])
    assert count == 2 * 3  # the product after attention is as small as the pooler's
    shrink_weights(path)
    return path


def logits(path: Path, feed: Feed) -> np.ndarray:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    (rows,) = session.run(["logits"], dict(feed))
    return rows


@pytest.mark.parametrize(("rows", "tokens"), [(2, 8), (3, 16), (4, 64)])
def test_it_is_near_what_full_precision_gives(
    fused: Path, small: Path, rows: int, tokens: int
) -> None:
    feed = drawn(rows, tokens, 99)
    exact, found = logits(fused, feed), logits(small, feed)
    assert np.abs(exact - found).max() < 0.1 * np.abs(exact).max()


def test_a_row_takes_nothing_from_its_neighbours(small: Path) -> None:
    feed = drawn(6, 16, 5)
    whole = logits(small, feed)
    for row in range(4):
        pair = {name: value[[row, row + 1]] for name, value in feed.items()}
        assert (logits(small, pair)[0] == whole[row]).all()
    wild = {name: value.copy() for name, value in feed.items()}
    wild["input_ids"][1:] = 499  # a scale taken over the batch would move
    assert (logits(small, wild)[0] == whole[0]).all()


def test_nothing_is_measured_while_it_runs(small: Path) -> None:
    nodes = Counter(node.op_type for node in onnx.load(small).graph.node)
    assert nodes["MatMulIntegerToFloat"] == 2 * 5
    assert nodes["MultiHeadAttention"] == nodes["Gelu"] == 2
    assert not [name for name in nodes if "Dynamic" in name or name == "Attention"]


def test_what_loses_too_much_stays_in_full_precision(
    fused: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(copyfile(fused, tmp_path / "kept.onnx"))
    monkeypatch.setattr(module, "SMALLEST_PRODUCT", 4097)
    monkeypatch.setattr(module, "LARGEST_ERROR", 0.0)
    feed = drawn(3, 16, 1)
    assert quantise(path, [feed]) == 0
    assert (logits(path, feed) == logits(fused, feed)).all()


def test_a_small_graph_stays_as_it_is(fused: Path, tmp_path: Path) -> None:
    path = Path(copyfile(fused, tmp_path / "same.onnx"))
    assert quantise(path, [drawn(3, 16, 1)]) == 0
    assert path.read_bytes() == fused.read_bytes()


def test_the_same_texts_give_the_same_bytes(
    fused: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SMALLEST_PRODUCT", 4097)
    paths = [Path(copyfile(fused, tmp_path / name)) for name in ("one.onnx", "two.onnx")]
    for path in paths:
        quantise(path, [drawn(4, 16, 1), drawn(4, 24, 2)])
    assert paths[0].read_bytes() == paths[1].read_bytes() != fused.read_bytes()


def seen(rows: np.ndarray) -> Seen:
    return Seen(rows.min(0), rows.max(0), rows)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 100), large=st.floats(1, 100), offset=st.floats(-3, 3))
def test_a_few_large_channels_cost_little(seed: int, large: float, offset: float) -> None:
    random = np.random.default_rng(seed)
    rows = (random.normal(0, 1, (200, 32)) + offset).astype(np.float32)
    rows[:, :2] *= np.float32(large)
    weight = random.normal(0, 0.1, (32, 16)).astype(np.float32)
    integers, error = fit(weight, seen(rows))
    assert error < 0.002
    assert np.abs(integers.weight).max() <= WEIGHT_STEPS
    assert 0 <= integers.zero <= INPUT_STEPS
    # two products of an unsigned and a signed number fit into 16 bits, whatever the processor
    assert 2 * INPUT_STEPS * int(np.abs(integers.weight).max()) < 2**15


def test_channels_that_are_always_zero_do_no_harm() -> None:
    rows = np.zeros((10, 8), dtype=np.float32)
    integers, error = fit(np.zeros((8, 4), dtype=np.float32), seen(rows))
    assert np.isfinite(error)
    assert np.isfinite(integers.divisor).all()
    assert np.isfinite(integers.weight_scales).all()
