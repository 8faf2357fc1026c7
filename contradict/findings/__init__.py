"""Judgements -> findings: dates and speakers counted in, verdict, kind, reasons, copies folded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from contradict.findings.changed import share_changed
from contradict.findings.copies import fold_copies
from contradict.findings.evidence import Evidence, locate
from contradict.findings.kind_evidence import combined_kind
from contradict.findings.kinds import kind_of
from contradict.findings.marked import explanations, verdict_said
from contradict.findings.reasons import reason_for
from contradict.findings.verdicts import verdict_of, with_dates
from contradict.protocols import Judge
from contradict.records import Claim, Explanation, Finding, Judgement, Span

__all__ = ["explain", "find", "weigh"]

DECIMALS = 6
AT_ONCE = 1024  # findings whose probes, some twenty each, are in memory together


def weigh(judgement: Judgement) -> Finding:
    """A finding with its figures and verdict, its kind and reasons still open.

    P(contradiction) of the texts alone is shared out between "contradiction" and "changed" by
    what dates, speakers and wording say of the time that passed between the two claims.
    """
    pair = judgement.pair
    share = share_changed(pair.left, pair.right)
    conflict = judgement.probabilities.contradiction
    changed = round(conflict * share, DECIMALS)
    probabilities = with_dates(judgement.probabilities, changed)
    return Finding(
        id=identity(pair.left, pair.right),
        pair=pair,
        probabilities=probabilities,
        strength=max(probabilities.contradiction, changed),
        verdict=verdict_of(probabilities, changed),
    )


def explain(findings: Sequence[Finding], judge: Judge) -> list[Finding]:
    """Add the kind of each contradiction and a reason with spans on both sides to every finding.

    The words that carry a conflict are those whose removal lowers P(contradiction) most.
    """
    explained: list[Finding] = []
    for start in range(0, len(findings), AT_ONCE):
        part = findings[start : start + AT_ONCE]
        pairs = [finding.pair for finding in part]
        said = explanations(judge, pairs)
        evidence = locate(pairs, judge, said)
        explained += [_explained(*each) for each in zip(part, evidence, said, strict=True)]
    return explained


def find(
    judgements: Sequence[Judgement], judge: Judge, *, threshold: float, limit: int | None = None
) -> list[Finding]:
    """Findings with strength of at least ``threshold``, strongest first, copies folded.

    At most ``limit`` of them; only these are explained, which costs more than judging them did.
    """
    weighed = [weigh(judgement) for judgement in judgements]
    shown = [finding for finding in weighed if finding.strength >= threshold]
    return explain(fold_copies(sorted(shown, key=order))[:limit], judge)


def order(finding: Finding) -> tuple[float, str, int, str, int, str, str]:
    """Sort key: strongest first, then left source, left start, right source, right start."""
    left, right = finding.left, finding.right
    return (
        -finding.strength,
        left.document.source,
        left.start,
        right.document.source,
        right.start,
        left.document.name,
        right.document.name,
    )


def identity(left: Claim, right: Claim) -> str:
    """Hash of both texts' digests, offsets and quotes, left or right; 16 hexadecimal digits."""
    sides = sorted(
        f"{claim.document.sha256}\x1f{claim.start}\x1f{claim.end}\x1f{claim.quote}"
        for claim in (left, right)
    )
    return hashlib.sha256("\x1e".join(sides).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _explained(finding: Finding, evidence: Evidence, said: Explanation | None) -> Finding:
    left, right = finding.left, finding.right
    verdict = finding.verdict if said is None else verdict_said(finding, said)
    kind = None
    if verdict == "contradiction":
        rule = kind_of(left.quote, right.quote, evidence)
        kind = rule if said is None else combined_kind(said.kinds, rule)
    spans: tuple[Span, Span] = (evidence.left, evidence.right)
    reason = reason_for(verdict, kind, left, right, spans)
    return replace(finding, verdict=verdict, kind=kind, reasons=(reason,))
