"""Which words of either quote carry the conflict.

The judge's own marks where it gives them. Else occlusion (Zeiler and Fergus 2014, for text Li et
al. 2016): the phrase whose removal lowers the log-odds of contradiction most. Where removing words
tells nothing, the words one side has alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contradict.findings.log_odds import odds
from contradict.findings.marked import fold, marked_span
from contradict.protocols import Judge
from contradict.records import Explanation, Pair, Span
from contradict.symbols.words import Word, phrases, span_of, unshared, words_in

LEAST_DROP = 0.2  # in log-odds; less is noise
NEIGHBOUR_SHARE = 0.6  # a phrase beside the strongest joins it from this share of its drop
FEWEST_LEFT = 2  # words that must remain for a text to be judged
CONFLICT = 0.2  # P(contradiction) under which there is no conflict to locate


@dataclass(frozen=True)
class Evidence:
    """Spans in characters of the left and the right quote."""

    left: Span
    right: Span


@dataclass(frozen=True)
class _Probe:
    """A pair with one phrase of one side removed."""

    side: int
    phrase: int
    texts: tuple[str, str]


def locate(
    pairs: Sequence[Pair], judge: Judge, said: Sequence[Explanation | None]
) -> list[Evidence]:
    """Evidence for each pair: what the judge marks on either side, else what probing it shows."""
    marked = [_marked(pair, each) for pair, each in zip(pairs, said, strict=True)]
    rest = [pair for pair, found in zip(pairs, marked, strict=True) if found is None]
    probed = iter(_probed(rest, judge))
    return [found if found is not None else next(probed) for found in marked]


def _marked(pair: Pair, said: Explanation | None) -> Evidence | None:
    if said is None:
        return None
    left = marked_span(pair.left.quote, said.left)
    right = marked_span(pair.right.quote, said.right)
    return Evidence(left, right) if left is not None and right is not None else None


def _probed(pairs: Sequence[Pair], judge: Judge) -> list[Evidence]:
    """All probes of all pairs go to the judge at once, each text once."""
    quotes = [(fold(pair.left.quote), fold(pair.right.quote)) for pair in pairs]
    full = [odds(each.contradiction) for each in judge.probabilities(quotes)]
    probes = [
        _probes(pair) if whole > odds(CONFLICT) else []
        for pair, whole in zip(pairs, full, strict=True)
    ]
    distinct = sorted({probe.texts for each in probes for probe in each})
    judged = judge.probabilities(distinct)
    known = {texts: odds(one.contradiction) for texts, one in zip(distinct, judged, strict=True)}
    return [
        _evidence(pair, whole, each, known)
        for pair, whole, each in zip(pairs, full, probes, strict=True)
    ]


def _probes(pair: Pair) -> list[_Probe]:
    quotes = (pair.left.quote, pair.right.quote)
    found = []
    for side, quote in enumerate(quotes):
        count = len(words_in(quote))
        for number, phrase in enumerate(phrases(quote)):
            if count - len(phrase) < FEWEST_LEFT:
                continue
            start, end = span_of(phrase)
            texts = [fold(one) for one in quotes]
            texts[side] = fold(f"{quote[:start]} {quote[end:]}")
            found.append(_Probe(side, number, (texts[0], texts[1])))
    return found


def _evidence(
    pair: Pair, whole: float, probes: list[_Probe], known: dict[tuple[str, str], float]
) -> Evidence:
    spans = []
    for side, (quote, other) in enumerate(
        ((pair.left.quote, pair.right.quote), (pair.right.quote, pair.left.quote))
    ):
        drops = {one.phrase: whole - known[one.texts] for one in probes if one.side == side}
        spans.append(_strongest(phrases(quote), drops) or _difference(quote, other))
    return Evidence(spans[0], spans[1])


def _strongest(runs: list[list[Word]], drops: dict[int, float]) -> Span | None:
    """The phrase with the largest drop, joined by neighbours that matter nearly as much."""
    if not drops:
        return None
    top = max(drops, key=lambda number: (drops[number], -number))
    if drops[top] < LEAST_DROP:
        return None
    first = last = top
    enough = drops[top] * NEIGHBOUR_SHARE
    if drops.get(first - 1, 0.0) >= enough:
        first -= 1
    if drops.get(last + 1, 0.0) >= enough:
        last += 1
    return runs[first][0].start, runs[last][-1].end


def _difference(quote: str, other: str) -> Span:
    """The words that only this side has; the whole quote where it has none of its own."""
    mine, theirs = words_in(quote), words_in(other)
    own = {word.start for word in unshared(mine, theirs)}
    runs = [run for run in phrases(quote) if any(word.start in own for word in run)]
    if runs:
        return span_of(max(runs, key=lambda run: sum(word.start in own for word in run)))
    return (mine[0].start, mine[-1].end) if mine else (0, len(quote))
