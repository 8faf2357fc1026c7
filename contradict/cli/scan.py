"""contradict scan: the findings in files and folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contradict.cli import engine as engines
from contradict.cli import inputs, options
from contradict.cli.progress import bars
from contradict.cli.target import Target

if TYPE_CHECKING:
    from contradict.detector import Detector
    from contradict.records import Document


@click.command("scan")
@options.inputs
@options.against
@options.threshold
@options.everything
@options.precision
@click.option(
    "--thorough", is_flag=True, help="Judge every candidate: slower, misses nothing it can avoid."
)
@click.option(
    "--dry-run", is_flag=True, help="Only how many pairs would be judged, and for how long."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where the models run: here, or on a Ray cluster.",
)
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Of the Ray engine.")
@click.option("--ray-address", metavar="ADDRESS", help="Of a running cluster; else one is started.")
@click.option(
    "--cache", type=options.FILE, metavar="FILE",
    help="Keep in this file what the models say, and use what it has; made where there is none.",
)  # fmt: skip
@options.limit
@options.fail_above
@options.models
@options.output("text", "json", "jsonl", "csv", "parquet", "html")
@options.talk
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    threshold: float,
    everything: bool,
    precision: float | None,
    thorough: bool,
    dry_run: bool,
    engine: str,
    workers: int | None,
    ray_address: str | None,
    cache: Path | None,
    limit: int | None,
    fail_above: float | None,
    model: str | None,
    encoder: str | None,
    device: str | None,
    seed: int,
    target: Target,
    quiet: bool,
) -> int:
    """Find the contradictions in files and folders.

    PATH may be a file, a folder (read with all below it) or - for standard input. Findings come
    strongest first. With --against, only pairs across the two sides are compared.

    \b
    Examples:
      contradict scan statements/
      contradict scan statements/ --format html -o findings.html
      contradict scan statements/ --cache statements.db
      contradict scan speech.txt --against records/ --format jsonl
    """
    options.only_one_of(precision=precision, threshold=threshold, all=everything)
    least = 0.0 if everything else threshold
    settings = replace(
        options.DEFAULTS,
        threshold=least,
        precision=precision,
        limit=limit,
        seed=seed,
        cascade_floor=None if thorough else options.DEFAULTS.cascade_floor,
        screen_floor=None if thorough else options.DEFAULTS.screen_floor,
        vague_pairs=thorough,
    )
    documents, others, skipped = inputs.read_sides(paths, against, settings)
    if engine == "local" and (workers or ray_address):
        raise click.UsageError("--workers and --ray-address are of --engine ray; add it")
    if engine == "ray" and cache is not None:
        raise click.UsageError("--cache is of the local engine; leave one of both out")
    if dry_run:
        detector = engines.open_detector(model, encoder, device=device, settings=settings)
        _tell_estimate(detector, documents, others, target)
        return 0
    scan = engines.scanner(
        model, encoder, device=device, settings=settings, engine=engine, workers=workers,
        address=ray_address, cache=cache,
    )  # fmt: skip
    with bars(quiet=quiet) as progress:
        report = scan(documents, against=others, skipped=skipped, progress=progress)
    target.report(report.as_dict())
    reached = fail_above is not None and any(f.score >= fail_above for f in report.findings)
    return options.REACHED if reached else 0


def _tell_estimate(
    detector: Detector,
    documents: Sequence[Document],
    others: Sequence[Document] | None,
    target: Target,
) -> None:
    from contradict.estimate import estimate

    if target.format not in ("text", "json"):
        raise click.UsageError("--dry-run is told as text or json; choose --format json")
    found = estimate(detector, documents, others)
    counts = found.pairs
    target.record(
        {
            "possible": counts.possible,
            "proposed": counts.proposed,
            "judged": counts.judged,
            "seconds": round(found.seconds, 1),
        }
    )
