"""The glance of a judge: its floor loses few of the likely pairs, and it comes into the folder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.judgements import load_judge
from contradict.training import train
from contradict.training.judge_training import headed_judge
from contradict.training.recipes import distil, glance
from tests.training.conftest import toy_rows


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(0, 1)), min_size=1, max_size=400))
def test_the_floor_loses_no_more_than_it_may(pairs: list[tuple[float, float]]) -> None:
    odds, scores = (np.array(column) for column in zip(*pairs, strict=True))
    likely = scores >= glance.LIKELY
    if not likely.any():
        with pytest.raises(ValueError, match="give more"):
            glance.floor_of(odds, scores)
        return
    floor = glance.floor_of(odds, scores)
    assert (odds[likely] < floor).mean() <= glance.LOST
    assert (odds[likely] < floor + 0.02).any()  # and is no lower than it must be


@pytest.mark.usefixtures("one_thread")
def test_a_short_student_comes_into_the_folder_of_its_judge(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = toy_rows()
    table, dev = tmp_path / "train.parquet", tmp_path / "dev.parquet"
    pd.DataFrame(rows[:100]).to_parquet(table)
    pd.DataFrame(rows[100:]).to_parquet(dev)
    folder = train(
        [table], tmp_path / "judge", base=base, dev=[dev], epochs=6, learning_rate=3e-3,
        device="cpu", progress=False,
    ).folder.path  # fmt: skip
    student, _ = headed_judge(folder, 0)
    distil.shorten(student, 1)
    distil.save_weights(student, tmp_path / "student")
    monkeypatch.setattr(glance, "LIKELY", 0.1)
    words = ["glance", tmp_path / "student", "--base", folder, "--layers", 1]
    words += ["--dev", dev, "--pairs", table, "-o", folder]
    monkeypatch.setattr("sys.argv", [str(word) for word in words])
    glance.main()
    assert "of 100 pairs" in capsys.readouterr().out
    options = json.loads((folder / "manifest.json").read_text("utf-8"))["options"]
    assert isinstance(options["glance_floor"], float)
    judge = load_judge(folder)
    texts = [(row["left"], row["right"]) for row in rows]
    whole, seen = judge.probabilities(texts), judge.screened(texts, -1e9)  # type: ignore[attr-defined]
    assert all(one in (None, other) for one, other in zip(seen, whole, strict=True))
    assert (folder / glance.GRAPH).stat().st_size < (folder / "model.onnx").stat().st_size
