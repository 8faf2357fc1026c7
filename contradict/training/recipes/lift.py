"""What ``data/statements`` adds to a judge: the same recipe with and without its train split.

    python -m contradict.training.recipes.lift --data DATA --corpora CORPORA -o build/lift

A judge is trained on a sample of public NLI and neutrals from real text that holds no statement
pair. Two further trainings start from it, with one learning rate and the same rows of public NLI:
one sees only these, the other the statement pairs as well. Both stop on ``mnli.dev`` and the dev
split of the statement pairs, and are measured on the test split of these and on ``mnli.dev``.
Whatever is already in the folder is used again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contradict.detector import load
from contradict.evaluation import Metric
from contradict.evaluation.files import evaluate_files
from contradict.training.base import BASE_ENCODER
from contradict.training.recipes import judge

if TYPE_CHECKING:
    import pandas as pd

SHARE = 0.3  # of the first mixture: enough for a judge that is worth lifting, in half an hour
TRAININGS = ("base", "without", "with")
BASE_RATE = "1e-4"
RATE = "5e-5"  # of whatever starts from a judge
SHOWN = ("accuracy", "macro_f1", "average_precision_contradiction", "auroc_contradiction")


def tables(
    data: Path, corpora: Path, statements: Path, seed: int, share: float = SHARE
) -> dict[str, pd.DataFrame]:
    """The rows of the three trainings by name; only those of "with" hold statement pairs."""
    import pandas as pd

    first = judge.first_mixture(data, corpora, statements, seed)
    first = first[first["dataset"] != "statements"]
    third = judge.third_mixture(data, corpora, statements, seed)
    without = third[third["dataset"] != "statements"]
    pairs = judge.conflict_rows(statements) * judge.STATEMENT_PASSES
    return {
        "base": first.sample(frac=share, random_state=seed),
        "without": without,
        "with": pd.concat([without, pd.DataFrame(pairs, columns=judge.COLUMNS)]),
    }


def train(name: str, table: Path, devs: Sequence[Path], folder: Path, start: str = "base") -> None:
    """One training by the command that anyone would use, stopped on ``devs``.

    It goes on from the judge ``start`` in ``folder``; the one of that name from the plain encoder.
    """
    base = BASE_ENCODER if name == start else str(folder / start)
    command = ["-m", "contradict", "train", str(table), "--epochs", "1"]
    command += [part for dev in devs for part in ("--dev", str(dev))]
    command += ["--base", base, "-o", str(folder / name)]
    command += ["--learning-rate", BASE_RATE if name == start else RATE]
    subprocess.run([sys.executable, *command], check=True)


def lines(folder: Path, sets: dict[str, Path]) -> Iterator[str]:
    """The Markdown table: every figure of both judges, and the difference in points."""
    yield "| set | metric | pairs | without | with | points |"
    yield "|---|---|---:|---|---|---:|"
    judges = {name: load(str(folder / name)) for name in ("without", "with")}
    for name, path in sets.items():
        without, after = (
            {one.name: one for one in evaluate_files(path, detector)}
            for detector in judges.values()
        )
        for metric in SHOWN:
            yield f"| {name} | {metric} | {side_by_side(without[metric], after[metric])} |"


def side_by_side(before: Metric, then: Metric) -> str:
    """Cells: the number of pairs, both values with their intervals, the difference in points."""
    points = 100 * (then.value - before.value)
    return f"{then.n} | {_shown(before)} | {_shown(then)} | {points:+.1f}"


def _shown(metric: Metric) -> str:
    return f"{metric.value:.3f} [{metric.low:.3f}, {metric.high:.3f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and eval/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--statements", type=Path, default=Path("data/statements"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    dev = given.data / "eval" / "mnli.dev.parquet"
    missing = [name for name in TRAININGS if not (given.output / name).is_dir()]
    if missing:
        made = tables(given.data, given.corpora, given.statements / "train.jsonl", given.seed)
        for name in missing:
            table = given.output / f"{name}.parquet"
            made[name].to_parquet(table, index=False)
            devs = [dev] if name == "base" else [dev, given.statements / "dev.jsonl"]
            train(name, table, devs, given.output)
    test = given.statements / "test.jsonl"
    text = "\n".join(lines(given.output, {"statements test": test, "mnli.dev": dev})) + "\n"
    (given.output / "lift.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
