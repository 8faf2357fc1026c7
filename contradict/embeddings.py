"""Texts -> vectors: the shipped ONNX encoder, or any sentence-transformers model.

A text that is longer than its model takes is cut into windows of equal length, and its vector is
the mean of theirs: no word is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from contradict.errors import ModelError
from contradict.protocols import Encoder, Vectors
from contradict.records import ModelInfo
from contradict.runtime import OnnxText
from contradict.settings import DEFAULT_ENCODER, Settings
from contradict.store import MANIFEST, ModelFolder, embedded, find_folder, open_model

ROLE = "encoder"


def load_encoder(name: str | Path | None = None, device: str | None = None) -> Encoder:
    """An encoder by name or folder; None is the one that comes with the package.

    A folder of ours runs on the CPU through ONNX, whatever the ``device``.  Any other folder or
    name is taken for a sentence-transformers model and runs on ``device`` (None: a GPU where there
    is one).  Raises ModelError where there is no such model or its files cannot be used.
    """
    wanted = DEFAULT_ENCODER if name is None else name
    folder = find_folder(wanted)
    if str(wanted) == DEFAULT_ENCODER or (folder is not None and (folder / MANIFEST).is_file()):
        return OnnxEncoder(open_model(wanted, ROLE))
    return SentenceTransformerEncoder(folder or str(wanted), device)


class OnnxEncoder:
    """A model folder of ours; a text's vector is the same whatever it is encoded with."""

    def __init__(self, folder: ModelFolder, batch_tokens: int = Settings.batch_tokens) -> None:
        max_tokens = folder.manifest.options.get("max_tokens")
        if not isinstance(max_tokens, int):
            raise ModelError(f"{folder.path}: {MANIFEST} gives no max_tokens; restore the folder")
        self._info = folder.info
        self._batch_tokens = batch_tokens
        self._model = OnnxText(
            folder.file("model.onnx"), folder.file("tokenizer.json"), max_tokens=max_tokens
        )

    @property
    def info(self) -> ModelInfo:
        return self._info

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One L2-normalised float32 row a text, shape (len(texts), dimension)."""
        distinct, places = _distinct(texts)
        windows = [_windows(ids, self._model.room_single) for ids in self._model.tokenise(distinct)]
        inputs = [self._model.single(ids) for parts in windows for ids in parts]
        rows = self._model.run(inputs, self._batch_tokens)
        return _mean_of_windows(rows, [len(parts) for parts in windows])[places]


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by folder or by name; runs no code of the model's own."""

    def __init__(self, model: str | Path, device: str | None = None) -> None:
        self._name = model.resolve().name if isinstance(model, Path) else model
        folder = isinstance(model, Path)
        if isinstance(model, Path):
            _refuse_foreign_modules(model)
        try:
            self._model = _load_sentence_transformer(str(model), device, is_folder=folder)
        except Exception as error:  # the libraries below raise whatever they like
            raise ModelError(_no_model(str(model), error)) from error

    @cached_property
    def info(self) -> ModelInfo:
        """The checksum is over the weights as loaded, so that it holds for folder and name."""
        state = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            state.update(key.encode())
            state.update(tensor.detach().cpu().float().contiguous().numpy().tobytes())
        return ModelInfo(role=ROLE, name=self._name, sha256=state.hexdigest())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One L2-normalised float32 row a text, shape (len(texts), dimension)."""
        distinct, places = _distinct(texts)
        if not distinct:
            return np.zeros((0, self._dimension), dtype=np.float32)
        windows = [self._text_windows(text) for text in distinct]
        rows = self._model.encode(
            [part for parts in windows for part in parts],
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        counts = [len(parts) for parts in windows]
        return _mean_of_windows(np.asarray(rows, dtype=np.float32), counts)[places]

    @cached_property
    def _dimension(self) -> int:
        return int(self._model.encode(["a"], show_progress_bar=False).shape[1])

    def _text_windows(self, text: str) -> list[str]:
        """The text itself, or stretches of it that fit the model."""
        longest = self._model.max_seq_length
        if longest is None or len(text) <= longest - 8:  # a token is a character at least
            return [text]
        encoding: Any = self._model.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        special = self._model.tokenizer.num_special_tokens_to_add()
        parts = _windows(encoding["offset_mapping"], longest - special)
        return [text[part[0][0] : part[-1][1]] for part in parts] if len(parts) > 1 else [text]


def _distinct(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """Each text once, and the place among them of every text."""
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return list(places), [places[text] for text in texts]


def _windows(tokens: list[Any], room: int) -> list[list[Any]]:
    """Cut a list of tokens into the fewest windows that fit, of nearly equal length."""
    count = max(1, -(-len(tokens) // room))
    borders = [len(tokens) * place // count for place in range(count + 1)]
    return [tokens[borders[place] : borders[place + 1]] for place in range(count)]


def _mean_of_windows(rows: Vectors, counts: list[int]) -> Vectors:
    """One row a text from ``counts`` rows each; single windows pass unchanged."""
    if all(count == 1 for count in counts):
        return rows
    first = np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.intp)
    result = rows[first].copy()
    for place, count in enumerate(counts):
        if count > 1:
            mean = rows[first[place] : first[place] + count].mean(axis=0)
            result[place] = mean / max(float(np.linalg.norm(mean)), 1e-12)
    return result


def _load_sentence_transformer(name: str, device: str | None, *, is_folder: bool) -> Any:
    """Load from this machine, else by name from the Hugging Face hub; raises anything."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    def load(here: bool) -> Any:
        return SentenceTransformer(
            name,
            device=device,
            trust_remote_code=False,
            local_files_only=here,
            model_kwargs={"use_safetensors": True},  # pickled weights are never read
        )

    bars: Any = logging  # its functions have no types
    showed_bars = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        return load(True)
    except Exception:
        if is_folder:
            raise
        _ask_hub(name)
        return load(False)
    finally:
        if showed_bars:
            bars.enable_progress_bar()


def _ask_hub(name: str) -> None:
    """Raise where the hub has no such model or is out of reach; downloads would retry a minute."""
    from huggingface_hub import HfApi

    HfApi().model_info(name if "/" in name else f"sentence-transformers/{name}", timeout=10)


def _refuse_foreign_modules(folder: Path) -> None:
    """Raise ModelError where a folder asks for classes that sentence-transformers does not have."""
    path = folder / "modules.json"
    if not path.is_file():
        raise ModelError(
            f"{folder}: neither {MANIFEST} nor modules.json; this is no folder of an encoder"
        )
    try:
        types = [str(module["type"]) for module in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path}: not a list of modules; restore the folder") from error
    for one in types:
        if not one.startswith("sentence_transformers."):
            raise ModelError(f"{path}: asks for {one}, which is not part of sentence-transformers")


def _no_model(name: str, error: Exception) -> str:
    known = ", ".join(model.path.name for model in embedded() if model.manifest.role == ROLE)
    lines = str(error).strip().splitlines()
    reason = lines[0].rstrip(".") if lines else type(error).__name__
    return f"encoder '{name}' cannot be loaded ({reason}); give another, or one of: {known}"
