"""Pairs from scans of gold document sets: what a judge meets there, the hardest first.

    python -m contradict.training.recipes.scans data/corpora/train -o build/scans.parquet

In a document nearly all pairs of claims are about one affair and compatible, and sets of labelled
pairs hardly have such: a judge trained without them flags three times as many. Every pair that a
scan proposes is judged, or with ``--shortlist`` gold and what the cascade thinks likeliest. Gold
pairs keep their verdict, and of the others those that score highest, and some drawn from the rest,
become pairs that do not contradict each other.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contradict import judgements
from contradict import pairs as pairs_stage
from contradict.detector import Detector, load
from contradict.documents import read_documents
from contradict.evaluation.matches import Side, overlaps, side
from contradict.pairs.cascade import load_cascade
from contradict.records import Claim, Document, Judgement, Pair
from contradict.training.dataset.rows import read_lines

if TYPE_CHECKING:
    import pandas as pd

DEV_OTHERS = 900
OTHERS = (160, 60)  # pairs of a set without gold: those that score highest, and drawn from the rest
TRUE = ("contradiction", "changed")
LABELS = {"restatement": "entailment", "refinement": "not_contradiction"}
SIDES = ("left", "right")


def rows(
    folder: Path,
    seed: int,
    model: str | None = None,
    shortlist: int | None = None,
    others: tuple[int, int] = OTHERS,
    only: str = "*",
) -> Iterator[dict[str, Any]]:
    """Labelled rows of all sets below ``folder``, set by set; see ``shortlisted`` and OTHERS.

    ``only`` sets whose name fits that pattern.
    """
    random = np.random.default_rng(seed)
    for one in scanned_sets(load(model), folder, shortlist, only):
        yield from _gold_rows(one)
        yield from _other_rows(one, random, others)


@dataclass(frozen=True)
class ScannedSet:
    """The judged pairs of a set, the hardest first, each with its gold pair if it is one."""

    name: str
    judged: tuple[Judgement, ...]
    gold: tuple[Mapping[str, Any] | None, ...]

    @classmethod
    def of(
        cls, name: str, judged: Sequence[Judgement], gold: Sequence[Mapping[str, Any]]
    ) -> ScannedSet:
        """Each pair beside the gold pair that it is."""
        numbers = matched(judged, gold)
        pairs = (gold[number] if number is not None else None for number in numbers)
        return cls(name, tuple(judged), tuple(pairs))

    def found(self) -> Iterator[tuple[Judgement, Mapping[str, Any]]]:
        """The pairs that are gold."""
        for one, gold in zip(self.judged, self.gold, strict=True):
            if gold is not None:
                yield one, gold

    def others(self, hard: int, easy: int, random: np.random.Generator) -> Iterator[Judgement]:
        """Of the others the ``hard`` that score highest, and ``easy`` drawn from the rest."""
        others = [o for o, gold in zip(self.judged, self.gold, strict=True) if gold is None]
        rest = others[hard:]
        yield from others[:hard]
        yield from (rest[int(place)] for place in random.permutation(len(rest))[:easy])


def scanned_sets(
    detector: Detector, folder: Path, shortlist: int | None = None, only: str = "*"
) -> Iterator[ScannedSet]:
    """Every set below ``folder``, scanned; of each all pairs, or those that are shortlisted."""
    for path in sorted(one for one in folder.glob(only) if one.is_dir()):
        documents, _ = read_documents([path / "documents"])
        gold = read_lines(path / "gold.jsonl")
        if shortlist is None:
            pairs = detector.pairs(documents)
        else:
            pairs = shortlisted(detector, documents, gold, shortlist)
        found = judgements.judge_pairs(detector.judge, pairs)
        hardest = sorted(found, key=lambda one: -one.probabilities.contradiction)
        yield ScannedSet.of(path.name, hardest, gold)


def shortlisted(
    detector: Detector, documents: Sequence[Document], gold: Sequence[Mapping[str, Any]], count: int
) -> list[Pair]:
    """The ``count`` pairs that the cascade thinks likeliest to conflict, and all gold ones.

    A judge reads all pairs of a set in 40 seconds of a core and 1,200 in 8.
    """
    claims, vectors = detector.prepared(documents)
    found = pairs_stage.candidates(claims, vectors, detector.settings, terms=detector.terms)
    cascade = load_cascade()
    likely = np.zeros(len(found.first), dtype=np.bool_)
    likely[np.argsort(-cascade.logits(found, claims, vectors), kind="stable")[:count]] = True
    every = [pair for _, _, pair in pairs_stage.placed(claims, vectors, found)]
    numbers = matched_pairs(every, gold)
    chosen = zip(every, likely, numbers, strict=True)
    return [pair for pair, kept, number in chosen if kept or number is not None]


def matched(judged: Sequence[Judgement], gold: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """For each judged pair the number of the gold pair that it is, None where it is none."""
    return matched_pairs([one.pair for one in judged], gold)


def matched_pairs(pairs: Sequence[Pair], gold: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """For each pair the number of the gold pair that it is, None where it is none."""
    sides = [
        {name: side(one[f"{name}_source"], one[f"{name}_quote"]) for name in SIDES} for one in gold
    ]
    known: dict[Side, set[tuple[int, str]]] = {}

    def places(claim: Claim) -> set[tuple[int, str]]:
        own = side(claim.document.source, claim.quote)
        if own not in known:
            known[own] = {
                (number, name)
                for number, pair in enumerate(sides)
                for name in SIDES
                if overlaps(own, pair[name])
            }
        return known[own]

    found: list[int | None] = []
    for pair in pairs:
        left, right = places(pair.left), places(pair.right)
        both = {n for n, name in left if (n, SIDES[name == "left"]) in right}
        found.append(min(both) if both else None)
    return found


def _gold_rows(scanned: ScannedSet) -> Iterator[dict[str, Any]]:
    for one, gold in scanned.found():
        verdict = str(gold["verdict"])
        label = "contradiction" if verdict in TRUE else LABELS.get(verdict, "neutral")
        told = None if verdict == "changed" else verdict  # the judge is shown no dates
        for row in _both_ways(one, label, told, gold["kind"], scanned.name):
            yield row | {"gold": verdict}


def _other_rows(
    scanned: ScannedSet, random: np.random.Generator, others: tuple[int, int] = OTHERS
) -> Iterator[dict[str, Any]]:
    for one in scanned.others(*others, random):
        yield from _both_ways(one, "not_contradiction", None, None, scanned.name)


def _both_ways(
    one: Judgement, label: str, verdict: str | None, kind: str | None, name: str
) -> Iterator[dict[str, Any]]:
    sides = (one.pair.left, one.pair.right)
    for left, right in (sides, sides[::-1]):
        yield {
            "premise": left.text,
            "hypothesis": right.text,
            "left_speaker": left.speaker,
            "left_date": left.date,
            "right_speaker": right.speaker,
            "right_date": right.date,
            "gold": None,
            "label": label,
            "dataset": "scans",
            "verdict": verdict,
            "kind": kind,
            "set": name,
            "score": one.probabilities.contradiction,
        }


def sample(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The contradictions, and DEV_OTHERS of the other rows: a set to stop and calibrate on."""
    import pandas as pd

    gold = frame[frame["label"] == "contradiction"]
    others = frame[frame["label"] != "contradiction"]
    drawn = others.sample(min(DEV_OTHERS, len(others)), random_state=seed)
    return pd.concat([gold, drawn])


def main() -> None:
    import pandas as pd

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the train split of data/corpora")
    parser.add_argument(
        "--model", help="judge that says which are hard  [default: the shipped one]"
    )
    parser.add_argument(
        "--easy-dev", action="store_true", help="for stopping: gold, and 900 of the others"
    )
    parser.add_argument(
        "--shortlist", type=int, help="judge so many pairs of a set, the likeliest by the cascade"
    )
    parser.add_argument(
        "--others", type=int, nargs=2, default=OTHERS, help="hardest, and drawn  [default: 160 60]"
    )
    parser.add_argument("--only", default="*", help="pattern of set names  [default: all]")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    how = (given.seed, given.model, given.shortlist, tuple(given.others), given.only)
    frame = pd.DataFrame(rows(given.folder, *how))
    if given.easy_dev:
        frame = sample(frame.iloc[::2], given.seed)  # one direction of each
    given.output.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(given.output, index=False)
    print(frame.groupby(["label"]).size().to_string())


if __name__ == "__main__":
    main()
