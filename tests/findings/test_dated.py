"""The judge's word on change counts where the dates have an order, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.findings import weigh
from contradict.findings.changed import share_changed
from contradict.findings.dated import CONSIDERED, read_share, shares_changed, weighed
from contradict.records import VERDICTS, Explanation, Judgement, Pair, Probabilities, Verdict
from tests.judges import DatedJudge, RuleJudge, claim


def two(left_date: str | None = "2024-05-14", right_date: str | None = "2024-06-01") -> Pair:
    return Pair(
        claim("The gate was shut.", "a.txt", speaker="Ada Pell", date=left_date),
        claim("The gate is open.", "b.txt", date=right_date),
    )


def test_the_judge_reads_speaker_and_date_before_the_text() -> None:
    judge = DatedJudge()
    (share,) = shares_changed([two()], [0.9], judge)
    assert judge.shown == [
        ("Ada Pell, 14 May 2024: The gate was shut.", "1 June 2024: The gate is open.")
    ]
    assert share > share_changed(two().left, two().right)


def test_a_judge_that_sees_a_contradiction_lowers_the_share() -> None:
    (share,) = shares_changed([two()], [0.9], DatedJudge("contradiction"))
    assert 0 < share < share_changed(two().left, two().right)


@pytest.mark.parametrize(
    ("pair", "conflict", "judge"),
    [
        (two(right_date=None), 0.9, DatedJudge()),
        (two("2024-05-14", "2024-05-14"), 0.9, DatedJudge()),
        (two(), CONSIDERED / 2, DatedJudge()),
        (two(), 0.9, DatedJudge(reads_dates=False)),
        (two(), 0.9, RuleJudge()),
        (two(), 0.9, None),
    ],
)
def test_elsewhere_the_rule_stands_alone(
    pair: Pair, conflict: float, judge: RuleJudge | None
) -> None:
    assert shares_changed([pair], [conflict], judge) == [share_changed(pair.left, pair.right)]
    assert getattr(judge, "shown", []) == []


def test_a_finding_depends_on_its_own_pair_alone() -> None:
    pairs = [two(), two(right_date=None), two("2023", "2024")]
    judged = [Judgement(pair, Probabilities(0.9, 0.02, 0.08)) for pair in pairs]
    together = weigh(judged, DatedJudge())
    assert together == [one for each in judged for one in weigh([each], DatedJudge())]
    assert together[0].verdict == "changed"
    assert together[1].verdict == "contradiction"


@given(st.lists(st.floats(0, 1), max_size=8), st.floats(0, 1), st.sampled_from(VERDICTS))
def test_what_cannot_be_strong_enough_is_not_asked_and_nothing_is_lost(
    conflicts: list[float], least: float, verdict: Verdict
) -> None:
    judged = [Judgement(two(), Probabilities(one, 0.0, 1 - one)) for one in conflicts]
    whole, spared = DatedJudge(verdict), DatedJudge(verdict)
    every = weigh(judged, whole)
    some = weigh(judged, spared, least=least)
    assert [one for one in some if one.strength >= least] == [
        one for one in every if one.strength >= least
    ]
    assert len(spared.shown) == sum(one >= max(least, CONSIDERED) for one in conflicts)


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_both_shares_count(rule: float, read: float) -> None:
    both = weighed(rule, read)
    assert min(rule, read) - 1e-9 <= both <= max(rule, read) + 1e-9


@given(st.floats(0, 1))
def test_no_answer_is_certain(changed: float) -> None:
    verdicts = dict.fromkeys(VERDICTS, 0.0) | {"changed": changed, "contradiction": 1 - changed}
    share = read_share(Explanation(verdicts, {}, (), ()))
    assert 0 < share < 1
