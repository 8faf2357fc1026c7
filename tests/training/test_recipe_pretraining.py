"""Token encoders learn a teacher's targets; the teacher's targets belong to the right words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from contradict.claims.pipeline import torch_kept_out
from contradict.training.recipes import token_teacher
from contradict.training.recipes.claims import CONFIG
from contradict.training.recipes.pretraining import Teacher, pretrain, token_encoders

SENTENCES = [["The", "gate", "is", "shut", "."], ["Nobody", "opened", "it", "."]] * 40
MEANING = {word: n for n, word in enumerate(sorted({w for one in SENTENCES for w in one}))}


@pytest.fixture
def teacher(tmp_path: Path) -> Teacher:
    """Targets that say which word it is."""
    targets = np.eye(len(MEANING))[[MEANING[word] for one in SENTENCES for word in one]]
    flat = np.array(["\t".join(one) for one in SENTENCES])
    np.savez(tmp_path / "teacher.npz", sentences=flat, targets=targets.astype(np.float16))
    return Teacher(tmp_path / "teacher.npz")


@pytest.fixture
def pipeline() -> Any:
    with torch_kept_out():
        import spacy
        from thinc.api import fix_random_seed
    fix_random_seed(0)
    config = spacy.util.load_config(CONFIG)
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    for name in [name for name in nlp.pipe_names if name not in ("tok2vec", "tagger")]:
        nlp.remove_pipe(name)
    nlp.get_pipe("tagger").add_label("X")
    nlp.initialize()
    return nlp


def test_batches_keep_words_and_targets_together(teacher: Teacher, pipeline: Any) -> None:
    many = Teacher.__new__(Teacher)
    many.words, many.targets = teacher.words * 8, np.tile(teacher.targets, (8, 1))
    many.starts = np.cumsum([0] + [len(one) for one in many.words])
    batches = list(many.batches(pipeline, np.random.default_rng(0)))
    assert batches
    for docs, targets in batches:
        words = [token.text for doc in docs for token in doc]
        assert [MEANING[word] for word in words] == targets.argmax(1).tolist()


def test_training_brings_the_encoder_nearer_to_its_targets(
    teacher: Teacher,
    pipeline: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in (("BATCH_WORDS", 60), ("WARM_UP", 2), ("SHOWN_EVERY", 1)):
        monkeypatch.setattr(f"contradict.training.recipes.pretraining.{name}", value)

    def states() -> Any:
        docs, _ = next(teacher.batches(pipeline, np.random.default_rng(1)))
        return np.concatenate(token_encoders(pipeline)[0][1].predict(docs))

    before = states()
    pretrain(pipeline, teacher, passes=6, seed=0)
    told = re.findall(r"error ([\d.]+)", capsys.readouterr().err)
    errors = [float(one) for one in told]
    assert len(errors) > 20
    assert errors[-1] < 0.7 * errors[0]
    assert np.abs(states() - before).max() > 0.01  # not the reading alone has learnt


def test_parts_that_listen_have_no_encoder_of_their_own(pipeline: Any) -> None:
    assert [name for name, _ in token_encoders(pipeline)] == ["tok2vec"]


def test_a_word_is_the_mean_of_its_pieces() -> None:
    import torch

    hidden = torch.tensor([[9.0, 9.0], [1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    means = token_teacher._means(hidden, [None, 0, 0, 1], 3)
    assert means.tolist() == [[2.0, 3.0], [5.0, 6.0], [0.0, 0.0]]


def test_components_are_standard_and_of_the_width_asked_for() -> None:
    sample = np.random.default_rng(0).normal(3.0, [1, 10, 100, 0.1], (500, 4)).astype(np.float32)
    mean, projection = token_teacher.components(sample, 2)
    projected = (sample - mean) @ projection
    assert projected.shape == (500, 2)
    assert np.allclose(projected.mean(0), 0, atol=1e-3)
    assert projected.std() == pytest.approx(1, abs=0.01)


def test_long_and_single_words_are_left_out_and_the_limit_holds() -> None:
    words = token_teacher.words_of(["Yes", "It can't be.", "word " * 80, "So be it."] * 5, limit=9)
    assert words == [["It", "ca", "n't", "be", "."], ["So", "be", "it", "."]]
