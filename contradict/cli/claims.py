"""contradict claims: what would be compared."""

from __future__ import annotations

from itertools import islice
from typing import Any

import click

from contradict.cli import engine, inputs, options
from contradict.cli.target import Target
from contradict.records import Claim, LeftOut

COLUMNS = (
    "document", "source", "start", "end", "quote", "text", "speaker", "date", "status", "worth",
)  # fmt: skip

SHOWN = ("document", "speaker", "date", "status", "worth", "quote")  # as text, for people
LEFT_OUT = "left_out"  # one more column with --all


@click.command("claims")
@options.inputs
@click.option(
    "--all", "everything", is_flag=True, help="Show also what is no claim, and why (left_out)."
)
@options.limit
@options.output("text", "json", "jsonl", "csv", "parquet")
@options.talk
@options.without_effect("--threshold", "--model", "--encoder", "--device", "--seed")
def command(
    paths: tuple[str, ...], everything: bool, limit: int | None, target: Target, quiet: bool
) -> None:
    """Show the claims that a scan would compare.

    \b
    Examples:
      contradict claims speech.txt
      contradict claims statements/ --format csv -o claims.csv
      contradict claims speech.txt --all
    """
    settings = options.DEFAULTS
    documents, _ = inputs.read(paths, settings)
    detector = engine.open_detector(settings=settings)
    found = detector.everything(documents) if everything else detector.claims(documents)
    columns = SHOWN if target.format == "text" else COLUMNS
    columns = (*columns, LEFT_OUT) if everything else columns
    more = {LEFT_OUT: None} if everything else {}
    target.rows((more | _row(one) for one in islice(found, limit)), columns)


def _row(one: Claim | LeftOut) -> dict[str, Any]:
    row = {"document": one.document.name, "source": one.document.source}
    if isinstance(one, LeftOut):
        empty = dict.fromkeys(COLUMNS[2:])
        place = {"start": one.start, "end": one.end, "quote": one.quote, LEFT_OUT: one.reason}
        return row | empty | place | {"date": one.document.said_on(one.start)}
    return row | {name: getattr(one, name) for name in COLUMNS[2:]}
