"""contradict claims: what would be compared."""

from __future__ import annotations

from itertools import islice
from typing import Any

import click

from contradict.cli import engine, inputs, options
from contradict.cli.target import Target
from contradict.records import Claim

COLUMNS = (
    "document", "source", "start", "end", "quote", "text", "speaker", "date", "status", "worth",
)  # fmt: skip

SHOWN = ("document", "speaker", "date", "quote")  # as text, for people


@click.command("claims")
@options.inputs
@options.limit
@options.output("text", "json", "jsonl", "csv", "parquet")
@options.talk
@options.without_effect("--threshold", "--model", "--encoder", "--device", "--seed")
def command(paths: tuple[str, ...], limit: int | None, target: Target, quiet: bool) -> None:
    """Show the claims that a scan would compare.

    \b
    Examples:
      contradict claims speech.txt
      contradict claims statements/ --format csv -o claims.csv
    """
    settings = options.DEFAULTS
    documents, _ = inputs.read(paths, settings)
    detector = engine.open_detector(settings=settings)
    claims = islice(detector.claims(documents), limit)
    columns = SHOWN if target.format == "text" else COLUMNS
    target.rows((_row(claim) for claim in claims), columns)


def _row(claim: Claim) -> dict[str, Any]:
    of_document = {"document": claim.document.name, "source": claim.document.source}
    return of_document | {name: getattr(claim, name) for name in COLUMNS[2:]}
