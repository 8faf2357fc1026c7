"""The labelled pairs keep what their card promises; what falls short of its aim is named here."""

from __future__ import annotations

from pathlib import Path

import pytest

from contradict.embeddings import load_encoder
from contradict.training.dataset import agreement, composition, duplicates, rows, shortcuts

DATA = Path(__file__).resolve().parents[2] / "data"
SPLITS = rows.read_splits(DATA / "statements")
SECOND = rows.read_lines(DATA / "statements" / "second_labels.jsonl")
ALL = rows.every(SPLITS)
CARD = (DATA / "README.md").read_text(encoding="utf-8").splitlines()


def test_every_row_keeps_the_rules() -> None:
    assert rows.all_problems(SPLITS) == []


def test_no_kind_or_verdict_stays_below_its_aim() -> None:
    assert composition.shortfalls(ALL) == {}


def test_the_splits_are_large_enough() -> None:
    assert len(SPLITS["dev"]) >= 0.08 * len(ALL)
    assert len(SPLITS["test"]) >= 0.1 * len(ALL)  # later batches went to train and dev


def test_the_tables_of_the_card_are_those_of_the_data() -> None:
    tables = [
        *composition.table(SPLITS),
        *composition.length_table(SPLITS),
        *agreement.table(SECOND, SPLITS),
        *shortcuts.cue_table(SPLITS),
    ]
    assert [line for line in tables if line not in CARD] == []


def test_no_pair_stands_twice() -> None:
    assert duplicates.repeated_pairs(SPLITS) == []


def test_no_scenario_and_no_text_crosses_a_split() -> None:
    assert duplicates.crossing_scenarios(SPLITS) == []
    assert duplicates.crossing_texts(duplicates.sides(SPLITS)) == []


def test_hardly_any_wording_crosses_a_split() -> None:
    texts = duplicates.sides(SPLITS)
    assert duplicates.shared_share(texts, "dev", 5) < 0.01
    assert duplicates.shared_share(texts, "test", 5) < 0.01


def test_no_pair_says_the_same_as_one_of_another_split() -> None:
    found = duplicates.nearest_across(SPLITS, load_encoder(), shortlist=60)
    assert 0.3 < found[0].similarity < 0.97


@pytest.mark.parametrize("side", rows.SIDES)
def test_one_side_alone_tells_little(side: str) -> None:
    held_out = [*SPLITS["dev"], *SPLITS["test"]]
    accuracy, commonest = shortcuts.one_sided(SPLITS["train"], held_out, side)
    assert accuracy - commonest < 0.12


def test_neither_does_it_where_the_first_batches_are_measured_too() -> None:
    accuracy, commonest = shortcuts.one_sided_within(ALL, "right")
    assert accuracy - commonest < 0.12


@pytest.mark.parametrize("side", rows.SIDES)
@pytest.mark.parametrize("cue", shortcuts.BALANCED)
def test_a_cue_word_is_no_sign_of_a_label(cue: str, side: str) -> None:
    usual = sum(row["label"] == "contradiction" for row in ALL) / len(ALL)
    number, shares = shortcuts.cue_shares(ALL, cue, side)
    assert number >= 60
    assert abs(shares["contradiction"] - usual) < 0.1
    assert min(shares.values()) > 0.1


def test_two_readers_agree_as_far_as_was_aimed_for() -> None:
    for part in (SECOND, agreement.of_split(SECOND, SPLITS["test"])):
        assert agreement.kappa(part, "label") >= 0.85
        assert agreement.kappa(part, "verdict") >= 0.75
        assert agreement.kappa(part, "kind") >= 0.70
        assert agreement.kappa(agreement.both_contradictions(part), "kind") >= 0.70


def test_all_of_test_and_400_others_were_read_twice() -> None:
    in_test = agreement.of_split(SECOND, SPLITS["test"])
    assert len(in_test) == len(SPLITS["test"])
    assert len(SECOND) - len(in_test) >= 400
    assert len({row["id"] for row in SECOND}) == len(SECOND)


def test_disputes_are_marked_in_test_and_settled_elsewhere() -> None:
    assert agreement.unsettled(SECOND, SPLITS) == []
    marks = [(row["disputed"], row["disputed_kind"]) for row in SPLITS["test"]]
    assert [sum(column) for column in zip(*marks, strict=True)] == [15, 52]
