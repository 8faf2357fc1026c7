"""Which classes a labelled set tells apart, and the probabilities of exactly those.

Most public sets do not know all three labels. The classes that one does not know are merged, by
adding their probabilities, into the class beside them:

=============================  ==========================================================
labels in the set              classes compared
=============================  ==========================================================
three, or only one             contradiction · entailment · neutral
entailment, not_entailment     entailment · not_entailment = contradiction + neutral
contradiction,                 contradiction · not_contradiction = entailment + neutral
not_contradiction
contradiction, entailment      contradiction · entailment, which here is everything else
contradiction, neutral         contradiction · neutral, which here is everything else
entailment, neutral            entailment · neutral, which here is everything else
=============================  ==========================================================

So in a set without neutrals the question is contradiction or not: a pair is predicted to
contradict exactly where P(contradiction) is at least one half. A single label beside a two-way name
that covers it (neutral beside not_contradiction) counts as that name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contradict.errors import InputError, UsageError
from contradict.labelled import allowed
from contradict.records import LABELS, Label, Probabilities

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class MergedSet:
    """A set in the classes that it tells apart.

    ``gold`` holds a class number a row, shape (n,); ``probabilities`` has shape (n, classes).
    ``target`` is the class that contradiction belongs to: its number in ``classes``.
    """

    classes: tuple[str, ...]
    gold: Integers
    probabilities: Floats
    target: int

    def rows(self, chosen: Integers) -> MergedSet:
        """The set with only the chosen rows, in the same classes."""
        return MergedSet(self.classes, self.gold[chosen], self.probabilities[chosen], self.target)


def merge(gold: Sequence[str], probabilities: Sequence[Probabilities]) -> MergedSet:
    """Bring labels and probabilities to the classes that the labels tell apart.

    Raises UsageError where the lengths differ, InputError where there are no rows, a label is
    unknown, or both two-way names occur, which no common classes fit.
    """
    if len(gold) != len(probabilities):
        raise UsageError(f"{len(gold)} labels for {len(probabilities)} probabilities")
    if not gold:
        raise InputError("no labelled pairs to evaluate", advice="check the label column")
    classes = _classes(set(gold))
    number: dict[str, int] = {
        label: place for place, parts in enumerate(classes.values()) for label in parts
    }
    number |= {name: place for place, name in enumerate(classes)}
    three = np.array(
        [[getattr(row, label) for label in LABELS] for row in probabilities], dtype=np.float64
    )
    merged = np.stack(
        [
            three[:, [LABELS.index(part) for part in parts]].sum(axis=1)
            for parts in classes.values()
        ],
        axis=1,
    )
    return MergedSet(
        classes=tuple(classes),
        gold=np.array([number[label] for label in gold], dtype=np.int64),
        probabilities=merged,
        target=number["contradiction"],
    )


def _classes(labels: set[str]) -> dict[str, tuple[Label, ...]]:
    """Class -> the labels whose probability it takes."""
    for label in sorted(labels):
        allowed(label)  # raises InputError
    if {"not_entailment", "not_contradiction"} <= labels:
        raise InputError(
            "not_entailment and not_contradiction in one set", advice="evaluate them one by one"
        )
    if "not_entailment" in labels:
        return {"entailment": ("entailment",), "not_entailment": ("contradiction", "neutral")}
    if "not_contradiction" in labels:
        return {"contradiction": ("contradiction",), "not_contradiction": ("entailment", "neutral")}
    if len(labels) != 2:
        return {label: (label,) for label in LABELS}
    alone: Label = "contradiction" if "contradiction" in labels else "entailment"
    (other,) = labels - {alone}
    return {alone: (alone,), other: tuple(label for label in LABELS if label != alone)}
