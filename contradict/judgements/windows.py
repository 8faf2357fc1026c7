"""Texts longer than the model reads: judged window by window, never cut.

The pair of windows with the highest contradiction stands for the texts.
"""

from __future__ import annotations

from collections.abc import Sequence

OVERLAP = 16  # tokens two neighbouring windows share, so that no clause is only ever cut


def windows(ids: Sequence[int], size: int) -> list[list[int]]:
    """Stretches of at most ``size`` tokens, neighbours overlapping, that cover all of ``ids``."""
    if len(ids) <= size:
        return [list(ids)]
    overlap = min(OVERLAP, size // 2)
    starts = range(0, len(ids) - overlap, size - overlap)
    return [list(ids[start : start + size]) for start in starts]


def window_pairs(
    left: Sequence[int], right: Sequence[int], room: int
) -> list[tuple[list[int], list[int]]]:
    """Every pair of windows of two texts; each pair fits into ``room`` tokens (at least 2)."""
    if len(left) + len(right) <= room:
        return [(list(left), list(right))]
    half = room // 2
    left_room = max(half, room - len(right))
    right_room = max(half, room - len(left))
    lefts = windows(left, min(left_room, room - min(len(right), right_room)))
    longest = max(len(window) for window in lefts)
    return [(a, b) for a in lefts for b in windows(right, room - longest)]
