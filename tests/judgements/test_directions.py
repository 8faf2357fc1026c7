"""Both directions, and screening: each directed pair read once, far pairs only one way."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.judgements.calibration import Array, Calibration
from contradict.judgements.directions import judged

Texts = tuple[str, str]
WORDS = st.sampled_from(["open", "shut", "signed", "sold", "burnt", "won"])
PIECES = st.lists(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3), max_size=12)
FLOORS = st.floats(-6, 6)


class Reading:
    """Logits made of the texts' bytes alone; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Texts] = []

    def __call__(self, pairs: Sequence[Texts]) -> Array:
        self.asked += pairs
        hashes = [zlib.crc32(f"{left}|{right}".encode()) for left, right in pairs]
        return np.array([[h % 97 / 12 - 4, h % 89 / 30, h % 83 / 30] for h in hashes])


@given(PIECES, FLOORS)
@settings(max_examples=200, deadline=None)
def test_a_screened_pair_is_judged_as_ever_or_left_out(
    pieces: list[list[Texts]], floor: float
) -> None:
    whole = judged(pieces, Reading(), Calibration())
    screened = judged(pieces, Reading(), Calibration(), floor)
    assert None not in whole
    assert all(after in (None, before) for before, after in zip(whole, screened, strict=True))
    assert judged(pieces, Reading(), Calibration(), -1e9) == whole
    assert judged(pieces, Reading(), Calibration(), 1e9) == [None] * len(pieces)


@given(PIECES, FLOORS)
@settings(max_examples=200, deadline=None)
def test_what_is_left_out_depends_on_neither_side_nor_company(
    pieces: list[list[Texts]], floor: float
) -> None:
    together = [one is None for one in judged(pieces, Reading(), Calibration(), floor)]
    turned = [[pair[::-1] for pair in piece] for piece in reversed(pieces)]
    backwards = [one is None for one in judged(turned, Reading(), Calibration(), floor)]
    alone = [judged([one], Reading(), Calibration(), floor)[0] is None for one in pieces]
    assert together == backwards[::-1] == alone


@given(PIECES, FLOORS)
@settings(max_examples=200, deadline=None)
def test_nothing_is_read_twice_and_far_pairs_one_way_only(
    pieces: list[list[Texts]], floor: float
) -> None:
    reading = Reading()
    found = judged(pieces, reading, Calibration(), floor)
    assert len(reading.asked) == len(set(reading.asked))
    near = {
        frozenset(pair)
        for piece, one in zip(pieces, found, strict=True)
        if one is not None
        for pair in piece
    }
    other = {frozenset(pair) for piece in pieces for pair in piece} - near
    ways = [frozenset(pair) for pair in reading.asked if pair[0] != pair[1]]
    assert all(ways.count(pair) == 1 for pair in other if len(pair) == 2)
    assert all(ways.count(pair) == 2 for pair in near if len(pair) == 2)
