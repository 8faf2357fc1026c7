"""What the figures of a model depend on, and the number under which a corpus keeps them."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from contradict.corpus.database import Database
from contradict.records import ModelInfo
from contradict.settings import Settings

PACKAGE = Path(__file__).resolve().parent.parent
# A checksum covers the weights. The rules around them are code and word lists: when these change,
# what was worked out before counts no more.
CODE = {
    "claims": ("claims", "lexicon", "records"),
    "encoder": ("embeddings.py", "runtime.py", "tokenizer.py"),
    "judge": ("judgements", "runtime.py", "tokenizer.py"),
    "worth": ("embeddings.py", "runtime.py", "tokenizer.py", "worth.py"),
}
CHOOSING = (
    *("claims", "embeddings.py", "findings", "judgements", "lexicon", "pairs", "records"),
    *("runtime.py", "symbols", "tokenizer.py", "worth.py"),
)
OF_NO_MATTER = ("threshold", "limit", "precision", "context_characters")  # to what a pair is worth
SETTINGS = {"claims": ("min_claim_words",), "judge": ("max_tokens",)}  # the others none


def model_number(
    database: Database,
    role: str,
    model: Any,
    settings: Settings,
    device: str | None,
    beneath: ModelInfo | None = None,
) -> int | None:
    """The row of ``models`` for a model as it is used here, made where there is none.

    ``beneath`` is a model whose figures it reads. None where one of both has no checksum: it could
    be another one next time.
    """
    info: ModelInfo = model.info
    if info.sha256 is None or (beneath is not None and beneath.sha256 is None):
        return None
    made_of = {
        "role": role,
        "class": type(model).__qualname__,  # onnxruntime and torch differ in the last digits
        "name": info.name,
        "sha256": info.sha256,
        "device": device if role != "claims" else None,
        "settings": {name: getattr(settings, name) for name in SETTINGS.get(role, ())},
        "code": _code(CODE[role]),
    }
    if beneath is not None:
        made_of["beneath"] = beneath.sha256
    text = json.dumps(made_of, sort_keys=True)
    query = "SELECT id FROM models WHERE made_of = ?"
    if database.value(query, (text,)) is None:
        with database.transaction():
            database.write(
                "INSERT OR IGNORE INTO models (role, name, sha256, made_of) VALUES (?, ?, ?, ?)",
                [(role, info.name, info.sha256, text)],
            )
    return int(database.value(query, (text,)))


def choice(detector: Any, device: str | None) -> str | None:
    """What neighbours and the worth of pairs depend on; None where a model has no checksum."""
    models = [[one.role, one.name, one.sha256] for one in detector.models]
    if any(sha256 is None for *_, sha256 in models):
        return None
    settings = detector.settings.as_dict()
    made_of = {
        "models": models,
        "device": device,
        "settings": {name: settings[name] for name in settings if name not in OF_NO_MATTER},
        "code": _code(CHOOSING),
    }
    return json.dumps(made_of, sort_keys=True)


@cache
def _code(parts: tuple[str, ...]) -> str:
    """SHA-256 over files and folders of this package."""
    state = hashlib.sha256()
    for part in parts:
        path = PACKAGE / part
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.is_file() and file.suffix in (".py", ".txt", ".tsv", ".json"):
                state.update(file.relative_to(PACKAGE).as_posix().encode() + b"\0")
                state.update(hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()
