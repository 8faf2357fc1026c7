"""contradict report: a saved report as a page, or in any other format."""

from __future__ import annotations

from pathlib import Path

import click

from contradict.cli import options
from contradict.cli.target import Target


@click.command("report")
@click.argument("findings", type=options.FILE, metavar="FINDINGS")
@options.output("html", "text", "json", "jsonl", "csv", "parquet")
@options.debug
def command(findings: Path, target: Target) -> None:
    """Show a saved report as one self-contained page.

    FINDINGS is a file that scan wrote as json or jsonl; the page loads nothing from elsewhere.

    \b
    Examples:
      contradict scan statements/ --format json -o findings.json
      contradict report findings.json -o findings.html
      contradict report findings.json --format text
    """
    from contradict.reports import read_report

    target.report(read_report(findings))
