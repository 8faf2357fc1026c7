"""Marked batches of statement pairs -> ``data/statements/{train,dev,test}.jsonl``.

    python -m contradict.training.recipes.statements BATCH.jsonl … -o data/statements
    python -m contradict.training.recipes.statements BATCH.jsonl … --append -o data/statements

Writers mark the words that carry a conflict with double square brackets; here the marks become
character offsets, every row is checked, and whole scenarios go to one split, so that no situation,
name or wording crosses. What is appended to a finished data set leaves its test split alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from contradict.errors import InputError
from contradict.records import KINDS, VERDICTS, Span

MARK = re.compile(r"\[\[|\]\]")
SPLITS = ("train", "dev", "test")
# Batches that were trained on as a whole before there was a split stay in train as a whole.
TRAIN_ONLY = frozenset(f"w{number}" for number in range(1, 8))
LABELS_OF = {
    "contradiction": ("contradiction",),
    "restatement": ("entailment",),
    "refinement": ("entailment", "neutral"),
}
ISO_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
FIELDS = ("left_speaker", "left_date", "right_speaker", "right_date")
COPIED = ("scenario", "domain", "style", "label", "verdict", "kind", *FIELDS)


def unmarked(text: str) -> tuple[str, list[Span]]:
    """The text without marks, and the spans between them; raises ValueError for odd marks.

    >>> unmarked("The [[gate]] is shut.")
    ('The gate is shut.', [(4, 8)])
    """
    spans: list[Span] = []
    plain, opened, last = "", None, 0
    for mark in MARK.finditer(text):
        plain += text[last : mark.start()]
        last = mark.end()
        if (mark.group() == "[[") != (opened is None):
            raise ValueError("marks are not in pairs")
        if opened is None:
            opened = len(plain)
            continue
        spans.append((opened, len(plain)))
        opened = None
    if opened is not None:
        raise ValueError("a mark is not closed")
    return plain + text[last:], spans


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Checked rows of a batch, with ids ``<batch>-<line>``; raises InputError naming the line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield row(json.loads(line), f"{path.stem}-{number:03d}")
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(str(error), source=str(path), row=number) from error


def row(pair: dict[str, Any], identity: str) -> dict[str, Any]:
    """One row of the data set; raises ValueError where the pair breaks a rule of the guidelines."""
    left, left_spans = unmarked(pair["left"])
    right, right_spans = unmarked(pair["right"])
    verdict, conflict = pair["verdict"], pair["verdict"] == "contradiction"
    if verdict not in VERDICTS:
        raise ValueError(f"verdict '{verdict}'")
    if pair["label"] not in LABELS_OF.get(verdict, ("neutral",)):
        raise ValueError(f"label '{pair['label']}' does not go with verdict '{verdict}'")
    if (pair["kind"] in KINDS) != conflict or (not conflict and pair["kind"] is not None):
        raise ValueError(f"kind '{pair['kind']}' does not go with verdict '{verdict}'")
    if bool(left_spans) != conflict or bool(right_spans) != conflict:
        raise ValueError("marks on both sides of a contradiction, and nowhere else")
    for name in ("left_date", "right_date"):
        if pair[name] is not None and not ISO_DATE.match(pair[name]):
            raise ValueError(f"{name} '{pair[name]}' is not ISO")
    spans = {"left_spans": left_spans, "right_spans": right_spans}
    copied = {name: pair[name] for name in COPIED}
    return {"id": identity, "left": left, "right": right, **copied, **spans}


def split_of(batch: str, scenario: str) -> str:
    """The split of a scenario: of new batches about 70 % train, 10 % dev, 20 % test."""
    if batch in TRAIN_ONLY:
        return "train"
    place = _tenth(scenario)
    return "dev" if place == 0 else "test" if place in (1, 2) else "train"


def _tenth(scenario: str) -> int:
    """A number from 0 to 9 that the name alone decides."""
    return int(hashlib.sha256(scenario.encode()).hexdigest(), 16) % 10


def write_splits(batches: Sequence[Path], output: Path) -> dict[str, int]:
    """Convert all batches and write one file a split; returns how many rows each has."""
    parts: dict[str, list[str]] = {split: [] for split in SPLITS}
    seen: set[tuple[str, str]] = set()
    settled: dict[str, str] = {}  # a slug that two batches use keeps the split of the first
    for path in batches:
        for one in rows(path):
            key = (one["left"].casefold(), one["right"].casefold())
            if key in seen:
                continue
            seen.add(key)
            split = settled.setdefault(one["scenario"], split_of(path.stem, one["scenario"]))
            parts[split].append(json.dumps(one, ensure_ascii=False))
    output.mkdir(parents=True, exist_ok=True)
    for split, found in parts.items():
        (output / f"{split}.jsonl").write_text(
            "".join(f"{line}\n" for line in found), encoding="utf-8"
        )
    return {split: len(found) for split, found in parts.items()}


def append(batches: Sequence[Path], folder: Path) -> dict[str, int]:
    """Add new batches to the train and dev splits in a folder; returns how many rows each got.

    One scenario in ten goes to dev. Raises InputError for a scenario, an id or a pair that is
    there already; then nothing is written.
    """
    kept = {split: (folder / f"{split}.jsonl").read_text(encoding="utf-8") for split in SPLITS}
    there = [json.loads(line) for text in kept.values() for line in text.splitlines()]
    known = {key for one in there for key in _keys(one)}
    added: dict[str, list[str]] = {"train": [], "dev": []}
    for path in batches:
        new: set[str | tuple[str, str]] = set()
        for number, one in enumerate(rows(path), 1):
            if twice := known & _keys(one):
                problem = f"{min(map(str, twice))} is in the data set already"
                raise InputError(problem, source=str(path), row=number)
            new |= _keys(one)
            split = "dev" if _tenth(one["scenario"]) == 0 else "train"
            added[split].append(json.dumps(one, ensure_ascii=False) + "\n")
        known |= new
    for split, lines in added.items():
        (folder / f"{split}.jsonl").write_text(kept[split] + "".join(lines), encoding="utf-8")
    return {split: len(lines) for split, lines in added.items()}


def _keys(one: dict[str, Any]) -> set[str | tuple[str, str]]:
    """What must not be in the data set twice."""
    return {one["scenario"], one["id"], (one["left"].casefold(), one["right"].casefold())}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("batches", nargs="+", type=Path)
    parser.add_argument("--append", action="store_true", help="Leave what is there as it is.")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    print((append if given.append else write_splits)(given.batches, given.output))


if __name__ == "__main__":
    main()
