"""Errors that a caller may catch.

ContradictError
├── UsageError        the call itself is wrong: an option, a combination of options
├── InputError        a file, folder, row or text cannot be used
├── ModelError        a model folder or name cannot be used
├── OutputError       a result cannot be written
└── MissingExtraError an optional part is not installed

Every message is one line: where it happened, what is wrong, what to do.
"""

from __future__ import annotations

from pathlib import Path


class ContradictError(Exception):
    """Base of all errors; the command line turns it into one line and exit code 2."""

    exit_code = 2


class UsageError(ContradictError):
    """Raised when arguments or options do not make sense together."""


class InputError(ContradictError):
    """Raised when an input cannot be used; names the source and, where there is one, the row.

    >>> str(InputError("no column 'left'", source="pairs.csv", row=3, advice="rename a column"))
    "pairs.csv, row 3: no column 'left'; rename a column"
    """

    def __init__(
        self,
        problem: str,
        *,
        source: str | None = None,
        row: int | None = None,
        advice: str | None = None,
    ) -> None:
        self.problem = problem
        self.source = source
        self.row = row
        self.advice = advice
        where = ", ".join(
            part for part in (source, f"row {row}" if row is not None else None) if part
        )
        message = f"{where}: {problem}" if where else problem
        super().__init__(f"{message}; {advice}" if advice else message)


class ModelError(ContradictError):
    """Raised when a model is missing, incomplete, altered, or its labels cannot be read."""

    @classmethod
    def refused(cls, path: Path, error: Exception) -> ModelError:
        """The error for a file that a library refuses, with the first line of what that says."""
        lines = str(error).strip().splitlines()
        return cls(f"{path}: cannot be used ({lines[0] if lines else error!r}); replace it")


class OutputError(ContradictError):
    """Raised when a result cannot be written; nothing half-written is left behind."""


class MissingExtraError(ContradictError):
    """Raised when an optional dependency is needed; the message is the command that installs it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an optional part: run  pip install 'contradict[{extra}]'")
