"""Word lists written for this project: small text files, one entry a line, ``#`` for comments."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of ``<name>.txt``, as written there; FileNotFoundError if there is none.

    >>> "deny" in words("denials")
    True
    """
    content = (resources.files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in content.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def units() -> dict[str, tuple[float, str]]:
    """How a unit is written -> (factor, base unit), from ``units.tsv``.

    >>> units()["km"]
    (1000.0, 'metre')
    """
    content = (resources.files(__name__) / "units.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in content.splitlines() if not line.startswith("#"))
    return {name: (float(factor), base) for name, factor, base in rows}


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """The lines of ``<name>.txt`` that hold two words, in order.

    >>> ("open", "shut") in pairs("antonyms")
    True
    """
    content = (resources.files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in content.splitlines() if not line.startswith("#"))
    return tuple((line[0], line[1]) for line in lines if len(line) == 2)


@cache
def scales() -> dict[str, tuple[tuple[str, int], ...]]:
    """Stem -> the scales it stands on and its rank there, from ``scales.tsv``.

    >>> scales()["hint"]
    (('speech', 2),)
    """
    content = (resources.files(__name__) / "scales.tsv").read_text(encoding="utf-8")
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for line in content.splitlines():
        if not line.startswith("#"):
            scale, rank, stems = line.split("\t")
            for stem in stems.split():
                found[stem] = (*found.get(stem, ()), (scale, int(rank)))
    return found
