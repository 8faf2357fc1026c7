"""How long a scan will take, before it is paid for: a few of its pairs are judged and timed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contradict.detector import Detector
from contradict.judgements import judge_pairs
from contradict.records import Document, PairCount

TIMED = 512  # pairs drawn for it, so that short and long ones are among them


@dataclass(frozen=True)
class Estimate:
    """Pairs of a scan and the ``seconds`` that judging them will take on this machine."""

    pairs: PairCount
    seconds: float


def estimate(
    detector: Detector, documents: Sequence[Document], against: Sequence[Document] | None = None
) -> Estimate:
    """Read, embed and choose as a scan does, then judge TIMED pairs and reckon for the rest.

    What was read is not kept: the scan itself does it again.
    """
    chosen, counted = detector.candidates(documents, against=against)
    drawn = np.random.default_rng(detector.settings.seed).permutation(len(chosen))[:TIMED]
    sample = [chosen[int(place)] for place in drawn]
    judge_pairs(detector.judge, sample[:1])  # opening the model is no part of the rate
    started = time.perf_counter()
    judge_pairs(detector.judge, sample, floor=detector.selection.floor(counted.possible))
    each = (time.perf_counter() - started) / max(1, len(sample))
    return Estimate(counted, each * len(chosen))
