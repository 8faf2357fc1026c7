"""contradict corpus: documents that grow, in one file, and scans that compute only what is new."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contradict.cli import engine, inputs, options
from contradict.cli.failures import tell
from contradict.cli.progress import bars
from contradict.cli.target import Target

if TYPE_CHECKING:
    from contradict.corpus import Corpus

VERDICTS = ("real", "false", "unsure")
STANDING = ("state", "review")
TABLES = ("csv", "parquet")

file = click.argument("file", type=options.FILE, metavar="FILE")


@click.group("corpus")
def command() -> None:
    """Keep documents in one file, and scan only what is new.

    \b
    Examples:
      contradict corpus init hearings.db
      contradict corpus add hearings.db transcripts/
      contradict corpus scan hearings.db
    """


def _open(path: Path) -> Corpus:
    from contradict.corpus import Corpus

    return Corpus.open(path)


@command.command("init")
@file
@options.talk
def make(file: Path, quiet: bool) -> None:
    """Make an empty corpus; a file that is there already stays as it is.

    \b
    Example:
      contradict corpus init hearings.db
    """
    from contradict.corpus import Corpus

    Corpus.create(file).close()
    if not quiet:
        tell(f"made {file}; add documents with  contradict corpus add {file} PATH...")


@command.command("add")
@file
@options.inputs
@options.format_only("text", "json")
@options.debug
def add(file: Path, paths: tuple[str, ...], target: Target) -> None:
    """Add files and folders, or - for standard input.

    What is there already is recognised; a source whose content has changed is replaced. A source is
    known by its path as it is given here.

    \b
    Example:
      contradict corpus add hearings.db transcripts/ letters/
    """
    with _open(file) as corpus:
        documents, _ = inputs.read(paths, options.DEFAULTS)
        changes = asdict(corpus.add(documents))
    _tell_counts(changes, target)


@command.command("remove")
@file
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options.format_only("text", "json")
@options.debug
def remove(file: Path, sources: tuple[str, ...], target: Target) -> None:
    """Take out sources, or all below a folder; findings of earlier scans keep their quotes.

    \b
    Example:
      contradict corpus remove hearings.db transcripts/2019.txt
    """
    with _open(file) as corpus:
        removed = corpus.remove(sources)
    _tell_counts({"removed": removed}, target)


@command.command("review")
@file
@click.argument("finding", metavar="FINDING_ID")
@click.argument("verdict", type=click.Choice(VERDICTS), metavar="|".join(VERDICTS))
@click.option("--note", metavar="TEXT", help="Why, in your own words.")
@options.talk
def review(file: Path, finding: str, verdict: str, note: str | None, quiet: bool) -> None:
    """Say what you think of a finding; it is kept for later scans.

    \b
    Example:
      contradict corpus review hearings.db 1f0c9a3be2d47788 real --note "He corrected it in May."
    """
    with _open(file) as corpus:
        corpus.review(finding, verdict, note)
    if not quiet:
        tell(f"{finding}: {verdict}")


@command.command("status")
@file
@options.format_only("text", "json")
@options.debug
def status(file: Path, target: Target) -> None:
    """Show what is in a corpus, and what a scan would still have to do.

    \b
    Example:
      contradict corpus status hearings.db --format json
    """
    with _open(file) as corpus:
        found = corpus.status()
    if target.format == "json":
        target.record(found)
    else:
        target.text("".join(f"{line}\n" for line in _status_lines(found)))


@command.command("scan")
@file
@options.threshold
@options.everything
@options.precision
@options.limit
@options.fail_above
@options.models
@options.output("text", "json", "jsonl", "csv", "parquet", "html")
@options.talk
def scan(
    file: Path,
    threshold: float,
    everything: bool,
    precision: float | None,
    limit: int | None,
    fail_above: float | None,
    model: str | None,
    encoder: str | None,
    device: str | None,
    seed: int,
    target: Target,
    quiet: bool,
) -> int:
    """Find the contradictions in all documents of a corpus.

    What earlier scans worked out is used again. Findings are new, carried (the last scan had them
    too) or resolved (it had them, and they are no more), strongest first, resolved ones last.

    \b
    Examples:
      contradict corpus scan hearings.db
      contradict corpus scan hearings.db --format html -o findings.html
    """
    options.only_one_of(precision=precision, threshold=threshold, all=everything)
    least = 0.0 if everything else threshold
    settings = replace(options.DEFAULTS, threshold=least, precision=precision, seed=seed)
    with _open(file) as corpus:
        detector = engine.open_detector(model, encoder, device=device, settings=settings)
        with bars(quiet=quiet) as progress:
            compared = corpus.scan(detector, device=device, progress=progress)
    if compared.models_changed and not quiet:
        tell(
            "note: the last scan used other models; what they found differently is new or resolved"
        )
    report = compared.as_dict(limit)
    _write(report, target)
    found = [one for one in report["findings"] if one["state"] != "resolved"]
    reached = fail_above is not None and any(one["score"] >= fail_above for one in found)
    return options.REACHED if reached else 0


def _write(report: dict[str, Any], target: Target) -> None:
    if target.format in TABLES:  # columns that are there even when no row is
        from contradict.reports.tabular import FINDING_COLUMNS

        target.rows(report["findings"], (*FINDING_COLUMNS, *STANDING))
    else:
        target.report(report)


def _tell_counts(counts: dict[str, int], target: Target) -> None:
    if target.format == "json":
        target.record(counts)
    else:
        target.text(f"documents: {_listed(counts)}\n")


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts.items())


def _status_lines(found: dict[str, Any]) -> list[str]:
    """One line a figure; groups of figures on one line."""
    cells = {
        name: _listed({key.removeprefix("documents_"): cell for key, cell in value.items()})
        if isinstance(value, dict)
        else f"{value:,}"
        for name, value in found.items()
    }
    names = {
        name: "still to scan" if name == "to_scan" else name.replace("_", " ") for name in cells
    }
    width = max(map(len, names.values()))
    return [f"{names[name]:{width}}  {cell}" for name, cell in cells.items()]
