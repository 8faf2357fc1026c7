"""Recipe of models/cascade: which candidates the judge need not see.

    python -m contradict.training.recipes.cascade --corpora CORPORA -o models/cascade

Logistic regression of "the judge shows it" (strength of at least SHOWN, symbols counted in) on what
``pairs.cascade`` reads, over candidates of real briefings of the training months, a few scanned
together and all as one corpus, of debates and speeches, and of training documents of data/corpora,
whose gold pairs count as shown whatever the judge says. Measured on the dev documents, alone and
among the claims of a year of briefings, on briefings of a later month and on other debates.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from contradict import pairs as pairs_stage
from contradict.detector import Detector, load
from contradict.documents import read_documents
from contradict.findings import weigh
from contradict.judgements import judge_pairs
from contradict.pairs.cascade import FILE, PLAIN, Facts, features
from contradict.protocols import Vectors
from contradict.records import Claim, Document
from contradict.settings import Settings
from contradict.store import Manifest
from contradict.training.dataset.rows import read_lines
from contradict.training.destination import write_numbers
from contradict.training.recipes import natural
from contradict.training.recipes.candidate_figures import gold_sets
from contradict.training.recipes.judge import TRAIN_MONTHS
from contradict.training.recipes.scans import TRUE, matched
from contradict.version import __version__

SHOWN = 0.3  # below the default threshold: what is nearly shown passes too
TOGETHER = 3  # briefings scanned as one corpus
GROUPS = 4
SETS = 3  # of the training documents every third set
OTHERS = {"briefings": 0, "speeches": 6, "debates": 9}  # those held out are for measuring
MONTHS = ("2024-03", "2024-05", "2024-07")
LATER = "2024-10"
# Candidates of a group that are judged: for fitting, and for measuring.
MOST = {"sets": 700, "briefings": 3000, "speeches": 1500, "large": 24_000}
MEASURED = 4000
MEASURED_LARGE = 12_000
DISTRACTORS = 50_000
GOLD_WEIGHT = 5.0
STRENGTH = 0.003  # C of the regression
POINTS = (-7.0, -6.5, -6.0, -5.5, -5.0, -4.5, -4.0, -3.5, -3.0, -2.5, -2.0)
LICENCE = "Apache-2.0"


@dataclass(frozen=True)
class Candidates:
    """Candidates of one scan: features, strength, and whether each is gold."""

    values: Any
    strength: Any
    gold: Any


def candidates(
    detector: Detector,
    documents: Sequence[Document],
    gold: Sequence[dict[str, Any]],
    seed: int,
    most: int,
) -> Candidates:
    """Scan some documents as one corpus; at most ``most`` of their candidates, drawn."""
    return among(detector, *detector.prepared(documents), gold, seed, most)


def among(
    detector: Detector,
    claims: Sequence[Claim],
    vectors: Vectors,
    gold: Sequence[dict[str, Any]],
    seed: int,
    most: int,
) -> Candidates:
    """The same of claims."""
    found = pairs_stage.candidates(claims, vectors, detector.settings, terms=detector.terms)
    drawn = np.sort(np.random.default_rng(seed).permutation(len(found.first))[:most])
    some = found.only(drawn)
    judged = judge_pairs(detector.judge, [p for *_, p in pairs_stage.placed(claims, vectors, some)])
    weighed = weigh(judged, detector.judge, detector.combiner)
    strength = [one.strength for one in weighed]
    real = [pair for pair in gold if pair["verdict"] in TRUE]
    numbers = matched(judged, real)
    values = features(some, Facts(claims), vectors).astype(np.float32)
    return Candidates(values, np.array(strength), np.array([n is not None for n in numbers]))


def document_sets(
    detector: Detector, folder: Path, most: int, every: int = 1
) -> Iterator[Candidates]:
    """Candidates of every set below ``folder``, or of each so-manieth."""
    for path in sorted(one for one in folder.iterdir() if one.is_dir())[::every]:
        documents, _ = read_documents([path / "documents"])
        yield candidates(detector, documents, read_lines(path / "gold.jsonl"), 0, most)


def one_corpus(
    detector: Detector, corpora: Path, months: Sequence[str], sets: Path | None, most: int
) -> Candidates:
    """Candidates of all briefings of some months, and of the document sets in ``sets``, as one."""
    files = [f for month in months for f in sorted((corpora / month).glob("*.md"))]
    documents, _ = read_documents(files)
    own, gold = gold_sets(sets, detector) if sets is not None else ([], [])
    others, vectors = detector.prepared(documents)
    claims = [*own, *others[:DISTRACTORS]]
    encoded = detector.encoder.encode([claim.text for claim in own])
    return among(detector, claims, np.concatenate([encoded, vectors[:DISTRACTORS]]), gold, 1, most)


def briefings(
    detector: Detector,
    corpora: Path,
    months: Sequence[str],
    groups: int,
    seed: int,
    most: int,
) -> Iterator[Candidates]:
    """Candidates of groups of briefings of some months."""
    files = [f for month in months for f in sorted((corpora / month).glob("*.md"))]
    random = np.random.default_rng(seed)
    starts = random.choice(len(files) - TOGETHER, size=groups, replace=False)
    for start in sorted(starts):
        documents, _ = read_documents(files[start : start + TOGETHER])
        yield candidates(detector, documents, (), seed, most)


def speeches(
    detector: Detector, corpora: Path, split: str, seed: int, most: int
) -> Iterator[Candidates]:
    """Candidates of debates, and of the speeches of one speaker, of a split."""
    for group in natural.groups(corpora, seed, OTHERS):
        if group.split == split:
            yield candidates(detector, group.documents, (), seed, most)


def fit(parts: Sequence[Candidates]) -> tuple[Any, Any]:
    """(weights, offset) for features as they come."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    values = np.concatenate([part.values for part in parts])
    strength = np.concatenate([part.strength for part in parts])
    gold = np.concatenate([part.gold for part in parts])
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    weight = np.where(gold, GOLD_WEIGHT, 1.0)
    model.fit(scaler.transform(values), gold | (strength >= SHOWN), sample_weight=weight)
    weights = model.coef_[0] / scaler.scale_
    return weights, model.intercept_ - scaler.mean_ @ weights


