"""The tables of the data card: ``python -m contradict.training.dataset data``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from contradict.embeddings import load_encoder
from contradict.training.dataset import (
    agreement,
    composition,
    document_sets,
    duplicates,
    rows,
    shortcuts,
)

SEQUENCE = 5  # words in a row
TOLD = 5


def main() -> int:
    parser = argparse.ArgumentParser(description="Check the data set and print its tables.")
    parser.add_argument("data", type=Path, help="folder with statements/ and corpora/")
    given = parser.parse_args()
    splits = rows.read_splits(given.data / "statements")
    second = rows.read_lines(given.data / "statements" / "second_labels.jsonl")
    sets = document_sets.read_sets(given.data / "corpora")
    print(*report(splits, second, sets), sep="\n")
    wrong = [*rows.all_problems(splits), *agreement.unsettled(second, splits)]
    for one in (one for part in sets.values() for one in part):
        wrong += [f"{one.folder.name}: {problem}" for problem in document_sets.problems(one)]
    for problem in wrong:
        print(problem, file=sys.stderr)
    return 1 if wrong else 0


def report(
    splits: rows.Splits,
    second: list[rows.Row],
    sets: dict[str, list[document_sets.DocumentSet]],
) -> Iterator[str]:
    """All tables, in Markdown."""
    for lines in (
        composition.table(splits),
        composition.length_table(splits),
        [f"Below their aims: {composition.shortfalls(rows.every(splits))}"],
        agreement.table(second, splits),
        shortcuts.baseline_table(splits),
        shortcuts.cue_table(splits),
        _across(splits, document_sets.paragraphs(sets)),
        document_sets.table(sets),
    ):
        yield from lines
        yield ""


def _across(splits: rows.Splits, paragraphs: dict[str, list[str]]) -> Iterator[str]:
    """What stands on both sides of a border between splits; pairs and sets taken together."""
    sides = duplicates.sides(splits)
    texts = {split: [*sides[split], *paragraphs[split]] for split in splits}
    yield f"Scenarios in two splits: {len(duplicates.crossing_scenarios(splits))}"
    yield f"Texts of pairs in two splits: {len(duplicates.crossing_texts(sides))}"
    for split in ("dev", "test"):
        share = duplicates.shared_share(texts, split, SEQUENCE)
        yield f"Sequences of {SEQUENCE} words of {split} that another split has: {share:.2%}"
    for near in duplicates.nearest_across(splits, load_encoder(), shortlist=None)[:TOLD]:
        yield f"Similarity of both sides {near.similarity}: {near.first}, {near.second}"


if __name__ == "__main__":
    raise SystemExit(main())
