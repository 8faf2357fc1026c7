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
