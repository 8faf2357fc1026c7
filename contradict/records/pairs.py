"""Pairs of claims on their way: proposed, judged, found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contradict.records.texts import CONTEXT, Claim
from contradict.records.vocabulary import LABELS, Kind, Label, Span, Verdict


@dataclass(frozen=True)
class Pair:
    """Two claims to compare; ``found_by`` names the rules that proposed them, in a fixed order.

    ``similarity`` is the cosine of the two embeddings, None where none was computed.
    """

    left: Claim
    right: Claim
    similarity: float | None = None
    found_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class PairCount:
    """How many pairs were possible, proposed by blocking, and judged."""

    possible: int
    proposed: int
    judged: int = 0


@dataclass(frozen=True)
class Probabilities:
    """Calibrated, named, summing to 1. ``contradiction`` is the same for (a, b) and (b, a)."""

    contradiction: float
    entailment: float
    neutral: float

    @property
    def label(self) -> Label:
        """The largest of the three; ties go to the first of LABELS."""
        return max(LABELS, key=lambda name: float(getattr(self, name)))


Weighed = tuple[int, int, float]  # start and end in a text, log-odds that the words carry it


@dataclass(frozen=True)
class Explanation:
    """What a judge can say of its reasons, both directions combined.

    ``verdicts`` and ``kinds`` are shares that sum to 1 over VERDICTS and KINDS; ``left`` and
    ``right`` are pieces of the two texts in order, each with the log-odds that it is of the words
    which carry the conflict, should there be one.
    """

    verdicts: Mapping[Verdict, float]
    kinds: Mapping[Kind, float]
    left: tuple[Weighed, ...]
    right: tuple[Weighed, ...]


@dataclass(frozen=True)
class Judgement:
    """What the judge says of a pair from the two texts alone, both directions combined."""

    pair: Pair
    probabilities: Probabilities


@dataclass(frozen=True)
class Reason:
    """One sentence in plain words with the span of either quote that carries it."""

    text: str
    left_span: Span
    right_span: Span


@dataclass(frozen=True)
class Finding:
    """A judged pair with its verdict and the whole trail back to the text.

    ``probabilities`` are those of the judgement with dates and speakers counted in.
    ``strength`` is the larger of P(contradiction) and P(changed). ``also`` holds the pairs that
    say the same in the same words elsewhere.
    """

    id: str
    pair: Pair
    probabilities: Probabilities
    strength: float
    verdict: Verdict
    kind: Kind | None = None
    reasons: tuple[Reason, ...] = ()
    also: tuple[Pair, ...] = ()

    @property
    def left(self) -> Claim:
        return self.pair.left

    @property
    def right(self) -> Claim:
        return self.pair.right

    @property
    def score(self) -> float:
        """The calibrated probability that the two claims contradict each other, 0 to 1."""
        return self.probabilities.contradiction

    def as_dict(self, context: int = CONTEXT) -> dict[str, Any]:
        """The finding as one line of ``--format jsonl``; spans count characters of the quotes."""
        return {
            "id": self.id,
            "score": self.score,
            "strength": self.strength,
            "verdict": self.verdict,
            "kind": self.kind,
            "similarity": self.pair.similarity,
            "found_by": list(self.pair.found_by),
            "left": self.left.as_dict(context),
            "right": self.right.as_dict(context),
            "reasons": [
                {
                    "text": reason.text,
                    "left_span": list(reason.left_span),
                    "right_span": list(reason.right_span),
                }
                for reason in self.reasons
            ],
            "also": [
                {"left": pair.left.as_dict(context), "right": pair.right.as_dict(context)}
                for pair in self.also
            ],
        }
