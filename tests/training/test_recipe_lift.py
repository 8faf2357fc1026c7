"""The comparison of judges with and without the statement pairs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from contradict.evaluation import Metric
from contradict.training.recipes import judge, lift

Sources = tuple[Path, Path, Path]


def test_only_one_of_the_three_tables_holds_statement_pairs(
    sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "KEPT", {"mnli": 4, "snli": 3})
    tables = lift.tables(*sources, seed=0, share=1.0)
    held = {name: int((table["dataset"] == "statements").sum()) for name, table in tables.items()}
    assert held == {"base": 0, "without": 0, "with": 5 * judge.STATEMENT_PASSES}
    rest = tables["with"][tables["with"]["dataset"] != "statements"]
    pd.testing.assert_frame_equal(
        rest.reset_index(drop=True), tables["without"].reset_index(drop=True)
    )


def test_all_trainings_start_where_they_should(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(lift.subprocess, "run", lambda command, check: ran.append(command))
    for name in lift.TRAININGS:
        lift.train(name, tmp_path / f"{name}.parquet", [tmp_path / "dev.jsonl"], tmp_path)
    bases = [command[command.index("--base") + 1] for command in ran]
    assert bases == [lift.BASE_ENCODER, str(tmp_path / "base"), str(tmp_path / "base")]
    rates = [command[command.index("--learning-rate") + 1] for command in ran]
    assert rates[1] == rates[2]
    assert all("train" in command and str(tmp_path / "dev.jsonl") in command for command in ran)


def test_the_table_shows_both_judges_and_the_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {str(tmp_path / "without"): 0.5, str(tmp_path / "with"): 0.625}
    monkeypatch.setattr(lift, "load", lambda folder: folder)
    monkeypatch.setattr(
        lift,
        "evaluate_files",
        lambda path, judge: [Metric(name, 9, values[judge], 0.4, 0.7) for name in lift.SHOWN],
    )
    shown = list(lift.lines(tmp_path, {"dev": tmp_path / "dev.jsonl"}))
    assert len(shown) == 2 + len(lift.SHOWN)
    assert shown[2].endswith("| 9 | 0.500 [0.400, 0.700] | 0.625 [0.400, 0.700] | +12.5 |")
