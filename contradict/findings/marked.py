"""What a judge that can say why makes of a finding: its span on either side, and its verdict."""

from __future__ import annotations

from collections.abc import Sequence

from contradict.protocols import Explainer, Judge
from contradict.records import Explanation, Finding, Pair, Span, Verdict, Weighed
from contradict.symbols.words import Word, words_in

# What a label leaves open: refinement goes with either, by the direction.
OPEN: dict[str, tuple[Verdict, ...]] = {
    "entailment": ("restatement", "refinement"),
    "neutral": ("exception", "scope", "reported", "conditional", "refinement", "unrelated"),
}
GAP = 2  # words without weight that a span may bridge
LEANING = 1.0  # added to each weight: the head marks too little; F1 on dev 0.40 without, 0.53 with


def explanations(judge: Judge, pairs: Sequence[Pair]) -> list[Explanation | None]:
    """What the judge says of each pair's quotes, white space folded; None where it says nothing."""
    if not isinstance(judge, Explainer):
        return [None] * len(pairs)
    return judge.explanations([(fold(pair.left.quote), fold(pair.right.quote)) for pair in pairs])


def fold(text: str) -> str:
    """White space folded, as the judge reads it."""
    return " ".join(text.split())


def marked_span(quote: str, weighed: Sequence[Weighed]) -> Span | None:
    """The run of words with the largest sum of weights; None where no word has a positive one.

    ``weighed`` counts characters of the folded quote, the span those of the quote itself. The sum
    is Kadane's (Bentley 1984), with words of no weight bridged up to GAP.
    """
    place = _unfolded(quote)
    words = words_in(quote)
    weights = [_weight(word, weighed, place) for word in words]
    best: tuple[float, int, int] | None = None
    start, total, idle = 0, 0.0, 0
    for number, weight in enumerate(weights):
        idle = 0 if weight > 0 else idle + 1
        if total <= 0 or idle > GAP:
            start, total, idle = number, 0.0, 0
        total += weight
        if weight > 0 and (best is None or total > best[0]):
            best = (total, start, number)
    if best is None:
        return None
    first = next(n for n in range(best[1], best[2] + 1) if weights[n] > 0)
    return words[first].start, words[best[2]].end


def verdict_said(finding: Finding, said: Explanation) -> Verdict:
    """The likeliest verdict of those that the finding's label leaves open."""
    if finding.verdict in ("contradiction", "changed"):
        return finding.verdict
    return max(open_verdicts(finding), key=lambda name: said.verdicts[name])


def open_verdicts(finding: Finding) -> tuple[Verdict, ...]:
    """The verdicts that the label of a finding without conflict leaves open."""
    return OPEN[finding.probabilities.label]


def _weight(word: Word, weighed: Sequence[Weighed], place: Sequence[int]) -> float:
    """The largest weight of the pieces that make a word."""
    found = [
        weight
        for start, end, weight in weighed
        if end > start and place[start] < word.end and word.start <= place[end - 1]
    ]
    return max(found) + LEANING if found else -1.0


def _unfolded(quote: str) -> list[int]:
    """Where each character of the folded quote stands in the quote."""
    place: list[int] = []
    for number, character in enumerate(quote):
        if not character.isspace():
            if place and number > place[-1] + 1:
                place.append(number - 1)  # the blank that stands for all of them
            place.append(number)
    return place
