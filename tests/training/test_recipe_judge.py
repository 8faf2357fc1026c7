"""The mixture that the default judge is trained on, made of invented tables."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from contradict.training.examples import read_examples
from contradict.training.recipes import judge


def test_the_mixture_holds_every_part_and_is_the_same_each_time(
    sources: tuple[Path, Path, Path],
) -> None:
    frame = judge.first_mixture(*sources, seed=0)
    counts = frame.groupby("dataset").size()
    assert counts["mnli"] == 15  # half of it twice
    assert counts["briefings_random"] == 20
    assert counts["statements"] == 2  # of the first batches only, and none that dates decide
    assert set(counts.index) >= {f"{name}_shuffled" for name in judge.SHUFFLED}
    pd.testing.assert_frame_equal(frame, judge.first_mixture(*sources, seed=0))


def test_the_second_mixture_holds_all_statements_both_ways_and_a_sample_of_the_first(
    sources: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "KEPT", {"mnli": 4, "snli": 3})
    frame = judge.second_mixture(*sources, seed=0)
    counts = frame.groupby("dataset").size()
    assert (counts["mnli"], counts["snli"]) == (8, 6)  # and turned round
    assert counts["statements"] == 5 * judge.STATEMENT_PASSES
    pairs = {
        (row.premise, row.hypothesis, row.label)
        for row in frame[frame["dataset"] == "statements"].itertuples()
    }
    assert ("The mill stands.", "The mill ran.", "contradiction") in pairs  # shown no dates
    assert ("The mill has wheels.", "The mill has two wheels.", "entailment") not in pairs


def test_rows_turned_round_say_only_whether_they_contradict() -> None:
    rows = pd.DataFrame(
        [("a", "b", "contradiction", ""), ("c", "d", "entailment", ""), ("e", "f", "neutral", "")],
        columns=judge.COLUMNS,
    )
    turned = judge.turned_round(rows)
    assert turned["premise"].tolist() == ["b", "d", "f"]
    assert turned["hypothesis"].tolist() == ["a", "c", "e"]
    assert turned["label"].tolist() == ["contradiction", "not_contradiction", "not_contradiction"]


def test_texts_for_measuring_and_held_out_texts_stay_out(
    sources: tuple[Path, Path, Path],
) -> None:
    frame = judge.first_mixture(*sources, seed=0)
    texts = pd.concat([frame["premise"], frame["hypothesis"]])
    assert not texts.str.contains("2024-12").any()
    assert texts.str.contains("2024-02").any()
    assert not texts.str.casefold().str.contains("copper lanterns").any()


def test_the_command_writes_a_table_that_training_reads(
    sources: tuple[Path, Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, corpora, statements = map(str, sources)
    output = tmp_path / "new" / "train.parquet"
    options = ["--data", data, "--corpora", corpora, "--statements", statements]
    monkeypatch.setattr(sys, "argv", ["judge", "--step", "1", *options, "-o", str(output)])
    judge.main()
    assert "briefings_random" in capsys.readouterr().out
    examples, bad = read_examples([output])
    assert len(examples) == len(judge.first_mixture(*sources, seed=0))
    assert not bad
