"""The default judge: an ONNX cross-encoder on the CPU, each directed pair run once.

The graph computes in fp32, or in 8-bit integers with scales fixed when it was written (see
``training.quantise``): dynamic int8 kernels take their scale over the whole batch, which would make
a pair's figures depend on its neighbours.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from contradict.errors import ModelError
from contradict.judgements.calibration import Array, Calibration
from contradict.judgements.directions import BothWays, judged
from contradict.judgements.explanations import Heads, explain
from contradict.judgements.labels import positions
from contradict.judgements.windows import window_pairs
from contradict.records import Explanation, ModelInfo, Probabilities
from contradict.runtime import OnnxText
from contradict.settings import Settings
from contradict.store import ModelFolder

FEWEST_TOKENS = 8  # three special ones, and a few of either text

Pieces = list[tuple[tuple[int, ...], tuple[int, ...]]]  # token ids of left and right, by window


class OnnxJudge(BothWays):
    """Judges pairs of texts with a model folder of ours; see ``protocols.Judge``."""

    def __init__(self, folder: ModelFolder, settings: Settings) -> None:
        self._folder = folder
        self._batch_tokens = settings.batch_tokens
        self._columns = _columns(folder)
        self._calibration = Calibration.from_options(folder.manifest.options)
        self._heads = Heads.from_options(folder.manifest.options)
        self._model = OnnxText(
            folder.file("model.onnx"),
            folder.file("tokenizer.json"),
            max_tokens=_max_tokens(folder, settings.max_tokens),
        )

    @property
    def info(self) -> ModelInfo:
        return self._folder.info

    @property
    def reads_dates(self) -> bool:
        """See ``protocols.DateReader``; the manifest says so."""
        return self._folder.manifest.options.get("reads_dates") is True

    @property
    def calibration(self) -> Calibration:
        return self._calibration

    def _judged(
        self, texts: Sequence[tuple[str, str]], floor: float | None
    ) -> list[Probabilities | None]:
        """Texts longer than the model reads are judged by windows."""
        if not texts:
            return []
        ids = self._model.tokenise([text for pair in texts for text in pair])
        pieces = [self._pieces(ids[i], ids[i + 1]) for i in range(0, len(ids), 2)]
        return judged(pieces, self._logits, self._calibration, floor)

    def logits(self, texts: Sequence[tuple[str, str]]) -> Array:
        """Uncalibrated logits in the direction given, shape (n, 3), columns as LABELS.

        For calibration and benchmarks; a text longer than the model reads raises InputError.
        """
        ids = [tuple(tuple(one) for one in self._model.tokenise(pair)) for pair in texts]
        return self._logits([(a, b) for a, b in ids])

    def explanations(self, texts: Sequence[tuple[str, str]]) -> list[Explanation | None]:
        """See ``protocols.Explainer``; None for each pair where the model has no heads."""
        if self._heads is None or not texts:
            return [None] * len(texts)
        return explain(self._model, self._heads, texts, self._batch_tokens)

    def _pieces(self, left: list[int], right: list[int]) -> Pieces:
        """Windows of two texts; the same ones whichever text comes first."""
        if right < left:
            return [(b, a) for a, b in self._pieces(right, left)]
        pairs = window_pairs(left, right, self._model.room_pair)
        return [(tuple(a), tuple(b)) for a, b in pairs]

    def _logits(self, directed: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> Array:
        inputs = [self._model.pair(list(a), list(b)) for a, b in directed]
        rows = self._model.run(inputs, self._batch_tokens)
        if rows.shape[1] != len(self._columns):
            raise ModelError(
                f"{self._folder.path}: model.onnx gives {rows.shape[1]} figures a pair and"
                f" config.json names {len(self._columns)} labels; restore the folder"
            )
        return rows[:, self._columns].astype(np.float64)


def _max_tokens(folder: ModelFolder, most: int) -> int:
    """The tokens of one input: as many as the model reads, at most ``most``."""
    stated = folder.manifest.options.get("max_tokens")
    if not isinstance(stated, int) or min(stated, most) < FEWEST_TOKENS:
        raise ModelError(
            f"{folder.path}: reads {stated} tokens by its manifest, of which {most} are allowed;"
            f" need at least {FEWEST_TOKENS}"
        )
    return min(stated, most)


def _columns(folder: ModelFolder) -> list[int]:
    """Label columns by name; the manifest must spell them as config.json does."""
    path = folder.file("config.json")
    try:
        id2label = json.loads(path.read_text(encoding="utf-8"))["id2label"]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: names no labels (id2label); restore the folder") from error
    columns = positions(id2label, str(path))
    stated = folder.manifest.labels
    named = tuple(id2label[key] for key in sorted(id2label, key=int))
    if stated != named:
        raise ModelError(
            f"{folder.path}: manifest and config.json disagree on the labels"
            f" ({', '.join(stated)} / {', '.join(named)}); restore the folder"
        )
    return columns
