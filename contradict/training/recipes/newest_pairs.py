"""The statement pairs of the last batches, and some of the others: for a short further training.

    python -m contradict.training.recipes.newest_pairs data/statements/train.jsonl \\
        --since w39 --others 2000 -o build/newest.jsonl
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contradict.training.dataset.rows import read_lines, write_lines


def batch_number(row: dict[str, Any]) -> int:
    """The number of the batch that a pair came with.

    >>> batch_number({"id": "w39-004"})
    39
    """
    return int(str(row["id"]).partition("-")[0].removeprefix("w"))


def newest(
    rows: Sequence[dict[str, Any]], since: int, others: int, seed: int
) -> list[dict[str, Any]]:
    """The pairs from batch ``since`` on, then ``others`` of those before (or all), drawn."""
    late = [row for row in rows if batch_number(row) >= since]
    early = [row for row in rows if batch_number(row) < since]
    return late + random.Random(seed).sample(early, min(others, len(early)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", type=Path, help="labelled statement pairs, JSONL")
    parser.add_argument("--since", required=True, metavar="BATCH", help="such as w39")
    parser.add_argument("--others", type=int, required=True, help="how many of the batches before")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    since = batch_number({"id": given.since})
    chosen = newest(read_lines(given.pairs), since, given.others, given.seed)
    given.output.parent.mkdir(parents=True, exist_ok=True)
    write_lines(given.output, chosen)
    print(f"{len(chosen)} pairs")


if __name__ == "__main__":
    main()
