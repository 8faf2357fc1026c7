"""Pairs that models/encoder learns from: related ones, and topic mates that are not.

    python -m contradict.training.recipes.encoder_training --data DATA \\
        --scans build/scans.parquet -o build/encoder.safetensors

Public pairs with three labels, the training part of the statement pairs, and what a scan of the
training documents meets (gold and hard others), the last two several times.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.records import LABELS
from contradict.training.contrastive import NOT_CONTRADICTION, Plan, TextPair, fit
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes import judge, scans
from contradict.training.recipes.encoder import base_embedder

if TYPE_CHECKING:
    import pandas as pd

STEPS = 3000
STATEMENT_PASSES = 4
SCAN_PASSES = 2
TAKEN = {  # public sets whose texts are statements of one or two sentences, and how many rows
    "mnli": 45_000,
    "snli": 20_000,
    "lingnli": 45_000,
    "cad_nli": 9_000,
    "conjnli": 9_000,
    "cannot_semantoneg": 8_000,
    "cannot_wikifactcheck_negated": 15_000,
    "decode_parsed": 8_000,
    "newprotocols_base": 9_000,
    "newprotocols_contrast": 9_000,
    "newprotocols_edit_premise": 9_000,
    "newprotocols_edit_other": 9_000,
}


def public_pairs(data: Path) -> Iterator[TextPair]:
    """Rows of the public sets, those of one premise beside each other."""
    for name, rows in judge.public_rows(data).groupby("dataset", sort=True):
        if name in TAKEN:
            order = rows.sort_values(["premise", "hypothesis"], kind="stable")
            yield from _pairs(_whole_premises(order, TAKEN[str(name)]))


def _whole_premises(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """About ``most`` rows, spread over the set; a premise is taken with all its rows or not."""
    if len(rows) <= most:
        return rows
    number = rows.groupby("premise", sort=True).ngroup()
    share = most / len(rows)
    return rows[(number * share).astype(int) != ((number - 1) * share).astype(int)]


def statement_pairs(path: Path) -> Iterator[TextPair]:
    """Statement pairs; a change between two dates is a conflict of the two texts."""
    for row in sorted(read_lines(path), key=lambda row: str(row["scenario"])):
        conflict = row["verdict"] in scans.TRUE
        label = "contradiction" if conflict else row["label"]
        yield TextPair(row["left"], row["right"], LABELS.index(label))


def scanned_pairs(path: Path) -> Iterator[TextPair]:
    """Pairs of scanned documents, one direction of each, set by set."""
    import pandas as pd

    frame = pd.read_parquet(path).iloc[::2]
    yield from _pairs(frame.sample(frac=1.0, random_state=0).sort_values("set", kind="stable"))


def _pairs(rows: pd.DataFrame) -> Iterator[TextPair]:
    number = {name: place for place, name in enumerate(LABELS)}
    for left, right, label in zip(rows["premise"], rows["hypothesis"], rows["label"], strict=True):
        yield TextPair(left, right, number.get(label, NOT_CONTRADICTION))


def table(data: Path, statements: Path, scanned: Path) -> list[TextPair]:
    """All pairs in the order in which neighbours stay together."""
    return [
        *public_pairs(data),
        *list(statement_pairs(statements)) * STATEMENT_PASSES,
        *list(scanned_pairs(scanned)) * SCAN_PASSES,
    ]


def main() -> None:
    from transformers import AutoTokenizer

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with train/")
    parser.add_argument("--statements", type=Path, default=Path("data/statements/train.jsonl"))
    parser.add_argument("--scans", type=Path, required=True, help="made by recipes.scans")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    pairs = table(given.data, given.statements, given.scans)
    embed, folder = base_embedder()
    tokenizer: Any = AutoTokenizer.from_pretrained(str(folder))
    print(f"{len(pairs):,} pairs", flush=True)
    plan = Plan(given.steps, seed=given.seed)
    fit(embed, tokenizer, pairs, plan, dimension=embed.config.hidden_size, save=given.output)


if __name__ == "__main__":
    main()
