"""The spaCy pipeline of a model folder, loaded once per process and without torch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from contradict.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

_LOADED: dict[Path, Language] = {}
_LOCK = Lock()


def load_pipeline(folder: Path) -> Language:
    """Load the pipeline of ``folder``, or return the one loaded before; ModelError if unusable."""
    path = folder.resolve()
    with _LOCK:
        if path not in _LOADED:
            with torch_kept_out():
                _LOADED[path] = _load(path)
        return _LOADED[path]


def _load(path: Path) -> Language:
    try:
        import spacy

        nlp = spacy.load(path)
    except Exception as error:  # spaCy raises many kinds for a broken folder
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(f"{path}: not a usable pipeline ({reason}); restore the folder") from error
    if "parser" not in nlp.pipe_names:
        raise ModelError(f"{path}: the pipeline has no parser; restore the folder")
    return nlp


@contextmanager
def torch_kept_out() -> Iterator[None]:
    """Make ``import torch`` fail inside, unless torch is here already; later imports work again.

    thinc imports torch wherever it is installed, which costs seconds and is never used here.
    """
    absent = "torch" not in sys.modules
    if absent:
        sys.modules["torch"] = None  # type: ignore[assignment]  # Python's mark for "not importable"
    try:
        yield
    finally:
        if absent and sys.modules.get("torch", 0) is None:
            del sys.modules["torch"]
