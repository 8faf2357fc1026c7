"""Real names put into statement pairs, so that no name comes to stand for a label.

The neutral pairs from real text are full of the names of their day, the pairs written for this
project have invented ones: a judge trained on both takes a real name for a sign of neutral.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from contradict.training.recipes.neutrals import Row

NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?:[A-Z][a-z]+)?\b")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")
MORE_MONTHS = ("September", "October", "November", "December")
COMMON = frozenset([*DAYS, *MONTHS, *MORE_MONTHS, "Mr", "Mrs", "Ms", "Dr"])
MOST_NAMES = 200


def frequent_names(documents: Sequence[Sequence[str]]) -> dict[str, int]:
    """The capitalised words most often found inside sentences, with their counts."""
    counts = Counter(name for document in documents for text in document for name in found(text))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMES])


def found(text: str) -> list[str]:
    """Capitalised words inside a sentence that are no days, months or titles."""
    return [name for name in NAME.findall(text) if name not in COMMON]


def renamed(rows: Sequence[Row], names: dict[str, int], draws: int, seed: int) -> list[Row]:
    """Each pair that shares a name, ``draws`` times with that name replaced on both sides.

    New names are drawn by how frequent they are in the real text, the same for either side.
    """
    random = np.random.default_rng(seed)
    known = list(names)
    weights = np.array([names[name] for name in known], dtype=float) ** 0.75
    weights /= weights.sum()
    made: list[Row] = []
    for left, right, label, source in rows:
        shared = sorted(set(found(left)) & set(re.findall(r"\w+", right)))
        for _ in range(draws if shared else 0):
            new = random.choice(known, size=len(shared), replace=False, p=weights)
            swap = dict(zip(shared, new.tolist(), strict=True))
            made.append((_swapped(left, swap), _swapped(right, swap), label, f"{source}_renamed"))
    return made


def _swapped(text: str, swap: dict[str, str]) -> str:
    return re.sub(r"\w+", lambda match: swap.get(match.group(), match.group()), text)
