"""Do the marked words matter? The score without them beside the score without others.

    python -m contradict.training.recipes.deletion_figures data/statements/test.jsonl

Of every contradiction that is recognised, the spans of its reason are taken out on both sides; then
as many neighbouring words drawn at random, several times (comprehensiveness, DeYoung et al. 2020).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from contradict.detector import Detector, load
from contradict.labelled import PairRow
from contradict.records import Finding, Span
from contradict.symbols.words import words_in
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes.scan_figures import mean_interval

RECOGNISED = 0.5
RANDOM_DRAWS = 5
LEFT_OVER = "…"  # for a side of which nothing is left


@dataclass(frozen=True)
class Masked:
    """A pair with one word run of either side taken out, and the finding that it belongs to."""

    number: int
    marked: bool
    left: str
    right: str


def without(text: str, span: Span) -> str:
    """The text without a span of it, white space folded."""
    return " ".join(f"{text[: span[0]]} {text[span[1] :]}".split()) or LEFT_OVER


def run_of(text: str, count: int, random: np.random.Generator) -> Span:
    """The span of ``count`` neighbouring words, drawn; of all where there are no more."""
    words = words_in(text)
    count = min(count, len(words))
    start = int(random.integers(len(words) - count + 1))
    return words[start].start, words[start + count - 1].end


def masked(found: Sequence[Finding], random: np.random.Generator) -> Iterator[Masked]:
    """Every finding without its marked words, and RANDOM_DRAWS times without others."""
    for number, one in enumerate(found):
        texts = one.left.quote, one.right.quote
        reason = one.reasons[0]
        spans = reason.left_span, reason.right_span
        sizes = [len(words_in(t[slice(*s)])) or 1 for t, s in zip(texts, spans, strict=True)]
        yield Masked(number, True, *map(without, texts, spans))
        for _ in range(RANDOM_DRAWS):
            drawn = [run_of(text, size, random) for text, size in zip(texts, sizes, strict=True)]
            yield Masked(number, False, *map(without, texts, drawn))


def drops(detector: Detector, rows: Sequence[dict[str, Any]], seed: int) -> Any:
    """By how much the score falls, shape (n, 2): without the marked words, without others."""
    pairs = [PairRow(n, row["left"], row["right"]) for n, row in enumerate(rows, 1)]
    found = [one for one in detector.score_rows(pairs) if one.score >= RECOGNISED and one.reasons]
    changed = list(masked(found, np.random.default_rng(seed)))
    scores = detector.judge_rows([PairRow(1, one.left, one.right) for one in changed])
    result = np.zeros((len(found), 2))
    for one, after in zip(changed, scores, strict=True):
        fall = found[one.number].score - after.contradiction
        result[one.number, int(not one.marked)] += fall / (1 if one.marked else RANDOM_DRAWS)
    return result


def lines(fallen: Any, seed: int) -> Iterator[str]:
    """A Markdown table with bootstrap intervals."""
    yield "| words taken out | pairs | the score falls by | 95 % interval |"
    yield "|---|---:|---:|---|"
    both = np.column_stack([fallen, fallen[:, 0] - fallen[:, 1]])
    for place, name in enumerate(("marked", "as many at random", "difference")):
        mean, low, high = mean_interval(both[:, place], seed)
        yield f"| {name} | {len(fallen)} | {mean:.3f} | {low:.3f} to {high:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", type=Path, help="labelled pairs, such as data/statements/test")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    rows = [row for row in read_lines(given.pairs) if row["verdict"] == "contradiction"]
    print("\n".join(lines(drops(load(), rows, given.seed), given.seed)))


if __name__ == "__main__":
    main()
