"""Recipe of models/verdict: what the symbols of a pair add to the judge's word.

    python -m contradict.training.recipes.verdict --data DATA --corpora CORPORA \\
        --natural build/natural_dev.jsonl -o models/verdict

The score: logistic regression on the judge's log-odds and SCORED signals, see ``verdict_pairs``.
Kind and verdict: logistic regression on all signals over statements train, as a second expert
beside the judge's heads; TRUST was chosen on statements dev.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from contradict import symbols
from contradict.detector import Detector, load
from contradict.findings.combiner import FILE, OTHERS, load_combiner
from contradict.findings.evidence import locate
from contradict.findings.kinds import flags
from contradict.findings.log_odds import odds
from contradict.findings.marked import explanations
from contradict.protocols import Judge
from contradict.records import KINDS, Pair
from contradict.store import Manifest, ModelFolder
from contradict.training.dataset.rows import read_lines
from contradict.training.destination import write_numbers
from contradict.training.recipes import scan_precision, scans
from contradict.training.recipes.verdict_card import card
from contradict.training.recipes.verdict_pairs import (
    SCANNED,
    SHORTLIST,
    STATEMENTS,
    Labelled,
    held_out,
    pair_of,
    transcripts,
)
from contradict.version import __version__

LICENCE = "Apache-2.0"
WEIGHTS = {"statements": 1.0, "scans": 1.0, "natural": 1.0, "public": 2.0}
SCORED = (
    *("odd_negation", "odd_negation_close", "opposites", "opposites_close", "universal_partial"),
    *("figures_conflict", "moments_conflict", "names_differ", "conditional_one", "reported_one"),
    *("amounts_conflict", "amounts_of_two_times", "moments_conflict_close", "both_negated"),
    *("same_speaker", "other_speaker", "same_date", "other_date", "one_voice"),
    *("shorter", "shared_words", "contained"),
)
OWN_OFFSET = ("scans", "natural")  # parts with another share of conflicts
FREE = 20.0  # makes those offsets large, so that the regression does not hold them to zero
STRENGTH = 0.3  # C of the score's regression
KIND_STRENGTH = 0.1
TRUST = (0.5, 0.2)  # in the symbols' word on kind and on verdict


def table(rows: Sequence[Labelled], judge: Judge) -> Any:
    """The judge's log-odds and all signals, shape (len(rows), 1 + len(symbols.NAMES))."""
    asked = [row for row in rows if row.said is None]
    texts = [(row.pair.left.text, row.pair.right.text) for row in asked]
    answers = iter(judge.probabilities(texts))
    said = [next(answers).contradiction if row.said is None else row.said for row in rows]
    judged = np.array([[odds(one)] for one in said])
    return np.hstack([judged, symbols.matrix([row.pair for row in rows])])


def fit_score(rows: Sequence[Labelled], values: Any, columns: Sequence[str] = SCORED) -> Any:
    """(weights of ``table``'s columns, offset).

    Scans and natural pairs have offsets of their own while it is fitted, which are then left out:
    that most pairs of a scan do not conflict must not come to mean that named speakers never
    contradict each other. What remains is calibrated on the public sets and statement pairs; with
    an offset of their own for these too, a sixth more findings of dev sets were over 0.5, for the
    same ranking.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    places = [0, *(1 + symbols.NAMES.index(name) for name in columns)]
    scaler = StandardScaler().fit(values[:, places])
    parts = np.array([[FREE * (row.part == part) for part in OWN_OFFSET] for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(
        np.hstack([scaler.transform(values[:, places]), parts]),
        [row.conflict for row in rows],
        sample_weight=[WEIGHTS[row.part] for row in rows],
    )
    weights, offset = _plain(scaler, model)
    whole = np.zeros(values.shape[1])
    whole[places] = weights[:, 0]
    return whole, offset


def fit_names(values: Any, names: Sequence[str], order: Sequence[str]) -> Any:
    """(weights (signals, names), offset) of a regression with balanced names, in ``order``."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=KIND_STRENGTH, max_iter=2000, class_weight="balanced")
    model.fit(scaler.transform(values), [order.index(one) for one in names])
    return _plain(scaler, model)


def _plain(scaler: Any, model: Any) -> tuple[Any, Any]:
    """Weights and offset for values as they come, the scaling multiplied in."""
    weights = (model.coef_[:, : len(scaler.mean_)] / scaler.scale_).T
    return weights, model.intercept_ - scaler.mean_ @ weights


def flagged(pairs: Sequence[Pair], judge: Judge) -> Any:
    """Signals and the flags of the rules for kinds, a row a pair."""
    evidence = locate(pairs, judge, explanations(judge, pairs))
    marked = [
        flags(pair.left.quote, pair.right.quote, each)
        for pair, each in zip(pairs, evidence, strict=True)
    ]
    return np.hstack([symbols.matrix(pairs), np.array(marked)])


def arrays(detector: Detector, rows: Sequence[Labelled]) -> dict[str, Any]:
    """All numbers of the model by name; ``rows`` are what the score is fitted on."""
    train = read_lines(STATEMENTS / "train.jsonl")
    conflicts = [row for row in train if row["verdict"] == "contradiction"]
    others = [row for row in train if row["verdict"] in OTHERS]
    marked = flagged([pair_of(row) for row in conflicts], detector.judge)
    plain = symbols.matrix([pair_of(row) for row in others])
    fitted = {
        "score": fit_score(rows, table(rows, detector.judge)),
        "kinds": fit_names(marked, [row["kind"] for row in conflicts], KINDS),
        "verdicts": fit_names(plain, [row["verdict"] for row in others], OTHERS),
    }
    found = {f"{name}.weights": weights for name, (weights, _) in fitted.items()}
    found |= {f"{name}.offset": np.atleast_1d(offset) for name, (_, offset) in fitted.items()}
    return found | {"trust": np.array(TRUST), "thresholds": np.ones(scan_precision.GRID)}


def with_thresholds(
    detector: Detector,
    sets: Sequence[scans.ScannedSet],
    numbers: dict[str, Any],
    output: Path,
) -> ModelFolder:
    """Write the model again with the thresholds that its own scores ask for."""
    combiner = load_combiner(build(numbers, output).path)
    seen = scan_precision.weighed(iter(sets), detector.judge, combiner)
    return build(numbers | {"thresholds": scan_precision.thresholds(seen)}, output)


def build(numbers: dict[str, Any], output: Path) -> ModelFolder:
    """Write numbers, card and manifest to ``output``, in place of what stood there."""
    options = {"signals": list(symbols.NAMES)}
    manifest = Manifest("verdict", "verdict", __version__, LICENCE, options=options)
    return write_numbers(output, FILE, numbers, card(numbers), manifest)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with eval/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--natural", type=Path, required=True, help="rebuilt by recipes.natural")
    parser.add_argument("--model", help="judge to fit for  [default: the shipped one]")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    detector = load(given.model)
    sets = list(scans.scanned_sets(detector, SCANNED, SHORTLIST))
    rows = held_out(sets, given.data, given.natural, given.seed)
    rows += transcripts(detector, given.corpora, given.seed)
    numbers = arrays(detector, rows)
    with_thresholds(detector, sets, numbers, given.output)


if __name__ == "__main__":
    main()
