"""Labelled tables -> the examples to train on, to stop on, and to measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contradict.errors import InputError
from contradict.records import Skipped
from contradict.training.examples import Example, read_examples, split

DEV_SHARE = 0.15  # of the groups: early stop and calibration
TEST_SHARE = 0.15  # of the groups: the figures before and after
FEWEST_PAIRS = 20


@dataclass(frozen=True)
class Parts:
    """Examples to train on, to stop and calibrate on, and to report figures of."""

    train: list[Example]
    dev: list[Example]
    test: list[Example]
    held_out: str
    bad: list[Skipped]


def read_parts(
    labelled: Sequence[Path], dev: Sequence[Path], labels: Mapping[str, str] | None, seed: int
) -> Parts:
    """Read the tables, and split the labelled pairs where no ``dev`` tables are given.

    Raises InputError where there are too few pairs, or none that stand apart.
    """
    examples, bad = read_examples(labelled, labels=labels)
    if len(examples) < FEWEST_PAIRS:
        raise InputError(
            f"{len(examples)} usable labelled pairs", advice=f"give at least {FEWEST_PAIRS}"
        )
    if dev:
        held_out, more = read_examples(dev, labels=labels)
        names = ", ".join(path.name for path in dev)
        said = f"{names} (also used to stop and calibrate)"
        return Parts(examples, held_out, held_out, said, bad + more)
    rest, test = split(examples, held_out=TEST_SHARE, seed=seed)
    kept, stop = split(rest, held_out=DEV_SHARE / (1 - TEST_SHARE), seed=seed)
    if not (kept and stop and test):
        raise InputError(
            "all pairs belong together (scenarios or texts shared throughout)",
            advice="add a scenario column, or give held-out pairs with --dev",
        )
    return Parts(kept, stop, test, f"{len(test)} pairs split off before training", bad)
