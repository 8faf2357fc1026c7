"""The options that several commands share, each declared once."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from contradict.cli.failures import Telling, tell
from contradict.cli.target import Target
from contradict.settings import DEFAULT_ENCODER, DEFAULT_JUDGE, Settings

Command = TypeVar("Command", bound=Callable[..., Any])

FILE = click.Path(path_type=Path)
DEFAULTS = Settings()
REACHED = 1  # exit code: something written has at least the score of --fail-above
GIVEN = (click.core.ParameterSource.COMMANDLINE, click.core.ParameterSource.ENVIRONMENT)


class Probability(click.FloatRange):
    """A number from 0 to 1; unlike ``FloatRange``, refuses NaN."""

    def __init__(self) -> None:
        super().__init__(0, 1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number from 0 to 1", param, ctx)
        return number


def _label_map(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> dict[str, str] | None:
    """``a=contradiction,b=neutral`` as a dictionary."""
    if value is None:
        return None
    entries = [entry.partition("=") for entry in value.split(",")]
    if not all(name.strip() and label.strip() for name, _, label in entries):
        raise click.BadParameter(
            f"{value!r} is not of the form a=contradiction,b=neutral", ctx, param
        )
    return {name.strip(): label.strip() for name, _, label in entries}


def _show_all(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        ctx.ensure_object(Telling).show_all()


judge = click.option(
    "--model", metavar="NAME|FOLDER", help=f"Judge to use.  [default: {DEFAULT_JUDGE}]"
)
encoder = click.option(
    "--encoder",
    metavar="NAME|FOLDER",
    help=f"Any sentence-transformers model, for similarity.  [default: {DEFAULT_ENCODER}]",
)
device = click.option("--device", metavar="NAME", help="cpu, cuda, …  [default: the best there is]")
seed = click.option(
    "--seed", type=int, default=DEFAULTS.seed, show_default=True, help="For everything random."
)
quiet = click.option("--quiet", is_flag=True, help="No progress bars and no notes.")
debug = click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_all,
    help="Show the traceback of an error.",
)
labels = click.option(
    "--labels",
    metavar="NAME=LABEL,…",
    callback=_label_map,
    help="What the labels of the file mean, such as a=contradiction,b=neutral.",
)
against = click.option(
    "--against",
    multiple=True,
    metavar="PATH",
    help="Compare only PATH... with these files or folders (repeatable).",
)
threshold = click.option(
    "--threshold",
    type=Probability(),
    metavar="STRENGTH",
    default=DEFAULTS.threshold,
    show_default=True,
    help="Lowest strength of a finding that is written.",
)
everything = click.option(
    "--all", "everything", is_flag=True, help="Every judged pair: --threshold 0."
)
precision = click.option(
    "--precision",
    type=Probability(),
    metavar="SHARE",
    help="Instead of --threshold: the one from which on this share of the findings was real in"
    " documents whose contradictions are known.",
)
limit = click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Write only the first N."
)
fail_above = click.option(
    "--fail-above",
    type=Probability(),
    metavar="SCORE",
    help="Exit with 1 when something written has at least this score.",
)
inputs = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


def together(*parts: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Apply options in the order in which ``--help`` shall show them."""

    def decorate(command: Command) -> Command:
        return functools.reduce(lambda done, part: part(done), reversed(parts), command)

    return decorate


def only_one_of(*, precision: float | None, **others: object) -> None:
    """Raise UsageError where --precision stands beside an option that says the same otherwise."""
    context = click.get_current_context()
    for name in others:
        option = "everything" if name == "all" else name
        if precision is not None and context.get_parameter_source(option) in GIVEN:
            raise click.UsageError(f"--precision chooses the threshold; leave out --{name}")


models = together(judge, encoder, device, seed)
talk = together(quiet, debug)


def without_effect(*names: str) -> Callable[[Command], Command]:
    """Shared options that change nothing in a command: accepted, not listed, and told so."""

    def tell_of(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
        if value is not None:
            tell(f"note: {option.opts[0]} changes nothing in {ctx.command_path}")

    parts = [
        click.option(name, f"unused{number}", hidden=True, expose_value=False, callback=tell_of)
        for number, name in enumerate(names)
    ]
    return together(*parts)


def output(*formats: str) -> Callable[[Command], Command]:
    """--format and --output; the command receives a checked ``target``. The first is the default.

    Without --format the ending of the output file decides, where it names a format of the command.
    """
    default = f"by the ending of the output file, else {formats[0]}"
    file = click.option(
        "-o", "--output", type=FILE, metavar="FILE", help="Write here, not to stdout."
    )

    def decorate(command: Command) -> Command:
        with_target: Command = _with_target(command, formats)
        return together(_format(formats, default), file)(with_target)

    return decorate


def format_only(*formats: str) -> Callable[[Command], Command]:
    """--format alone, for a command whose --output is something else than its printed result."""

    def decorate(command: Command) -> Command:
        return together(_format(formats, formats[0]))(_with_target(command, formats))

    return decorate


def _format(formats: tuple[str, ...], default: str) -> Callable[[Any], Any]:
    return click.option(
        "--format", "format_", type=click.Choice(formats), help=f"[default: {default}]"
    )


def _with_target(command: Command, formats: tuple[str, ...]) -> Command:
    @functools.wraps(command)
    def checked(*args: Any, format_: str | None, output: Path | None = None, **options: Any) -> Any:
        return command(*args, target=Target.of(format_, output, formats), **options)

    return checked  # type: ignore[return-value]
