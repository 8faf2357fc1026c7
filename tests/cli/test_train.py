"""contradict train: what the command hands on and prints."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contradict.evaluation import Metric
from contradict.records import Skipped
from tests.cli.conftest import Cli


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What training was asked for; nothing is trained."""
    asked: dict[str, Any] = {}

    def train(labelled: object, output: object, **options: object) -> SimpleNamespace:
        asked.update(options, labelled=labelled, output=output)
        return SimpleNamespace(
            before=[Metric("accuracy", 9, 0.5, 0.4, 0.6)],
            after=[Metric("accuracy", 9, 0.75, 0.7, 0.8)],
            held_out="two tenths",
            trained_on=40,
            bad=(Skipped("pairs.csv", "left is empty", 3),),
        )

    monkeypatch.setattr("contradict.training.train", train, raising=False)
    return asked


def test_before_and_after_are_printed(cli: Cli, asked: dict[str, Any]) -> None:
    ran = cli("train", "pairs.csv", "-o", "my-model", "--format", "json")
    assert ran.json == [
        {"when": "before", "name": "accuracy", "n": 9, "value": 0.5, "low": 0.4, "high": 0.6},
        {"when": "after", "name": "accuracy", "n": 9, "value": 0.75, "low": 0.7, "high": 0.8},
    ]
    assert "0.7500" in cli("train", "pairs.csv", "-o", "my-model").out


def test_the_options_are_handed_on(cli: Cli, asked: dict[str, Any]) -> None:
    cli(
        "train", "a.csv", "b.csv", "-o", "my-model", "--dev", "dev.csv", "--base", "other",
        "--labels", "yes=contradiction,no=neutral", "--epochs", "1.5", "--seed", "7",
        "--no-resume", "--quiet", "--device", "cpu",
    )  # fmt: skip
    assert asked.pop("labelled") == (Path("a.csv"), Path("b.csv"))
    assert asked.pop("output") == Path("my-model")
    assert asked.pop("dev") == (Path("dev.csv"),)
    assert asked == {
        "base": "other", "labels": {"yes": "contradiction", "no": "neutral"}, "epochs": 1.5,
        "seed": 7, "resume": False, "progress": False, "device": "cpu", "learning_rate": None,
    }  # fmt: skip


def test_what_was_done_and_left_out_is_told(cli: Cli, asked: dict[str, Any]) -> None:
    ran = cli("train", "pairs.csv", "-o", "my-model")
    assert "trained on 40 pairs, wrote my-model; the figures are from two tenths" in ran.err
    assert "skipped pairs.csv, row 3: left is empty" in ran.err
    quiet = cli("train", "pairs.csv", "-o", "my-model", "--quiet").err
    assert "skipped pairs.csv" in quiet
    assert "trained on" not in quiet
