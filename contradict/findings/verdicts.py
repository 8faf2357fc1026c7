"""Which verdict the probabilities add up to; contradiction is tested first."""

from __future__ import annotations

from contradict.records import Probabilities, Verdict

DECIMALS = 6


def with_dates(probabilities: Probabilities, changed: float) -> Probabilities:
    """Move P(changed) out of contradiction: what changed in between is neutral."""
    contradiction = round(probabilities.contradiction - changed, DECIMALS)
    neutral = round(1 - contradiction - probabilities.entailment, DECIMALS)
    return Probabilities(contradiction, probabilities.entailment, max(neutral, 0.0))


def with_conflict(probabilities: Probabilities, contradiction: float) -> Probabilities:
    """The same with another P(contradiction); the rest keeps its shares."""
    if probabilities.contradiction == 1:
        return probabilities
    exact = min(max(contradiction, 0.0), 1.0)
    rest = (1 - exact) / (1 - probabilities.contradiction)
    rounded = round(exact, DECIMALS)
    entailment = min(round(probabilities.entailment * rest, DECIMALS), 1 - rounded)
    neutral = round(max(1 - rounded - entailment, 0.0), DECIMALS)
    return Probabilities(rounded, round(entailment, DECIMALS), neutral)


def verdict_of(probabilities: Probabilities, changed: float) -> Verdict:
    """Contradiction exactly where that is the label, else the likeliest of the other reasons."""
    label = probabilities.label
    if label == "contradiction":
        return "contradiction"
    rest = probabilities.neutral - changed  # neutral for another reason than change
    if changed > max(rest, probabilities.entailment):
        return "changed"
    return "restatement" if label == "entailment" else "unrelated"
