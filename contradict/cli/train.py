"""contradict train: labelled pairs -> a model folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from contradict.cli import options
from contradict.cli.failures import tell
from contradict.cli.inputs import tell_skipped
from contradict.cli.target import Target

COLUMNS = ("when", "name", "n", "value", "low", "high")


@click.command("train")
@click.argument("labelled", nargs=-1, required=True, type=options.FILE, metavar="LABELLED...")
@click.option(
    "-o", "--output", "folder", type=options.FILE, required=True, metavar="FOLDER",
    help="Model folder to write; --model takes it.",
)  # fmt: skip
@click.option("--base", metavar="NAME|FOLDER", help="Start from this.  [default: the judge]")
@click.option(
    "--dev", type=options.FILE, multiple=True, metavar="FILE",
    help="Labelled pairs to stop on and to measure (repeatable).  [default: split off]",
)  # fmt: skip
@options.labels
@click.option("--epochs", type=click.FloatRange(0, min_open=True), help="Passes over the pairs.")
@click.option("--learning-rate", type=click.FloatRange(0, min_open=True), help="Its peak.")
@click.option(
    "--resume/--no-resume", default=True, show_default=True, help="Go on where a run was stopped."
)
@options.seed
@options.device
@options.format_only("text", "json", "jsonl", "csv")
@options.talk
@options.without_effect("--threshold", "--limit", "--encoder")
def command(
    labelled: tuple[Path, ...],
    folder: Path,
    base: str | None,
    dev: tuple[Path, ...],
    labels: dict[str, str] | None,
    epochs: float | None,
    learning_rate: float | None,
    resume: bool,
    seed: int,
    device: str | None,
    target: Target,
    quiet: bool,
) -> None:
    """Train a judge on labelled pairs.

    It starts from the judge that comes with the package and prints the figures before and after.
    The tables have the columns of score --pairs and label: contradiction, entailment or neutral, a
    two-way name, or whatever --labels translates.

    \b
    Examples:
      contradict train pairs.csv -o my-model
      contradict train a.jsonl b.csv -o my-model --labels yes=contradiction,no=not_contradiction
    """
    from contradict.training import train

    summary = train(
        labelled,
        folder,
        base=base,
        dev=dev,
        labels=labels,
        epochs=epochs,
        learning_rate=learning_rate,
        seed=seed,
        device=device,
        resume=resume,
        progress=not quiet,
    )
    tell_skipped(summary.bad)
    if not quiet:
        tell(
            f"trained on {summary.trained_on:,} pairs, wrote {folder}; "
            f"the figures are from {summary.held_out}"
        )
    target.rows([*_rows("before", summary.before), *_rows("after", summary.after)], COLUMNS)


def _rows(when: str, metrics: Any) -> list[dict[str, Any]]:
    return [
        {"when": when} | {name: getattr(metric, name) for name in COLUMNS[1:]} for metric in metrics
    ]
