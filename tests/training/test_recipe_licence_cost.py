"""What is left out is what states no licence, and the table shows what that costs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from contradict.evaluation import Metric
from contradict.training.recipes import licence_cost


def test_only_sets_without_a_stated_licence_are_left_out() -> None:
    public = pd.DataFrame(
        {"dataset": ["a", "a", "b", "c"], "licence_tier": ["P", "P", "U", "SA"]},
    )
    unstated = licence_cost.unstated_sets(public)
    assert unstated == {"b"}
    rows = pd.DataFrame({"dataset": ["c", "b", "a", "statements", "b"], "label": range(5)})
    kept = licence_cost.stated_only(rows, unstated)
    assert kept["label"].tolist() == [0, 2, 3]
    assert kept.index.tolist() == [0, 1, 2]


def test_the_table_shows_both_judges_and_the_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {str(tmp_path / "with"): 0.75, str(tmp_path / licence_cost.AFTER): 0.5}
    monkeypatch.setattr(licence_cost, "load", lambda folder: folder)
    monkeypatch.setattr(
        licence_cost,
        "evaluate_files",
        lambda path, judge: [
            Metric(name, 9, values[judge], 0.4, 0.8) for name in licence_cost.SHOWN
        ],
    )
    seen = {"with": 12_000, licence_cost.AFTER: 9_000}
    shown = list(licence_cost.lines(tmp_path, {"dev": tmp_path / "dev.jsonl"}, seen))
    assert len(shown) == 2 + len(licence_cost.SHOWN)
    assert "all, 12,000 | stated, 9,000" in shown[0]
    assert shown[2].endswith("| 9 | 0.750 [0.400, 0.800] | 0.500 [0.400, 0.800] | -25.0 |")
