"""Texts to measure with, made of the sample corpus by program."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

Pairs = list[tuple[str, str]]

SPECIAL_TOKENS = 3  # [CLS] left [SEP] right [SEP]


def sentences(corpus: Path) -> list[str]:
    """Sentences of 5 to 40 words in the text files of ``corpus``, in file order."""
    found = []
    for path in sorted(corpus.iterdir()):
        if path.suffix in (".txt", ".md"):
            found += sentences_of(path)
    return found


def sentences_of(path: Path) -> list[str]:
    """Sentences of 5 to 40 words of one text file, by full stops."""
    flat = " ".join(path.read_text(encoding="utf-8").split())
    return [one for one in re.split(r"(?<=[.!?])\s+", flat) if 5 <= len(one.split()) <= 40]


def paragraphs(corpus: Path) -> list[str]:
    """The longest paragraph of each of the text files of ``corpus``, the longest first."""
    found = []
    for path in corpus.iterdir():
        if path.suffix in (".txt", ".md"):
            found.append(max(path.read_text(encoding="utf-8").split("\n\n"), key=len))
    return sorted((" ".join(one.split()) for one in found), key=lambda one: (-len(one), one))


def pairs_of_length(
    pool: Sequence[str], tokens: int, count: int, tokens_of: Callable[[str], int], seed: int
) -> Pairs:
    """Pairs whose input has ``tokens`` tokens or a few fewer, each text cut from sentences."""
    generator = random.Random(seed)
    half = (tokens - SPECIAL_TOKENS) // 2

    def text() -> str:
        words: list[str] = []
        while tokens_of(" ".join(words)) < half:
            words += generator.choice(pool).split()
        while tokens_of(" ".join(words)) > half:
            words.pop()
        return " ".join(words)

    return [(text(), text()) for _ in range(count)]
