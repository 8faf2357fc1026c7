"""Findings that say the same in the same words elsewhere become one, with ``also``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from contradict.records import Claim, Finding, Pair


def fold_copies(findings: Sequence[Finding]) -> list[Finding]:
    """Keep the first of each group of copies; the others become its ``also``, in order.

    Two findings are copies where both sides have the same words, capitals and marks ignored, in
    either order, and the same verdict.
    """
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    kept: list[Finding] = []
    also: list[list[Pair]] = []
    for finding in findings:
        words = tuple(sorted((words_of(finding.left), words_of(finding.right))))
        key = (finding.verdict, words)
        if key in first:
            also[first[key]].append(finding.pair)
        else:
            first[key] = len(kept)
            kept.append(finding)
            also.append([])
    return [replace(one, also=tuple(others)) for one, others in zip(kept, also, strict=True)]


def words_of(claim: Claim) -> str:
    """The words of a quote in lower case, one space between them."""
    return " ".join(re.findall(r"\w+", claim.quote.casefold()))
