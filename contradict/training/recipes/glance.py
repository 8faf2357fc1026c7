"""The glance of a judge: a student of two layers that spares it most pairs of a scan.

    python -m contradict.training.recipes.glance build/glance --base build/judge --layers 2 \\
        --dev DEV … --pairs build/unlabelled.parquet -o models/judge

Learnt by ``recipes.distil``. Stored as ``glance.onnx`` in the judge's folder, as its manifest says,
with the log-odds below which a pair is read no further: of pairs that scans propose, so many of
those that the judge calls likely to conflict would be lost as LOST says.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from contradict.judgements.calibration import Array, Calibration
from contradict.judgements.onnx_judge import OnnxJudge
from contradict.settings import Settings
from contradict.store import open_model, write_manifest
from contradict.training.artefact import write_artefact
from contradict.training.examples import read_examples
from contradict.training.judge_training import headed_judge
from contradict.training.recipes.distil import load_weights, put, shorten

GRAPH = "glance.onnx"
LIKELY = 0.3  # P(contradiction) by the judge, both ways, of pairs that may become findings
LOST = 0.01  # the share of those that may be lost
PAIRS = 20_000  # drawn to settle the floor


def floor_of(odds: Array, scores: Array) -> float:
    """The log-odds that all but LOST of the likely pairs reach; raises ValueError without any."""
    likely = odds[scores >= LIKELY]
    if not len(likely):
        raise ValueError("no pair is likely to conflict; give more pairs")
    return float(np.floor(np.quantile(likely, LOST, method="lower") * 100) / 100)


def export(given: argparse.Namespace, folder: Path) -> OnnxJudge:
    """The student as a judge of its own."""
    dev, _ = read_examples(given.dev)
    model, tokenizer = headed_judge(given.base, 0)
    shorten(model, given.layers)
    put(model, load_weights(given.weights))
    written = write_artefact(model, tokenizer, dev, folder, base=str(given.base), steps=0)
    return OnnxJudge(written, Settings())


def one_way(texts: Sequence[tuple[str, str]], judge: OnnxJudge) -> Array:
    """Uncalibrated log-odds of contradiction, in the direction given."""
    logits = judge.logits(texts)
    return Calibration().odds(logits, logits)


def attach(graph: Path, floor: float, output: Path) -> None:
    """Put the graph into the judge's folder and its floor into the manifest."""
    folder = open_model(output, "judge")
    shutil.copyfile(graph, output / GRAPH)
    options = {**folder.manifest.options, "glance_floor": floor}
    write_manifest(output, replace(folder.manifest, options=options))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("weights", type=Path, help="folder written by recipes.distil learn")
    parser.add_argument("--base", required=True, help="the judge that it started from")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--dev", type=Path, action="append", required=True)
    parser.add_argument("--pairs", type=Path, required=True, help="pairs that scans propose")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the judge's folder")
    given = parser.parse_args()
    judge = OnnxJudge(open_model(given.output, "judge"), Settings())
    examples, _ = read_examples([given.pairs])
    order = np.random.default_rng(0).permutation(len(examples))[:PAIRS]
    texts = [(examples[n].left, examples[n].right) for n in order]
    scores = np.array([one.contradiction for one in judge.probabilities(texts)])
    with tempfile.TemporaryDirectory() as work:
        small = export(given, Path(work) / "glance")
        odds = one_way(texts, small)
        floor = floor_of(odds, scores)
        attach(Path(work) / "glance" / "model.onnx", floor, given.output)
    for value in (floor - 1, floor, floor + 1):
        out, lost = (odds < value).mean(), (odds[scores >= LIKELY] < value).mean()
        print(f"below {value:.2f}: {out:.3f} of {len(odds)} pairs, {lost:.3f} of the likely ones")


if __name__ == "__main__":
    main()
