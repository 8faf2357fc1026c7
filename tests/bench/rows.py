"""The lines of the benchmark, and the table that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure of ours beside one of theirs, where there is one to compare.

    ``n`` is how many items each timed run took. ``factor`` is how many times faster ours is.
    """

    part: str
    name: str
    n: int
    unit: str
    ours: float
    theirs: float | None = None
    factor: float | None = None
    note: str = ""


def markdown(rows: Sequence[Row], about: str) -> str:
    """The table with a line on the machine and the models above it."""
    lines = [
        about,
        "",
        "| part | what | n | unit | ours | theirs | factor | note |",
        "|---|---|---:|---|---:|---:|---:|---|",
    ]
    for row in rows:
        cells = (row.part, row.name, str(row.n), row.unit, _number(row.ours), _number(row.theirs))
        factor = "" if row.factor is None else f"{row.factor:.2f}×"
        lines.append(f"| {' | '.join(cells)} | {factor} | {row.note} |")
    return "\n".join(lines) + "\n"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
