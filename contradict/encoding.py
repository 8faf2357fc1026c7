"""Claims as they come -> all of them with their vectors, worked out while others are awaited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from contradict.protocols import Vectors
from contradict.records import Claim

AT_ONCE = 1024  # texts: enough for batches of one length

Encode = Callable[[Sequence[str]], Vectors]
Done = Callable[[int, int], None]


def encoded(
    claims: Iterable[Claim], encode: Encode, done: Done = lambda number, total: None
) -> tuple[list[Claim], Vectors]:
    """All claims, and a vector for each, in one call and in this thread."""
    found = list(claims)
    done(0, len(found))
    return found, encode([claim.text for claim in found])


def encoded_along(
    claims: Iterable[Claim], encode: Encode, done: Done = lambda number, total: None
) -> tuple[list[Claim], Vectors]:
    """All claims, and a vector for each; each distinct text is embedded once.

    ``encode`` is called by one other thread, part by part, and must give a text the same vector
    whatever stands beside it. ``done`` is told how many texts are embedded, when no more come.
    """
    found: list[Claim] = []
    places: dict[str, int] = {}
    parts: list[Future[Vectors]] = []
    waiting: list[str] = []
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            for claim in claims:
                found.append(claim)
                if claim.text not in places:
                    places[claim.text] = len(places)
                    waiting.append(claim.text)
                if len(waiting) == AT_ONCE:
                    parts.append(pool.submit(encode, waiting))
                    waiting = []
            if waiting or not parts:
                parts.append(pool.submit(encode, waiting))
            rows = []
            for number, part in enumerate(parts):
                done(number * AT_ONCE, len(places))
                rows.append(part.result())
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found, np.concatenate(rows)[[places[claim.text] for claim in found]]
