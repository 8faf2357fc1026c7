"""A trained classifier -> the files of a judge's folder: safetensors, ONNX, tokenizer, manifest."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contradict.errors import ModelError
from contradict.judgements.calibration import Array, Calibration
from contradict.records import KINDS, LABELS, VERDICTS
from contradict.runtime import Ids, OnnxText
from contradict.settings import Settings
from contradict.store import Manifest, ModelFolder, write_manifest
from contradict.training.batches import TokenisedExamples
from contradict.training.calibrate import fit
from contradict.training.examples import Example
from contradict.training.export import INPUTS, export_onnx, fuse, shrink_weights
from contradict.training.last_layer import give_tokens_on_demand
from contradict.training.quantise import quantise
from contradict.version import __version__

if TYPE_CHECKING:
    from contradict.training.heads import HeadedJudge

MAX_TOKENS = 256  # of both texts together when judging; fewer where the base has fewer positions
STEP = 16  # tokens
GATE = 0.007  # accuracy that the small artefact may lose against full precision
PAIRS_SEEN = 256  # whose inputs settle the scales of the integers
IDENTITY = Calibration()


def write_artefact(
    model: HeadedJudge,
    tokenizer: Path,
    dev: Sequence[Example],
    folder: Path,
    *,
    base: str,
    steps: int,
    start: Calibration = IDENTITY,
    reads_dates: bool = False,
) -> ModelFolder:
    """Write everything but the card, calibrate on ``dev``, and compare with full precision.

    ``start`` is the calibration that stays where ``dev`` has too few pairs to fit one;
    ``reads_dates`` is what the manifest says of texts with speaker and date. Raises ModelError
    where the artefact loses more accuracy on ``dev`` than GATE.
    """
    from contradict.training.heads import OUTPUTS

    folder.mkdir(parents=True)
    _write_weights(model, tokenizer, folder)
    config: Any = model.config
    max_tokens = longest_input(config)
    graph = folder / "model.onnx"
    export_onnx(model, max_tokens, graph, OUTPUTS, per_token=["evidence"])
    fuse(graph, heads=config.num_attention_heads, hidden=config.hidden_size)
    exact = _logits(folder, dev, max_tokens)
    small, products = _shrunk(folder, dev, max_tokens, exact)
    options = {
        "max_tokens": max_tokens,
        "calibration": fit(*small, dev, start).as_dict(),
        "gate": _gate(exact[0], small[0], dev),
        "integer_products": products,
        "verdicts": list(VERDICTS),  # the columns of the heads, by name
        "kinds": list(KINDS),
        "steps": steps,
        "reads_dates": reads_dates,
    }
    return _manifest(folder, base, options)


def _shrunk(
    folder: Path, dev: Sequence[Example], max_tokens: int, exact: tuple[Array, Array]
) -> tuple[tuple[Array, Array], int]:
    """Put the graph into its small form; returns its logits and how many products are in integers.

    Where integers cost more than GATE, only storage is shrunk and everything computed in fp32.
    """
    graph = folder / "model.onnx"
    whole = graph.read_bytes()
    products = quantise(graph, _feeds(folder, dev, max_tokens))
    give_tokens_on_demand(graph)
    shrink_weights(graph)
    small = _logits(folder, dev, max_tokens)
    if products and _loses(*_accuracies(exact[0], small[0], dev)):
        products = 0
        graph.write_bytes(whole)
        shrink_weights(graph)
        small = _logits(folder, dev, max_tokens)
    return small, products


def _feeds(folder: Path, dev: Sequence[Example], max_tokens: int) -> list[dict[str, Any]]:
    """A few hundred of the pairs, in both directions, as inputs of the graph."""
    some = dev[:: -(-len(dev) // PAIRS_SEEN)]
    swapped = [replace(one, left=one.right, right=one.left) for one in some]
    tokenised = TokenisedExamples([*some, *swapped], folder / "tokenizer.json", max_tokens)
    return [{name: getattr(batch, name) for name in INPUTS} for _, batch in tokenised.in_order(32)]


def longest_input(config: Any, wanted: int = MAX_TOKENS) -> int:
    """How many tokens an input of the model may have: ``wanted``, or as its positions allow.

    A multiple of STEP, to which inputs are padded.
    """
    positions = getattr(config, "max_position_embeddings", None)
    return wanted if positions is None else min(wanted, int(positions) // STEP * STEP)


def _write_weights(model: HeadedJudge, tokenizer: Path, folder: Path) -> None:
    """fp16 weights, configuration and tokenizer, as the Hugging Face libraries read them; heads.

    The model itself is rounded to fp16 too, so that both artefacts hold the same numbers.
    """
    model.to("cpu").half()
    model.classifier.save_pretrained(folder)  # type: ignore[operator]
    model.save_heads(folder)
    (folder / "model.safetensors").chmod(0o644)  # the library writes it for its owner only
    model.float().eval()
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    settings = tokenizer.parent / "tokenizer_config.json"
    if settings.is_file():
        shutil.copyfile(settings, folder / "tokenizer_config.json")


def _logits(folder: Path, dev: Sequence[Example], max_tokens: int) -> tuple[Array, Array]:
    """Logits of both directions through the ONNX graph as it stands, pairs cut where too long.

    Their columns are LABELS, for that is how ``load_base`` sorts the head.
    """
    model = OnnxText(folder / "model.onnx", folder / "tokenizer.json", max_tokens=max_tokens)
    lefts = model.tokenise([one.left for one in dev])
    rights = model.tokenise([one.right for one in dev])
    pairs = [_cut(a, b, model.room_pair) for a, b in zip(lefts, rights, strict=True)]
    inputs = [model.pair(a, b) for a, b in pairs] + [model.pair(b, a) for a, b in pairs]
    rows = model.run(inputs, Settings.batch_tokens).astype(np.float64)
    return rows[: len(pairs)], rows[len(pairs) :]


def _cut(left: Ids, right: Ids, room: int) -> tuple[Ids, Ids]:
    """The beginnings of two texts that fit into ``room`` tokens together, the longer one cut."""
    shorter = min(len(left), len(right), room // 2)
    return left[: room - min(len(right), shorter)], right[: room - min(len(left), shorter)]


def _manifest(folder: Path, base: str, options: dict[str, object]) -> ModelFolder:
    return write_manifest(
        folder,
        Manifest(
            role="judge",
            name=folder.name.removesuffix(".partial"),
            version=__version__,
            licence="Apache-2.0 (code); see README.md for the data",
            base=base,
            labels=LABELS,
            options=options,
        ),
    )


def _gate(exact: Array, small: Array, dev: Sequence[Example]) -> dict[str, float]:
    """Accuracies on the rows with one label, and how far the logits moved."""
    rows, before, after = _accuracies(exact, small, dev)
    if _loses(rows, before, after):
        raise ModelError(
            f"the stored model is {100 * (before - after):.1f} points worse than full precision on"
            " the held-out pairs; train longer or from another base"
        )
    return {
        "pairs": rows,
        "accuracy_fp32": round(before, 4),
        "accuracy_shipped": round(after, 4),
        "changed_labels": round(float((exact.argmax(1) != small.argmax(1)).mean()), 4),
        "largest_logit_change": round(float(np.abs(exact - small).max(initial=0.0)), 4),
    }


def _loses(rows: int, before: float, after: float) -> bool:
    """Whether the small artefact loses more than GATE, and more than one row."""
    return before - after > max(GATE, 1.5 / max(1, rows))


def _accuracies(exact: Array, small: Array, dev: Sequence[Example]) -> tuple[int, float, float]:
    """Number of rows with one label, and the accuracy of either on them."""
    rows = [index for index, one in enumerate(dev) if len(one.allowed) == 1]
    gold = np.array([LABELS.index(dev[index].allowed[0]) for index in rows])
    right = [int((logits[rows].argmax(1) == gold).sum()) for logits in (exact, small)]
    return len(rows), right[0] / max(1, len(rows)), right[1] / max(1, len(rows))
