"""The same words twice: inside a split, and above all on both sides of a border between splits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contradict.protocols import Encoder
from contradict.training.dataset.rows import SIDES, Row, Splits, every

Texts = Mapping[str, Sequence[str]]  # by split

SHOWN = 20


@dataclass(frozen=True)
class Near:
    """Two rows of different splits; ``similarity`` is that of their less similar sides."""

    first: str
    second: str
    similarity: float


def words(text: str) -> list[str]:
    """The words, case and marks ignored."""
    return re.findall(r"\w+", text.casefold())


def repeated_pairs(splits: Splits) -> list[tuple[str, str]]:
    """Pairs of normalised texts that more than one row has, whichever of them is left."""
    found = Counter(
        tuple(sorted(" ".join(words(row[side])) for side in SIDES)) for row in every(splits)
    )
    return [(first, second) for (first, second), number in found.items() if number > 1]


def sides(splits: Splits) -> Texts:
    """The texts of both sides of every row, by split."""
    return {split: [row[side] for row in rows for side in SIDES] for split, rows in splits.items()}


def crossing_scenarios(splits: Splits) -> list[str]:
    """Scenarios with rows in more than one split."""
    return _crossing({split: [row["scenario"] for row in rows] for split, rows in splits.items()})


def crossing_texts(texts: Texts) -> list[str]:
    """Normalised texts that stand in more than one split."""
    return _crossing(
        {split: [" ".join(words(one)) for one in part] for split, part in texts.items()}
    )


def crossing_sequences(texts: Texts, length: int) -> list[str]:
    """Sequences of ``length`` words that stand in more than one split."""
    return _crossing({split: _sequences(part, length) for split, part in texts.items()})


def shared_share(texts: Texts, split: str, length: int) -> float:
    """Share (0 to 1) of a split's different word sequences that another split has as well."""
    own = set(_sequences(texts[split], length))
    return len(own.intersection(crossing_sequences(texts, length))) / len(own)


def nearest_across(splits: Splits, encoder: Encoder, shortlist: int | None) -> list[Near]:
    """The most similar rows of different splits by their embeddings, both sides counted.

    With a ``shortlist`` only so many pairs of rows are looked at, those that share most words;
    None looks at all of them, which takes a minute.
    """
    rows = every(splits)
    homes = [split for split, part in splits.items() for _ in part]
    if shortlist is None:
        return _nearest(rows, homes, encoder)
    chosen = sorted({place for pair in _wordy(rows, homes, shortlist) for place in pair})
    return _nearest([rows[i] for i in chosen], [homes[i] for i in chosen], encoder)


def _crossing(things: Texts) -> list[str]:
    homes = Counter(thing for part in things.values() for thing in set(part))
    return sorted(thing for thing, number in homes.items() if number > 1)


def _sequences(texts: Sequence[str], length: int) -> list[str]:
    return [
        " ".join(found[start : start + length])
        for found in map(words, texts)
        for start in range(len(found) - length + 1)
    ]


def _nearest(rows: Sequence[Row], homes: Sequence[str], encoder: Encoder) -> list[Near]:
    """Left with left and right with right, or crosswise: the better of the two."""
    import numpy as np

    left, right = (encoder.encode([row[side] for row in rows]) for side in SIDES)
    found = [
        Near(rows[one]["id"], rows[other]["id"], round(float(value), 3))
        for ones, others in _borders(homes)
        for one, other, value in _highest(
            np.maximum(
                np.minimum(left[ones] @ left[others].T, right[ones] @ right[others].T),
                np.minimum(left[ones] @ right[others].T, right[ones] @ left[others].T),
            ),
            ones,
            others,
            SHOWN,
        )
    ]
    return sorted(found, key=lambda near: (-near.similarity, near.first, near.second))[:SHOWN]


def _wordy(rows: Sequence[Row], homes: Sequence[str], number: int) -> list[tuple[int, int]]:
    """Places of the pairs of rows in different splits whose words are most alike."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer().fit_transform([f"{row['left']} {row['right']}" for row in rows])
    found = [
        (value, one, other)
        for ones, others in _borders(homes)
        for one, other, value in _highest(
            (vectors[ones] @ vectors[others].T).toarray(), ones, others, number
        )
    ]
    return [(one, other) for _, one, other in sorted(found, reverse=True)[:number]]


def _borders(homes: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Places of the rows of either of two splits, for every two."""
    names = list(dict.fromkeys(homes))
    places = {name: [i for i, home in enumerate(homes) if home == name] for name in names}
    for number, name in enumerate(names):
        for other in names[number + 1 :]:
            yield places[name], places[other]


def _highest(
    table: Any, ones: Sequence[int], others: Sequence[int], number: int
) -> Iterator[tuple[int, int, float]]:
    """The highest cells of a table, as the places that its lines and columns stand for."""
    import numpy as np

    for cell in np.argsort(-table, axis=None, kind="stable")[:number]:
        line, column = np.unravel_index(cell, table.shape)
        yield ones[line], others[column], float(table[line, column])
