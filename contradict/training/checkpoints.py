"""Checkpoints that survive a kill: tensors as safetensors, the rest as JSON, no pickle.

A checkpoint is a folder ``step-N`` that appears complete or not at all.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

STATE = "state.json"


def save(
    folder: Path,
    step: int,
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    state: dict[str, Any],
) -> None:
    """Write a checkpoint beside the older one, then remove the older one."""
    from safetensors.torch import save_file

    target, partial = folder / f"step-{step}", folder / f"step-{step}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    save_file(
        {k: v.contiguous() for k, v in model.state_dict().items()}, partial / "model.safetensors"
    )
    moments = {
        f"{number}.{name}": value.contiguous()
        for number, entry in optimizer.state_dict()["state"].items()
        for name, value in entry.items()
    }
    save_file(moments, partial / "optimizer.safetensors")
    (partial / STATE).write_text(json.dumps(state | {"step": step}), encoding="utf-8")
    partial.rename(target)
    for old in folder.glob("step-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)


def latest(folder: Path) -> Path | None:
    """The newest complete checkpoint, or None."""
    complete = [path for path in folder.glob("step-*") if path.suffix != ".partial"]
    return max(complete, key=lambda path: int(path.name.split("-")[1]), default=None)


def restore(
    checkpoint: Path, model: torch.nn.Module, optimizer: torch.optim.Optimizer
) -> dict[str, Any]:
    """Load tensors into model and optimizer; return the saved state (``step`` among it)."""
    from safetensors.torch import load_file

    model.load_state_dict(load_file(checkpoint / "model.safetensors"))
    moments: dict[int, dict[str, Any]] = {}
    for key, value in load_file(checkpoint / "optimizer.safetensors").items():
        number, name = key.split(".", 1)
        moments.setdefault(int(number), {})[name] = value
    optimizer.load_state_dict(
        {"state": moments, "param_groups": optimizer.state_dict()["param_groups"]}
    )
    state: dict[str, Any] = json.loads((checkpoint / STATE).read_text(encoding="utf-8"))
    return state
