"""Amounts in a claim and their arithmetic; every sentence is invented."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.claims.quantities import quantities, quantities_in
from contradict.lexicon import units
from contradict.records import Quantity, compatible

Told = tuple[float, str, str]

KNOWN: list[tuple[str, list[Told]]] = [
    ("About 4,900 homes were lost.", [(4900, "home", "about")]),
    ("The bridge is 1.2 km long.", [(1200, "metre", "exact")]),
    ("It cost $3.2 billion.", [(3.2e9, "usd", "exact")]),
    ("The grant is €40 a month.", [(40, "eur", "exact")]),
    ("Nearly forty percent of voters stayed away.", [(40, "percent", "about")]),
    ("No more than 12 people were inside.", [(12, "person", "at_most")]),
    ("At least three officers saw it.", [(3, "officer", "at_least")]),
    ("Upwards of 2 million letters were sent.", [(2e6, "letter", "more_than")]),
    ("Fewer than 50 boats left.", [(50, "boat", "less_than")]),
    ("The talks took two hours.", [(7200, "second", "exact")]),
    ("Two thirds of the staff left.", [(200 / 3, "percent", "exact")]),
    ("Half of the ships were lost.", [(50, "percent", "exact")]),
    ("Rates rose by 20 percentage points.", [(20, "percentage point", "exact")]),
    ("They shipped 12,000 tonnes.", [(1.2e7, "kilogram", "exact")]),
    ("A dozen officers or more were hurt.", [(12, "officer", "at_least")]),
    ("He is one of the men.", []),
    ("It began at 4 p.m. in Room 12.", []),
    ("Article 5 applies to flight 302.", []),
    ("The 2nd battalion left.", []),
    ("They paid $4-million and $1.2 bn.", [(4e6, "usd", "exact"), (1.2e9, "usd", "exact")]),
    ("It cost €4,5 million on 03/04/2021.", []),
    (
        "Some 10 000 people and half a million letters.",
        [(10_000, "person", "about"), (500_000, "letter", "exact")],
    ),
    ("Two thousand three hundred men came.", [(2300, "man", "exact")]),
    ("A staff of 1500 nurses.", [(1500, "nurse", "exact")]),
]
HELD_OUT: list[tuple[str, list[Told]]] = [
    ("Roughly 300 families moved.", [(300, "family", "about")]),
    ("The wall is 30 feet high.", [(9.144, "metre", "exact")]),
    ("Damages of £7.5m were paid.", [(7.5e6, "gbp", "exact")]),
    ("Some 600 megawatts are missing.", [(6e8, "watt", "about")]),
    ("Seventeen per cent voted no.", [(17, "percent", "exact")]),
    ("Up to 90 beds are free.", [(90, "bed", "at_most")]),
    ("Not fewer than 5 judges sat.", [(5, "judge", "at_least")]),
    ("In excess of 400 miles of pipe burst.", [(643737.6, "metre", "more_than")]),
    ("Under 10 kg was found.", [(10, "kilogram", "less_than")]),
    ("The outage lasted 90 minutes.", [(5400, "second", "exact")]),
    ("A quarter of the money is gone.", [(25, "percent", "exact")]),
    ("Twenty-five ships came.", [(25, "ship", "exact")]),
    ("Two hundred and five people came.", [(205, "person", "exact")]),
    ("The fine was 250 euros.", [(250, "eur", "exact")]),
    ("Some of them left, and one stayed.", []),
    ("See section 12 on page 40.", []),
]


def told(text: str) -> list[Told]:
    return [(round(one.value, 6), one.unit, one.bound) for one in quantities(text)]


@pytest.mark.parametrize(("text", "expected"), KNOWN + HELD_OUT)
def test_amounts_by_example(text: str, expected: list[Told]) -> None:
    assert told(text) == [(pytest.approx(value), unit, bound) for value, unit, bound in expected]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("It took between 3 and 5 weeks.", 3 * 604800, 5 * 604800, "second"),
        ("It is 3 to 5 km away.", 3000, 5000, "metre"),
        ("They want 10-12 million euros.", 10e6, 12e6, "eur"),
        ("From 20 to 30 percent agree.", 20, 30, "percent"),
    ],
)
def test_ranges_have_two_ends_in_one_unit(text: str, low: float, high: float, unit: str) -> None:
    (one,) = quantities(text)
    assert (one.value, one.high, one.unit) == (pytest.approx(low), pytest.approx(high), unit)


def test_places_count_characters_of_the_document() -> None:
    text = "Well. The wall is 30\nfeet high."
    (one,) = quantities_in(text, 6, len(text))
    assert text[one.start : one.end] == "30\nfeet"


def amount(text: str) -> Quantity:
    (one,) = quantities(text)
    return one


# (one, other, whether both can hold): written before the rules were run on them
TOGETHER = [
    ("about 5,000 homes", "4,870 homes", True),
    ("4,870 homes", "4,900 homes", True),
    ("4,870 homes", "4,600 homes", False),
    ("at least 3 officers", "7 officers", True),
    ("at least 3 officers", "2 officers", False),
    ("60 minutes", "1 hour", True),
    ("90 minutes", "2 hours", False),
    ("a quarter of the money", "25 percent", True),
    ("no more than 12 people", "14 people", False),
    ("more than 40 boats", "40 boats", False),
    ("more than 40 boats", "41 boats", True),
    ("fewer than 50 boats", "at least 50 boats", False),
    ("$3 million", "$3.2 million", False),
    ("about $3 million", "$3.2 million", True),
    ("1.2 km", "1,200 metres", True),
    ("between 3 and 5 weeks", "4 weeks", True),
    ("between 3 and 5 weeks", "9 weeks", False),
    ("17 percent", "19 percent", False),
    ("two hundred and five people", "205 people", True),
    ("nearly 700 families", "400 families", False),
]


@pytest.mark.parametrize(("left", "right", "both"), TOGETHER)
def test_arithmetic_decides_whether_both_can_hold(left: str, right: str, both: bool) -> None:
    assert compatible(amount(left), amount(right)) is both
    assert compatible(amount(right), amount(left)) is both


def test_different_units_are_not_compared() -> None:
    assert compatible(amount("3 boats"), amount("3 weeks")) is None
    assert compatible(amount("3 percent"), amount("3 percentage points")) is None


FIGURES = st.builds(
    Quantity,
    value=st.floats(-1e6, 1e6),
    unit=st.sampled_from(["", "boat"]),
    bound=st.sampled_from(["exact", "about", "at_least", "at_most", "more_than", "less_than"]),
    start=st.just(0),
    end=st.just(1),
    rounded=st.sampled_from([0.0, 0.5, 50.0]),
)


@settings(deadline=None)
@given(FIGURES, FIGURES)
def test_the_verdict_is_the_same_both_ways_and_nothing_excludes_itself(
    left: Quantity, right: Quantity
) -> None:
    assert compatible(left, right) == compatible(right, left)
    if not left.open_end:
        assert compatible(left, left) is True


@settings(deadline=None)
@given(st.text(alphabet="0123456789,. $€%kmbto-andhalfe", max_size=60))
def test_any_text_gives_amounts_in_order(text: str) -> None:
    spans = [(one.start, one.end) for one in quantities(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("name", sorted(units()))
def test_every_unit_of_the_lexicon_is_read(name: str) -> None:
    factor, base = units()[name]
    between = "" if name == "%" else " "
    for written in {name, name.replace("-", " ")}:
        found = quantities(f"It took 40{between}{written} of it.")
        assert [(one.value, one.unit) for one in found] == [(pytest.approx(40 * factor), base)]
