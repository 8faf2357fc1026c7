"""The training loop: what it learns, when it stops, and that a killed run ends as it would have."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.errors import InputError
from contradict.records import LABELS
from contradict.training import checkpoints, prediction, train, trainer
from contradict.training.base import load_base
from contradict.training.batches import TokenisedExamples
from contradict.training.examples import Example
from tests.training.conftest import make_base, toy_rows, write_csv

pytestmark = pytest.mark.usefixtures("one_thread")
SCHEDULE = trainer.Schedule(
    epochs=4, batch_size=16, learning_rate=3e-3, evaluate_every=10, checkpoint_every=5
)
QUIET = {"device": "cpu", "progress": False}
FINITE = st.floats(-30, 30)


def toy_examples() -> list[Example]:
    return [Example(r["left"], r["right"], (r["label"],)) for r in toy_rows()]  # type: ignore[arg-type]


def trained(
    base: Path,
    work: Path,
    schedule: trainer.Schedule = SCHEDULE,
    examples: list[Example] | None = None,
    resume: bool = True,
) -> tuple[torch.nn.Module, trainer.History]:
    examples = examples or toy_examples()
    model, tokenizer = load_base(base, seed=schedule.seed)
    train = TokenisedExamples(examples[:108], tokenizer, 64)
    dev = TokenisedExamples(examples[108:], tokenizer, 64)
    history = trainer.run(
        model, train, dev, schedule, device="cpu", work=work, resume=resume, progress=False
    )
    return model, history


def same_weights(one: torch.nn.Module, other: torch.nn.Module) -> bool:
    return all(
        torch.equal(a, b)
        for a, b in zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    )


@settings(deadline=None, max_examples=50)
@given(
    logits=st.lists(FINITE, min_size=3, max_size=3),
    allowed=st.sets(st.integers(0, 2), min_size=1, max_size=2),
)
def test_the_loss_is_minus_log_of_what_is_allowed(logits: list[float], allowed: set[int]) -> None:
    targets = torch.tensor([[float(place in allowed) for place in range(3)]])
    found = float(trainer.loss_of(torch.tensor([logits]), targets))
    exact = np.exp(np.array(logits) - np.logaddexp.reduce(logits))
    assert math.isclose(found, -math.log(sum(exact[list(allowed)])), rel_tol=1e-4, abs_tol=1e-4)


def test_the_loss_of_a_two_way_row_does_not_choose_between_its_labels() -> None:
    logits = torch.tensor([[2.0, 0.5, -1.0]], requires_grad=True)
    trainer.loss_of(logits, torch.tensor([[1.0, 0.0, 1.0]])).backward()
    assert logits.grad is not None
    share = torch.softmax(logits[0, [0, 2]], 0)
    pulled = -logits.grad[0, [0, 2]]
    assert torch.allclose(pulled / pulled.sum(), share, atol=1e-5)


def test_a_learnable_task_is_learnt(base: Path, tmp_path: Path) -> None:
    model, history = trained(base, tmp_path / "work")
    assert history["best"]["accuracy"] > 0.8  # a third would be chance
    assert history["history"][-1]["loss"] < 0.5 * math.log(3)
    assert not torch.isnan(next(model.parameters())).any()


def test_the_word_embeddings_stay(base: Path, tmp_path: Path) -> None:
    start, _ = load_base(base, seed=0)
    model, _ = trained(base, tmp_path / "work", replace(SCHEDULE, epochs=1))
    assert torch.equal(
        start.get_input_embeddings().weight,  # type: ignore[operator]
        model.get_input_embeddings().weight,  # type: ignore[operator]
    )
    assert not same_weights(start, model)


def test_the_weights_of_the_best_evaluation_are_kept(base: Path, tmp_path: Path) -> None:
    wild = replace(SCHEDULE, learning_rate=0.5, evaluate_every=2, epochs=2, patience=99)
    model, history = trained(base, tmp_path / "work", wild)
    losses = [entry["loss"] for entry in history["history"]]
    assert history["best"]["loss"] == min(losses) != losses[-1]
    _, tokenizer = load_base(base, seed=0)
    dev = TokenisedExamples(toy_examples()[108:], tokenizer, 64)
    assert prediction.evaluate(model, dev, "cpu")[0] == pytest.approx(min(losses), rel=1e-3)


def test_it_stops_where_dev_gets_no_better(base: Path, tmp_path: Path) -> None:
    wrong = [
        Example(e.left, e.right, (LABELS[(LABELS.index(e.allowed[0]) + 1) % 3],))
        for e in toy_examples()[108:]
    ]
    hopeless = replace(SCHEDULE, epochs=30, evaluate_every=2, patience=3)
    _, history = trained(base, tmp_path / "work", hopeless, toy_examples()[:108] + wrong)
    after_best = [e for e in history["history"] if e["step"] > history["best"]["step"]]
    assert len(after_best) == 3
    assert history["step"] < 30 * 7
    # a run killed while the artefact was written goes on from here and does not learn more
    _, again = trained(base, tmp_path / "work", hopeless, toy_examples()[:108] + wrong)
    assert (again["step"], again["history"]) == (history["step"], history["history"])


def test_a_run_that_was_interrupted_ends_with_the_same_weights(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, history = trained(base, tmp_path / "whole")
    learn, calls = trainer._learn, []

    def learn_until_killed(*arguments: object) -> float:
        calls.append(1)
        if len(calls) == 14:
            raise KeyboardInterrupt
        return learn(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(trainer, "_learn", learn_until_killed)
    with pytest.raises(KeyboardInterrupt):
        trained(base, tmp_path / "cut")
    monkeypatch.undo()
    assert checkpoints.latest(tmp_path / "cut") == tmp_path / "cut" / "step-10"
    resumed, resumed_history = trained(base, tmp_path / "cut")
    assert same_weights(whole, resumed)
    assert resumed_history == history


def test_a_killed_process_leaves_what_the_next_goes_on_from(base: Path, tmp_path: Path) -> None:
    table = write_csv(tmp_path / "rows.csv", toy_rows())
    options = {"base": str(base), "epochs": 20, "learning_rate": 3e-3} | QUIET
    code = (
        "import torch; from pathlib import Path; from contradict.training import train\n"
        "torch.set_num_threads(1)\n"
        f"train([Path({str(table)!r})], Path({str(tmp_path / 'killed')!r}), **{options!r})\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and checkpoints.latest(tmp_path / "killed.work") is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert checkpoints.latest(tmp_path / "killed.work") is not None
    assert not (tmp_path / "killed").exists()
    for name in ("killed", "whole"):
        train([table], tmp_path / name, **options)
    for file in ("model.safetensors", "model.onnx"):
        contents = [(tmp_path / name / file).read_bytes() for name in ("killed", "whole")]
        assert contents[0] == contents[1]
    assert {p.name for p in tmp_path.iterdir()} == {"rows.csv", "killed", "whole"}


@pytest.mark.parametrize("change", ["schedule", "count", "text", "label", "dev", "base"])
def test_checkpoints_of_another_run_are_refused_in_one_line(
    change: str, base: Path, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    schedule = replace(SCHEDULE, epochs=1)
    examples = toy_examples()
    trained(base, work, schedule)
    other_base = base
    if change == "schedule":
        schedule = replace(schedule, learning_rate=1e-3)
    elif change == "count":
        examples = [*examples[:100], *examples[101:]]
    elif change == "text":
        examples[0] = replace(examples[0], left="The tunnel is safe.")
    elif change == "label":
        examples[0] = replace(examples[0], allowed=("neutral",))
    elif change == "dev":
        examples[-1] = replace(examples[-1], allowed=("entailment",))
    else:
        other_base = make_base(tmp_path / "other", LABELS)
    with pytest.raises(InputError, match=r"work: holds checkpoints of a run with .*--no-resume"):
        trained(other_base, work, schedule, examples)
    _, history = trained(other_base, work, schedule, examples, resume=False)
    assert history["step"] == 7


def test_a_run_without_a_digest_of_its_origin_can_be_gone_on_with(
    base: Path, tmp_path: Path
) -> None:
    whole, _ = trained(base, tmp_path / "work")
    (tmp_path / "work" / checkpoints.ORIGIN).unlink()
    resumed, _ = trained(base, tmp_path / "work")
    assert same_weights(whole, resumed)


def test_starting_anew_forgets_the_earlier_run(base: Path, tmp_path: Path) -> None:
    trained(base, tmp_path / "work", replace(SCHEDULE, epochs=4))
    fresh, _ = trained(base, tmp_path / "fresh", replace(SCHEDULE, epochs=1))
    anew, _ = trained(base, tmp_path / "work", replace(SCHEDULE, epochs=1), resume=False)
    assert same_weights(fresh, anew)
    assert [p.name for p in (tmp_path / "work").glob("step-*")] == ["step-7"]


def test_a_half_written_checkpoint_is_not_taken(tmp_path: Path) -> None:
    for name in ("step-5", "step-10", "step-20.partial"):
        (tmp_path / name).mkdir()
    assert checkpoints.latest(tmp_path) == tmp_path / "step-10"
    assert checkpoints.latest(tmp_path / "nowhere") is None


def test_checkpoints_hold_nothing_that_runs(base: Path, tmp_path: Path) -> None:
    trained(base, tmp_path / "work", replace(SCHEDULE, epochs=1))
    suffixes = {p.suffix for p in (tmp_path / "work").rglob("*") if p.is_file()}
    assert suffixes == {".safetensors", ".json", ".sha256"}


def test_the_rate_rises_then_falls_to_nothing(base: Path) -> None:
    _, tokenizer = load_base(base, seed=0)
    plan = trainer._Plan(TokenisedExamples(toy_examples(), tokenizer, 64), SCHEDULE)
    rates = [plan.factor(step) for step in range(plan.steps)]
    peak = rates.index(max(rates))
    assert plan.steps == 36
    assert max(rates) <= 1.0
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert 0 < rates[-1] < 0.05


def test_every_epoch_has_every_example_once_and_batches_do_not_depend_on_where_one_starts(
    base: Path,
) -> None:
    _, tokenizer = load_base(base, seed=0)
    examples = TokenisedExamples(toy_examples(), tokenizer, 64)
    for epoch in (0, 1):
        places = [place for batch in examples.plan(16, epoch=epoch, seed=3) for place in batch]
        assert sorted(places) == list(range(len(examples)))
    assert examples.plan(16, epoch=0, seed=3) != examples.plan(16, epoch=1, seed=3)
    plan = trainer._Plan(examples, SCHEDULE)
    whole = [batch.input_ids.tobytes() for _, batch in plan.batches(after=0)]
    later = [batch.input_ids.tobytes() for _, batch in plan.batches(after=11)]
    assert whole[11:] == later


def test_dev_accuracy_counts_two_way_rows_by_the_likelier_side(base: Path) -> None:
    model, tokenizer = load_base(base, seed=0)
    with torch.no_grad():
        head = model.classifier  # type: ignore[union-attr]
        head.weight.zero_()  # type: ignore[union-attr,operator]
        head.bias.copy_(torch.tensor([0.0, 1.0, 0.9]))  # type: ignore[union-attr,operator]
    asked = [("entailment",), ("neutral",), ("contradiction", "neutral"), ("entailment", "neutral")]
    dev = TokenisedExamples([Example("a", "a", allowed) for allowed in asked], tokenizer, 64)  # type: ignore[arg-type]
    loss, accuracy = prediction.evaluate(model, dev, "cpu")
    losses = []
    for temperature in prediction.TEMPERATURES:  # the loss is that at the best of them
        odds = np.exp(np.array([0.0, 1.0, 0.9]) / temperature)
        odds /= odds.sum()
        likely = [odds[1], odds[2], odds[0] + odds[2], odds[1] + odds[2]]
        losses.append(-np.log(likely).mean())
    assert accuracy == 0.75  # the second row is wrong
    assert loss == pytest.approx(min(losses), abs=1e-3)


def test_the_last_weights_are_kept_where_that_is_asked(base: Path, tmp_path: Path) -> None:
    wild = replace(SCHEDULE, learning_rate=0.5, evaluate_every=2, epochs=2, patience=99)
    model, history = trained(base, tmp_path / "work", replace(wild, keep_best=False))
    _, tokenizer = load_base(base, seed=0)
    dev = TokenisedExamples(toy_examples()[108:], tokenizer, 64)
    last = history["history"][-1]["loss"]
    assert prediction.evaluate(model, dev, "cpu")[0] == pytest.approx(last, rel=1e-3)
    assert history["best"]["loss"] < last


def test_lower_layers_learn_more_slowly_where_that_is_asked(base: Path, tmp_path: Path) -> None:
    before = load_base(base, seed=0)[0].state_dict()
    once = replace(SCHEDULE, epochs=0.1, warmup=0.0, weight_decay=0.0, freeze_words=False)

    def moved(work: str, share: float) -> dict[str, float]:
        plan = replace(once, layer_rate=share)
        after = trained(base, tmp_path / work, plan)[0].state_dict()
        names = {
            "words": "embeddings.word_embeddings.weight",
            "lowest": "layer.0.output.dense.weight",
            "head": "classifier.weight",
        }
        found = {short: next(n for n in before if n.endswith(end)) for short, end in names.items()}
        return {
            short: float((after[name] - before[name]).abs().max()) for short, name in found.items()
        }

    alike, slower = moved("alike", 1.0), moved("slower", 0.5)
    layers = load_base(base, seed=0)[0].config.num_hidden_layers
    assert slower["head"] == pytest.approx(alike["head"], rel=1e-3)
    assert slower["lowest"] == pytest.approx(alike["lowest"] * 0.5**layers, rel=0.2)
    assert slower["words"] == pytest.approx(alike["words"] * 0.5 ** (layers + 1), rel=0.2)


def test_dropout_is_that_of_the_schedule(base: Path, tmp_path: Path) -> None:
    short = replace(SCHEDULE, epochs=0.2)
    plain, _ = trained(base, tmp_path / "plain", short)
    dropped, _ = trained(base, tmp_path / "dropped", replace(short, dropout=0.5))
    assert {m.p for m in plain.modules() if isinstance(m, torch.nn.Dropout)} == {0.0}
    assert {m.p for m in dropped.modules() if isinstance(m, torch.nn.Dropout)} == {0.5}
    assert not same_weights(plain, dropped)
