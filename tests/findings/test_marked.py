"""A judge's weights on words become spans; its shares become verdict and kind."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from contradict.findings import explain, weigh
from contradict.findings.kind_evidence import SAID, combined_kind
from contradict.findings.marked import LEANING, fold, marked_span
from contradict.records import KINDS, VERDICTS, Explanation, Judgement, Probabilities, Weighed
from contradict.symbols.words import words_in
from tests.judges import FixedJudge, pair

TEXTS = st.text(alphabet="ab \n\t.,'’7", max_size=40)


def weighed(text: str, heavy: Sequence[str]) -> tuple[Weighed, ...]:
    """Every word of a text, those of ``heavy`` with a positive weight."""
    return tuple(
        (word.start, word.end, 2.0 if word.text in heavy else -2.0) for word in words_in(text)
    )


def test_the_heaviest_words_are_the_span_whatever_the_white_space() -> None:
    quote = "The gate \n\n was   shut at\tnoon."
    start, end = marked_span(quote, weighed(fold(quote), ["was", "shut"])) or (0, 0)
    assert quote[start:end] == "was   shut"


def test_a_weak_word_between_heavy_ones_is_bridged_and_a_far_one_is_not() -> None:
    quote = "They never at all opened it on the third day of that week, never."
    weights = [
        (w.start, w.end, 3.0 if w.text in ("never", "opened") else -1.0) for w in words_in(quote)
    ]
    start, end = marked_span(quote, weights) or (0, 0)
    assert quote[start:end] == "never at all opened"


@given(TEXTS, st.lists(st.floats(-5, 5), min_size=40, max_size=40))
def test_a_span_is_of_whole_words_and_there_only_where_a_weight_is_positive(
    quote: str, weights: list[float]
) -> None:
    words = words_in(fold(quote))
    pieces = [(w.start, w.end, weight) for w, weight in zip(words, weights, strict=False)]
    span = marked_span(quote, pieces)
    assert (span is not None) == any(weight + LEANING > 0 for _, _, weight in pieces)
    if span is not None:
        own = words_in(quote)
        assert span[0] in {word.start for word in own}
        assert span[1] in {word.end for word in own}


def test_head_and_rules_are_weighed_together() -> None:
    even = dict.fromkeys(KINDS, 0.0) | {"commitment": 0.5, "numeric": 0.5}
    assert combined_kind(even, "numeric") == "numeric"
    assert combined_kind(even, "commitment") == "commitment"
    sure = dict.fromkeys(KINDS, 0.0) | {"entity": 1.0}
    assert {combined_kind(sure, rule) for rule in KINDS} == {"entity"}
    assert all(abs(sum(row) - 1) < 0.01 and len(row) == len(KINDS) for row in SAID)


class Telling(FixedJudge):
    """Says of every pair that it is an exception, of kind scope, in the word "gate"."""

    def explanations(self, texts: Sequence[tuple[str, str]]) -> list[Explanation | None]:
        verdicts = {name: float(name == "exception") for name in VERDICTS}
        kinds = {name: float(name == "scope") for name in KINDS}
        return [
            Explanation(verdicts, kinds, weighed(left, ["gate"]), weighed(right, ["gate"]))
            for left, right in texts
        ]


def test_kind_and_spans_of_a_contradiction_are_what_the_judge_says() -> None:
    judgement = Judgement(pair("The gate is shut.", "No gate is open."), Probabilities(0.9, 0, 0.1))
    (found,) = explain(weigh([judgement]), Telling(0.9, 0.0))
    assert (found.verdict, found.kind) == ("contradiction", "scope")
    reason = found.reasons[0]
    assert found.left.quote[slice(*reason.left_span)] == "gate"
    assert found.right.quote[slice(*reason.right_span)] == "gate"


def test_a_verdict_goes_with_the_label_and_contradiction_is_left_alone() -> None:
    one = pair("The gate is shut.", "No gate is open.")
    judge = Telling(0.1, 0.1)
    (neutral,) = explain(weigh([Judgement(one, Probabilities(0.1, 0.1, 0.8))]), judge)
    (entailed,) = explain(weigh([Judgement(one, Probabilities(0.1, 0.8, 0.1))]), judge)
    assert (neutral.verdict, neutral.kind) == ("exception", None)
    assert entailed.verdict in ("restatement", "refinement")
