"""A base model of a few thousand weights, invented pairs to train it on, an invented treebank."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, BertModel

from contradict.claims.pipeline import torch_kept_out
from contradict.training.recipes import heldout, judge, namesets, neutrals
from contradict.training.recipes.tokenizer_rules import tune_tokenizer
from contradict.training.recipes.treebanks import Document, read_conllu
from tests.training.treebank import CONLLU, IOB2

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


PLANTED = "copper lanterns hung from every balcony in Orrenford"


def planted() -> frozenset[str]:
    return frozenset(heldout.sequences(PLANTED))


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """A small training set, a folder of texts, and one of statements."""
    monkeypatch.setattr(heldout, "held_out", planted)
    rows = [
        {
            "premise": f"Cart {n} of the {name} set left town.",
            "hypothesis": f"Cart {n} never moved.",
            "label": "contradiction",
            "dataset": name,
        }
        for name in judge.SHUFFLED
        for n in range(10)
    ]
    rows[0]["premise"] = f"They say {PLANTED.upper()}, as always."
    (tmp_path / "data" / "train").mkdir(parents=True)
    pd.DataFrame(rows).to_parquet(tmp_path / "data" / "train" / "train_3way.parquet")
    body = [f"The {n}th barge carried barley down to the {n} mills." for n in range(40)]
    for month in ("2024-01", "2024-02", "2024-12"):
        folder = tmp_path / "corpora" / "wh_press_briefings" / month
        folder.mkdir(parents=True)
        text = "\n\n".join(f"{line[:-1]} in {month}." for line in body)
        (folder / "one.md").write_text(text, "utf-8")
    speeches = tmp_path / "corpora" / "congress_iraq"
    speeches.mkdir()
    texts = [" ".join(body[n:] + body[:n]) for n in range(12)]
    pd.DataFrame({"text": texts}).to_parquet(speeches / "congress_iraq.parquet")
    statements = tmp_path / "train.jsonl"
    pairs = [
        {"id": "w1-001", "left": "The mill runs.", "right": "The mill stands.",
         "verdict": "contradiction", "label": "contradiction"},
        {"id": "w1-002", "left": "The mill ran.", "right": "The mill stands.",
         "verdict": "changed", "label": "neutral"},
        {"id": "w99-001", "left": "The mill has two wheels.", "right": "The mill has wheels.",
         "verdict": "refinement", "label": "entailment"},
    ]  # fmt: skip
    statements.write_text("".join(json.dumps(p) + "\n" for p in pairs), "utf-8")
    original = neutrals.speech_sentences
    monkeypatch.setattr(
        neutrals, "speech_sentences", lambda table, limit, seed: original(table, limit=9, seed=seed)
    )
    for name in ("random_pairs", "near_pairs", "topic_pairs", "identical_pairs"):
        make = getattr(neutrals, name)
        monkeypatch.setattr(
            neutrals, name, lambda d, n, *rest, _make=make, **more: _make(d, 20, *rest, **more)
        )
    return tmp_path / "data", tmp_path / "corpora", statements


@pytest.fixture(scope="module")
def blank() -> Any:
    with torch_kept_out():
        import spacy
    nlp = spacy.blank("en")
    tune_tokenizer(nlp)
    return nlp


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "invented.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return path


@pytest.fixture
def documents(treebank: Path) -> list[Document]:
    names = treebank.with_suffix(".iob2")
    names.write_text(IOB2, encoding="utf-8")
    return read_conllu(treebank, namesets.read_iob2(names))
