"""The training loop: AdamW, warm-up and linear decay, checkpoints, early stop on dev."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.errors import InputError
from contradict.training import checkpoints
from contradict.training.batches import Batch, TokenisedExamples, sent
from contradict.training.losses import loss_of, loss_of_heads, loss_of_soft
from contradict.training.prediction import autocast, evaluate, tensors
from contradict.training.progress import Progress

if TYPE_CHECKING:
    import torch


LAYER = re.compile(r"\blayer\.(\d+)\.")


@dataclass(frozen=True)
class Schedule:
    """How long and how fast; a fine-tune of a few hundred pairs fits the same numbers."""

    epochs: float = 3.0
    batch_size: int = 32
    learning_rate: float = 5e-5
    warmup: float = 0.06  # share of all steps
    weight_decay: float = 0.01
    clip: float = 1.0
    verdict_weight: float = 0.3  # of a head's loss beside that of the label
    kind_weight: float = 0.2
    evidence_weight: float = 0.5
    freeze_words: bool = True  # word embeddings: half the weights, and words not seen keep theirs
    evaluate_every: int = 1000  # steps
    checkpoint_every: int = 500  # steps
    patience: int = 4  # evaluations without a better dev loss before it stops
    keep_best: bool = True  # end with the weights of the least dev loss; else with the last
    dropout: float = 0.0  # more makes what a run that is gone on with learns depend on the break
    soft_weight: float = 0.5  # of what teachers say, where they say it; the rest for the label
    layer_rate: float = 1.0  # of each layer's learning rate, what the layer below it learns at
    seed: int = 0

    @property
    def head_weights(self) -> tuple[float, float, float]:
        return self.verdict_weight, self.kind_weight, self.evidence_weight


History = dict[str, Any]  # step: steps done; best: the best evaluation; history: all of them


def run(
    model: torch.nn.Module,
    train: TokenisedExamples,
    dev: TokenisedExamples,
    schedule: Schedule,
    *,
    device: str,
    work: Path,
    resume: bool,
    progress: bool,
) -> History:
    """Train ``model`` in place; it ends with the weights of the best dev loss, or the last.

    ``work`` keeps the checkpoints; with ``resume`` a killed run goes on from the newest one.
    Returns the history: steps done, best step, dev losses.
    """
    import torch

    torch.manual_seed(schedule.seed)
    checkpoint = _checkpoint(work, resume, schedule, model, (train, dev))
    if schedule.freeze_words:
        model.get_input_embeddings().requires_grad_(False)  # type: ignore[operator]
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = schedule.dropout
    plan = _Plan(train, schedule)
    optimizer = _optimizer(model, schedule)
    state: dict[str, Any] = {"step": 0, "history": [], "best": None}
    if checkpoint is not None:
        state = checkpoints.restore(checkpoint, model, optimizer)
    bar = Progress(plan.steps, shown=progress)
    bar.first = state["step"]
    model.train()
    for step, batch in plan.batches(after=state["step"]):
        if _stale(state, schedule):
            bar.say(f"step {step}: dev loss no better for {schedule.patience} evaluations; stopped")
            break
        loss = _learn(model, batch, optimizer, schedule.learning_rate * plan.factor(step), schedule)
        done = step + 1
        bar.step(done, loss)
        last = done == plan.steps
        if done % schedule.evaluate_every == 0 or last:
            found = evaluate(model, dev, device)
            bar.say(f"step {done}: dev loss {found[0]:.4f}, accuracy {found[1]:.4f}")
            state["history"].append({"step": done, "loss": found[0], "accuracy": found[1]})
            if state["best"] is None or found[0] <= state["best"]["loss"]:
                state["best"] = state["history"][-1]
                if schedule.keep_best:
                    checkpoints.save_best(work, model)
            model.train()
        if done % schedule.checkpoint_every == 0 or last:
            kept = state | {"schedule": asdict(schedule), "examples": len(train)}
            checkpoints.save(work, done, model, optimizer, kept)
        state["step"] = done
    if schedule.keep_best:
        checkpoints.load_best(work, model)
    return {key: state[key] for key in ("step", "best", "history")}


def _learn(
    model: torch.nn.Module,
    batch: Batch,
    optimizer: torch.optim.Optimizer,
    rate: float,
    schedule: Schedule,
) -> torch.Tensor:
    """One step at a learning rate; returns the loss of the batch, where it is computed."""
    import torch

    device = str(next(model.parameters()).device)
    for group in optimizer.param_groups:
        group["lr"] = rate * group["share"]
    with autocast(device):
        found = model(**tensors(batch, device))
        loss = loss_of(found.logits, sent(batch.targets, device))
        if hasattr(found, "evidence"):
            loss = loss + loss_of_heads(found, batch, schedule.head_weights)
        if batch.soft is not None:
            taught = loss_of_soft(found, batch.soft, schedule.head_weights)
            loss = (1 - schedule.soft_weight) * loss + schedule.soft_weight * taught
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    torch.nn.utils.clip_grad_norm_(trained, schedule.clip)
    optimizer.step()
    return loss.detach()


def _checkpoint(
    work: Path,
    resume: bool,
    schedule: Schedule,
    model: torch.nn.Module,
    examples: tuple[TokenisedExamples, TokenisedExamples],
) -> Path | None:
    """The checkpoint to go on from, or None after forgetting what an earlier run left.

    Raises InputError where the checkpoint is of a run with another base, data or schedule.
    """
    origin = checkpoints.origin(model, [array for part in examples for array in part.arrays()])
    checkpoint = checkpoints.latest(work) if resume else None
    if checkpoint is None:
        checkpoints.clear(work)
    else:
        state = checkpoints.state_of(checkpoint)
        same = state.get("schedule") == asdict(schedule) and state.get("examples") == len(
            examples[0]
        )
        if not same or checkpoints.stated_origin(work) not in (None, origin):
            raise InputError(
                "holds checkpoints of a run with another base, other data or other settings",
                source=str(work),
                advice="remove the folder or pass --no-resume",
            )
    checkpoints.state_origin(work, origin)
    return checkpoint


class _Plan:
    """The batches of all epochs in order; the last epoch may be a part."""

    def __init__(self, train: TokenisedExamples, schedule: Schedule) -> None:
        self.train, self.schedule = train, schedule
        self.per_epoch = -(-len(train.epoch()) // schedule.batch_size)
        self.steps = max(1, round(self.per_epoch * schedule.epochs))
        self.warmup = max(1, round(self.steps * schedule.warmup))

    def factor(self, step: int) -> float:
        """Learning rate at ``step`` as a share of its peak."""
        return rate_factor(step, self.steps, self.warmup)

    def batches(self, *, after: int) -> Iterator[tuple[int, Batch]]:
        size, seed = self.schedule.batch_size, self.schedule.seed
        step = after
        while step < self.steps:
            epoch, offset = divmod(step, self.per_epoch)
            for indices in self.train.plan(size, epoch=epoch, seed=seed)[offset:]:
                if step == self.steps:
                    return
                yield step, self.train.batch(indices)
                step += 1


def rate_factor(step: int, steps: int, warmup: int) -> float:
    """Linear rise over ``warmup`` steps, then linear fall to zero at ``steps``; 1 at its peak."""
    rising = (step + 1) / warmup
    falling = (steps - step) / max(1, steps - warmup)
    return min(1.0, rising, falling)


def _optimizer(model: torch.nn.Module, schedule: Schedule) -> torch.optim.Optimizer:
    """AdamW; lower layers learn more slowly where the schedule says so (Howard and Ruder 2018)."""
    import torch

    trained = [(name, part) for name, part in model.named_parameters() if part.requires_grad]
    layers = _layers(model)
    if not layers and schedule.layer_rate != 1:
        raise InputError("the base has no layers that could learn at rates of their own")
    below = {name: _layers_above(name, layers) for name, _ in trained}
    groups = []
    for depth in sorted(set(below.values())):
        for matrix in (True, False):
            parts = [p for name, p in trained if below[name] == depth and (p.ndim > 1) is matrix]
            decay = schedule.weight_decay if matrix else 0.0
            share = schedule.layer_rate**depth
            groups.append({"params": parts, "weight_decay": decay, "share": share})
    return torch.optim.AdamW(groups, lr=schedule.learning_rate, fused=True)


def _layers(model: torch.nn.Module) -> int:
    """How many layers the encoder has."""
    numbers = [LAYER.search(name) for name, _ in model.named_parameters()]
    return 1 + max((int(one[1]) for one in numbers if one), default=-1)


def _layers_above(name: str, layers: int) -> int:
    """How many steps below the heads a weight lies: 0 for a head's, the most for an embedding's."""
    found = LAYER.search(name)
    if found:
        return layers - int(found[1])
    return layers + 1 if "embeddings" in name else 0


def _stale(state: dict[str, Any], schedule: Schedule) -> bool:
    if state["best"] is None:
        return False
    since = [entry for entry in state["history"] if entry["step"] > state["best"]["step"]]
    return len(since) >= schedule.patience
