"""The judge for any sentence-transformers or Hugging Face cross-encoder, on CPU or GPU."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from contradict.errors import ModelError
from contradict.judgements.calibration import Array, Calibration
from contradict.judgements.directions import BothWays, judged
from contradict.judgements.labels import positions
from contradict.records import ModelInfo, Probabilities
from contradict.store import ModelFolder

READ_OF_OURS = ("config.json", "model.safetensors", "tokenizer.json")
CHECKED_AT_ONCE = 1024  # pairs whose tokens are counted together


class CrossEncoderJudge(BothWays):
    """Runs a sequence classifier through sentence-transformers; never runs code of the model's."""

    def __init__(
        self,
        source: str | Path,
        model: ModelFolder | None = None,
        device: str | None = None,
    ) -> None:
        if model is not None:
            for name in READ_OF_OURS:
                model.file(name)  # raises where it is missing or altered
        self._encoder = _load(str(source), device, is_folder=isinstance(source, Path))
        self._columns = positions(self._encoder.model.config.id2label, str(source))
        options = model.manifest.options if model is not None else {}
        self._calibration = Calibration.from_options(options)
        self._name = source.resolve().name if isinstance(source, Path) else source
        self._model = model

    @cached_property
    def info(self) -> ModelInfo:
        """The checksum of a foreign model is over its weights as loaded, for folder and name."""
        if self._model is not None:
            return self._model.info
        state = hashlib.sha256()
        for key, tensor in sorted(self._encoder.model.state_dict().items()):
            state.update(key.encode())
            state.update(tensor.detach().cpu().float().contiguous().numpy().tobytes())
        return ModelInfo(role="judge", name=self._name, sha256=state.hexdigest())

    def _judged(
        self, texts: Sequence[tuple[str, str]], floor: float | None
    ) -> list[Probabilities | None]:
        """Raises ModelError for a pair longer than the model reads: nothing is cut silently."""
        readable = [(encodable(a), encodable(b)) for a, b in texts]
        self._check_lengths(sorted({pair for a, b in readable for pair in ((a, b), (b, a))}))
        return judged([[pair] for pair in readable], self._logits, self._calibration, floor)

    def _logits(self, directed: list[tuple[str, str]]) -> Array:
        if not directed:
            return np.zeros((0, len(self._columns)))
        raw = self._encoder.predict(directed, convert_to_numpy=True, show_progress_bar=False)
        logits = np.asarray(raw, dtype=np.float64)[:, self._columns]
        if not np.isfinite(logits).all():
            raise ModelError(f"{self._name} gives figures that are no numbers; use another model")
        return logits

    def _check_lengths(self, directed: list[tuple[str, str]]) -> None:
        tokenizer = self._encoder.tokenizer
        room = tokenizer.model_max_length  # sentence-transformers caps it at the model's positions
        for start in range(0, len(directed), CHECKED_AT_ONCE):
            part = directed[start : start + CHECKED_AT_ONCE]
            lefts, rights = [left for left, _ in part], [right for _, right in part]
            encoded = tokenizer(lefts, rights, truncation=False, verbose=False)["input_ids"]
            for (left, right), ids in zip(part, encoded, strict=True):
                if len(ids) > room:
                    raise ModelError(
                        f"{self._name} reads {room} tokens and a pair has {len(ids)}; shorten"
                        f" '{left[:40]}…' / '{right[:40]}…' or use the default model"
                    )


def encodable(text: str) -> str:
    """The text with a question mark for every lone surrogate, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _load(source: str, device: str | None, *, is_folder: bool) -> Any:
    """Load from this machine, else by name from the Hugging Face hub."""
    from transformers.utils import logging

    bars: Any = logging  # its functions have no types
    showed_bars = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        return _from_machine_or_hub(source, device, is_folder)
    except Exception as error:  # the libraries below raise whatever they please
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"model '{source}' cannot be loaded ({reason}); give a folder of a cross-encoder with"
            " safetensors weights, or one of: contradict models list"
        ) from error
    finally:
        if showed_bars:
            bars.enable_progress_bar()


def _from_machine_or_hub(source: str, device: str | None, is_folder: bool) -> Any:
    import torch
    from sentence_transformers import CrossEncoder

    def load(here: bool) -> Any:
        return CrossEncoder(
            source,
            device=device,
            activation_fn=torch.nn.Identity(),  # logits; and the model's own is never imported
            trust_remote_code=False,
            local_files_only=here,
            model_kwargs={
                "use_safetensors": True,  # pickled weights are never read
                "dtype": torch.float32,  # whatever the weights are stored in
            },
        )

    try:
        return load(True)
    except Exception:
        if is_folder:
            raise
    from huggingface_hub import HfApi

    HfApi().model_info(source, timeout=10)  # raises soon where a download would retry a minute
    return load(False)
