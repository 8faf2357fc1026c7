"""How good a judge gets with a quarter, half and all of ``data/statements`` train.

    python -m contradict.training.recipes.learning_curve --data DATA --folder build/lift

Goes on from the folder that ``recipes.lift`` left: the same base and the same rows of public NLI,
with the pairs of a share of the scenarios. "without" and "with" of that folder are its ends.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from contradict.detector import load
from contradict.evaluation.files import evaluate_files
from contradict.training.dataset.rows import read_lines, write_lines
from contradict.training.recipes import judge, lift

if TYPE_CHECKING:
    import pandas as pd

SHARES = {"without": 0.0, "quarter": 0.25, "half": 0.5, "with": 1.0}
TRAINED = ("quarter", "half")  # the ends are there already
SHOWN = ("accuracy", "average_precision_contradiction")


def some_pairs(statements: Path, share: float, target: Path, seed: int) -> int:
    """Write the pairs of a share of the scenarios to ``target``; returns how many."""
    pairs = read_lines(statements)
    names = sorted({str(pair["scenario"]) for pair in pairs})
    chosen = set(random.Random(seed).sample(names, round(share * len(names))))
    kept = [pair for pair in pairs if str(pair["scenario"]) in chosen]
    write_lines(target, kept)
    return len(kept)


def table(folder: Path, statements: Path, name: str, seed: int) -> pd.DataFrame:
    """The rows of "without", and the statement pairs of a share of the scenarios."""
    import pandas as pd

    some = folder / f"{name}.jsonl"
    some_pairs(statements, SHARES[name], some, seed)
    pairs = judge.conflict_rows(some) * judge.STATEMENT_PASSES
    without = pd.read_parquet(folder / "without.parquet")
    return pd.concat([without, pd.DataFrame(pairs, columns=judge.COLUMNS)])


def lines(folder: Path, test: Path) -> Iterator[str]:
    """A Markdown table: a line a share and figure."""
    yield "| share of the scenarios | metric | pairs | value | 95 % interval |"
    yield "|---:|---|---:|---:|---|"
    for name, share in SHARES.items():
        for one in evaluate_files(test, load(str(folder / name))):
            if one.name in SHOWN:
                values = f"{one.value:.3f} | {one.low:.3f} to {one.high:.3f}"
                yield f"| {share:.0%} | {one.name} | {one.n} | {values} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with eval/")
    parser.add_argument("--statements", type=Path, default=Path("data/statements"))
    parser.add_argument("--folder", type=Path, required=True, help="made by recipes.lift")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    devs = [given.data / "eval" / "mnli.dev.parquet", given.statements / "dev.jsonl"]
    for name in TRAINED:
        if not (given.folder / name).is_dir():
            path = given.folder / f"{name}.parquet"
            rows = table(given.folder, given.statements / "train.jsonl", name, given.seed)
            rows.to_parquet(path, index=False)
            lift.train(name, path, devs, given.folder)
    text = "\n".join(lines(given.folder, given.statements / "test.jsonl")) + "\n"
    (given.folder / "learning_curve.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
