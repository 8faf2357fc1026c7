"""The checks of the data set find what is planted, and pass what is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from contradict.protocols import Vectors
from contradict.records import ModelInfo
from contradict.training.dataset import (
    agreement,
    composition,
    duplicates,
    rows,
    shortcuts,
)

ROW: dict[str, Any] = {
    "id": "w1-001",
    "left": "The north gate is open today.",
    "right": "The north gate is shut today.",
    "scenario": "gate",
    "domain": "locks",
    "style": "log",
    "label": "contradiction",
    "verdict": "contradiction",
    "kind": "antonym",
    "left_speaker": None,
    "left_date": "2031-04-02",
    "right_speaker": "Ann Ito",
    "right_date": "2031-04",
    "left_spans": [[18, 22]],
    "right_spans": [[18, 22]],
}
NEUTRAL = ROW | {
    "label": "neutral",
    "verdict": "scope",
    "kind": None,
    "left_spans": [],
    "right_spans": [],
}
MARKS = {"disputed": False, "disputed_kind": False}


class FirstLetters:
    """An encoder to which texts that begin with the same letter are the same."""

    info = ModelInfo(role="encoder", name="first letters", sha256="")

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.eye(26, dtype=np.float32)[[ord(text[0]) - ord("a") for text in texts]]


def with_texts(name: str, left: str, right: str, **more: Any) -> rows.Row:
    return NEUTRAL | {"id": name, "left": left, "right": right, "scenario": name} | more


def splits(train: list[rows.Row], test: list[rows.Row]) -> rows.Splits:
    return {"train": train, "dev": [], "test": test}


def test_good_rows_have_no_problem() -> None:
    good = splits([ROW, NEUTRAL | {"id": "w1-002"}], [ROW | {"id": "w1-003"} | MARKS])
    assert rows.all_problems(good) == []


@pytest.mark.parametrize(
    "change",
    [
        {"note": "more"},
        {"disputed": False},
        {"left": " The north gate is open today."},
        {"left": "[[The north]] gate is open today."},
        {"left": "Open."},
        {"domain": ""},
        {"kind": None},
        {"kind": "colour"},
        {"verdict": "denied"},
        {"label": "neutral"},
        {"verdict": "scope", "label": "neutral"},
        {"left_date": "May 2031"},
        {"left_date": 2031},
        {"right_spans": []},
        {"right_spans": [[18, 99]]},
        {"right_spans": [[22, 18]]},
        {"right_spans": [[17, 22]]},
        {"right_spans": [[18, 22], [4, 9]]},
        {"right_spans": [[18, 22.0]]},
    ],
)
def test_a_row_that_breaks_a_rule_is_told(change: dict[str, Any]) -> None:
    assert rows.problems(ROW | change, "train")


def test_a_change_needs_dates_and_a_test_row_its_marks() -> None:
    changed = NEUTRAL | {"verdict": "changed"}
    assert rows.problems(changed, "train") == []
    assert rows.problems(changed | {"right_date": None}, "train")
    assert rows.problems(changed, "test")


def test_an_id_that_stands_twice_is_told() -> None:
    assert rows.all_problems(splits([ROW], [ROW | MARKS])) == ["w1-001: stands twice"]


def test_shortfalls_name_what_is_below_its_aim() -> None:
    found = composition.shortfalls([ROW] * 6000)
    assert "pairs" not in found
    assert (found["domains"], found["kind factual"]) == (1, 0)
    assert "kind antonym" not in found
    assert "| kind `antonym` | 2 | 1 | 0 | 1 |" in composition.table(splits([ROW], [ROW]))


def test_what_crosses_a_split_is_found() -> None:
    same = splits([with_texts("a", "One two three, four!", "Five six seven.")], [])
    assert duplicates.crossing_texts(duplicates.sides(same)) == []
    same["test"] = [with_texts("b", "Nine ten.", "one TWO three four", scenario="a")]
    texts = duplicates.sides(same)
    assert duplicates.crossing_scenarios(same) == ["a"]
    assert duplicates.crossing_texts(texts) == ["one two three four"]
    assert duplicates.crossing_sequences(texts, 3) == ["one two three", "two three four"]
    assert duplicates.shared_share(texts, "test", 2) == 3 / 4


def test_a_pair_turned_round_stands_twice() -> None:
    twice = [with_texts("a", "One two.", "Three."), with_texts("b", "three", "One, two")]
    assert duplicates.repeated_pairs(splits(twice, [])) == [("one two", "three")]
    assert duplicates.repeated_pairs(splits(twice[:1], [])) == []


@pytest.mark.parametrize("shortlist", [None, 1])
def test_the_nearest_rows_of_two_splits_are_found_whichever_way_round(
    shortlist: int | None,
) -> None:
    train = [with_texts("a", "apple pie", "bread roll"), with_texts("b", "cold tea", "dark ale")]
    test = [with_texts("c", "dark beer", "cold tea"), with_texts("d", "apple tart", "fish")]
    (first, *_) = duplicates.nearest_across(splits(train, test), FirstLetters(), shortlist)
    assert first == duplicates.Near("b", "c", 1.0)


def test_a_side_that_gives_the_label_away_is_seen() -> None:
    told = [
        with_texts(str(n), "alike", word, label=label)
        for n in range(40)
        for word, label in (("open gate", "contradiction"), ("shut door", "neutral"))
    ]
    assert shortcuts.one_sided(told, told, "right") == (1.0, 0.5)
    assert shortcuts.one_sided(told, told, "left")[0] == 0.5
    assert shortcuts.one_sided_within(told, "right") == (1.0, 0.5)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("negation", "They didn’t come."),
        ("denial", "He Denied it."),
        ("figure", "Room 7 is full."),
        ("condition", "If it rains, we stay."),
        ("month or weekday", "It opens on Tuesday."),
    ],
)
def test_cues_are_seen_in_any_case(cue: str, text: str) -> None:
    number, shares = shortcuts.cue_shares([ROW | {"left": text}, ROW], cue, "left")
    assert (number, shares["contradiction"], shares["neutral"]) == (1, 1.0, 0.0)


def answer(name: str, verdict: str, kind: str | None, first: str) -> rows.Row:
    label = "contradiction" if verdict == "contradiction" else "neutral"
    first_label = "contradiction" if first == "contradiction" else "neutral"
    first_kind = "antonym" if first == "contradiction" else None
    given = {"id": name, "label": label, "verdict": verdict, "kind": kind}
    return given | {
        "first_label": first_label,
        "first_verdict": first,
        "first_kind": first_kind,
    }


def test_kappa_is_one_for_the_same_and_zero_for_chance() -> None:
    same = [
        answer("a", "contradiction", "antonym", "contradiction"),
        answer("b", "scope", None, "scope"),
    ]
    assert agreement.kappa(same, "verdict") == 1.0
    chance = [
        answer(str(n), one, None, other)
        for n, (one, other) in enumerate(
            (one, other) for one in ("scope", "changed") for other in ("scope", "changed")
        )
    ]
    assert agreement.kappa(chance, "verdict") == 0.0
    assert agreement.both_contradictions(same) == same[:1]


def test_disputed_rows_are_marked_in_test_and_settled_in_train() -> None:
    kinds = answer("w1-001", "contradiction", "negation", "contradiction")
    verdicts = answer("w1-002", "changed", None, "scope")
    assert agreement.disputes(kinds) == {"disputed": False, "disputed_kind": True}
    assert agreement.disputes(verdicts) == {"disputed": True, "disputed_kind": False}
    marked = ROW | {"disputed": False, "disputed_kind": True}
    second = NEUTRAL | {"id": "w1-002"}
    assert agreement.unsettled([kinds], splits([], [marked])) == []
    assert agreement.unsettled([kinds], splits([], [ROW | MARKS])) == ["w1-001"]
    assert agreement.unsettled([], splits([], [marked])) == ["w1-001"]
    assert agreement.unsettled([verdicts], splits([second], [])) == ["w1-002"]
    mended = second | {"verdict": "changed"}
    assert agreement.unsettled([verdicts], splits([mended], [])) == []
