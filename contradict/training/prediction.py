"""What a model in training says of held-out examples, and how well."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import numpy as np

from contradict.training.batches import Batch, TokenisedExamples, sent

if TYPE_CHECKING:
    import torch


def autocast(device: str) -> contextlib.AbstractContextManager[Any]:
    """bfloat16 where the hardware multiplies it natively, else full precision."""
    import torch

    kind = device.split(":")[0]
    native = kind == "cuda" or (kind == "cpu" and torch.cpu._is_avx512_bf16_supported())
    return torch.autocast(kind, dtype=torch.bfloat16) if native else contextlib.nullcontext()


def tensors(batch: Batch, device: str) -> dict[str, torch.Tensor]:
    """The batch as the model's keyword arguments."""
    names = ("input_ids", "attention_mask", "token_type_ids")
    return {name: sent(getattr(batch, name), device) for name in names}


TEMPERATURES = np.geomspace(0.5, 4.0, 25)  # calibration follows training, so it is allowed for


def evaluate(model: torch.nn.Module, dev: TokenisedExamples, device: str) -> tuple[float, float]:
    """(loss, accuracy) on dev; a two-way row is right where the allowed side is the likelier.

    The loss is that at the temperature that suits the logits best: being too sure of itself is
    mended by the calibration that follows, ranking pairs wrongly is not.
    """
    logits = predict(model, dev, device)
    losses = [float(-np.log(_allowed(logits / one, dev)).mean()) for one in TEMPERATURES]
    single = dev.targets.sum(-1) == 1
    best = dev.targets[np.arange(len(dev)), logits.argmax(-1)] > 0
    hit = np.where(single, best, _allowed(logits, dev) > 0.5)
    return min(losses), float(hit.mean())


def _allowed(logits: Any, dev: TokenisedExamples) -> Any:
    """P(any allowed label) of each row."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    return np.maximum((shifted * dev.targets).sum(-1) / shifted.sum(-1), 1e-12)


def predict(model: torch.nn.Module, examples: TokenisedExamples, device: str) -> Any:
    """Logits of shape (examples, 3) in the model's label order."""
    import torch

    model.eval()
    logits = np.zeros((len(examples), 3), dtype=np.float32)
    with torch.inference_mode(), autocast(device):
        for indices, batch in examples.in_order(64):
            logits[indices] = model(**tensors(batch, device)).logits.float().cpu().numpy()
    return logits
