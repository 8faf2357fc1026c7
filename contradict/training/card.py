"""The model card, filled from what the training measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from contradict.evaluation import Metric
from contradict.store import ModelFolder, write_manifest

CARD = "README.md"
HIDDEN = "brier_"  # says what the calibration errors say, less plainly


def write_card(
    folder: ModelFolder,
    before: Sequence[Metric],
    after: Sequence[Metric],
    held_out: str,
    sections: Iterable[str] = (),
) -> ModelFolder:
    """Write README.md into the folder, and the manifest anew, for it lists the card too."""
    manifest = folder.manifest
    gate = manifest.options.get("gate", {})
    lines = [
        f"# {manifest.name}",
        "",
        "A cross-encoder that reads two statements together and says how likely they contradict,"
        " entail or have nothing to do with each other. Written by `contradict train`.",
        "",
        f"- base: {manifest.base}",
        f"- training steps: {manifest.options.get('steps')}",
        f"- reads at most {manifest.options['max_tokens']} tokens of both texts together",
        "- `model.safetensors`: fp16, for the Hugging Face libraries and for further training",
        f"- `model.onnx`: {_compute(manifest.options)}, so that a pair's figures do not depend on"
        " its batch",
        f"- accuracy on {gate.get('pairs')} held-out pairs, one direction:"
        f" fp32 {gate.get('accuracy_fp32')}, stored {gate.get('accuracy_shipped')}",
        "",
        "## Figures",
        "",
        f"Held out: {held_out}. 95 % bootstrap intervals in brackets.",
        "",
        *table(before, after),
        *(part for section in sections for part in ("", section)),
    ]
    (folder.path / CARD).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return write_manifest(Path(folder.path), replace(manifest, files={}))


def _compute(options: dict[str, Any]) -> str:
    products = options.get("integer_products", 0)
    if not products:
        return "weights stored in 8 bits, everything computed in fp32"
    return (
        f"weights stored in 8 bits; {products} of the large matrix products in 8-bit integers, with"
        " scales fixed when the model was written, the rest in fp32"
    )


def table(before: Sequence[Metric], after: Sequence[Metric]) -> list[str]:
    """Markdown rows: metric, before (where there is one), after."""
    old = {one.name: one for one in before if one.by is None}
    new = {one.name: one for one in after if one.by is None}
    rows = ["| metric | pairs | before | after |", "|---|---:|---|---|"]
    for name, metric in new.items():
        if not name.startswith(HIDDEN):
            earlier = _cell(old[name]) if name in old else "–"
            rows.append(f"| {name} | {metric.n} | {earlier} | {_cell(metric)} |")
    return rows


def _cell(metric: Metric) -> str:
    return f"{metric.value:.3f} [{metric.low:.3f}, {metric.high:.3f}]"
