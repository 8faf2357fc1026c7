"""contradict evaluate: figures of a model on labelled pairs."""

from __future__ import annotations

from pathlib import Path

import click

from contradict.cli import engine, options
from contradict.cli.inputs import tell_skipped
from contradict.cli.progress import bars
from contradict.cli.target import Target
from contradict.records import Skipped
from contradict.settings import DEFAULT_JUDGE

COLUMNS = ("name", "n", "value", "low", "high")
GROUP_COLUMNS = ("by", "group")


@click.command("evaluate")
@click.argument("labelled", nargs=-1, required=True, type=options.FILE, metavar="LABELLED...")
@options.labels
@click.option(
    "--by", multiple=True, metavar="COLUMN",
    help="The same figures for every value of a column (repeatable); words: by length.",
)  # fmt: skip
@click.option(
    "--reliability", "plot", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.svg",
    help="Draw how far scores can be taken at their word.",
)  # fmt: skip
@options.judge
@options.device
@options.seed
@options.output("text", "json", "jsonl", "csv", "parquet")
@options.talk
@options.without_effect("--threshold", "--limit", "--encoder")
def command(
    labelled: tuple[Path, ...],
    labels: dict[str, str] | None,
    by: tuple[str, ...],
    plot: Path | None,
    model: str | None,
    device: str | None,
    seed: int,
    target: Target,
    quiet: bool,
) -> None:
    """Measure a model on labelled pairs.

    Every figure comes with a 95 % bootstrap interval. The tables have the columns of score --pairs
    and label: contradiction, entailment or neutral, a two-way name, or what --labels translates.

    \b
    Examples:
      contradict evaluate pairs.csv
      contradict evaluate pairs.csv --by kind --format json
      contradict evaluate pairs.csv --reliability calibration.svg
      contradict evaluate pairs.jsonl --model my-model --labels 1=contradiction,0=neutral
    """
    from contradict.evaluation.files import judge_files

    picture = None if plot is None else Target.of("text", plot, ("text",))
    detector = engine.open_detector(model, device=device, settings=options.DEFAULTS)
    bad: list[Skipped] = []
    with bars(quiet=quiet) as progress:
        judged = judge_files(
            labelled,
            detector,
            labels=labels,
            by=by,
            bad=lambda path, row: bad.append(Skipped(str(path), row.error, row.row)),
            done=lambda number, total: progress("pairs", number, total) if progress else None,
        )
    tell_skipped(bad)
    columns = (*GROUP_COLUMNS, *COLUMNS) if by else COLUMNS
    if picture is not None:
        from contradict.reports.reliability_plot import reliability_plot

        names = ", ".join(path.name for path in labelled)
        picture.text(reliability_plot(judged.reliability(), f"{model or DEFAULT_JUDGE}: {names}"))
    rows = [metric.as_dict() for metric in judged.metrics(seed)]
    target.rows([{name: row[name] for name in columns} for row in rows], columns)
