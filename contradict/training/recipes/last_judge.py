"""The commands of steps 6 to 8 of models/judge: their mixtures, teachers, students and means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

RECIPES = "contradict.training.recipes"
# Of a document set 1,200 pairs are judged, and 200 of the hardest and 80 others kept.
SHORTLISTED = ("--shortlist", "1200", "--others", "200", "80")
MINED = ("--each", "80", "--briefings", "40", "--speeches", "12", "--debates", "20")
SHARE = "0.3"  # of the public pairs, in the further mixture
TEACHERS = (2e-4, 1.5e-4, 2.5e-4, 2e-4, 2e-4, 1.5e-4)  # the learning rate of each
SIXTH_MEAN = ("before", "student_1", "student_2")  # whose mean is the judge of that step
SEVENTH_MEAN = ("before_7", "further_7")
EIGHTH_MEAN = ("before_8", "before_8", "further_8")  # that before counts twice
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
    sets, taught = "train-[op]?[0-9][0-9]-*", ("--seed", "71")
    given = Further(7, sets, ("140", "60"), seed=41, passes="0.6", taught=taught)
    return given.commands(data, corpora, build, judge, natural)


def eighth_step(
    data: Path, corpora: Path, build: Path, judge: str, natural: str
) -> list[list[str]]:
    """From the judge of step 7 to the weights whose mean is the new one, EIGHTH_MEAN.

    The same with the 112 sets that came later, whose names begin with qa to qh, the last batches of
    statement pairs and 2,000 of the others. When it was run, 140 and 60 pairs of a set that are not
    gold were kept and half of those drawn, which comes to as many.
    """
    pairs = str(build / "statements_8.jsonl")
    newest = [
        *("-m", f"{RECIPES}.newest_pairs", "data/statements/train.jsonl", "--since", "w39"),
        *("--others", "2000", "-o", pairs),
    ]
    taught = ("--seed", "73", "--layer-rate", "0.9")
    given = Further(8, "train-q[a-h]*", ("70", "30"), 43, "0.8", ("--statements", pairs), taught)
    return [newest, *given.commands(data, corpora, build, judge, natural)]


@dataclass(frozen=True)
class Further:
    """A short further training of a judge on a CPU: whose sets, how many pairs, how long."""

    step: int
    sets: str  # a pattern of names
    others: tuple[str, str]  # of a set, hardest and drawn
    seed: int  # of the mixture
    passes: str
    mixed: tuple[str, ...] = ()  # more options of the mixture
    taught: tuple[str, ...] = ()  # and of the training, its seed among them

    def commands(
        self, data: Path, corpora: Path, build: Path, judge: str, natural: str
    ) -> list[list[str]]:
        """Scans, mixture and training, and the weights before it beside those after it."""
        step = self.step
        scans, pairs = str(build / f"scans_{step}.parquet"), str(build / f"pairs_{step}.npz")
        further, mined = str(build / f"judge_{step}_further.parquet"), str(build / "mined_6.jsonl")
        base = ("--base", judge)
        return [
            [
                *("-m", f"{RECIPES}.scans", "data/corpora/train", "--only", self.sets),
                *("--model", judge, "--shortlist", "800", "--others", *self.others, "-o", scans),
            ],
            [
                *("-m", f"{RECIPES}.scan_mixture", "--data", str(data), "--corpora", str(corpora)),
                *("--scans", scans, "--natural", natural, "--mined", mined, *self.mixed),
                *("--further", "--share", "0.06", "--seed", str(self.seed), "-o", further),
            ],
            ["-m", f"{RECIPES}.distil", "pack", further, further, *base, "-o", pairs],
            [
                *("-m", f"{RECIPES}.distil", "teach", pairs, "--dev", str(build / "dev.npz")),
                *(*base, "--rate", "2e-4", "--epochs", "0"),
                *("--further-epochs", self.passes, "--alone", *self.taught),
                *("-o", str(build / f"further_{step}")),
            ],
            ["-m", f"{RECIPES}.distil", "keep", *base, "-o", str(build / f"before_{step}")],
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
