"""What went wrong, told in one line on standard error, and the exit code that goes with it."""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import click

from contradict.errors import ContradictError

FAILED = 2
INTERRUPTED = 130


@dataclass
class Telling:
    """How failures are told; ``debug`` adds the traceback. Travels as ``context.obj``."""

    debug: bool = False

    def show_all(self) -> None:
        """What --debug asks for: tracebacks, and the warnings of libraries."""
        self.debug = True
        warnings.simplefilter("default")

    def exit_code_of(self, work: Callable[[], int]) -> int:
        """Do the work and return its exit code, or the code of what stopped it."""
        try:
            code = work()
            sys.stdout.flush()  # here, where a reader that went away is still handled
            return code
        except click.exceptions.Exit as stop:  # --help and --version
            return stop.exit_code
        except (KeyboardInterrupt, click.Abort):
            return self._tell("interrupted", INTERRUPTED)
        except BrokenPipeError:
            _leave_pipe()
            return 0
        except Exception as error:
            if self.debug:
                traceback.print_exc()
            return self._tell(_line_of(error), getattr(error, "exit_code", FAILED))

    def _tell(self, line: str, code: int) -> int:
        tell(line)
        return code


def tell(line: str) -> None:
    """Print one line on standard error, line breaks inside it made visible as spaces."""
    click.echo("contradict: " + " ".join(line.split()), err=True)


def _line_of(error: Exception) -> str:
    match error:
        case ContradictError():
            return str(error)
        case click.exceptions.NoArgsIsHelpError():
            return f"nothing to do; see {_help_of(error)}"
        case click.UsageError():
            return f"{error.format_message().rstrip('.')}; see {_help_of(error)}"
        case click.ClickException():
            return error.format_message()
        case MemoryError():
            return "not enough memory; give fewer or smaller inputs at a time"
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            return f"{where}{error.strerror or error}; check the path, its rights and free space"
        case _:
            what = f"{type(error).__name__}: {error}"
            return f"unexpected {what}; run again with --debug and report what it prints"


def _help_of(error: click.UsageError) -> str:
    return f"'{error.ctx.command_path if error.ctx else 'contradict'} --help'"


def _leave_pipe() -> None:
    """Point standard output at nothing, so that the flush at exit does not fail again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # not a real file, as in tests
        return
