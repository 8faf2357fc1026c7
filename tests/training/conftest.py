"""A base model of a few thousand weights, made on the spot, and invented pairs to train it on."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, BertModel

NOUNS = ("bridge", "school", "harbour", "market", "library", "museum", "station", "tunnel")
STATES = (("open", "closed"), ("full", "empty"), ("safe", "dangerous"))
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = (
    "a",
    "the",
    "is",
    "was",
    "not",
    "very",
    ".",
    *NOUNS,
    *(word for pair in STATES for word in pair),
)

MakeBase = Callable[..., Path]


def write_tokenizer(folder: Path) -> None:
    vocabulary = {word: number for number, word in enumerate((*SPECIAL, *WORDS))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {f"{name[1:-1].lower()}_token": name for name in SPECIAL}
    settings = {"tokenizer_class": "BertTokenizerFast", "model_max_length": 128} | names
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")


def make_base(folder: Path, labels: tuple[str, ...] | None = None, positions: int = 128) -> Path:
    """Write a random BERT; with ``labels`` it has a head that names them in this order."""
    torch.manual_seed(1)
    named = {} if labels is None else {"id2label": dict(enumerate(labels))}
    config = BertConfig(
        vocab_size=len(SPECIAL) + len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=positions,
        initializer_range=0.2,  # the usual 0.02 takes so small a model long to learn from
        **named,
    )
    if labels is not None:
        config.label2id = {label: number for number, label in enumerate(labels)}
    model = BertModel(config) if labels is None else BertForSequenceClassification(config)
    model.save_pretrained(folder)
    write_tokenizer(folder)
    return folder


def toy_rows() -> list[dict[str, str]]:
    """One scenario a noun: what is said, said again stronger, denied, and a word of its past."""
    rows = []
    for noun, state in product(NOUNS, (word for pair in STATES for word in pair)):
        said = f"The {noun} is {state}."
        answers = {
            "entailment": f"The {noun} is very {state}.",
            "contradiction": f"The {noun} is not {state}.",
            "neutral": f"The {noun} was {state}.",
        }
        rows += [
            {"left": said, "right": right, "label": label, "scenario": noun}
            for label, right in answers.items()
        ]
    return rows


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_jsonl(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base without a head."""
    return make_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="session")
def one_thread() -> None:
    """Tests run beside other work; two threads would wait for each other."""
    torch.set_num_threads(1)
