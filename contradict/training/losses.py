"""What training minimises: of the label, and of the heads beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contradict.records import LABELS, VERDICTS
from contradict.training.batches import UNSAID, Batch, Marks, sent

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import torch

    from contradict.training.heads import Reading


def loss_of(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean of -log P(any allowed label): cross-entropy, or the marginal loss of two-way sets."""
    import torch

    scores = logits.float().log_softmax(-1)
    return -torch.where(targets > 0, scores, -1e9).logsumexp(-1).mean()


def loss_of_heads(
    found: Reading, batch: Batch, weights: tuple[float, float, float]
) -> torch.Tensor:
    """Weighted cross-entropies of verdict, kind and evidence over the rows that have them.

    A row that has one weighs the same whatever the others of its batch have.
    """
    import torch
    from torch.nn.functional import cross_entropy

    device = str(found.logits.device)
    total = found.logits.new_zeros((), dtype=torch.float32)
    for logits, places, weight in (
        (found.verdicts, batch.verdicts, weights[0]),
        (found.kinds, batch.kinds, weights[1]),
    ):
        if (places != UNSAID).any():
            wanted = sent(places, device)
            loss = cross_entropy(logits.float(), wanted, ignore_index=UNSAID, reduction="sum")
            total = total + weight * loss / len(places)
    return total + weights[2] * _loss_of_evidence(found.evidence, batch.evidence, device)


def _loss_of_evidence(logits: torch.Tensor, marks: Marks, device: str) -> torch.Tensor | float:
    """Mean over all marked tokens, times the share of rows that have any."""
    from torch.nn.functional import binary_cross_entropy_with_logits

    known = marks != UNSAID
    if not known.any():
        return 0.0
    wanted, kept = sent(marks, device).float(), sent(known, device)
    losses = binary_cross_entropy_with_logits(logits.float(), wanted.clamp(min=0), reduction="none")
    return losses.where(kept, 0.0).sum() / int(known.sum()) * float(known.any(-1).mean())


def loss_of_soft(
    found: Reading, soft: npt.NDArray[np.float32], weights: tuple[float, float, float]
) -> torch.Tensor:
    """Cross-entropy with what teachers say of labels, verdicts and kinds, as ``Batch.soft`` has it.

    Knowledge distillation (Hinton et al. 2015) at temperature 1. A kind counts as far as the
    teachers think that there is a contradiction.
    """
    wanted = sent(soft, str(found.logits.device))
    first, second = len(LABELS), len(LABELS) + len(VERDICTS)
    labels, verdicts, kinds = wanted[:, :first], wanted[:, first:second], wanted[:, second:]
    conflict = labels[:, LABELS.index("contradiction")]

    def against(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        return -(target * logits.float().log_softmax(-1)).sum(-1)

    total = against(found.logits, labels)
    total = total + weights[0] * against(found.verdicts, verdicts)
    total = total + weights[1] * conflict * against(found.kinds, kinds)
    return total.mean()
