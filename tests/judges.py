"""Judges for tests: random ones of a few thousand weights, and one that follows a stated rule."""

from __future__ import annotations

import json
import re
import string
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contradict.records import (
    KINDS,
    LABELS,
    VERDICTS,
    Claim,
    Document,
    Explanation,
    ModelInfo,
    Pair,
    Probabilities,
    Verdict,
)
from contradict.store import Manifest, ModelFolder, write_manifest

POSITIONS = 64  # tokens that the random judges read
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = ("the", "is", "was", "not", "bridge", "harbour", "open", "closed", "mayor", "signed")
LETTERS = (*string.ascii_lowercase, *string.digits, *string.punctuation, "é", "ß", "中")
VOCABULARY = (*SPECIAL, *WORDS, *LETTERS, *(f"##{letter}" for letter in LETTERS))


def random_classifier(order: Sequence[str] = LABELS) -> Any:
    """A BERT with a head of random rows, the same row for the same label whatever the order."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=POSITIONS,
        initializer_range=0.3,  # with the usual 0.02 all figures would be much the same
        id2label=dict(enumerate(order)),
        label2id={label: index for index, label in enumerate(order)},
        attn_implementation="eager",
    )
    model = BertForSequenceClassification(config).eval()
    if set(order) == set(LABELS):
        rows = [LABELS.index(label) for label in order]
        with torch.no_grad():
            model.classifier.weight.copy_(model.classifier.weight[rows].clone())
            model.classifier.bias.copy_(torch.tensor([0.3, -0.2, 0.1])[rows])
    return model


def write_tokenizer(folder: Path) -> Path:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    words = {word: number for number, word in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(models.WordPiece(words, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {f"{name[1:-1].lower()}_token": name for name in SPECIAL}
    settings |= {"tokenizer_class": "BertTokenizerFast"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder / "tokenizer.json"


def hugging_face_folder(folder: Path, order: Sequence[str] = LABELS) -> Path:
    """A cross-encoder as transformers saves it, with safetensors."""
    folder.mkdir(parents=True, exist_ok=True)
    random_classifier(order).save_pretrained(folder)
    write_tokenizer(folder)
    return folder


def exported_folder(folder: Path, order: Sequence[str] = LABELS) -> ModelFolder:
    """A model folder of ours in full precision, whose labels stand in this order."""
    from contradict.training.export import export_onnx

    hugging_face_folder(folder, order)
    export_onnx(random_classifier(order), POSITIONS, folder / "model.onnx", ["logits"])
    options = {"max_tokens": POSITIONS}
    return write_manifest(
        folder, Manifest("judge", "tiny", "0", "none", labels=tuple(order), options=options)
    )


def rewrite_manifest(folder: Path, **fields: Any) -> None:
    """Change fields of a manifest, as no tool of ours would."""
    path = folder / "manifest.json"
    changed = json.loads(path.read_text(encoding="utf-8")) | fields
    path.write_text(json.dumps(changed), encoding="utf-8")


class RuleJudge:
    """Shared words make a pair alike; one more "not" on one side makes it a contradiction."""

    info = ModelInfo("judge", "rule", "0" * 64)

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []

    def probabilities(self, texts: Sequence[tuple[str, str]]) -> list[Probabilities]:
        self.read += texts
        return [self._one(left, right) for left, right in texts]

    def _one(self, left: str, right: str) -> Probabilities:
        words = [set(re.findall(r"\w+", text.casefold())) for text in (left, right)]
        denied = ["not" in side for side in words]
        content = [side - {"not", "the", "is", "was", "in"} for side in words]
        smaller = max(1, min(len(side) for side in content))
        shared = len(content[0] & content[1]) / smaller
        high = round(0.05 + 0.9 * shared, 6)
        contradiction = high if denied[0] != denied[1] else 0.02
        entailment = round((1 - contradiction) * shared * 0.9, 6)
        return Probabilities(contradiction, entailment, round(1 - contradiction - entailment, 6))


class ScreeningJudge(RuleJudge):
    """The rule, and a third of all pairs screened out, conflicts among them."""

    info = ModelInfo("judge", "screening", "6" * 64)

    def screened(
        self, texts: Sequence[tuple[str, str]], floor: float
    ) -> list[Probabilities | None]:
        found = self.probabilities(texts)
        hashes = [zlib.crc32("|".join(sorted(pair)).encode()) for pair in texts]
        return [None if one % 3 == 0 else said for one, said in zip(hashes, found, strict=True)]


class DatedJudge(RuleJudge):
    """Says of every pair that it is a change, and remembers what it was shown."""

    def __init__(self, verdict: Verdict = "changed", reads_dates: bool = True) -> None:
        super().__init__()
        self._verdict, self._reads = verdict, reads_dates
        self.shown: list[tuple[str, str]] = []

    @property
    def reads_dates(self) -> bool:
        return self._reads

    def explanations(self, texts: Sequence[tuple[str, str]]) -> list[Explanation | None]:
        self.shown += texts
        verdicts = {name: float(name == self._verdict) for name in VERDICTS}
        kinds = {name: 1 / len(KINDS) for name in KINDS}
        return [Explanation(verdicts, kinds, (), ()) for _ in texts]


class FixedJudge:
    """The same probabilities for every pair."""

    info = ModelInfo("judge", "fixed", None)

    def __init__(self, contradiction: float, entailment: float) -> None:
        neutral = round(1 - contradiction - entailment, 6)
        self._always = Probabilities(contradiction, entailment, neutral)

    def probabilities(self, texts: Sequence[tuple[str, str]]) -> list[Probabilities]:
        return [self._always for _ in texts]


def claim(text: str, source: str = "a.txt", **fields: Any) -> Claim:
    """A claim that is a whole document."""
    return Claim(Document(source, source, text), 0, len(text), text, **fields)


def pair(left: str, right: str, **dates: str | None) -> Pair:
    """Two whole documents, a.txt and b.txt; ``left_date`` and ``right_date`` where known."""
    return Pair(
        claim(left, "a.txt", date=dates.get("left_date")),
        claim(right, "b.txt", date=dates.get("right_date")),
    )
