"""Are the first findings real? Scans of the gold document sets, measured.

    python -m contradict.training.recipes.scan_figures data/corpora/dev -o build/scans.md

For every set with G gold pairs (contradictions and changes): the precision of its first G findings,
and the recall in its first 2 G. Intervals are bootstrapped over sets.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from contradict.detector import load
from contradict.documents import read_documents
from contradict.evaluation import match_findings
from contradict.settings import Settings
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes.scans import TRUE

DRAWS = 2000


@dataclass(frozen=True)
class Scanned:
    """One set: its gold pairs, what the scan showed, and how good its beginning is."""

    name: str
    gold: int
    shown: int  # findings over the default threshold
    shown_true: int  # of which bring a gold pair
    precision: float  # of the first ``gold`` findings
    recall: float  # in the first 2 ``gold``
    proposed: int


def scan_sets(folder: Path, model: str | None) -> Iterator[Scanned]:
    """Scan every set below ``folder``, whatever its findings' strength."""
    settings = Settings()
    detector = load(model, settings=replace(settings, threshold=0.0))
    for path in sorted(one for one in folder.iterdir() if one.is_dir()):
        gold = [pair for pair in read_lines(path / "gold.jsonl") if pair["verdict"] in TRUE]
        documents, _ = read_documents([path / "documents"])
        first = replace(detector.settings, limit=4 * len(gold) + 50)
        detector.settings = first
        report = detector.scan(documents)
        found = report.as_dict()["findings"]
        matches = match_findings(found, gold)
        strong = sum(one["strength"] >= settings.threshold for one in found)
        yield Scanned(
            name=path.name,
            gold=len(gold),
            shown=strong,
            shown_true=sum(map(bool, matches.brought[:strong])),
            precision=matches.precision(len(gold)) or 0.0,
            recall=matches.recall(2 * len(gold)) or 0.0,
            proposed=report.pairs.proposed,
        )


def lines(scanned: Sequence[Scanned], seed: int = 0) -> Iterator[str]:
    """The Markdown report: a line a set, and the means with their intervals."""
    yield "| set | gold | shown | of them gold | precision of the first G | recall in 2 G |"
    yield "|---|---:|---:|---:|---:|---:|"
    for one in scanned:
        yield (
            f"| {one.name} | {one.gold} | {one.shown} | {one.shown_true}"
            f" | {one.precision:.2f} | {one.recall:.2f} |"
        )
    precision = interval([one.precision for one in scanned], seed)
    recall = interval([one.recall for one in scanned], seed)
    shown, true = (sum(getattr(one, name) for one in scanned) for name in ("shown", "shown_true"))
    gold = sum(one.gold for one in scanned)
    yield f"| **all** | {gold} | {shown} | {true} | {precision} | {recall} |"


def interval(values: Sequence[float], seed: int) -> str:
    """Mean and its 95 % bootstrap interval, as text."""
    mean, low, high = mean_interval(values, seed)
    return f"{mean:.3f} [{low:.3f}, {high:.3f}]"


def mean_interval(values: Any, seed: int) -> tuple[float, float, float]:
    """Mean of numbers, shape (n,), and its 95 % bootstrap interval."""
    random = np.random.default_rng(seed)
    array = np.asarray(values)
    means = array[random.integers(len(array), size=(DRAWS, len(array)))].mean(1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(array.mean()), float(low), float(high)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="a split of data/corpora")
    parser.add_argument("--model", help="judge to measure  [default: the shipped one]")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    text = "\n".join(lines(list(scan_sets(given.folder, given.model)))) + "\n"
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
