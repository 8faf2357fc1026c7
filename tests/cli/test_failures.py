"""Whatever goes wrong is one line on standard error and the right exit code."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from contradict.cli.failures import Telling
from contradict.errors import InputError, ModelError, UsageError
from tests.cli.conftest import Cli


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (InputError("is empty", source="a.csv", row=3), 2, "a.csv, row 3: is empty"),
        (ModelError("no model 'x'"), 2, "no model 'x'"),
        (UsageError("two\nlines"), 2, "two lines"),
        (OSError(errno.ENOSPC, "No space left on device", "out"), 2, "out: No space left"),
        (MemoryError(), 2, "not enough memory"),
        (RuntimeError("odd"), 2, "unexpected RuntimeError: odd; run again with --debug"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (click.Abort(), 130, "interrupted"),
    ],
)
def test_errors(
    error: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> int:
        raise error

    assert Telling().exit_code_of(work) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert line in err


def test_a_reader_that_went_away_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        raise BrokenPipeError

    assert Telling().exit_code_of(work) == 0
    assert capsys.readouterr() == ("", "")


def test_debug_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        raise RuntimeError("odd")

    assert Telling(debug=True).exit_code_of(work) == 2
    assert "Traceback" in capsys.readouterr().err


def test_debug_as_an_option(cli: Cli, tmp_path: Path) -> None:
    missing = tmp_path / "no.json"
    assert "Traceback" in cli("report", missing, "--debug").err
    assert "Traceback" not in cli("report", missing).err


@pytest.mark.parametrize(
    "args",
    [
        ("scna",), ("--colour",), ("scan",), ("scan", "x", "--format", "xml"), ("claims", "--all"),
        ("score", "a"), ("scan", "x", "--limit", "0"), ("train", "x"), ("models", "delete"),
        ("evaluate",), ("evaluate", "x", "--labels", "yes"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line_that_says_where_help_is(cli: Cli, args: tuple[str, ...]) -> None:
    ran = cli(*args)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "--help'" in ran.err


def test_nothing_at_all_is_wrong_use(cli: Cli) -> None:
    assert cli().code == 2


def test_a_broken_pipe_ends_quietly_with_0() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        ran = subprocess.run(
            [sys.executable, "-m", "contradict", "--help"],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_the_version_is_printed(cli: Cli) -> None:
    from contradict import __version__

    assert cli("--version").out == f"contradict {__version__}\n"
