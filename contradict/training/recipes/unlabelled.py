"""Pairs without labels, for a student of several judges: what scans propose and may conflict.

    python -m contradict.training.recipes.unlabelled --corpora CORPORA -o build/unlabelled.parquet

Labelled pairs are too few to show a student all that its teachers know, and teachers are sure of
what they were trained on. These are claims of real briefings, speeches and debates, paired as a
scan pairs them, the likeliest to conflict by the cascade; none of a document that ``data/natural``
holds out. Every other pair is turned round.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from contradict.detector import Detector, load
from contradict.records import Document
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes.heldout import overlaps
from contradict.training.recipes.natural import groups, place, places
from contradict.training.recipes.scans import shortlisted

EACH = 1500  # pairs of a group
COUNTS = {"briefings": 60, "speeches": 40, "debates": 60}
HELD_OUT = (Path("data/natural/dev.jsonl"), Path("data/natural/test.jsonl"))


def rows(corpora: Path, seed: int, each: int) -> Iterator[dict[str, Any]]:
    """Premise, hypothesis and a label that stands for none."""
    detector = load()
    for documents in _documents(corpora, seed):
        for number, texts in enumerate(_texts(detector, documents, each)):
            premise, hypothesis = texts[:: -1 if number % 2 else 1]
            if not overlaps(f"{premise} \n {hypothesis}"):
                yield {"premise": premise, "hypothesis": hypothesis, "label": "neutral"}


def _documents(corpora: Path, seed: int) -> Iterator[Sequence[Document]]:
    """Those of each group of train, none that pairs are held out of."""
    barred = {where for file in HELD_OUT for pair in read_lines(file) for where in places(pair)}
    for group in groups(corpora, seed, COUNTS):
        if group.split == "train":
            yield [one for one in group.documents if place(one, corpora) not in barred]


def _texts(
    detector: Detector, documents: Sequence[Document], each: int
) -> Iterator[tuple[str, str]]:
    for pair in shortlisted(detector, documents, [], each) if documents else []:
        yield pair.left.text, pair.right.text


def main() -> None:
    import pandas as pd

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--each", type=int, default=EACH, help="pairs of a group")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    frame = pd.DataFrame(rows(given.corpora, given.seed, given.each))
    frame = frame.drop_duplicates()
    given.output.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(given.output, index=False)
    print(f"{len(frame)} pairs")


if __name__ == "__main__":
    main()
