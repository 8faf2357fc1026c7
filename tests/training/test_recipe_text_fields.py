"""Speaker and date before a text, in training as in measuring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from contradict.evaluation import Metric
from contradict.training.dataset.rows import read_lines, write_lines
from contradict.training.recipes import judge, text_fields


def pair(number: int, **changed: Any) -> dict[str, Any]:
    plain = dict.fromkeys(text_fields.FIELDS)
    text = {"left": f"The gate {number} is open.", "right": f"The gate {number} is shut."}
    return {**plain, **text, "label": "neutral", "verdict": "unrelated"} | changed


def test_pairs_say_whether_anything_is_known_and_keep_it_in_one_place() -> None:
    known = pair(1, left_date="2024-05-14")
    plain = list(text_fields.grouped([known, pair(2)]))
    assert [one[text_fields.GROUP] for one in plain] == ["yes", "no"]
    (read, other) = text_fields.with_fields([known, pair(2)])
    assert read["left"] == "14 May 2024: The gate 1 is open."
    assert read["right"] == "The gate 1 is shut."
    assert read["left_date"] is None
    assert other["left"] == "The gate 2 is open."


def test_a_change_is_a_conflict_only_where_no_date_is_read(tmp_path: Path) -> None:
    changed = {"verdict": "changed", "label": "neutral"}
    dates = {"left_date": "2024-05-14", "right_date": "2024-06-01"}
    train = write_lines(
        tmp_path / "train.jsonl", iter([pair(1, **changed), pair(2, **changed, **dates)])
    )
    rest = pd.DataFrame([("a", "b", "neutral", "mnli")], columns=judge.COLUMNS)
    found = text_fields.rows(train, rest)
    assert len(found) == 1 + 2 * 2 * judge.STATEMENT_PASSES
    labels = found.groupby(found["premise"].str.contains("gate 1"))["label"].agg(set)
    assert labels[True] == {"contradiction"}
    assert labels[False] == {"neutral"}
    assert len(read_lines(train)) == 2


def test_the_table_has_all_pairs_and_those_with_fields(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {str(tmp_path / "with"): 0.5, str(tmp_path / "fields"): 0.75}
    monkeypatch.setattr(text_fields, "load", lambda folder: folder)
    monkeypatch.setattr(
        text_fields,
        "evaluate_files",
        lambda path, judge, by: [
            Metric(name, 9, values[judge], 0.4, 0.8, group and by[0], group)
            for group in (None, "no", "yes")
            for name in (*text_fields.SHOWN, "macro_f1")
        ],
    )
    shown = list(text_fields.lines(tmp_path, tmp_path / "a", tmp_path / "b"))
    assert len(shown) == 2 + 2 * len(text_fields.SHOWN)
    assert shown[2].startswith("| all | accuracy | 9 | 0.500")
    assert shown[-1].startswith("| with speaker or date |")
    assert shown[-1].endswith("| +25.0 |")
