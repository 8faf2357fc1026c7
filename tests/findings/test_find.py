"""From judgements to findings: figures, verdicts, order, threshold, copies, identity."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.findings import explain, order, show, weigh
from contradict.judgements import judge_pairs
from contradict.records import (
    KINDS,
    VERDICTS,
    Claim,
    Document,
    Finding,
    Judgement,
    Pair,
    Probabilities,
)
from tests.judges import FixedJudge, RuleJudge, claim, pair

DATES = st.sampled_from([None, "2023", "2024-05", "2024-05-14", "2024-06-01"])
SENTENCES = st.sampled_from(
    [
        "The bridge is open.",
        "The bridge was not open.",
        "The mayor will close the bridge by next year.",
        "The bridge is no longer open.",
        "They signed it in 2020.",
    ]
)


@st.composite
def probabilities(draw: st.DrawFn) -> Probabilities:
    contradiction = draw(st.integers(0, 10**6))
    entailment = draw(st.integers(0, 10**6 - contradiction))
    neutral = 10**6 - contradiction - entailment
    return Probabilities(contradiction / 10**6, entailment / 10**6, neutral / 10**6)


@given(probabilities(), SENTENCES, SENTENCES, DATES, DATES)
@settings(max_examples=300, deadline=None)
def test_figures_and_verdict_of_any_judgement(
    given_: Probabilities, left: str, right: str, left_date: str | None, right_date: str | None
) -> None:
    both = pair(left, right, left_date=left_date, right_date=right_date)
    (finding,) = weigh([Judgement(both, given_)])
    found = finding.probabilities
    assert found.contradiction + found.entailment + found.neutral == pytest.approx(1, abs=1e-6)
    assert min(found.contradiction, found.entailment, found.neutral) >= 0
    assert finding.score == found.contradiction <= given_.contradiction
    assert found.entailment == given_.entailment
    changed = given_.contradiction - found.contradiction
    assert finding.strength == pytest.approx(max(found.contradiction, changed), abs=1e-6)
    assert finding.verdict in VERDICTS
    assert (finding.verdict == "contradiction") == (found.label == "contradiction")
    assert (finding.verdict == "restatement") == (found.label == "entailment")
    others = max(found.neutral - changed, found.entailment)  # neutral for any other reason
    if finding.verdict == "changed":
        assert left_date is not None
        assert right_date is not None
        assert left_date[:7] != right_date[:7]
        assert found.label == "neutral"
        assert changed > others - 1e-6
    if finding.verdict == "unrelated":
        assert changed <= others + 1e-6


@given(probabilities(), SENTENCES, SENTENCES, DATES, DATES)
@settings(max_examples=100, deadline=None)
def test_the_score_is_the_same_with_the_sides_exchanged(
    given_: Probabilities, left: str, right: str, left_date: str | None, right_date: str | None
) -> None:
    there = pair(left, right, left_date=left_date, right_date=right_date)
    one, other = weigh([Judgement(each, given_) for each in (there, Pair(there.right, there.left))])
    assert (one.score, one.strength, one.verdict) == (other.score, other.strength, other.verdict)


@given(probabilities(), st.sampled_from([(None, None), ("2020", None), (None, "2020")]))
@settings(max_examples=50, deadline=None)
def test_pairs_without_both_dates_are_as_the_judge_has_them(
    given_: Probabilities, dates: tuple[str | None, str | None]
) -> None:
    undated = pair("It is open.", "It is no longer open.", left_date=dates[0], right_date=dates[1])
    (finding,) = weigh([Judgement(undated, given_)])
    assert finding.probabilities == given_
    assert finding.strength == finding.score == given_.contradiction
    assert finding.verdict != "changed"


def test_a_changed_state_is_changed_and_strong() -> None:
    judged = Judgement(
        pair("The bridge is open.", "The bridge is closed.", left_date="2020", right_date="2024"),
        Probabilities(0.9, 0.0, 0.1),
    )
    (finding,) = weigh([judged])
    assert finding.verdict == "changed"
    assert finding.strength > 0.5 > finding.score


TEXTS = [
    "The bridge is open.",
    "The bridge is not open.",
    "The harbour in the north is not open.",
    "The harbour is open in the north.",
    "Nobody sang.",
]


def judged_texts(
    judge: RuleJudge, sources: tuple[str, ...] = ("b.txt", "a.txt")
) -> list[Judgement]:
    left, right = sources
    pairs = [Pair(claim(a, left), claim(b, right)) for a, b in product(TEXTS, TEXTS) if a != b]
    return judge_pairs(judge, pairs)


def find(judged: Sequence[Judgement], judge: RuleJudge, **asked: Any) -> list[Finding]:
    """What a scan shows of these judgements, no symbols counted in."""
    return show(weigh(judged), judge, **asked)


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.5, 0.95, 1.0])
def test_only_what_is_strong_enough_is_found_strongest_first(threshold: float) -> None:
    judge = RuleJudge()
    judged = judged_texts(judge)
    found = find(judged, judge, threshold=threshold)
    assert all(one.strength >= threshold for one in found)
    keys = [
        (-f.strength, f.left.document.source, f.left.start, f.right.document.source, f.right.start)
        for f in found
    ]
    assert keys == sorted(keys)
    shown = sum(1 + len(one.also) for one in found)
    assert shown == sum(one.strength >= threshold for one in weigh(judged))


def test_ties_go_by_place_left_first() -> None:
    document = {name: Document(name, name, "One. Two. Six.") for name in ("a", "b", "c")}
    places = [
        ("b", 0, "c", 5),
        ("a", 5, "b", 0),
        ("a", 0, "c", 0),
        ("a", 0, "b", 10),
        ("a", 0, "b", 5),
    ]
    judged = [
        Judgement(
            Pair(
                Claim(document[left], i, i + 4, "x"),
                Claim(document[right], j, j + 4, f"y{number}"),
            ),
            Probabilities(0.8, 0.1, 0.1),
        )
        for number, (left, i, right, j) in enumerate(places)
    ]
    found = sorted(weigh(judged), key=order)
    assert [
        (f.left.document.source, f.left.start, f.right.document.source, f.right.start)
        for f in found
    ] == sorted(places)


def test_a_limit_gives_the_first_of_all() -> None:
    judge = RuleJudge()
    everything = find(judged_texts(judge), judge, threshold=0.0)
    for limit in (0, 1, 3, 100):
        some = find(judged_texts(judge), judge, threshold=0.0, limit=limit)
        assert some == everything[:limit]


def test_nothing_judged_nothing_found() -> None:
    assert find([], RuleJudge(), threshold=0.0) == []


def test_the_same_words_quoted_again_are_one_finding() -> None:
    judge = RuleJudge()
    said, denied = "The bridge is open.", "The bridge is not open."
    pairs = [
        Pair(claim(said, "a"), claim(denied, "b")),
        Pair(claim(denied, "c"), claim("“The bridge is open”", "d")),
        Pair(claim("THE BRIDGE IS OPEN", "e"), claim(denied, "f")),
        Pair(claim("The harbour is open.", "a"), claim("The harbour is not open.", "b")),
    ]
    first, second = find(judge_pairs(judge, pairs), judge, threshold=0.5)
    assert (first.pair, first.also) == (pairs[0], (pairs[1], pairs[2]))
    assert (second.pair, second.also) == (pairs[3], ())


def test_copies_with_another_verdict_stay_apart() -> None:
    judge = FixedJudge(0.9, 0.0)
    undated = pair("The bridge is open.", "The bridge is closed.")
    dated = pair(
        "The bridge is open.", "The bridge is closed.", left_date="2020", right_date="2024"
    )
    found = find(judge_pairs(judge, [undated, dated]), judge, threshold=0.0)
    assert [one.verdict for one in found] == ["contradiction", "changed"]
    assert not any(one.also for one in found)


def identity(left: Claim, right: Claim) -> str:
    return weigh([Judgement(Pair(left, right), Probabilities(0.5, 0.25, 0.25))])[0].id


def test_an_id_stands_for_two_places_whichever_is_left() -> None:
    text = "It is open. It is open."
    document, other = Document("a", "a", text), Document("b", "b", text + " Now.")
    places = [Claim(d, s, s + 11, "It is open.") for d in (document, other) for s in (0, 12)]
    ids = [identity(one, two) for n, one in enumerate(places) for two in places[n + 1 :]]
    assert len(set(ids)) == len(ids) == 6
    assert identity(places[0], places[1]) == identity(places[1], places[0])
    renamed = Claim(Document("moved", "moved", text), 0, 11, "resolved otherwise", date="2020")
    assert identity(renamed, places[2]) == identity(places[0], places[2])


def test_an_id_never_changes_between_releases() -> None:
    assert identity(claim("It is open."), claim("It is not open.")) == "547e3adeb92195ae"


def explained(left: str, right: str, judge: RuleJudge | FixedJudge) -> Finding:
    return find(judge_pairs(judge, [pair(left, right)]), judge, threshold=0.0)[0]


WORDS = st.sampled_from(
    ["not", "the", "bridge", "open", "7,5", "1.000", "Ada", "May", "“so”", "…", "’"]
)
ANY = st.text(min_size=1, max_size=80) | st.lists(WORDS, min_size=1, max_size=60).map(" ".join)


@given(st.lists(st.tuples(ANY, ANY), min_size=1, max_size=3), st.sampled_from([0.02, 0.6, 0.98]))
@settings(max_examples=150, deadline=None)
def test_every_finding_has_a_reason_with_spans_inside_both_quotes(
    texts: list[tuple[str, str]], contradiction: float
) -> None:
    for judge in (RuleJudge(), FixedJudge(contradiction, 0.01)):
        judged = judge_pairs(judge, [pair(left, right) for left, right in texts])
        found = explain(weigh(judged), judge)
        assert len(found) == len(texts)
        for finding in found:
            assert finding.reasons
            for reason in finding.reasons:
                assert reason.text.strip()
                for quote, (start, end) in (
                    (finding.left.quote, reason.left_span),
                    (finding.right.quote, reason.right_span),
                ):
                    assert 0 <= start < end <= len(quote)
            assert (finding.kind in KINDS) == (finding.verdict == "contradiction")
            assert (finding.kind is None) == (finding.verdict != "contradiction")


def test_what_explaining_adds_takes_nothing_from_its_neighbours() -> None:
    judge = RuleJudge()
    weighed = weigh(judged_texts(judge))
    alone = [explain([one], judge)[0] for one in weighed]
    assert explain(weighed, judge) == alone


def test_explaining_in_parts_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = RuleJudge()
    whole = find(judged_texts(judge), judge, threshold=0.0)
    monkeypatch.setattr("contradict.findings.AT_ONCE", 3)
    assert find(judged_texts(judge), judge, threshold=0.0) == whole


def test_the_words_that_carry_the_conflict_are_marked() -> None:
    finding = explained("The bridge is not open in May.", "The bridge is open in May.", RuleJudge())
    (reason,) = finding.reasons
    assert finding.kind == "negation"
    assert "not" in finding.left.quote[slice(*reason.left_span)]


def test_a_reason_names_who_speaks_and_the_dates_of_a_change() -> None:
    dated = Pair(
        claim("The bridge is open.", "a", speaker="Ada Pell", date="2020-01"),
        claim("The bridge is not open.", "b", date="2024"),
    )
    judge = RuleJudge()
    (finding,) = find(judge_pairs(judge, [dated]), judge, threshold=0.0)
    assert finding.verdict == "changed"
    (reason,) = finding.reasons
    for part in ("Ada Pell says", "right says", "2020-01", "2024"):
        assert part in reason.text
    assert "\n" not in reason.text


def test_a_very_long_quote_is_explained_without_delay_and_with_few_probes() -> None:
    judge = RuleJudge()
    long = "The bridge, they wrote, is open; " * 4_000
    finding = explained(long, "The bridge is not open.", judge)
    assert finding.reasons
    assert len(judge.read) <= 2 + 2 * 10
