"""Keeps test texts out of training: pairs that share four consecutive words with one are dropped.

Only hashes of the word sequences are kept, so the texts themselves need not be here.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.resources import files

WORDS_IN_A_ROW = 4
HASHES = "heldout_sequences.txt"


def sequences(text: str) -> set[str]:
    """Hashes (16 hexadecimal digits) of every four consecutive words, case and marks ignored."""
    words = re.findall(r"\w+", text.casefold())
    rows = (" ".join(words[i : i + WORDS_IN_A_ROW]) for i in range(len(words) - WORDS_IN_A_ROW + 1))
    return {hashlib.sha256(row.encode()).hexdigest()[:16] for row in rows}


@lru_cache(maxsize=1)
def held_out() -> frozenset[str]:
    """The hashes of the held-out texts."""
    text = files(__package__).joinpath(HASHES).read_text(encoding="ascii")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def overlaps(text: str) -> bool:
    """Does ``text`` share four consecutive words with a held-out text?"""
    return not held_out().isdisjoint(sequences(text))
