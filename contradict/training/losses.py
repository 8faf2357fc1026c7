"""What training minimises: of the label, and of the heads beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contradict.training.batches import UNSAID, Batch

if TYPE_CHECKING:
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
    from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

    device = found.logits.device
    total = found.logits.new_zeros((), dtype=torch.float32)
    for logits, places, weight in (
        (found.verdicts, batch.verdicts, weights[0]),
        (found.kinds, batch.kinds, weights[1]),
    ):
        wanted = torch.from_numpy(places).to(device)
        known = wanted != UNSAID
        share = float(known.float().mean())
        if share:
            total = total + weight * share * cross_entropy(logits[known].float(), wanted[known])
    marks = torch.from_numpy(batch.evidence).to(device).float()
    known = marks != UNSAID
    rows = float(known.any(-1).float().mean())
    if rows:
        loss = binary_cross_entropy_with_logits(found.evidence[known].float(), marks[known])
        total = total + weights[2] * rows * loss
    return total
