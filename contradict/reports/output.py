"""Where results go: a file that appears whole or not at all, or standard output."""

from __future__ import annotations

import errno
import io
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from contradict.errors import OutputError

PLAIN_WIDTH = 100  # columns of text in files and pipes, the same wherever it is written
WIDEST = 120  # longer lines are hard to read, however wide the terminal

_ADVICE = {
    errno.ENOENT: "the folder does not exist; create it first",
    errno.ENOTDIR: "part of the path is not a folder; choose another place",
    errno.EISDIR: "this is a folder; give the name of a file",
    errno.EACCES: "no permission to write here; choose another place",
    errno.EPERM: "no permission to write here; choose another place",
    errno.EROFS: "this file system is read-only; choose another place",
    errno.ENOSPC: "no space left on the device; free some and run again",
    errno.EDQUOT: "the disk quota is used up; free some space and run again",
    errno.ENAMETOOLONG: "the file name is too long; choose a shorter one",
}


@dataclass(frozen=True)
class TextStyle:
    """How text is laid out for the place where it goes; ``styled`` means colour and bold."""

    width: int
    styled: bool
    encoding: str


def is_terminal(stream: Any) -> bool:
    """Whether a person reads the stream as it is written."""
    return bool(getattr(stream, "isatty", lambda: False)())


def can_take_bytes(stream: Any) -> bool:
    """Whether raw bytes may go there: a pipe or file, but no terminal and no text-only stream."""
    return not is_terminal(stream) and not (
        isinstance(stream, io.TextIOBase) and not hasattr(stream, "buffer")
    )


def text_style(output: Path | None, stdout: Any) -> TextStyle:
    """Plain text of fixed width for files and pipes; the terminal's own width and colours else."""
    if output is not None or not is_terminal(stdout):
        return TextStyle(PLAIN_WIDTH, styled=False, encoding="utf-8")
    columns = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
    styled = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    encoding = getattr(stdout, "encoding", None) or "utf-8"
    return TextStyle(max(20, min(columns, WIDEST)), styled, encoding)


@contextmanager
def open_output(output: Path | None, stdout: Any) -> Iterator[BinaryIO]:
    """Give a stream of bytes for the result.

    A regular file is written beside its place and moved there once it is complete, so that on any
    failure the old file stands untouched. Raises OutputError; BrokenPipeError passes through.
    """
    try:
        if output is None:
            with _standard_output(stdout) as stream:
                yield stream
        elif _is_special(output):  # /dev/null, a named pipe: never to be replaced by a file
            with output.open("wb") as stream:
                yield stream
        else:
            with _replacing(output) as stream:
                yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _explained(output, error) from error


def check_writable(output: Path) -> None:
    """Raise OutputError where a file cannot be written there; changes nothing that stays."""
    try:
        if not _is_special(output):
            temporary, stream = _create_beside(output)
            stream.close()
            temporary.unlink()
    except OSError as error:
        raise _explained(output, error) from error


@contextmanager
def _standard_output(stdout: Any) -> Iterator[BinaryIO]:
    if not isinstance(stdout, io.TextIOBase) and not hasattr(stdout, "buffer"):
        yield stdout
        stdout.flush()
    elif hasattr(stdout, "buffer"):
        stdout.flush()  # what was printed before comes first
        yield stdout.buffer
        stdout.buffer.flush()
    else:
        content = io.BytesIO()
        yield content
        stdout.write(content.getvalue().decode("utf-8", "replace"))


@contextmanager
def _replacing(output: Path) -> Iterator[BinaryIO]:
    temporary, stream = _create_beside(output)
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        target = output.resolve()  # a symbolic link stays one
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        with suppress(FileNotFoundError):  # gone when it was moved
            temporary.unlink()


def _create_beside(output: Path) -> tuple[Path, BinaryIO]:
    target = output.resolve()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = target.parent / f".contradict-{secrets.token_hex(8)}.tmp"
    # Not tempfile: its files are private (0600), while a result should follow the user's umask.
    descriptor = os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
    )
    return temporary, cast(BinaryIO, os.fdopen(descriptor, "wb"))


def _is_special(output: Path) -> bool:
    try:
        mode = output.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _explained(output: Path | None, error: OSError) -> OutputError:
    where = "standard output" if output is None else str(output)
    advice = _ADVICE.get(error.errno or 0)
    return OutputError(f"{where}: {advice or error.strerror or error}")
