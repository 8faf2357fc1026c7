"""A student of several judges: starts from their mean, and learns what they say."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from contradict.errors import InputError, ModelError
from contradict.judgements import load_judge
from contradict.records import KINDS, LABELS, VERDICTS
from contradict.training import train, trainer
from contradict.training.batches import SOFT, TokenisedExamples
from contradict.training.examples import Example
from contradict.training.heads import Reading
from contradict.training.judge_training import headed_judge
from contradict.training.losses import loss_of_soft
from contradict.training.packed import unpack
from contradict.training.recipes import distil
from tests.training.conftest import toy_rows

BIAS = "classifier.classifier.bias"
pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, Path]:
    rows = toy_rows()
    parts = {"whole": rows[:60], "further": rows[:20], "unlabelled": rows[60:80], "dev": rows[80:]}
    paths = {name: tmp_path / f"{name}.parquet" for name in parts}
    for name, part in parts.items():
        pd.DataFrame(part).to_parquet(paths[name])
    return paths


def command(*words: object) -> None:
    distil.main([str(word) for word in words])


def test_pairs_without_labels_allow_any_label(tables: dict[str, Path], base: Path) -> None:
    output = tables["whole"].with_name("pairs.npz")
    more = ("--unlabelled", tables["unlabelled"])
    command("pack", tables["whole"], tables["further"], *more, "--base", base, "-o", output)
    assert len(unpack(output, "whole")) == 60
    taught = unpack(output, "taught")
    assert len(taught.epoch()) == 40
    assert sorted(taught.targets.sum(-1).tolist()) == [1] * 20 + [3] * 20


def test_teachers_and_a_student_and_its_folder(
    tables: dict[str, Path], base: Path, tmp_path: Path
) -> None:
    pairs, dev = tmp_path / "pairs.npz", tmp_path / "dev.npz"
    of_base = ("--base", base, "-o")
    command("pack", tables["whole"], tables["further"], *of_base, pairs)
    command("pack-dev", "--dev", tables["dev"], *of_base, dev)
    given = (pairs, "--dev", dev, "--device", "cpu", "--rate", "1e-3", "--epochs", "2")
    teachers = [tmp_path / name for name in ("one", "two")]
    for seed, folder in enumerate(teachers):
        command("teach", *given, "--seed", seed, "--further-epochs", "1", *of_base, folder)
    slower = ("--layer-rate", "0.5", "--further-epochs", "1", "--alone")
    command("teach", *given, "--seed", 0, *slower, *of_base, tmp_path / "slower")
    assert not (tmp_path / "slower" / distil.SAID).exists()
    states = [distil.load_weights(folder) for folder in teachers]
    assert not any(distil.WORDS in name for name in states[0])
    name = "classifier.bert.encoder.layer.0.output.dense.weight"
    assert not torch.equal(states[0][name], states[1][name])
    assert not torch.equal(distil.load_weights(tmp_path / "slower")[name], states[0][name])
    command("learn", *given, "--teachers", *teachers, *of_base, tmp_path / "student")
    mean = distil.load_weights(tmp_path / "student" / "mean")[name]
    torch.testing.assert_close(mean, (states[0][name] + states[1][name]) / 2, atol=1e-3, rtol=1e-2)
    student = distil.load_weights(tmp_path / "student")
    assert not torch.equal(student[name], mean)
    for folder, trainings in ((teachers[0], 2), (tmp_path / "student", 1)):
        history = json.loads((folder / "history.json").read_text("utf-8"))
        assert [one["step"] > 0 for one in history] == [True] * trainings
        assert not (folder / "work").exists()
    np.save(teachers[0] / distil.SAID, np.load(teachers[0] / distil.SAID)[:, ::-1])
    command("learn", *given, "--teachers", *teachers, *of_base, tmp_path / "other")
    assert not torch.equal(distil.load_weights(tmp_path / "other")[name], student[name])
    np.save(teachers[0] / distil.SAID, np.zeros((3, SOFT)))
    with pytest.raises(InputError, match="other pairs"):
        command("learn", *given, "--teachers", *teachers, *of_base, tmp_path / "other")
    model, _ = headed_judge(base, 0)
    distil.put(model, student)
    torch.testing.assert_close(model.state_dict()[name], student[name])
    with pytest.raises(ModelError, match="another model"):
        distil.put(model, {name: student[name]})


def test_the_mean_of_a_judge_and_a_student_is_written_as_a_judge(
    tables: dict[str, Path], base: Path, tmp_path: Path
) -> None:
    folder = train(
        [tables["whole"]], tmp_path / "judge", base=base, dev=[tables["dev"]], epochs=2,
        learning_rate=3e-3, device="cpu", progress=False,
    ).folder.path  # fmt: skip
    command("keep", "--base", folder, "-o", tmp_path / "before")
    student, _ = headed_judge(folder, 0)
    with torch.no_grad():
        student.classifier.classifier.bias += 1.0  # type: ignore[union-attr, operator]
    distil.save_weights(student, tmp_path / "student")
    both = (tmp_path / "before", tmp_path / "student")
    output = tmp_path / "mean"
    command("write", *both, "--base", folder, "--dev", tables["dev"], "-o", output)
    mean, _ = headed_judge(output, 0)
    before, _ = headed_judge(folder, 0)
    moved = mean.state_dict()[BIAS] - before.state_dict()[BIAS]
    torch.testing.assert_close(moved, torch.full((3,), 0.5), atol=1e-2, rtol=0)
    pair = [("the bridge is open .", "the bridge is closed .")]
    assert 0 < load_judge(output).probabilities(pair)[0].contradiction < 1
    assert load_judge(output).reads_dates is True  # type: ignore[attr-defined]


def test_a_student_learns_from_teachers_alone(base: Path, tmp_path: Path) -> None:
    model, tokenizer = headed_judge(base, 0)
    rows = toy_rows()[:96]
    examples = TokenisedExamples(
        [Example(row["left"], row["right"], LABELS) for row in rows], tokenizer, 48
    )
    places = [LABELS.index(row["label"]) for row in rows]  # type: ignore[arg-type]
    shares = [np.full((len(rows), size), 1 / size) for size in (3, len(VERDICTS), len(KINDS))]
    shares[0] = 0.1 + 0.7 * np.eye(3)[places]
    examples.soft = np.hstack(shares).astype(np.float16)
    plan = trainer.Schedule(
        epochs=30, batch_size=16, learning_rate=3e-3, evaluate_every=1000, keep_best=False
    )
    quiet = {"device": "cpu", "resume": False, "progress": False}
    trainer.run(model, examples, examples, plan, work=tmp_path / "work", **quiet)  # type: ignore[arg-type]
    found = distil.said(model, examples, "cpu")
    assert found.shape == (len(rows), SOFT)
    np.testing.assert_allclose(found.sum(-1), 3.0, atol=1e-2)
    assert (found[:, :3].argmax(-1) == places).mean() > 0.9
    assert np.abs(found[:, :3].max(-1) - 0.8).mean() < 0.1  # as sure as the teachers, not more


def test_the_loss_against_teachers_is_least_where_both_agree_and_kinds_need_a_conflict() -> None:
    def reading(logits: torch.Tensor) -> Reading:
        kinds = torch.zeros(1, len(KINDS), requires_grad=True)
        return Reading(logits, torch.zeros(1, len(VERDICTS)), kinds, torch.zeros(1, 4))

    soft = np.full((1, SOFT), 0.0, dtype=np.float32)
    soft[0, :3] = 0.7, 0.2, 0.1
    soft[0, 3:12], soft[0, 12:] = 1 / 9, [1, 0, 0, 0, 0, 0, 0, 0]
    exact = torch.log(torch.tensor([[0.7, 0.2, 0.1]]))
    moved = [exact + torch.tensor([[shift, 0.0, 0.0]]) for shift in (-0.5, 0.0, 0.5)]
    losses = [float(loss_of_soft(reading(one), soft, (1, 1, 1)).detach()) for one in moved]
    assert losses[1] < min(losses[0], losses[2])
    pulls = []
    for share in (0.0, 0.9):
        soft[0, :3] = 0.0, 0.0, 0.0
        soft[0, LABELS.index("contradiction")] = share
        found = reading(exact)
        loss_of_soft(found, soft, (1, 1, 1)).backward()
        assert found.kinds.grad is not None
        pulls.append(float(found.kinds.grad.abs().sum()))
    assert pulls[0] == 0.0 < pulls[1]
