"""Recipe of models/cascade: which candidates the judge need not see.

    python -m contradict.training.recipes.cascade --corpora CORPORA -o models/cascade

A small network learns the judge's log-odds in one direction from what ``pairs.cascade`` reads, over
candidates of real briefings of the training months, a few scanned together and all as one corpus,
of debates and speeches, and of training documents of data/corpora, whose gold pairs count as
likely whatever the judge says. Measured by what a whole scan shows, on the dev documents, alone and
among the claims of a year of briefings, on briefings of a later month and on other debates.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from contradict import pairs as pairs_stage
from contradict.detector import Detector, load
from contradict.documents import read_documents
from contradict.findings import weigh
from contradict.judgements import judge_pairs
from contradict.pairs.cascade import FILE, HIDDEN, Facts, features
from contradict.protocols import Vectors
from contradict.records import Claim, Document, Pair
from contradict.settings import Settings
from contradict.store import Manifest
from contradict.training.dataset.rows import read_lines
from contradict.training.destination import write_numbers
from contradict.training.recipes import natural
from contradict.training.recipes.candidate_figures import gold_sets
from contradict.training.recipes.cascade_card import card, lines
from contradict.training.recipes.judge import TRAIN_MONTHS
from contradict.training.recipes.scans import TRUE, matched_pairs
from contradict.version import __version__

GOLD = 1.0  # log-odds at least of what is gold
LONGEST = 600  # characters of a pair that is fitted on; longer ones are read by windows
FAR = -8.0  # less than that tells nothing more
TOGETHER = 3  # briefings scanned as one corpus
GROUPS = 4
SETS = 5  # of the training documents every fifth set
DEV_SETS = 7  # of the dev documents every seventh is measured alone: 4,000 pairs each are judged
OTHERS = {"briefings": 0, "speeches": 6, "debates": 9}  # those held out are for measuring
MONTHS = ("2024-03", "2024-05", "2024-07")
LATER = "2024-10"
# Candidates of a group that are judged: for fitting, and for measuring.
MOST = {"large": 40_000, "sets": 500, "briefings": 2500, "speeches": 1500}
MEASURED = 4000
MEASURED_LARGE = 12_000
DISTRACTORS = 50_000
DECAY = 1e-3  # of the network's weights
LICENCE = "Apache-2.0"


@dataclass(frozen=True)
class Candidates:
    """Candidates of one scan: features, and whether each is gold.

    ``odds`` are the judge's in one direction, to fit; ``strength`` what the scan gives, to measure.
    """

    values: Any
    gold: Any
    odds: Any = None
    strength: Any = None


@dataclass(frozen=True)
class Draw:
    """So many candidates of a scan, drawn, to fit on (with all gold ones) or to measure."""

    most: int
    seed: int = 0
    measured: bool = False


def candidates(
    detector: Detector, documents: Sequence[Document], gold: Sequence[dict[str, Any]], draw: Draw
) -> Candidates:
    """Scan some documents as one corpus."""
    return among(detector, *detector.prepared(documents), gold, draw)


def among(
    detector: Detector,
    claims: Sequence[Claim],
    vectors: Vectors,
    gold: Sequence[dict[str, Any]],
    draw: Draw,
) -> Candidates:
    """The same of claims."""
    found = pairs_stage.candidates(claims, vectors, detector.settings, terms=detector.terms)
    real = [pair for pair in gold if pair["verdict"] in TRUE]
    chosen = np.zeros(len(found.first), dtype=np.bool_)
    chosen[np.random.default_rng(draw.seed).permutation(len(chosen))[: draw.most]] = True
    if real and not draw.measured:  # few enough to fit on all of them
        every = [pair for *_, pair in pairs_stage.placed(claims, vectors, found)]
        chosen |= np.array([number is not None for number in matched_pairs(every, real)])
    some = found.only(np.flatnonzero(chosen))
    pairs = [pair for *_, pair in pairs_stage.placed(claims, vectors, some)]
    is_gold = np.array([number is not None for number in matched_pairs(pairs, real)], dtype=bool)
    values = features(some, Facts(claims), vectors).astype(np.float32)
    if draw.measured:
        return Candidates(values, is_gold, strength=strengths(detector, pairs))
    kept = [place for place, pair in enumerate(pairs) if _length(pair) <= LONGEST]
    odds = one_way(detector.judge, [pairs[place] for place in kept])
    return Candidates(values[kept], is_gold[kept], odds=odds)


def _length(pair: Pair) -> int:
    return len(pair.left.text) + len(pair.right.text)


def one_way(judge: Any, pairs: Sequence[Pair]) -> Any:
    """The judge's calibrated log-odds of contradiction, in one direction: shape (n,).

    Raises InputError for a pair that is longer than the judge reads at once.
    """
    if not pairs:
        return np.zeros(0)
    logits = judge.logits([(pair.left.text, pair.right.text) for pair in pairs])
    return judge.calibration.odds(logits, logits)


def strengths(detector: Detector, pairs: Sequence[Pair]) -> Any:
    """What a scan says of the pairs; 0 where the judge screens one out."""
    judged = judge_pairs(detector.judge, pairs, floor=Settings.screen_floor)
    weighed = weigh(judged, detector.judge, detector.combiner)
    known = {id(one.pair): other.strength for one, other in zip(judged, weighed, strict=True)}
    return np.array([known.get(id(pair), 0.0) for pair in pairs])


def document_sets(
    detector: Detector, folder: Path, draw: Draw, every: int = 1
) -> Iterator[Candidates]:
    """Candidates of every set below ``folder``, or of each so-manieth."""
    for path in sorted(one for one in folder.iterdir() if one.is_dir())[::every]:
        documents, _ = read_documents([path / "documents"])
        yield candidates(detector, documents, read_lines(path / "gold.jsonl"), draw)


def one_corpus(
    detector: Detector, corpora: Path, months: Sequence[str], sets: Path | None, draw: Draw
) -> Candidates:
    """Candidates of all briefings of some months, and of the document sets in ``sets``, as one."""
    documents, _ = read_documents(natural.files_of(corpora, months))
    own, gold = gold_sets(sets, detector) if sets is not None else ([], [])
    others, vectors = detector.prepared(documents)
    claims = [*own, *others[:DISTRACTORS]]
    encoded = detector.encoder.encode([claim.text for claim in own])
    return among(detector, claims, np.concatenate([encoded, vectors[:DISTRACTORS]]), gold, draw)


def briefings(
    detector: Detector, corpora: Path, months: Sequence[str], groups: int, draw: Draw
) -> Iterator[Candidates]:
    """Candidates of groups of briefings of some months."""
    files = natural.files_of(corpora, months)
    random = np.random.default_rng(draw.seed)
    starts = random.choice(len(files) - TOGETHER, size=groups, replace=False)
    for start in sorted(starts):
        documents, _ = read_documents(files[start : start + TOGETHER])
        yield candidates(detector, documents, (), draw)


def speeches(detector: Detector, corpora: Path, split: str, draw: Draw) -> Iterator[Candidates]:
    """Candidates of debates, and of the speeches of one speaker, of a split."""
    for group in natural.groups(corpora, draw.seed, OTHERS):
        if group.split == split:
            yield candidates(detector, group.documents, (), draw)


def fit(parts: Sequence[Candidates]) -> dict[str, Any]:
    """The weights of ``pairs.cascade.network`` for features as they come."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPRegressor
    from sklearn.preprocessing import StandardScaler

    values = np.concatenate([part.values for part in parts])
    odds = np.concatenate([part.odds for part in parts])
    gold = np.concatenate([part.gold for part in parts])
    wanted = np.where(gold, np.maximum(odds, GOLD), np.maximum(odds, FAR))
    scaler = StandardScaler().fit(values)
    model = MLPRegressor(
        hidden_layer_sizes=(HIDDEN,), alpha=DECAY, batch_size=512, max_iter=40,
        early_stopping=True, n_iter_no_change=4, random_state=0,
    )  # fmt: skip
    with warnings.catch_warnings():
        # that so many rounds were not enough for the last digit
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(scaler.transform(values), wanted)
    first = model.coefs_[0] / scaler.scale_[:, None]
    return {
        "hidden_weights": first,
        "hidden_offset": model.intercepts_[0] - scaler.mean_ @ first,
        "weights": model.coefs_[1][:, 0],
        "offset": model.intercepts_[1],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--model", help="judge to fit for  [default: the shipped one]")
    parser.add_argument("--sets", type=Path, default=Path("data/corpora"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    detector = load(given.model, settings=replace(Settings(), few_pairs=0, cascade_floor=None))
    real = given.corpora / "wh_press_briefings"
    seed = given.seed
    large, sets_, groups, talks = (
        Draw(MOST[name], seed) for name in ("large", "sets", "briefings", "speeches")
    )
    train = [
        one_corpus(detector, real, TRAIN_MONTHS, None, large),
        *document_sets(detector, given.sets / "train", sets_, SETS),
        *briefings(detector, real, MONTHS, GROUPS, groups),
        *speeches(detector, given.corpora, "train", talks),
    ]
    model = fit(train)
    every = sorted(path.name for path in real.glob("2024-*"))
    dev, some = given.sets / "dev", Draw(MEASURED, seed, measured=True)
    sets = {
        "data/corpora dev": list(document_sets(detector, dev, some, DEV_SETS)),
        "the same among 50,000 claims of briefings": [
            one_corpus(detector, real, every, dev, replace(some, most=MEASURED_LARGE))
        ],
        f"briefings {LATER}": list(briefings(detector, real, [LATER], 3, some)),
        "debates and speeches": list(speeches(detector, given.corpora, "test", some)),
    }
    table = "\n".join(lines(model, sets))
    about = card(sum(len(part.gold) for part in train), MONTHS, LATER, table)
    manifest = Manifest("cascade", "cascade", __version__, LICENCE)
    write_numbers(given.output, FILE, model, about, manifest)
    print(table)


if __name__ == "__main__":
    main()
