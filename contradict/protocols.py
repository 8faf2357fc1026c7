"""What a reader, an extractor, an encoder and a judge must offer; anything that does, fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from contradict.records import (
    Claim,
    Document,
    Explanation,
    LeftOut,
    ModelInfo,
    Probabilities,
    Skipped,
)

Vectors = npt.NDArray[np.float32]


class Reader(Protocol):
    """Turns the bytes of one file into documents; one reader a file format."""

    suffixes: tuple[str, ...]

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield documents in file order; raise InputError where nothing can be read."""
        ...


class Extractor(Protocol):
    """Takes the claims out of documents."""

    @property
    def info(self) -> ModelInfo: ...

    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        """Yield claims in document order, then by start."""
        ...

    def everything(self, documents: Iterable[Document]) -> Iterator[Claim | LeftOut]:
        """Yield claims and what is left out, so that all text but blanks is covered."""
        ...


class Encoder(Protocol):
    """Embeds texts."""

    @property
    def info(self) -> ModelInfo: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one L2-normalised float32 row a text, shape (len(texts), dimension)."""
        ...


class Judge(Protocol):
    """Says how likely two texts contradict each other."""

    @property
    def info(self) -> ModelInfo: ...

    def probabilities(self, texts: Sequence[tuple[str, str]]) -> list[Probabilities]:
        """Judge (left, right) text pairs in both directions; independent of the batch."""
        ...


@runtime_checkable
class Screener(Protocol):
    """A judge that can spare itself the second direction where the first rules a conflict out."""

    def screened(
        self, texts: Sequence[tuple[str, str]], floor: float
    ) -> list[Probabilities | None]:
        """What ``Judge.probabilities`` says; None where one direction alone is below the floor.

        ``floor`` is on the calibrated log-odds of contradiction. Which pairs are None depends
        neither on the batch nor on which text is left.
        """
        ...


@runtime_checkable
class DateReader(Protocol):
    """A judge that may have learnt texts with their speaker and date (``Claim.attributed``)."""

    @property
    def reads_dates(self) -> bool: ...


def can_read_dates(judge: Judge | None) -> bool:
    """Whether there is a judge and it says that it reads dates."""
    return isinstance(judge, DateReader) and judge.reads_dates


@runtime_checkable
class Explainer(Protocol):
    """A judge that can also say why."""

    def explanations(self, texts: Sequence[tuple[str, str]]) -> list[Explanation | None]:
        """One for each (left, right) pair; None where the model has no heads for it, or reads less.

        Independent of the batch, and mirrored for (right, left).
        """
        ...
