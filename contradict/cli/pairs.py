"""contradict pairs: what would be judged, or only how much."""

from __future__ import annotations

from itertools import islice
from typing import Any

import click

from contradict.cli import engine, inputs, options
from contradict.cli.target import Target
from contradict.records import Pair

SHOWN = ("similarity", "found_by", "left_quote", "right_quote")  # as text, for people


@click.command("pairs")
@options.inputs
@options.against
@click.option("--count", is_flag=True, help="Only how many pairs are possible and proposed.")
@options.limit
@options.encoder
@options.device
@options.output("text", "json", "jsonl", "csv", "parquet")
@options.talk
@options.without_effect("--threshold", "--model", "--seed")
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    count: bool,
    limit: int | None,
    encoder: str | None,
    device: str | None,
    target: Target,
    quiet: bool,
) -> None:
    """Show the pairs of claims that a scan would consider.

    \b
    Examples:
      contradict pairs statements/ --count
      contradict pairs speech.txt --against records/ --format jsonl
    """
    settings = options.DEFAULTS
    documents, others, _ = inputs.read_sides(paths, against, settings)
    detector = engine.open_detector(encoder=encoder, device=device, settings=settings)
    if count:
        number = detector.count(documents, against=others)
        target.record({"possible": number.possible, "proposed": number.proposed})
    else:
        pairs = islice(detector.pairs(documents, against=others), limit)
        columns = SHOWN if target.format == "text" else _columns()
        target.rows((_row(pair) for pair in pairs), columns)


def _row(pair: Pair) -> dict[str, Any]:
    return {
        "left": pair.left.as_dict(),
        "right": pair.right.as_dict(),
        "similarity": pair.similarity,
        "found_by": list(pair.found_by),
    }


def _columns() -> tuple[str, ...]:
    """Those of a finding's columns that a pair has."""
    from contradict.reports.tabular import FINDING_COLUMNS

    own = ("similarity", "found_by", "left_", "right_")
    return tuple(name for name in FINDING_COLUMNS if name.startswith(own))
