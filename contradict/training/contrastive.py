"""Training of an encoder so that what conflicts with a text, or says the same, lies close to it.

Two losses over the same batch of pairs. InfoNCE (van den Oord et al. 2018; symmetric, as in CLIP,
Radford et al. 2021): of all texts of the batch the partner of a related pair is the nearest;
partners of pairs that merely share a topic are among the others. And a linear classifier on the
pair's differences and products (SBERT, Reimers and Gurevych 2019), so that the vectors keep what
tells a conflict from agreement. A batch holds neighbours of the table, so that pairs of one premise
are each other's hard negatives.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.records import LABELS
from contradict.training.checkpoints import weights_of
from contradict.training.prediction import autocast
from contradict.training.progress import Progress
from contradict.training.trainer import rate_factor

if TYPE_CHECKING:
    import torch

SCALE = 20.0  # inverse temperature of cosines, as usual with sentence encoders
CLASSIFIED = 1.0  # weight of the classifier's loss
CHUNK = 8  # neighbours of the table that stay together in a batch
MOST_TOKENS = 48
TOGETHER = 32  # texts in one forward pass
NOT_CONTRADICTION = -2  # label of a pair of which only that is known
CONFLICT = LABELS.index("contradiction")
RELATED = (CONFLICT, LABELS.index("entailment"))


@dataclass(frozen=True)
class TextPair:
    """Two texts and the number of their label in LABELS, or NOT_CONTRADICTION."""

    left: str
    right: str
    label: int


@dataclass(frozen=True)
class Plan:
    """How long and how fast; ``batch`` pairs a step."""

    steps: int
    batch: int = 64
    rate: float = 5e-5
    warmup: float = 0.06
    decay: float = 0.01
    seed: int = 0


def batches(pairs: Sequence[TextPair], plan: Plan) -> Iterator[list[TextPair]]:
    """Endless batches of chunks of the table, every chunk once in each pass."""
    draw = random.Random(plan.seed)
    starts = list(range(0, len(pairs), CHUNK))
    batch: list[TextPair] = []
    while True:
        draw.shuffle(starts)
        for start in starts:
            batch += pairs[start : start + CHUNK]
            if len(batch) >= plan.batch:
                yield batch[: plan.batch]
                batch = []


def fit(
    embed: torch.nn.Module,
    tokenizer: Any,
    pairs: Sequence[TextPair],
    plan: Plan,
    *,
    dimension: int,
    save: Path | None = None,
    shown: bool = True,
) -> None:
    """Train ``embed`` in place; the classifier that helps it learn is left behind.

    ``embed`` takes input_ids, attention_mask and token_type_ids and gives rows of length 1.
    """
    import torch

    torch.manual_seed(plan.seed)
    classifier = torch.nn.Linear(2 * dimension, len(LABELS))
    weights = [*embed.parameters(), *classifier.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=plan.rate, weight_decay=plan.decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, plan))
    progress = Progress(plan.steps, shown=shown)
    embed.train()
    for step, batch in zip(range(1, plan.steps + 1), batches(pairs, plan), strict=False):
        with autocast("cpu"):
            both = embedded(embed, tokenizer, [text for p in batch for text in (p.left, p.right)])
        loss = total_loss(both[::2].float(), both[1::2].float(), batch, classifier)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        progress.step(step, float(loss.detach()))
        if save is not None and (step % 500 == 0 or step == plan.steps):
            _save(embed, save)
    embed.eval()


def total_loss(
    left: torch.Tensor, right: torch.Tensor, batch: Sequence[TextPair], classifier: torch.nn.Module
) -> torch.Tensor:
    """Both losses of a batch; ``left`` and ``right`` are (n, dimension), rows of length 1."""
    import torch

    related = torch.tensor([pair.label in RELATED for pair in batch])
    total = CLASSIFIED * classified(left, right, batch, classifier)
    if not related.any():
        return total
    barred = torch.tensor([[_barred(a, b) for b in batch] for a in batch])
    cosines = SCALE * left @ right.T
    cosines = cosines.masked_fill(barred, -1e4)
    goal = torch.arange(len(batch))[related]
    forward = torch.nn.functional.cross_entropy(cosines[related], goal)
    backward = torch.nn.functional.cross_entropy(cosines.T[related], goal)
    return total + (forward + backward) / 2


def classified(
    left: torch.Tensor, right: torch.Tensor, batch: Sequence[TextPair], classifier: torch.nn.Module
) -> torch.Tensor:
    """Cross-entropy of the label; of NOT_CONTRADICTION only that it is not that counts."""
    import torch

    scale = left.shape[1] ** 0.5  # entries of unit vectors are tiny
    values = torch.cat([(left - right).abs(), left * right * scale], dim=1) * scale
    shares = torch.nn.functional.log_softmax(classifier(values), dim=1)
    others = [place for place in range(len(LABELS)) if place != CONFLICT]
    rest = torch.logsumexp(shares[:, others], dim=1)
    labels = torch.tensor([pair.label for pair in batch])
    known = shares.gather(1, labels.clamp(min=0).unsqueeze(1)).squeeze(1)
    return -torch.where(labels == NOT_CONTRADICTION, rest, known).mean()


def embedded(embed: torch.nn.Module, tokenizer: Any, texts: Sequence[str]) -> torch.Tensor:
    """One row a text, in the order given; run in parts of like length, which pad little."""
    import torch

    ids = tokenizer(list(texts), truncation=True, max_length=MOST_TOKENS)["input_ids"]
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    rows = []
    for start in range(0, len(order), TOGETHER):
        part = [ids[place] for place in order[start : start + TOGETHER]]
        padded = tokenizer.pad({"input_ids": part}, return_tensors="pt")
        rows.append(embed(**padded, token_type_ids=torch.zeros_like(padded["input_ids"])))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(rows)[back]


def _barred(anchor: TextPair, other: TextPair) -> bool:
    """Is the other's right text a partner of the anchor too, or the anchor's own text?"""
    if anchor is other:
        return False
    same = anchor.left == other.left and other.label in RELATED
    return same or other.right in (anchor.left, anchor.right)


def _rate(step: int, plan: Plan) -> float:
    """Linear warm-up, then linear decay to zero."""
    return rate_factor(step, plan.steps, max(1, round(plan.steps * plan.warmup)))


def _save(embed: torch.nn.Module, target: Path) -> None:
    from safetensors.torch import save_file

    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    save_file(weights_of(embed), partial)
    partial.replace(target)
