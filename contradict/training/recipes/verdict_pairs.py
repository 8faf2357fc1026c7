"""The pairs that the score of models/verdict is fitted on.

Pairs that the judge was not trained on: statement pairs and natural pairs of dev, dev parts of
public sets, scans of the document sets of dev. And whole months of briefings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from contradict import judgements, scoring
from contradict.detector import Detector
from contradict.documents import read_documents
from contradict.labelled import PairRow
from contradict.records import Judgement, Pair
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes import natural, scans

STATEMENTS = Path("data/statements")
SCANNED = Path("data/corpora/dev")
PUBLIC = {"mnli": 2000, "snli": 800, "cad_nli": 999, "newprotocols_contrast": 334, "conjnli": 400}
SHORTLIST = 800  # pairs of a scanned set that the judge reads, gold aside
HARD, EASY = 300, 200  # of these that are no gold: highest scores, and drawn
MONTHS = ("2024-02", "2024-06")  # of briefings, each scanned as one corpus
SHORTLIST_MONTH = 4000
HARD_MONTH, EASY_MONTH = 1500, 500
READ = tuple(Path(f"data/natural/{part}.jsonl") for part in ("train", "dev", "test"))


def held_out(sets: Sequence[scans.ScannedSet], data: Path, read: Path, seed: int) -> list[Labelled]:
    """The labelled pairs that the score is fitted on; ``read`` are the natural ones of dev."""
    return [
        *labelled(STATEMENTS / "dev.jsonl", "statements", "scenario"),
        *labelled(read, "natural", "group"),
        *scanned(sets, seed),
        *public(data, seed),
    ]


@dataclass(frozen=True)
class Labelled:
    """A pair, whether its texts conflict, and where it comes from (``part``, ``group``).

    ``said`` is the judge's P(contradiction) where it has been asked already.
    """

    pair: Pair
    conflict: bool
    part: str
    group: str
    said: float | None = None


def pair_of(row: dict[str, Any]) -> Pair:
    """A labelled row as two claims, each the whole of its text."""
    given = PairRow(
        1,
        row["left"],
        row["right"],
        left_speaker=row.get("left_speaker"),
        left_date=row.get("left_date"),
        right_speaker=row.get("right_speaker"),
        right_date=row.get("right_date"),
    )
    left, right = scoring.documents_of(given)
    return Pair(scoring.whole(left), scoring.whole(right))


def labelled(path: Path, part: str, group: str) -> Iterator[Labelled]:
    """Rows of a file of labelled pairs; ``group`` names the column that keeps pairs together."""
    for row in read_lines(path):
        yield Labelled(pair_of(row), row["verdict"] in scans.TRUE, part, str(row[group]))


def public(data: Path, seed: int) -> Iterator[Labelled]:
    """A sample of the dev parts of public sets with three labels."""
    import pandas as pd

    for name, count in PUBLIC.items():
        frame = pd.read_parquet(data / "eval" / f"{name}.dev.parquet")
        for place, row in frame.sample(count, random_state=seed).iterrows():
            texts = {"left": row["premise"], "right": row["hypothesis"]}
            conflict = row["label"] == "contradiction"
            yield Labelled(pair_of(texts), conflict, "public", f"{name}-{place}")


def scanned(sets: Sequence[scans.ScannedSet], seed: int) -> Iterator[Labelled]:
    """Of every set the gold pairs, the hardest others, and some at random."""
    random = np.random.default_rng(seed)
    for one in sets:
        for other in one.others(HARD, EASY, random):
            yield _judged(other, False, one.name)
        for found, gold in one.found():
            yield _judged(found, gold["verdict"] in scans.TRUE, one.name)


def transcripts(detector: Detector, corpora: Path, seed: int) -> Iterator[Labelled]:
    """Pairs of whole months of briefings that nobody has read, as no conflicts: hardly any is one.

    They share the offset of the scanned sets, beside which they teach what is flagged in vain: what
    goes on in one breath, other months' figures, another ship. Documents of natural pairs are left
    out; some of the others the judge may have seen among its unread pairs.
    """
    random = np.random.default_rng(seed)
    barred = natural.places_in(READ)
    for month in MONTHS:
        files = natural.files_of(corpora / natural.BRIEFINGS, [month])
        documents = [
            one for one in read_documents(files)[0] if natural.place(one, corpora) not in barred
        ]
        pairs = scans.shortlisted(detector, documents, (), SHORTLIST_MONTH)
        found = judgements.judge_pairs(detector.judge, pairs)
        hardest = sorted(found, key=lambda one: -one.probabilities.contradiction)
        for one in scans.ScannedSet.of(month, hardest, ()).others(HARD_MONTH, EASY_MONTH, random):
            yield _judged(one, False, month)


def _judged(one: Judgement, conflict: bool, group: str) -> Labelled:
    return Labelled(one.pair, conflict, "scans", group, one.probabilities.contradiction)
