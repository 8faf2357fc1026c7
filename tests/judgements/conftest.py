"""Random judges, made once: a folder of ours as `contradict train` writes it, and foreign ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from contradict.judgements.onnx_judge import OnnxJudge
from contradict.records import LABELS
from contradict.settings import Settings
from contradict.store import ModelFolder
from contradict.training.artefact import write_artefact
from contradict.training.examples import Example
from contradict.training.heads import HeadedJudge
from tests.judges import hugging_face_folder, random_classifier, write_tokenizer


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    tokenizer = write_tokenizer(tmp_path_factory.mktemp("tokenizer"))
    dev = [Example("the bridge is open", f"the bridge is {word}", LABELS) for word in "ab"]
    folder = tmp_path_factory.mktemp("models") / "tiny"
    return write_artefact(
        HeadedJudge(random_classifier()), tokenizer, dev, folder, base="none", steps=0
    )


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hugging_face_folder(tmp_path_factory.mktemp("foreign"))


@pytest.fixture(scope="session")
def judge(ours: ModelFolder) -> OnnxJudge:
    return OnnxJudge(ours, Settings())
