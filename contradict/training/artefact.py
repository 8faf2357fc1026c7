"""A trained classifier -> the files of a judge's folder: safetensors, ONNX, tokenizer, manifest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from contradict.errors import ModelError
from contradict.judgements.calibration import Array, Calibration
from contradict.judgements.onnx_judge import OnnxJudge
from contradict.records import LABELS
from contradict.settings import Settings
from contradict.store import Manifest, ModelFolder, write_manifest
from contradict.training.calibrate import fit
from contradict.training.examples import Example
from contradict.training.export import export_onnx, fuse, shrink_weights
from contradict.version import __version__

if TYPE_CHECKING:
    import torch

MAX_TOKENS = 256  # of both texts together when judging
GATE = 0.007  # accuracy that the small artefact may lose against full precision


def write_artefact(
    model: torch.nn.Module,
    tokenizer: Path,
    dev: Sequence[Example],
    folder: Path,
    *,
    base: str,
    steps: int,
) -> ModelFolder:
    """Write everything but the card, calibrate on ``dev``, and compare with full precision.

    Raises ModelError where the artefact loses more accuracy on ``dev`` than GATE.
    """
    folder.mkdir(parents=True)
    _write_weights(model, tokenizer, folder)
    export_onnx(model, MAX_TOKENS, folder / "model.onnx", ["logits"])
    config = model.config
    fuse(folder / "model.onnx", heads=config.num_attention_heads, hidden=config.hidden_size)  # type: ignore[union-attr,arg-type]
    exact = _logits(folder, dev)
    shrink_weights(folder / "model.onnx")
    small = _logits(folder, dev)
    gate = _gate(exact[0], small[0], dev)
    calibration = fit(*small, dev, Calibration())
    options = {"calibration": calibration.as_dict(), "gate": gate, "steps": steps}
    return _manifest(folder, base, options)


def _write_weights(model: torch.nn.Module, tokenizer: Path, folder: Path) -> None:
    """fp16 weights, configuration and tokenizer, as the Hugging Face libraries read them.

    The model itself is rounded to fp16 too, so that both artefacts hold the same numbers.
    """
    model.to("cpu").half()
    model.save_pretrained(folder)  # type: ignore[operator]
    model.float().eval()
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    settings = tokenizer.parent / "tokenizer_config.json"
    if settings.is_file():
        shutil.copyfile(settings, folder / "tokenizer_config.json")


def _logits(folder: Path, dev: Sequence[Example]) -> tuple[Array, Array]:
    """Logits of both directions through the ONNX graph as it stands."""
    judge = OnnxJudge(_manifest(folder, "", {}), Settings(max_tokens=MAX_TOKENS))
    texts = [judge.shortened(one.left, one.right) for one in dev]
    return judge.logits(texts), judge.logits([(b, a) for a, b in texts])


def _manifest(folder: Path, base: str, options: dict[str, object]) -> ModelFolder:
    id2label = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
    labels = tuple(str(id2label[str(index)]) for index in range(len(LABELS)))
    return write_manifest(
        folder,
        Manifest(
            role="judge",
            name=folder.name.removesuffix(".partial"),
            version=__version__,
            licence="Apache-2.0 (code); see README.md for the data",
            base=base or None,
            labels=labels,
            options={"max_tokens": MAX_TOKENS, **options},
        ),
    )


def _gate(exact: Array, small: Array, dev: Sequence[Example]) -> dict[str, float]:
    """Accuracies on the rows with one label, and how far the logits moved."""
    rows = [index for index, one in enumerate(dev) if len(one.allowed) == 1]
    gold = np.array([LABELS.index(dev[index].allowed[0]) for index in rows])
    accuracy = [float((logits[rows].argmax(1) == gold).mean()) for logits in (exact, small)]
    lost = accuracy[0] - accuracy[1]
    if rows and lost > max(GATE, 1.5 / len(rows)):
        raise ModelError(
            f"the stored model is {100 * lost:.1f} points worse than full precision on the held-out"
            " pairs; train longer or from another base"
        )
    moved = float(np.abs(exact - small).max(initial=0.0))
    return {
        "pairs": len(rows),
        "accuracy_fp32": round(accuracy[0], 4) if rows else 0.0,
        "accuracy_shipped": round(accuracy[1], 4) if rows else 0.0,
        "largest_logit_change": round(moved, 4),
    }
