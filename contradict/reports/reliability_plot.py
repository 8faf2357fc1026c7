"""How far scores can be taken at their word, as a picture: an SVG that any browser opens.

A reliability diagram (DeGroot and Fienberg 1983): above the scores of each bin the share of pairs
that were what the score said, beside the line on which both would be equal; below, how many pairs
each bin holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

SIDE, TALL = 400, 70  # of the diagram, and of the counts below it
LEFT, TOP, BETWEEN = 56, 40, 56
WIDTH, HEIGHT = LEFT + SIDE + 24, TOP + SIDE + BETWEEN + TALL + 40
MARKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
INK, FAINT, BLUE = "#222", "#bbb", "#2b6cb0"


def reliability_plot(table: Sequence[Mapping[str, Any]], title: str) -> str:
    """A picture of what ``evaluation.reliability`` returns, which names the class; SVG, no script.

    Raises ValueError for an empty table.
    """
    if not table:
        raise ValueError("no bins to draw")
    name = str(table[0]["class"]).replace("_", " ")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _text(LEFT, 22, title, anchor="start", size=14),
        *_frame(name),
        *_points(table),
        *_counts(table),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _frame(name: str) -> Iterator[str]:
    bottom = TOP + SIDE
    yield f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{INK}"/>'
    yield _line(LEFT, bottom, LEFT + SIDE, TOP, FAINT, 'stroke-dasharray="5 4"')
    for mark in MARKS:
        yield _text(_across(mark), bottom + 16, f"{mark:.1f}")
        yield _text(LEFT - 6, _up(mark) + 4, f"{mark:.1f}", anchor="end")
    yield _text(LEFT + SIDE / 2, bottom + 34, f"P({name}) as scored")
    place = f'transform="rotate(-90 16 {TOP + SIDE / 2})"'
    yield _text(16, TOP + SIDE / 2, f"share that is: {name}", more=place)


def _points(table: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    there = [one for one in table if one["n"]]
    places = " ".join(f"{_across(one['score']):.1f},{_up(one['share']):.1f}" for one in there)
    yield f'<polyline points="{places}" fill="none" stroke="{BLUE}" stroke-width="2"/>'
    for one in there:
        said = f"{one['share']:.3f} of {one['n']} pairs scored {one['score']:.3f} on average"
        yield (
            f'<circle cx="{_across(one["score"]):.1f}" cy="{_up(one["share"]):.1f}" r="4"'
            f' fill="{BLUE}"><title>{said}</title></circle>'
        )


def _counts(table: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    top = TOP + SIDE + BETWEEN
    most = max(one["n"] for one in table) or 1
    for one in table:
        tall = TALL * one["n"] / most
        left, wide = _across(one["low"]), SIDE * (one["high"] - one["low"])
        yield (
            f'<rect x="{left + 1:.1f}" y="{top + TALL - tall:.1f}" width="{wide - 2:.1f}"'
            f' height="{tall:.1f}" fill="{BLUE}" opacity="0.5"/>'
        )
        yield _text(left + wide / 2, top + TALL + 14, f"{one['n']:,}", size=9)
    yield _text(LEFT + SIDE / 2, top + TALL + 30, "pairs in each bin")


def _across(value: float) -> float:
    return LEFT + SIDE * value


def _up(value: float) -> float:
    return TOP + SIDE * (1 - value)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, more: str = "") -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" {more}/>'


def _text(
    x: float, y: float, text: str, *, anchor: str = "middle", size: int = 12, more: str = ""
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{INK}"'
        f" {more}>{escape(text)}</text>"
    )
