"""What may have changed in the meantime, and what cannot have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.findings import weigh
from contradict.findings.changed import in_order, share_changed
from contradict.records import Judgement, Probabilities
from tests.judges import claim, pair

YEAR, MONTH, DAY = st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28)
DATES = (
    YEAR.map(str)
    | st.tuples(YEAR, MONTH).map(lambda d: f"{d[0]}-{d[1]:02}")
    | st.tuples(YEAR, MONTH, DAY).map(lambda d: f"{d[0]}-{d[1]:02}-{d[2]:02}")
)


def share(earlier: str, later: str, dates: tuple[str, str] = ("2020-01-05", "2024")) -> float:
    return share_changed(claim(earlier, date=dates[0]), claim(later, date=dates[1]))


@pytest.mark.parametrize(
    ("earlier", "later", "certain"),
    [
        ("2024-05", "2024-06", True),
        ("2024-05-14", "2024-05-15", True),
        ("2023", "2024-05-14", True),
        ("2024-05", "2024-05-14", False),
        ("2024-05-14", "2024-05", False),
        ("2024", "2024-12-31", False),
        ("2024-05-14", "2024-05-14", False),
        ("2024-06", "2024-05", False),
        (None, "2024", False),
        ("2024", None, False),
        (None, None, False),
    ],
)
def test_only_dates_that_cannot_overlap_have_an_order(
    earlier: str | None, later: str | None, certain: bool
) -> None:
    assert in_order(earlier, later) is certain


@given(DATES, DATES)
@settings(max_examples=100, deadline=None)
def test_dates_are_never_in_order_both_ways(one: str, other: str) -> None:
    assert not (in_order(one, other) and in_order(other, one))
    assert not in_order(one, one)


@given(DATES, DATES)
@settings(max_examples=100, deadline=None)
def test_without_an_order_nothing_changed_and_with_one_the_sides_do_not_matter(
    one: str, other: str
) -> None:
    left = claim("The bridge is open.", date=one)
    right = claim("The bridge is no longer open.", date=other)
    there, back = share_changed(left, right), share_changed(right, left)
    assert there == back
    assert (there > 0) == (in_order(one, other) or in_order(other, one))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("The bridge is open.", "The bridge is closed."),
        ("The bridge isn’t closed.", "The bridge is closed."),
        ("The bridge is closed.", "The bridge is open."),
        ("The troops have not been deployed.", "The troops are deployed."),
        ("The United Provinces remain in the pact.", "They are not in the pact."),
        ("We will open the bridge.", "The bridge was not opened."),
        ("We won’t open the bridge.", "The bridge was opened."),
        ("She promised to open the bridge.", "The bridge stayed shut."),
        ("We said in 2018 that it would open in 2021.", "It was not opened in 2021."),
        ("They signed nothing.", "They have since signed it."),
        ("The ban was in force.", "The ban is no longer in force."),
    ],
)
def test_a_state_a_promise_or_a_sign_of_change_may_have_changed(earlier: str, later: str) -> None:
    assert share(earlier, later) > 0.5


ACCOUNTS = [
    ("The mayor signed the letter.", "The mayor did not sign the letter, he said."),
    ("The council's ferry sank in May.", "The ferry was never lost."),
    ("Ada Pell’s crew broke the lock.", "The crew kept the lock, she said."),
    ("The embassy was open on 3 May.", "The embassy was no longer open on 3 May."),
    ("The vote was held in 2019.", "As of the autumn of 2019 no vote had taken place."),
    ("Talks began on March 4, he said.", "Talks were abandoned on March 4."),
]


@pytest.mark.parametrize(("earlier", "later"), ACCOUNTS)
@given(contradiction=st.integers(0, 100), rest=st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_two_accounts_of_the_same_past_moment_never_changed(
    earlier: str, later: str, contradiction: int, rest: float
) -> None:
    high = contradiction / 100
    entailment = round((1 - high) * rest, 6)
    judged = Judgement(
        pair(earlier, later, left_date="2020", right_date="2024"),
        Probabilities(high, entailment, round(1 - high - entailment, 6)),
    )
    assert weigh([judged])[0].verdict != "changed"


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_a_share_is_a_share(earlier: str, later: str) -> None:
    assert 0 <= share(earlier, later) <= 0.9