def lines(model: tuple[Any, Any], sets: Mapping[str, Sequence[Candidates]]) -> Iterator[str]:
    """A Markdown table: what each operating point throws out and what that loses."""
    yield "| candidates | from log-odds | n | thrown out | findings lost | gold shown lost |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, parts in sets.items():
        logits = np.concatenate([part.values @ model[0] + model[1][0] for part in parts])
        strength = np.concatenate([part.strength for part in parts])
        gold = np.concatenate([part.gold for part in parts])
        shown = strength >= Settings.threshold
        for point in POINTS:
            out = logits < point
            lost = f"{(out & shown).sum()} of {shown.sum()}"
            gold_lost = f"{(out & shown & gold).sum()} of {(shown & gold).sum()}"
            yield f"| {name} | {point} | {len(out)} | {out.mean():.3f} | {lost} | {gold_lost} |"


CARD = """\
# cascade: which candidates the judge need not see

Logistic regression (scikit-learn; kept as numbers in safetensors, nothing pickled) on the
differences and products of two claims' vectors by `models/encoder` and {plain} plain facts:
{names}. Used where a scan has many candidates; those below a log-odds of {point} are not judged.
`--thorough` judges them all.

Fitted on {count:,} candidates of scans: briefings (public domain) of January to August 2024 as one
corpus and, of {months}, a few together, speeches in the American Congress (public
domain), debates (`known_lies`, no licence stated), and a third of the training documents of
`data/corpora`. Licence: Apache-2.0.

## Measured

On `data/corpora` dev, alone and among others' claims, briefings of {later}, other debates and
speeches. "Findings" are candidates whose strength is at least the default threshold; most of those
of real texts are false alarms.

{table}

## To build it again

    python -m contradict.training.recipes.cascade --corpora CORPORA -o models/cascade
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--sets", type=Path, default=Path("data/corpora"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    detector = load(settings=replace(Settings(), few_pairs=0, cascade_floor=None))
    real = given.corpora / "wh_press_briefings"
    train = [
        one_corpus(detector, real, TRAIN_MONTHS, None, MOST["large"]),
        *document_sets(detector, given.sets / "train", MOST["sets"], SETS),
        *speeches(detector, given.corpora, "train", given.seed, MOST["speeches"]),
        *briefings(detector, real, MONTHS, GROUPS, given.seed, MOST["briefings"]),
    ]
    model = fit(train)
    every = sorted(path.name for path in real.glob("2024-*"))
    large = one_corpus(detector, real, every, given.sets / "dev", MEASURED_LARGE)
    sets = {
        "data/corpora dev": list(document_sets(detector, given.sets / "dev", MEASURED)),
        "the same among 50,000 claims of briefings": [large],
        f"briefings {LATER}": list(briefings(detector, real, [LATER], 3, given.seed, MEASURED)),
        "debates and speeches": list(
            speeches(detector, given.corpora, "test", given.seed, MEASURED)
        ),
    }
    write(train, model, "\n".join(lines(model, sets)), given.output)


def write(train: Sequence[Candidates], model: tuple[Any, Any], table: str, output: Path) -> None:
    """The model's folder with its card."""
    card = CARD.format(
        plain=len(PLAIN),
        names=", ".join(PLAIN),
        point=Settings.cascade_floor,
        count=sum(len(part.strength) for part in train),
        months=", ".join(MONTHS),
        later=LATER,
        table=table,
    )
    manifest = Manifest("cascade", "cascade", __version__, LICENCE)
    write_numbers(output, FILE, {"weights": model[0], "offset": model[1]}, card, manifest)
    print(table)


if __name__ == "__main__":
    main()
