"""What the last steps of the judge are trained on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from contradict.training.recipes import scan_mixture


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_statement_rows_give_the_heads_what_they_learn_from(tmp_path: Path) -> None:
    rows = [
        {"id": "w1-1", "left": "It is shut.", "right": "It is open.", "label": "contradiction",
         "verdict": "contradiction", "kind": "antonym",
         "left_spans": [[6, 10]], "right_spans": [[6, 10]]},
        {"id": "w1-2", "left": "Two came.", "right": "Some came.", "label": "entailment",
         "verdict": "refinement", "kind": None, "left_spans": [], "right_spans": []},
        {"id": "w1-3", "left": "It is shut.", "right": "It is open.", "label": "neutral",
         "verdict": "changed", "kind": None, "left_spans": [], "right_spans": []},
    ]  # fmt: skip
    found = list(scan_mixture.statement_rows(written(tmp_path / "train.jsonl", rows)))
    assert [(row["label"], row["verdict"]) for row in found] == [
        ("contradiction", "contradiction"), ("contradiction", "contradiction"),
        ("entailment", "refinement"), ("not_contradiction", "refinement"),
        ("contradiction", None), ("contradiction", None),
    ]  # fmt: skip
    assert found[1]["left_spans"] == [[6, 10]]
    assert found[2]["left_spans"] is None


DATED = {
    **{"left": "The gate is shut.", "right": "It stands open.", "kind": "antonym"},
    **{"left_speaker": "Ada Pell", "left_date": "2024-05-14"},
    **{"right_speaker": None, "right_date": "2024-06-01"},
    **{"left_spans": [[12, 16]], "right_spans": [[10, 14]]},
    **{"label": "contradiction", "verdict": "contradiction"},
}
UNDATED = DATED | dict.fromkeys(scan_mixture.FIELDS)
CHANGED = DATED | {"verdict": "changed", "label": "neutral", "kind": None}


def test_attributed_statements_keep_their_labels_and_move_their_marks(tmp_path: Path) -> None:
    changed = CHANGED | {"left_spans": [], "right_spans": []}
    path = written(tmp_path / "train.jsonl", [DATED, UNDATED, changed])
    found = list(scan_mixture.attributed_statements(path))
    assert len(found) == 4
    there, back, *others = found
    assert there["premise"] == "Ada Pell, 14 May 2024: The gate is shut."
    assert there["hypothesis"] == "1 June 2024: It stands open."
    ((start, end),) = there["left_spans"]
    assert there["premise"][start:end] == "shut"
    assert (back["premise"], back["hypothesis"]) == (there["hypothesis"], there["premise"])
    ((start, end),) = back["left_spans"]
    assert back["premise"][start:end] == "open"
    assert {(row["label"], row["verdict"]) for row in others} == {("neutral", "changed")}


def test_attributed_pairs_of_scans_are_gold_and_a_share_of_the_rest() -> None:
    plain = {
        **{"premise": "The gate is shut.", "hypothesis": "It stands open.", "kind": None},
        **{name: DATED[name] for name in scan_mixture.FIELDS},
    }
    gold = {**plain, "label": "contradiction", "verdict": None, "gold": "changed"}
    other = {**plain, "label": "not_contradiction", "verdict": None, "gold": None}
    nothing = other | dict.fromkeys(scan_mixture.FIELDS)
    rows = pd.DataFrame([gold] + [other] * 50 + [nothing] * 50)
    found = list(scan_mixture.attributed_scans(rows, seed=0))
    assert len(found) == 1 + round(50 * scan_mixture.ATTRIBUTED)
    assert (found[0]["label"], found[0]["verdict"]) == ("neutral", "changed")
    assert {(row["label"], row["verdict"]) for row in found[1:]} == {("not_contradiction", None)}
    assert all(row["premise"].startswith("Ada Pell, 14 May 2024: ") for row in found)


def place(name: str) -> dict[str, Any]:
    return {"file": name, "document": None}


def test_nothing_is_mined_of_a_document_that_is_held_out(tmp_path: Path) -> None:
    texts = {"left": "It is shut.", "right": "It is open."}
    pairs = [
        {"split": "train", "left": place("a.md"), "right": place("b.md"), "texts": texts},
        {"split": "train", "left": place("a.md"), "right": place("held.md"), "texts": texts},
        {"split": "dev", "left": place("a.md"), "right": place("b.md"), "texts": texts},
    ]
    mined = written(tmp_path / "mined.jsonl", pairs)
    held = written(tmp_path / "test.jsonl", [{"left": place("c.md"), "right": place("held.md")}])
    found = list(scan_mixture.mined_rows(mined, [held]))
    assert [(row["premise"], row["hypothesis"]) for row in found] == [
        ("It is shut.", "It is open."),
        ("It is open.", "It is shut."),
    ]
    assert {row["label"] for row in found} == {"not_contradiction"}
