"""Judgements -> findings: dates and speakers counted in, verdict, kind, reasons, copies folded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from contradict.findings.combiner import Combiner, load_combiner
from contradict.findings.copies import fold_copies
from contradict.findings.dated import CONSIDERED, shares_changed
from contradict.findings.evidence import Evidence, locate
from contradict.findings.kind_evidence import combined_kind
from contradict.findings.kinds import flags, kind_of
from contradict.findings.marked import explanations, open_verdicts, verdict_said
from contradict.findings.reasons import reason_for
from contradict.findings.verdicts import DECIMALS, verdict_of, with_conflict, with_dates
from contradict.protocols import Judge
from contradict.records import (
    Claim,
    Explanation,
    Finding,
    Judgement,
    Kind,
    Pair,
    Probabilities,
    Span,
    Verdict,
)

__all__ = ["Combiner", "explain", "load_combiner", "show", "weigh"]

AT_ONCE = 1024  # findings whose probes, some twenty each, are in memory together


def weigh(
    judgements: Sequence[Judgement],
    judge: Judge | None = None,
    combiner: Combiner | None = None,
    *,
    least: float = CONSIDERED,
) -> list[Finding]:
    """Findings with their figures and verdicts, kind and reasons still open; one a judgement.

    With a combiner the symbols of a pair are counted in. P(contradiction) of the texts alone is
    shared out between "contradiction" and "changed" by what dates, speakers and wording say of the
    time that passed between the two claims; a judge that reads dates is asked for its word on that,
    but not where the strength is below ``least`` whatever it says: there the shares stay rough. A
    finding does not depend on the others.
    """
    given = [_with_symbols(one, combiner) for one in judgements]
    pairs = [one.pair for one in judgements]
    conflicts = [one.contradiction for one in given]
    shares = shares_changed(pairs, conflicts, judge, max(least, CONSIDERED))
    return [_finding(*each) for each in zip(pairs, given, shares, strict=True)]


def _with_symbols(judgement: Judgement, combiner: Combiner | None) -> Probabilities:
    given = judgement.probabilities
    if combiner is None:
        return given
    return with_conflict(given, combiner.conflict(judgement.pair, given.contradiction))


def _finding(pair: Pair, given: Probabilities, share: float) -> Finding:
    changed = round(given.contradiction * share, DECIMALS)
    probabilities = with_dates(given, changed)
    return Finding(
        id=identity(pair.left, pair.right),
        pair=pair,
        probabilities=probabilities,
        strength=max(probabilities.contradiction, changed),
        verdict=verdict_of(probabilities, changed),
    )


def explain(
    findings: Sequence[Finding], judge: Judge, combiner: Combiner | None = None
) -> list[Finding]:
    """Add the kind of each contradiction and a reason with spans on both sides to every finding.

    The words that carry a conflict are those whose removal lowers P(contradiction) most.
    """
    explained: list[Finding] = []
    for start in range(0, len(findings), AT_ONCE):
        part = findings[start : start + AT_ONCE]
        pairs = [finding.pair for finding in part]
        said = explanations(judge, pairs)
        evidence = locate(pairs, judge, said)
        explained += [
            _explained(*each, combiner) for each in zip(part, evidence, said, strict=True)
        ]
    return explained


def show(
    weighed: Sequence[Finding],
    judge: Judge,
    *,
    threshold: float,
    limit: int | None = None,
    combiner: Combiner | None = None,
) -> list[Finding]:
    """Findings with strength of at least ``threshold``, strongest first, copies folded.

    At most ``limit`` of them; only these are explained, which costs more than judging them did.
    """
    shown = [finding for finding in weighed if finding.strength >= threshold]
    return explain(fold_copies(sorted(shown, key=order))[:limit], judge, combiner)


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


def _explained(
    finding: Finding, evidence: Evidence, said: Explanation | None, combiner: Combiner | None
) -> Finding:
    left, right = finding.left, finding.right
    verdict = _verdict(finding, said, combiner)
    kind = _kind(finding, evidence, said, combiner) if verdict == "contradiction" else None
    spans: tuple[Span, Span] = (evidence.left, evidence.right)
    reason = reason_for(verdict, kind, left, right, spans)
    return replace(finding, verdict=verdict, kind=kind, reasons=(reason,))


def _verdict(finding: Finding, said: Explanation | None, combiner: Combiner | None) -> Verdict:
    if said is None:
        return finding.verdict
    if combiner is None or finding.verdict in ("contradiction", "changed"):
        return verdict_said(finding, said)
    return combiner.verdict(finding.pair, said, open_verdicts(finding))


def _kind(
    finding: Finding, evidence: Evidence, said: Explanation | None, combiner: Combiner | None
) -> Kind:
    quotes = finding.left.quote, finding.right.quote
    if said is None:
        return kind_of(*quotes, evidence)
    if combiner is None:
        return combined_kind(said.kinds, kind_of(*quotes, evidence))
    return combiner.kind(finding.pair, said, flags(*quotes, evidence))
