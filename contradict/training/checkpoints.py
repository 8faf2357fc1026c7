"""Checkpoints that survive a kill: tensors as safetensors, the rest as JSON, no pickle.

A checkpoint is a folder ``step-N`` that appears complete or not at all.  Beside it lie the weights
of the best evaluation so far, and a digest of what the run started from.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

if TYPE_CHECKING:
    import torch

STATE = "state.json"
BEST = "best.safetensors"
ORIGIN = "origin.sha256"


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
    save_file(weights_of(model), partial / "model.safetensors")
    moments = {
        f"{number}.{name}": value.contiguous()
        for number, entry in optimizer.state_dict()["state"].items()
        for name, value in entry.items()
    }
    save_file(moments, partial / "optimizer.safetensors")
    (partial / STATE).write_text(json.dumps(state | {"step": step}), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)  # of an earlier run that is not gone on with
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
    return state_of(checkpoint)


def state_of(checkpoint: Path) -> dict[str, Any]:
    """What was saved beside the tensors."""
    state: dict[str, Any] = json.loads((checkpoint / STATE).read_text(encoding="utf-8"))
    return state


def save_best(folder: Path, model: torch.nn.Module) -> None:
    """Keep the weights of the best evaluation so far."""
    from safetensors.torch import save_file

    partial = folder / f"{BEST}.partial"
    save_file(weights_of(model), partial)
    partial.replace(folder / BEST)


def load_best(folder: Path, model: torch.nn.Module) -> None:
    """Give the model the weights of the best evaluation."""
    from safetensors.torch import load_file

    model.load_state_dict(load_file(folder / BEST))


def weights_of(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    """All weights by name, each a tensor of its own as safetensors asks."""
    return {name: value.contiguous() for name, value in model.state_dict().items()}


def origin(model: torch.nn.Module, arrays: Iterable[npt.NDArray[Any]]) -> str:
    """Digest of the weights and the data that a run starts from."""
    state = hashlib.sha256()
    for name, value in sorted(weights_of(model).items()):
        state.update(name.encode())
        state.update(value.cpu().numpy().tobytes())
    for array in arrays:
        state.update(str(array.shape).encode())
        state.update(array.tobytes())
    return state.hexdigest()


def stated_origin(folder: Path) -> str | None:
    """The digest that the run in ``folder`` left, or None."""
    path = folder / ORIGIN
    return path.read_text(encoding="ascii") if path.is_file() else None


def state_origin(folder: Path, digest: str) -> None:
    """Leave the digest for the run that goes on from here."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ORIGIN).write_text(digest, encoding="ascii")


def clear(folder: Path) -> None:
    """Forget an earlier run."""
    for path in folder.glob("step-*"):
        shutil.rmtree(path, ignore_errors=True)
    for name in (BEST, ORIGIN):
        (folder / name).unlink(missing_ok=True)
