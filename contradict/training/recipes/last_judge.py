"""The commands of steps 6 and 7 of models/judge: their mixtures, teachers, students and means."""

from __future__ import annotations

from pathlib import Path

RECIPES = "contradict.training.recipes"
# Of a document set 1,200 pairs are judged, and 200 of the hardest and 80 others kept.
SHORTLISTED = ("--shortlist", "1200", "--others", "200", "80")
MINED = ("--each", "80", "--briefings", "40", "--speeches", "12", "--debates", "20")
SHARE = "0.3"  # of the public pairs, in the further mixture
TEACHERS = (2e-4, 1.5e-4, 2.5e-4, 2e-4, 2e-4, 1.5e-4)  # the learning rate of each
SIXTH_MEAN = ("before", "student_1", "student_2")  # whose mean is the judge of that step
SEVENTH_MEAN = ("before_7", "further_7")
STUDENTS = ((1e-4, 1.25), (2e-4, 2.3))  # learning rate and epochs


def sixth_step(
    data: Path, corpora: Path, build: Path, judge: str, natural: str, stop: list[str], cascade: str
) -> list[list[str]]:
    """From the judge so far to the weights whose mean is the new one, see ``written``.

    ``natural`` are the labelled natural pairs of train, ``stop`` the tables to stop on, as options;
    ``cascade`` is where a cascade for the judge so far goes.
    """
    names = ("scans_6.parquet", "mined_6.jsonl", "unlabelled.parquet", "pairs.npz", "dev.npz")
    scans, mined, unlabelled, pairs, dev = (str(build / name) for name in names)
    whole, further = str(build / "judge_6.parquet"), str(build / "judge_6_further.parquet")
    real, base = ("--corpora", str(corpora)), ("--base", judge)
    mixture = [
        *("-m", f"{RECIPES}.scan_mixture", "--data", str(data), *real, "--scans", scans),
        *("--natural", natural, "--mined", mined),
    ]
    model = ("--model", judge)
    return [
        # the shortlists are the cascade's, which must read the vectors of the encoder as it is now
        ["-m", f"{RECIPES}.cascade", *real, *model, "-o", cascade],
        ["-m", f"{RECIPES}.scans", "data/corpora/train", *model, *SHORTLISTED, "-o", scans],
        [
            *("-m", f"{RECIPES}.natural", "candidates", *real, "--seed", "11", *MINED),
            *(*model, "--shortlist", "900", "-o", mined),
        ],
        ["-m", f"{RECIPES}.unlabelled", *real, "--seed", "5", "-o", unlabelled],
        [*mixture, "--seed", "31", "-o", whole],
        [*mixture, "--further", "--share", SHARE, "--seed", "32", "-o", further],
        [
            *("-m", f"{RECIPES}.distil", "pack", whole, further, "--unlabelled", unlabelled),
            *(*base, "-o", pairs),
        ],
        ["-m", f"{RECIPES}.distil", "pack-dev", *stop, *base, "-o", dev],
        *_teachers(pairs, dev, base, build),
        *_students(pairs, dev, base, build),
        ["-m", f"{RECIPES}.distil", "keep", *base, "-o", str(build / "before")],
    ]


def seventh_step(
    data: Path, corpora: Path, build: Path, judge: str, natural: str
) -> list[list[str]]:
    """From the judge of step 6 to the weights whose mean is the new one, SEVENTH_MEAN.

    A short training on the sets that came after step 6, whose names begin with o and p; ``build``
    holds the mined and the dev pairs of that step.
    """
    scans, pairs = str(build / "scans_7.parquet"), str(build / "pairs_7.npz")
    further, mined = str(build / "judge_7_further.parquet"), str(build / "mined_6.jsonl")
    base = ("--base", judge)
    return [
        [
            *("-m", f"{RECIPES}.scans", "data/corpora/train", "--only", "train-[op]?[0-9][0-9]-*"),
            *("--model", judge, "--shortlist", "800", "--others", "140", "60", "-o", scans),
        ],
        [
            *("-m", f"{RECIPES}.scan_mixture", "--data", str(data), "--corpora", str(corpora)),
            *("--scans", scans, "--natural", natural, "--mined", mined),
            *("--further", "--share", "0.06", "--seed", "41", "-o", further),
        ],
        ["-m", f"{RECIPES}.distil", "pack", further, further, *base, "-o", pairs],
        [
            *("-m", f"{RECIPES}.distil", "teach", pairs, "--dev", str(build / "dev.npz"), *base),
            *("--seed", "71", "--rate", "2e-4", "--epochs", "0", "--further-epochs", "0.6"),
            *("--alone", "-o", str(build / "further_7")),
        ],
        ["-m", f"{RECIPES}.distil", "keep", *base, "-o", str(build / "before_7")],
    ]


def written(
    build: Path, names: tuple[str, ...], judge: str, stop: list[str], output: Path
) -> list[str]:
    """The judge with the mean of the named weights in ``build``."""
    weights = [str(build / name) for name in names]
    given = ("--base", judge, *stop, "-o", str(output))
    return ["-m", f"{RECIPES}.distil", "write", *weights, *given]


def _teachers(pairs: str, dev: str, base: tuple[str, str], build: Path) -> list[list[str]]:
    return [
        [
            *("-m", f"{RECIPES}.distil", "teach", pairs, "--dev", dev, *base),
            *("--seed", str(number), "--rate", str(rate)),
            *("--epochs", "1.4", "--further-epochs", "1.09"),
            *("-o", str(build / f"teacher_{number}")),
        ]
        for number, rate in enumerate(TEACHERS, 1)
    ]


def _students(pairs: str, dev: str, base: tuple[str, str], build: Path) -> list[list[str]]:
    teachers = [str(build / f"teacher_{number}") for number in range(1, len(TEACHERS) + 1)]
    return [
        [
            *("-m", f"{RECIPES}.distil", "learn", pairs, "--dev", dev, *base),
            *("--teachers", *teachers, "--seed", str(number * 10 + 1)),
            *("--rate", str(rate), "--epochs", str(epochs)),
            *("-o", str(build / f"student_{number}")),
        ]
        for number, (rate, epochs) in enumerate(STUDENTS, 1)
    ]
