"""What gives a label away without reading both texts: cue words, and one side alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from contradict.lexicon import words
from contradict.records import LABELS
from contradict.training.dataset.rows import SIDES, Row, Splits, every

FOLDS = 5


def _has_word_of(name: str) -> Callable[[str], bool]:
    return lambda text: not words(name).isdisjoint(re.findall(r"[\w']+", text))


def _has(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.search(pattern, text) is not None


CUES: dict[str, Callable[[str], bool]] = {  # of a text in lower case with straight apostrophes
    "negation": lambda text: _has_word_of("negations")(text) or "n't" in text,
    "denial": _has(r"\b(?:den(?:y|ies|ied|ying|ials?)|reject|disput|refut|rebut|disavow)"),
    "hedge": _has_word_of("hedges"),
    "universal": _has_word_of("universals"),
    "figure": _has(r"\d"),
    "number word": _has_word_of("number_words"),
    "per cent": _has(r"%|per ?cent"),
    "month or weekday": _has(
        r"\b(?:january|february|march|april|june|july|august|september|october|november|december"
        r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    ),
    "plan or decision": _has(r"\bplan|\bintend|\bconsider|\bdecid|\bdecision"),
    "future": _has(r"\b(?:will|would|shall|won't)\b"),
    "condition": _has_word_of("conditions"),
    "hearsay or belief": _has(r"rumou?r|alleg|critics|believe|accus|it is said|suspect"),
}
# Words that every label must have its share of; the others are signs of a verdict in themselves.
BALANCED = tuple(CUES)[:9]


def cue_shares(rows: Sequence[Row], cue: str, side: str) -> tuple[int, dict[str, float]]:
    """How many rows have the cue on that side, and the share of each label among them."""
    labels = [row["label"] for row in rows if CUES[cue](_plain(row[side]))]
    return len(labels), _shares(labels)


def cue_table(splits: Splits) -> Iterator[str]:
    """A Markdown table: the shares of the labels among the rows with a cue on one side."""
    rows = every(splits)
    yield "| cue | side | pairs | " + " | ".join(LABELS) + " |"
    yield "|---|---|---:|" + "---:|" * len(LABELS)
    cells = " | ".join(f"{share:.0%}" for share in _shares([row["label"] for row in rows]).values())
    yield f"| (all pairs) | | {len(rows):,} | {cells} |"
    for cue in CUES:
        for side in SIDES:
            number, shares = cue_shares(rows, cue, side)
            cells = " | ".join(f"{share:.0%}" for share in shares.values())
            yield f"| {cue} | {side} | {number:,} | {cells} |"


def one_sided(train: Sequence[Row], held_out: Sequence[Row], side: str) -> tuple[float, float]:
    """(accuracy of the label from one side alone, share of the commonest label), each 0 to 1.

    TF-IDF of words and pairs of words, logistic regression; the library's defaults.
    """
    guesses = _model().fit([row[side] for row in train], [row["label"] for row in train])
    return _right(guesses.predict([row[side] for row in held_out]), held_out)


def one_sided_within(rows: Sequence[Row], side: str) -> tuple[float, float]:
    """The same by cross-validation over all ``rows``, a scenario never on both sides of a cut."""
    from sklearn.model_selection import GroupKFold, cross_val_predict

    guesses = cross_val_predict(
        _model(),
        [row[side] for row in rows],
        [row["label"] for row in rows],
        groups=[row["scenario"] for row in rows],
        cv=GroupKFold(FOLDS),
    )
    return _right(guesses, rows)


def baseline_table(splits: Splits) -> Iterator[str]:
    """A Markdown table: how far above the commonest label one side alone gets."""
    dev, test = splits["dev"], splits["test"]
    yield "| seen | measured on | accuracy | commonest label | points above |"
    yield "|---|---|---:|---:|---:|"
    for side in SIDES:
        for name, part in (("dev", dev), ("test", test), ("dev and test", [*dev, *test])):
            yield _baseline(side, name, one_sided(splits["train"], part, side))
        name = f"all, {FOLDS} parts by scenario in turn"
        yield _baseline(side, name, one_sided_within(every(splits), side))


def _baseline(side: str, name: str, figures: tuple[float, float]) -> str:
    accuracy, commonest = figures
    points = 100 * (accuracy - commonest)
    return f"| {side} only | {name} | {accuracy:.3f} | {commonest:.3f} | {points:.1f} |"


def _model() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(max_iter=1000))


def _right(guesses: Sequence[str], rows: Sequence[Row]) -> tuple[float, float]:
    labels = [row["label"] for row in rows]
    right = sum(guess == label for guess, label in zip(guesses, labels, strict=True))
    return right / len(labels), max(Counter(labels).values()) / len(labels)


def _shares(labels: Sequence[str]) -> dict[str, float]:
    found = Counter(labels)
    return {label: found[label] / max(1, len(labels)) for label in LABELS}


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")
