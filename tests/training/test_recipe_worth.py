"""The recipe of models/worth: what it learns from, and that no test sentence is among it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from contradict.training.recipes import worth
from contradict.worth import Worth, features

CHECKED = ["We created {n} million jobs in {n} years.", "Crime fell by {n} percent under him."]
IDLE = [
    "Thank you so much for being here, all {n} of you.",
    "Let me say one thing about that, {n}.",
]


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    rows = [
        {"set": name, "split": split, "text": text.format(n=n), "label": label}
        for name, split in (
            ("claimbuster_two_class", "train"),
            ("claimbuster_kfold_2.5xNCS", "all"),
        )
        for texts, label in ((CHECKED, 1), (IDLE, 0))
        for text in texts
        for n in range(2, 40)
    ]
    held = [
        {**row, "split": "test", "set": "claimbuster_two_class"} for row in rows[:20] + rows[80:90]
    ]
    (tmp_path / "claimbuster").mkdir()
    (tmp_path / "checkthat_2018").mkdir()
    pd.DataFrame(rows + held).to_parquet(tmp_path / worth.TABLE)
    debates = pd.DataFrame(rows[40:60] + rows[100:120]).assign(doc_id="a")
    debates.to_parquet(tmp_path / worth.CHECKTHAT)
    return tmp_path


def encode(texts: list[str]) -> np.ndarray:
    return np.stack([np.full(384, len(text) / 1000, dtype=np.float32) for text in texts])


def test_sentences_of_the_test_sets_and_doubles_are_left_out(corpora: Path) -> None:
    data = worth.parts(corpora)
    assert not set(data["train"]["key"]) & (set(data["test"]["key"]) | set(data["debates"]["key"]))
    assert data["train"]["key"].is_unique
    assert len(data["train"]) > 50


def test_a_model_is_written_that_ranks_and_reads_back(corpora: Path, tmp_path: Path) -> None:
    train = worth.parts(corpora)["train"]
    rows = features(train["text"].tolist(), encode(train["text"].tolist()))
    model, penalty, dev = worth.fit(rows, train["label"].to_numpy(), seed=0)
    assert penalty in worth.PENALTIES
    assert dev > 0.9
    folder = worth.build(model, "card", tmp_path / "worth")
    texts = ["We created 90 million jobs in 90 years.", "Thank you so much for being here."]
    high, low = Worth(folder).of(texts, encode(texts))
    expected = model.predict_proba(features(texts, encode(texts)))[:, 1]
    assert [high, low] == pytest.approx(expected, abs=1e-4)
    assert high > low


def test_the_interval_holds_the_area() -> None:
    labels = np.array([0, 1] * 40)
    area, low, high = worth.area_with_interval(labels, labels + np.arange(80) / 60)
    assert low <= area <= high
