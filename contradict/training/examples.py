"""Labelled rows -> training examples, and the split that keeps situations apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contradict.errors import InputError
from contradict.labelled import BadRow, PairRow, allowed, read_pairs
from contradict.records import LABELS, Label, Skipped, Span


@dataclass(frozen=True)
class Example:
    """Two texts and the labels that the annotation leaves open (one, or two for two-way sets).

    Verdict and kind are None where the annotation does not say, and spans are empty.
    """

    left: str
    right: str
    allowed: tuple[Label, ...]
    scenario: str | None = None
    verdict: str | None = None
    kind: str | None = None
    left_spans: tuple[Span, ...] = ()
    right_spans: tuple[Span, ...] = ()


def read_examples(
    paths: Iterable[Path], *, labels: Mapping[str, str] | None = None
) -> tuple[list[Example], list[Skipped]]:
    """Read labelled tables; rows that cannot be used come back beside the examples.

    Raises InputError where a file has no usable row at all.
    """
    examples: list[Example] = []
    bad: list[Skipped] = []
    for path in paths:
        counts = len(examples), len(bad)
        for row in read_pairs(path, require_label=True, check_details=True, labels=labels):
            if isinstance(row, BadRow):
                bad.append(Skipped(str(path), row.error, row.row))
            else:
                examples.append(example_of(row))
        if len(examples) == counts[0]:
            found = bad[counts[1] :]
            problem = f"row {found[0].row}: {found[0].reason}" if found else "it is empty"
            raise InputError(
                f"no usable row ({problem})",
                source=str(path),
                advice="give labelled pairs: two texts and a label",
            )
    return examples, bad


def example_of(row: PairRow) -> Example:
    """The example a labelled row stands for."""
    assert row.label is not None  # read with require_label
    return Example(
        row.left,
        row.right,
        allowed(row.label),
        row.scenario,
        row.verdict,
        row.kind,
        row.left_spans,
        row.right_spans,
    )


def target_of(example: Example) -> list[bool]:
    """One flag a label, in the order of LABELS: may this be the answer?"""
    return [label in example.allowed for label in LABELS]


def split(
    examples: Sequence[Example], *, held_out: float, seed: int
) -> tuple[list[Example], list[Example]]:
    """Split into (train, dev) so that no scenario, nor any text, stands on both sides.

    Groups are scenarios where given, else pairs connected by a shared text. ``held_out`` is the
    share of groups for dev (0 to 1), at least one of them where there are two; which groups go
    there depends on their content and ``seed`` only, so that adding rows does not reshuffle the
    rest.
    """
    groups = group_numbers(examples)
    names: dict[int, str] = {}
    for example, group in zip(examples, groups, strict=True):
        name = example.scenario or f"{example.left}\x1f{example.right}"
        names[group] = min(names.get(group, name), name)
    ranked = sorted(names, key=lambda group: _rank(names[group], seed))
    fewest = 1 if held_out > 0 and len(ranked) > 1 else 0
    dev_groups = set(ranked[: max(fewest, round(held_out * len(ranked)))])
    train = [e for e, g in zip(examples, groups, strict=True) if g not in dev_groups]
    dev = [e for e, g in zip(examples, groups, strict=True) if g in dev_groups]
    return train, dev


def group_numbers(examples: Sequence[Example]) -> list[int]:
    """A number for each example; equal where they share a scenario or, through others, a text."""
    parent = list(range(len(examples)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first_with: dict[str, int] = {}
    for index, example in enumerate(examples):
        keys = [f"text\x1f{example.left.casefold()}", f"text\x1f{example.right.casefold()}"]
        if example.scenario is not None:
            keys.append(f"scenario\x1f{example.scenario}")
        for key in keys:
            other = first_with.setdefault(key, index)
            low, high = sorted((root(other), root(index)))
            parent[high] = low
    return [root(index) for index in range(len(examples))]


def _rank(name: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}\x1f{name}".encode("utf-8", "surrogatepass")).hexdigest()
