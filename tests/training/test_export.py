"""Export: the small ONNX file computes what the torch module does, for any batch and length."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification

from contradict.errors import ModelError
from contradict.training.export import export_onnx, fuse, shrink_weights

CONFIG = BertConfig(
    vocab_size=20_000,
    hidden_size=64,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=256,
    max_position_embeddings=64,
    num_labels=3,
    attn_implementation="eager",
)


@pytest.fixture(scope="module")
def model() -> BertForSequenceClassification:
    torch.manual_seed(0)
    return BertForSequenceClassification(CONFIG).eval()


@pytest.fixture(scope="module")
def exported(
    model: BertForSequenceClassification, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("export")
    paths = {name: folder / f"{name}.onnx" for name in ("plain", "fused", "small")}
    export_onnx(model, 64, paths["plain"], ["logits"])
    paths["fused"].write_bytes(paths["plain"].read_bytes())
    fuse(paths["fused"], heads=4, hidden=64)
    paths["small"].write_bytes(paths["fused"].read_bytes())
    shrink_weights(paths["small"])
    return paths


def logits(path: Path, feed: dict[str, np.ndarray]) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (rows,) = session.run(["logits"], feed)
    return rows


@pytest.mark.parametrize(("rows", "tokens"), [(1, 5), (3, 16), (4, 64)])
@pytest.mark.parametrize(("form", "tolerance"), [("plain", 1e-5), ("fused", 1e-5), ("small", 5e-3)])
def test_every_form_computes_what_the_module_does(
    model: BertForSequenceClassification,
    exported: dict[str, Path],
    form: str,
    tolerance: float,
    rows: int,
    tokens: int,
) -> None:
    generator = np.random.default_rng(rows)
    feed = {
        "input_ids": generator.integers(1, 20_000, (rows, tokens)),
        "attention_mask": np.ones((rows, tokens), dtype=np.int64),
        "token_type_ids": np.repeat(np.arange(tokens)[None] % 2, rows, axis=0),
    }
    feed["attention_mask"][-1, tokens // 2 :] = 0
    with torch.no_grad():
        expected = model(**{name: torch.from_numpy(value) for name, value in feed.items()}).logits
    np.testing.assert_allclose(
        logits(exported[form], feed), expected.numpy(), rtol=0, atol=tolerance
    )


def test_the_graph_is_fused_and_a_quarter_of_the_size(exported: dict[str, Path]) -> None:
    nodes = Counter(node.op_type for node in onnx.load(exported["small"]).graph.node)
    assert (nodes["Attention"], nodes["BiasGelu"], nodes["LayerNormalization"]) == (2, 2, 5)
    assert not nodes["SkipLayerNormalization"]  # slower than an addition and a layer norm
    sizes = {name: path.stat().st_size for name, path in exported.items()}
    assert sizes["small"] < 0.3 * sizes["plain"]


def test_no_activation_is_quantised(exported: dict[str, Path]) -> None:
    nodes = {node.op_type for node in onnx.load(exported["small"]).graph.node}
    assert not [name for name in nodes if "Quantize" in name or "Integer" in name]


def test_more_tokens_than_positions_are_refused(
    model: BertForSequenceClassification, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="64 positions"):
        export_onnx(model, 65, tmp_path / "model.onnx", ["logits"])
