"""Marked pairs become rows with offsets, checked, and whole scenarios go to one split."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.errors import InputError
from contradict.training.recipes.statements import append, row, split_of, unmarked, write_splits

PAIR = {
    "scenario": "gate",
    "domain": "locks",
    "style": "log",
    "left": "The [[gate]] is [[shut]].",
    "right": "The gate is [[open]].",
    "label": "contradiction",
    "verdict": "contradiction",
    "kind": "antonym",
    "left_speaker": None,
    "left_date": None,
    "right_speaker": None,
    "right_date": "2024-05",
}


def test_marks_become_offsets() -> None:
    made = row(PAIR, "w99-001")
    assert made["left"] == "The gate is shut."
    assert [made["left"][a:b] for a, b in made["left_spans"]] == ["gate", "shut"]
    assert [made["right"][a:b] for a, b in made["right_spans"]] == ["open"]
    assert (made["id"], made["kind"]) == ("w99-001", "antonym")


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="[]")), st.booleans())))
def test_marked_pieces_are_found_again(pieces: list[tuple[str, bool]]) -> None:
    marked = "".join(f"[[{text}]]" if mark else text for text, mark in pieces)
    plain, spans = unmarked(marked)
    assert plain == "".join(text for text, _ in pieces)
    assert [plain[a:b] for a, b in spans] == [text for text, mark in pieces if mark]


@pytest.mark.parametrize("text", ["a [[b", "a]] b", "[[a [[b]] c]]"])
def test_odd_marks_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        unmarked(text)


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "denied"},
        {"label": "neutral"},
        {"kind": None},
        {"verdict": "scope", "label": "neutral"},
        {"left": "The gate is shut."},
        {"right_date": "May 2024"},
    ],
)
def test_rows_that_break_a_rule_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        row(PAIR | change, "x")


def test_whole_scenarios_go_to_one_split_and_nothing_twice(tmp_path: Path) -> None:
    for batch in ("w90", "w91"):
        pairs = [
            PAIR | {"scenario": f"s{n % 30}", "left": f"Gate {n} of {batch} [[shuts]]."}
            for n in range(90)
        ]
        lines = [json.dumps(pair) for pair in [*pairs, pairs[0]]]
        (tmp_path / f"{batch}.jsonl").write_text("\n".join(lines), "utf-8")
    batches = [tmp_path / "w90.jsonl", tmp_path / "w91.jsonl"]
    counts = write_splits(batches, tmp_path / "out")
    assert sum(counts.values()) == 180
    homes: dict[str, set[str]] = {}
    for split in counts:
        for line in (tmp_path / "out" / f"{split}.jsonl").read_text("utf-8").splitlines():
            homes.setdefault(json.loads(line)["scenario"], set()).add(split)
    assert all(len(splits) == 1 for splits in homes.values())
    assert set.union(*homes.values()) == {"train", "dev", "test"}


def test_batches_trained_on_before_stay_in_train() -> None:
    assert {split_of("w3", f"s{n}") for n in range(50)} == {"train"}
    assert {split_of("w12", f"s{n}") for n in range(50)} == {"train", "dev", "test"}


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "w90.jsonl").write_text(json.dumps(PAIR) + "\n{}\n", "utf-8")
    with pytest.raises(InputError, match=r"w90.jsonl, row 2"):
        write_splits([tmp_path / "w90.jsonl"], tmp_path)


def batch(path: Path, scenarios: list[str]) -> Path:
    pairs = [
        {**PAIR, "scenario": name, "left": f"The [[gate]] of {name} is [[shut]]."}
        for name in scenarios
    ]
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
    return path


def test_what_is_appended_leaves_all_else_as_it_was(tmp_path: Path) -> None:
    write_splits([batch(tmp_path / "w30.jsonl", [f"old-{n}" for n in range(40)])], tmp_path)
    before = {name: (tmp_path / f"{name}.jsonl").read_text("utf-8") for name in ("train", "test")}
    added = append([batch(tmp_path / "w31.jsonl", [f"new-{n}" for n in range(40)])], tmp_path)
    assert sum(added.values()) == 40
    assert 0 < added["dev"] < 12
    assert (tmp_path / "test.jsonl").read_text("utf-8") == before["test"]
    assert (tmp_path / "train.jsonl").read_text("utf-8").startswith(before["train"])


def test_a_known_scenario_is_refused_and_nothing_written(tmp_path: Path) -> None:
    write_splits([batch(tmp_path / "w30.jsonl", ["old-1", "old-2"])], tmp_path)
    before = [path.read_bytes() for path in sorted(tmp_path.glob("*.jsonl"))]
    again = batch(tmp_path / "w31.jsonl", ["new-1", "old-2"])
    with pytest.raises(InputError, match=r"row 2: .*old-2.* in the data set already"):
        append([again], tmp_path)
    again.unlink()
    assert [path.read_bytes() for path in sorted(tmp_path.glob("*.jsonl"))] == before
