"""Which verdict the probabilities add up to; contradiction is tested first."""

from __future__ import annotations

from contradict.records import Probabilities, Verdict

DECIMALS = 6


def with_dates(probabilities: Probabilities, changed: float) -> Probabilities:
    """Move P(changed) out of contradiction: what changed in between is neutral."""
    contradiction = round(probabilities.contradiction - changed, DECIMALS)
    neutral = round(1 - contradiction - probabilities.entailment, DECIMALS)
    return Probabilities(contradiction, probabilities.entailment, max(neutral, 0.0))


def verdict_of(probabilities: Probabilities, changed: float) -> Verdict:
    """Contradiction exactly where that is the label, else the likeliest of the other reasons."""
    label = probabilities.label
    if label == "contradiction":
        return "contradiction"
    rest = probabilities.neutral - changed  # neutral for another reason than change
    if changed > max(rest, probabilities.entailment):
        return "changed"
    return "restatement" if label == "entailment" else "unrelated"
