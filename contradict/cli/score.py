"""contradict score: how likely two texts, or the pairs of a table, contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contradict.cli import engine, options
from contradict.cli.failures import tell
from contradict.cli.progress import bars
from contradict.cli.target import Target
from contradict.errors import InputError

if TYPE_CHECKING:
    from contradict.detector import Detector
    from contradict.records import Finding
    from contradict.scored import Scored

SHOWN = ("row", "score", "verdict", "kind", "left", "right", "error")  # of a table as text


@click.command("score")
@click.argument("texts", nargs=-1, metavar="[LEFT RIGHT]")
@click.option(
    "--pairs", type=options.FILE, metavar="FILE", help="CSV, TSV, JSONL or Parquet of pairs."
)
@options.fail_above
@options.judge
@options.device
@options.output("text", "json", "jsonl", "csv", "parquet")
@options.talk
@options.without_effect("--threshold", "--limit", "--encoder", "--seed")
def command(
    texts: tuple[str, ...],
    pairs: Path | None,
    fail_above: float | None,
    model: str | None,
    device: str | None,
    target: Target,
    quiet: bool,
) -> int:
    """Say how likely two texts contradict each other.

    LEFT and RIGHT are literal texts of one or more sentences; texts that begin with - follow --.
    A table needs the columns left and right (or premise/hypothesis, sentence1/sentence2,
    text_a/text_b, text/text_pair); left_speaker, left_date, right_speaker and right_date are used
    where present. Every row is written, in order, with its own columns.

    \b
    Examples:
      contradict score "The mine closed in May." "The mine is still open."
      contradict score --format json -- "-5 degrees at noon" "It was warm."
      contradict score --pairs pairs.csv --format jsonl
    """
    _check(texts, pairs)
    detector = engine.open_detector(model, device=device, settings=options.DEFAULTS)
    if pairs is None:
        finding = detector.score(*texts)
        _write(finding, target)
        highest = finding.score
    else:
        highest = _score_table(pairs, detector, target, quiet=quiet)
    return options.REACHED if fail_above is not None and highest >= fail_above else 0


def _check(texts: tuple[str, ...], pairs: Path | None) -> None:
    if len(texts) != (2 if pairs is None else 0):
        raise click.UsageError("give two texts, each in quotation marks, or --pairs FILE")
    for name, text in zip(("LEFT", "RIGHT"), texts, strict=False):
        if not text.strip():
            raise click.UsageError(f"{name} is empty; give a text")


def _write(finding: Finding, target: Target) -> None:
    from contradict.scored import figures

    if target.format == "text":
        target.text(_readable(finding))
    else:
        target.record(figures(finding))


def _readable(finding: Finding) -> str:
    """The figures as lines: name, then value."""
    probabilities = finding.probabilities
    shares = ", ".join(
        f"{name} {getattr(probabilities, name):.3f}"
        for name in ("contradiction", "entailment", "neutral")
    )
    lines = [
        f"score     {finding.score:.3f}",
        f"strength  {finding.strength:.3f}",
        f"verdict   {finding.verdict}" + (f" ({finding.kind})" if finding.kind else ""),
        f"label     {probabilities.label}: {shares}",
        f"left      “{finding.left.quote}”",
        f"right     “{finding.right.quote}”",
    ]
    lines += [f"because   {reason.text}" for reason in finding.reasons]
    return "\n".join(lines) + "\n"


def _score_table(path: Path, detector: Detector, target: Target, *, quiet: bool) -> float:
    """Write every row; returns the highest score. Raises InputError where no row is usable."""
    from contradict.labelled import read_pairs
    from contradict.scored import COLUMNS, as_row, score_rows

    rows = list(read_pairs(path))
    watch = _Watch()
    with bars(quiet=quiet) as progress:
        done = (lambda n: progress("pairs", n, len(rows))) if progress else (lambda _: None)
        scored = watch.over(score_rows(rows, detector, done=done))
        if target.format == "text":
            target.rows((_shown(row, finding) for row, finding in scored), SHOWN)
        elif rows:
            target.rows((as_row(row, finding) for row, finding in scored), ())
        else:
            target.rows((), COLUMNS)
    watch.report(path)
    return watch.highest


class _Watch:
    """Keeps an eye on the rows that go by: the highest score, and how many were bad."""

    def __init__(self) -> None:
        self.highest = -1.0
        self.good = 0
        self.bad = 0
        self.first_error: tuple[int, str] | None = None

    def over(self, scored: Iterable[Scored]) -> Iterator[Scored]:
        from contradict.labelled import BadRow

        for row, finding in scored:
            if isinstance(row, BadRow):
                self.bad += 1
                self.first_error = self.first_error or (row.row, row.error)
            if finding is not None:
                self.good += 1
                self.highest = max(self.highest, finding.score)
            yield row, finding

    def report(self, path: Path) -> None:
        if self.first_error is None:
            return
        number, error = self.first_error
        if not self.good:
            raise InputError(f"{error} (and no other row is usable)", source=str(path), row=number)
        rows = "1 row has" if self.bad == 1 else f"{self.bad:,} rows have"
        tell(f"{path}: {rows} no figures; the first is row {number}: {error}")


def _shown(row: Any, finding: Finding | None) -> dict[str, Any]:
    """One row of the table for people, with fewer columns than the files have."""
    from contradict.labelled import PairRow

    shown = {"row": row.row, "error": getattr(row, "error", None)}
    if isinstance(row, PairRow):
        shown |= {"left": row.left, "right": row.right}
    if finding is not None:
        shown |= {"score": finding.score, "verdict": finding.verdict, "kind": finding.kind}
    return shown
