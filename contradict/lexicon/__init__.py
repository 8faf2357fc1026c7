"""Word lists written for this project: small text files, one entry a line, ``#`` for comments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of ``<name>.txt``, as written there; FileNotFoundError if there is none.

    >>> "deny" in words("denials")
    True
    """
    return frozenset(line.strip() for line in _lines(f"{name}.txt"))


@cache
def units() -> dict[str, tuple[float, str]]:
    """How a unit is written -> (factor, base unit), from ``units.tsv``.

    >>> units()["km"]
    (1000.0, 'metre')
    """
    rows = (line.split("\t") for line in _lines("units.tsv"))
    return {name: (float(factor), base) for name, factor, base in rows}


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """The lines of ``<name>.txt`` that hold two words, in order.

    >>> ("open", "shut") in pairs("antonyms")
    True
    """
    lines = (line.split() for line in _lines(f"{name}.txt"))
    return tuple((line[0], line[1]) for line in lines if len(line) == 2)


@cache
def scales() -> dict[str, tuple[tuple[str, int], ...]]:
    """Stem -> the scales it stands on and its rank there, from ``scales.tsv``.

    >>> scales()["hint"]
    (('speech', 2),)
    """
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for line in _lines("scales.tsv"):
        scale, rank, stems = line.split("\t")
        for stem in stems.split():
            found[stem] = (*found.get(stem, ()), (scale, int(rank)))
    return found


def _lines(file: str) -> Iterator[str]:
    """The lines of a file that hold an entry."""
    content = (resources.files(__name__) / file).read_text(encoding="utf-8")
    for line in content.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line
