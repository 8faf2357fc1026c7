"""The judge for any sentence-transformers or Hugging Face cross-encoder, on CPU or GPU."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from contradict.errors import ModelError
from contradict.judgements.calibration import Calibration, as_records
from contradict.judgements.labels import positions
from contradict.records import ModelInfo, Probabilities
from contradict.settings import Settings
from contradict.store import ModelFolder


class CrossEncoderJudge:
    """Runs a sequence classifier through sentence-transformers; never runs code of the model's."""

    def __init__(
        self,
        source: str | Path,
        model: ModelFolder | None,
        device: str | None,
        settings: Settings,
    ) -> None:
        self._settings = settings
        self._encoder = _load(str(source), device)
        self._columns = positions(self._encoder.model.config.id2label, str(source))
        options = model.manifest.options if model is not None else {}
        self._calibration = Calibration.from_options(options)
        self._info = model.info if model is not None else ModelInfo("judge", str(source))

    @property
    def info(self) -> ModelInfo:
        return self._info

    def probabilities(self, texts: Sequence[tuple[str, str]]) -> list[Probabilities]:
        """See ``protocols.Judge``; both directions of each distinct pair are run once.

        Raises ModelError for a pair longer than the model reads: nothing is cut silently.
        """
        directed = sorted({pair for a, b in texts for pair in ((a, b), (b, a))})
        self._check_lengths(directed)
        place = {pair: index for index, pair in enumerate(directed)}
        logits = self._logits(directed)
        forward = logits[[place[a, b] for a, b in texts]]
        backward = logits[[place[b, a] for a, b in texts]]
        return as_records(self._calibration.apply(forward, backward))

    def _logits(self, directed: list[tuple[str, str]]) -> Any:
        import torch

        if not directed:
            return np.zeros((0, len(self._columns)))
        raw = self._encoder.predict(
            directed,
            activation_fn=torch.nn.Identity(),
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(raw, dtype=np.float64)[:, self._columns]

    def _check_lengths(self, directed: list[tuple[str, str]]) -> None:
        room = self._encoder.max_length or self._settings.max_tokens
        for left, right in directed:
            if len(left) + len(right) <= room:  # characters: a token has at least one
                continue
            count = len(self._encoder.tokenizer(left, right, truncation=False)["input_ids"])
            if count > room:
                raise ModelError(
                    f"{self._info.name} reads {room} tokens and a pair has {count};"
                    f" shorten '{left[:40]}…' / '{right[:40]}…' or use the default model"
                )


def _load(source: str, device: str | None) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(
            source,
            device=device,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as error:  # the libraries below raise whatever they please
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"model '{source}' cannot be loaded ({reason}); give a folder of a cross-encoder with"
            " safetensors weights, or one of: contradict models list"
        ) from error
