"""Findings of a scan against the pairs that a reader marked in the same corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePath
from typing import Any

OVERLAP = 0.5  # of the shorter quote's words, in one run
CUTS = (1, 5, 10, 20, 50)


@dataclass(frozen=True)
class Matches:
    """Which gold pairs each finding brings, in the order of the findings."""

    brought: tuple[tuple[int, ...], ...]  # numbers of gold pairs, from 0
    gold: int

    def precision(self, k: int) -> float | None:
        """Share of the first ``k`` findings that are gold pairs; None where there are none."""
        first = self.brought[:k]
        return sum(map(bool, first)) / len(first) if first else None

    def recall(self, k: int | None = None) -> float | None:
        """Share of the gold pairs that the first ``k`` findings (or all) bring."""
        return len(self.found(k)) / self.gold if self.gold else None

    def found(self, k: int | None = None) -> set[int]:
        """Numbers of the gold pairs that the first ``k`` findings (or all) bring."""
        return {number for numbers in self.brought[:k] for number in numbers}

    def as_dicts(self) -> list[dict[str, Any]]:
        """A table: precision and recall of the first 1, 5, 10, … findings, then of all."""
        size = len(self.brought)
        cuts = [cut for cut in CUTS if cut < size] + [size]
        return [{"k": k, "precision": self.precision(k), "recall": self.recall(k)} for k in cuts]


def match_findings(
    findings: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]]
) -> Matches:
    """Match findings, strongest first, with gold pairs.

    Findings are dictionaries as in ``scan --format jsonl``; gold pairs have left_source,
    left_quote, right_source and right_quote. The two match where both sides overlap, left with
    left or left with right: sources of one file name, and quotes of which one holds the other or
    half of the shorter one's words in one run. Pairs under ``also`` count as the finding. Precision
    is a lower bound where the gold pairs are not all there are.
    """
    wanted = [(_side(pair, "left"), _side(pair, "right")) for pair in gold]
    brought = tuple(
        tuple(
            number
            for number, pair in enumerate(wanted)
            if any(_same_pair(shown, pair) for shown in _shown(finding))
        )
        for finding in findings
    )
    return Matches(brought, len(gold))


Side = tuple[str, tuple[str, ...]]  # file name, words of the quote


def _shown(finding: Mapping[str, Any]) -> Iterable[tuple[Side, Side]]:
    for pair in (finding, *finding.get("also", ())):
        yield _side(pair, "left"), _side(pair, "right")


def _side(pair: Mapping[str, Any], name: str) -> Side:
    nested = pair.get(name)
    source, quote = (
        (nested["source"], nested["quote"])
        if isinstance(nested, Mapping)
        else (pair[f"{name}_source"], pair[f"{name}_quote"])
    )
    return side(source, quote)


def side(source: str, quote: str) -> Side:
    """A quote as it is compared: file name, and words without case and punctuation."""
    words = "".join(letter if letter.isalnum() else " " for letter in quote.casefold()).split()
    return PurePath(source).name, tuple(words)


def _same_pair(one: tuple[Side, Side], other: tuple[Side, Side]) -> bool:
    return (overlaps(one[0], other[0]) and overlaps(one[1], other[1])) or (
        overlaps(one[0], other[1]) and overlaps(one[1], other[0])
    )


def overlaps(one: Side, other: Side) -> bool:
    """Whether two quotes of one file are the same words, or one holds half of the other."""
    if one[0] != other[0] or not one[1] or not other[1]:
        return False
    matcher = SequenceMatcher(None, one[1], other[1], autojunk=False)
    run = matcher.find_longest_match(0, len(one[1]), 0, len(other[1])).size
    return run >= OVERLAP * min(len(one[1]), len(other[1]))
