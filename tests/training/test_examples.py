"""Labelled rows -> examples, and a split that keeps situations and texts apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.errors import InputError, UsageError
from contradict.records import LABELS
from contradict.training.examples import Example, group_numbers, read_examples, split, target_of
from tests.training.conftest import toy_rows, write_csv, write_jsonl

TEXTS = st.sampled_from(["Rain fell.", "rain fell.", "The dam held.", "It broke.", "No.", "Yes."])
EXAMPLES = st.lists(
    st.builds(
        Example,
        TEXTS,
        TEXTS,
        st.just(("neutral",)),
        st.one_of(st.none(), st.sampled_from(["one", "two", "three"])),
    ),
    max_size=20,
)


def sides(examples: list[Example]) -> tuple[set[str], set[str]]:
    texts = {text.casefold() for one in examples for text in (one.left, one.right)}
    return texts, {one.scenario for one in examples if one.scenario is not None}


@settings(deadline=None, max_examples=100)
@given(examples=EXAMPLES, share=st.floats(0, 1), seed=st.integers(0, 5))
def test_no_text_and_no_scenario_stands_on_both_sides(
    examples: list[Example], share: float, seed: int
) -> None:
    train, dev = split(examples, held_out=share, seed=seed)
    for here, there in zip(sides(train), sides(dev), strict=True):
        assert here.isdisjoint(there)
    assert sorted(map(repr, train + dev)) == sorted(map(repr, examples))


@settings(deadline=None, max_examples=50)
@given(data=st.data(), examples=EXAMPLES)
def test_the_order_of_the_rows_does_not_matter(
    data: st.DataObject, examples: list[Example]
) -> None:
    shuffled = data.draw(st.permutations(examples))
    for one, other in zip(
        split(examples, held_out=0.4, seed=0), split(shuffled, held_out=0.4, seed=0), strict=True
    ):
        assert sorted(map(repr, one)) == sorted(map(repr, other))


def test_more_rows_move_few_of_the_others() -> None:
    examples = [Example(f"Left {n}.", f"Right {n}.", ("neutral",)) for n in range(200)]
    before = set(split(examples, held_out=0.2, seed=0)[1])
    more = [Example(f"New {n}.", f"Newer {n}.", ("neutral",)) for n in range(20)]
    after = set(split(examples + more, held_out=0.2, seed=0)[1])
    assert len(before) == 40
    assert len(before - after) <= 8
    assert before != set(split(examples, held_out=0.2, seed=1)[1])


def test_rows_connected_through_others_are_one_group() -> None:
    rows = [("a", "b"), ("c", "d"), ("B", "c"), ("x", "y")]
    numbers = group_numbers([Example(left, right, ("neutral",)) for left, right in rows])
    assert numbers[0] == numbers[1] == numbers[2] != numbers[3]


@pytest.mark.parametrize(("groups", "held_out", "dev"), [(1, 0.5, 0), (2, 0.1, 1), (9, 0.0, 0)])
def test_two_groups_are_enough_to_hold_one_out(groups: int, held_out: float, dev: int) -> None:
    examples = [Example(f"l{n}", f"r{n}", ("neutral",)) for n in range(groups)]
    assert len(split(examples, held_out=held_out, seed=0)[1]) == dev


def test_targets_are_in_the_order_of_the_labels() -> None:
    for place, label in enumerate(LABELS):
        assert target_of(Example("a", "b", (label,))) == [n == place for n in range(3)]
    assert target_of(Example("a", "b", ("contradiction", "neutral"))) == [True, False, True]


def test_rows_are_read_from_every_format_and_bad_ones_come_back(tmp_path: Path) -> None:
    rows = toy_rows()[:6]
    paths = [
        write_csv(tmp_path / "a.csv", [rows[0] | {"right": " "}, *rows]),
        write_jsonl(tmp_path / "b.jsonl", [*rows, rows[0] | {"label": "4"}]),
    ]
    examples, bad = read_examples(paths)
    assert len(examples) == 12
    assert examples[:6] == examples[6:]
    assert (examples[0].left, examples[0].scenario) == (rows[0]["left"], rows[0]["scenario"])
    assert [(Path(one.source).name, one.row) for one in bad] == [("a.csv", 1), ("b.jsonl", 7)]


def test_a_file_without_a_usable_row_is_refused_with_its_own_reason(tmp_path: Path) -> None:
    good = write_csv(tmp_path / "good.csv", [*toy_rows()[:2], toy_rows()[0] | {"label": "x"}])
    bad = write_csv(tmp_path / "bad.csv", [row | {"label": "y"} for row in toy_rows()[:2]])
    with pytest.raises(InputError, match=r"bad\.csv: no usable row \(row 1: label 'y' is none of"):
        read_examples([good, bad])


def test_labels_are_translated_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "a.csv", [row | {"label": "yes"} for row in toy_rows()[:3]])
    examples, bad = read_examples([table], labels={"yes": "not_entailment"})
    assert {one.allowed for one in examples} == {("contradiction", "neutral")}
    assert not bad
    with pytest.raises(UsageError, match="yes=perhaps"):
        read_examples([table], labels={"yes": "perhaps"})
