"""The picture of reliability: every bin with pairs at its place, nothing that could run."""

from __future__ import annotations

from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from contradict.evaluation import reliability
from contradict.records import Probabilities
from contradict.reports.reliability_plot import LEFT, SIDE, TOP, reliability_plot

PAIRS = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=40)


def table_of(pairs: list[tuple[bool, float]]) -> list[dict[str, Any]]:
    gold = ["contradiction" if conflict else "neutral" for conflict, _ in pairs]
    return reliability(gold, [Probabilities(score, 0.0, 1 - score) for _, score in pairs])


@given(PAIRS)
def test_each_bin_with_pairs_has_a_point_at_its_score_and_share(
    pairs: list[tuple[bool, float]],
) -> None:
    table = table_of(pairs)
    root = ElementTree.fromstring(reliability_plot(table, "a judge"))
    found = [
        ((float(one.get("cx")) - LEFT) / SIDE, (TOP + SIDE - float(one.get("cy"))) / SIDE)
        for one in root.iterfind(".//{*}circle")
    ]
    expected = [(one["score"], one["share"]) for one in table if one["n"]]
    assert len(found) == len(expected)
    for point, bin in zip(found, expected, strict=True):
        assert point == pytest.approx(bin, abs=1e-3)


def test_the_title_is_escaped_and_no_bin_is_an_error() -> None:
    drawn = reliability_plot(table_of([(True, 0.9)]), "<script>alert(1)</script>")
    assert "<script" not in drawn
    with pytest.raises(ValueError, match="no bins"):
        reliability_plot([], "nothing")
