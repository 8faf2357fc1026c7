"""The program ``contradict``: finds the command, runs it, and ends with its exit code."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from contradict.cli.failures import Telling

COMMANDS = ("score", "scan", "claims", "pairs", "train", "evaluate", "report", "models", "corpus")


class Program(click.Group):
    """Imports a command's file, ``contradict/cli/NAME.py``, only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            ctx.fail(f"no command '{cmd_name}' (there are: {', '.join(COMMANDS)})")
        command: click.Command = import_module(f"contradict.cli.{cmd_name}").command
        return command


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from contradict.version import __version__

        click.echo(f"contradict {__version__}")
        ctx.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
    help="Show the version and exit.",
)  # fmt: skip
def program() -> None:
    """Find pairs of statements that cannot both be true.

    \b
    Examples:
      contradict score "The mine closed in May." "The mine is still open."
      contradict scan statements/ --format html -o findings.html

    Results go to standard output, everything else to standard error.
    Exit codes: 0 done, 1 a finding reached --fail-above, 2 wrong use or failure, 130 interrupted.
    """


def run(args: Sequence[str]) -> int:
    """Run one command line and return its exit code; whatever fails is told in one line."""
    telling = Telling()

    def work() -> int:
        with program.make_context("contradict", list(args), obj=telling) as context:
            return program.invoke(context) or 0

    return telling.exit_code_of(work)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Entry point of the console script."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # of libraries; --debug shows them again
    for stream in (sys.stdout, sys.stderr):
        # The same bytes on every system, and no crash over a character the terminal lacks.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    sys.exit(run(sys.argv[1:] if args is None else args))
