"""The folder that a training writes: checked before the work, then complete or not there at all."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contradict.errors import ModelError, OutputError
from contradict.store import MANIFEST, Manifest, ModelFolder, read_folder, write_manifest

WORK_SUFFIX = ".work"  # checkpoints lie beside the folder until it is complete
PARTIAL_SUFFIX = ".partial"
OLD_SUFFIX = ".old"


def work_folder(output: Path) -> Path:
    """Where the checkpoints of a training to ``output`` lie."""
    return output.with_name(output.name + WORK_SUFFIX)


@contextlib.contextmanager
def reserved(output: Path) -> Iterator[None]:
    """Make the work folder for as long as the training runs; one with checkpoints in it stays.

    Raises OutputError where ``output`` exists and is anything but a model folder of ours, or
    cannot be written.
    """
    if output.name in ("", ".."):
        raise OutputError(f"{output}: is no name for a model folder; choose another name")
    try:
        if output.exists() and not _is_ours(output):
            raise OutputError(f"{output}: exists and is no model folder; choose another name")
        work_folder(output).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(output, error) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            work_folder(output).rmdir()  # where it is empty


@contextlib.contextmanager
def written(output: Path) -> Iterator[Path]:
    """The path to write the folder at; it gets its name, and replaces an older one, at the end.

    Nothing is left of it where an error ends the writing.
    """
    partial = output.with_name(output.name + PARTIAL_SUFFIX)
    try:
        shutil.rmtree(partial, ignore_errors=True)
        yield partial
        _replace(output, partial)
    except OSError as error:
        raise _unwritable(output, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(work_folder(output), ignore_errors=True)


def write_numbers(
    output: Path, file: str, numbers: Mapping[str, Any], card: str, manifest: Manifest
) -> ModelFolder:
    """Write a model that is arrays of numbers: float32 in safetensors, its card, its manifest."""
    import numpy as np
    from safetensors.numpy import save_file

    with written(output) as partial:
        partial.mkdir(parents=True)
        plain = {name: np.ascontiguousarray(value, np.float32) for name, value in numbers.items()}
        save_file(plain, partial / file)
        (partial / file).chmod(0o644)  # the library writes it for its owner only
        (partial / "README.md").write_text(card, encoding="utf-8")
        write_manifest(partial, manifest)
    return read_folder(output)


def _replace(output: Path, partial: Path) -> None:
    """Put the new folder in place of the old one, which goes only when the new one is there."""
    old = output.with_name(output.name + OLD_SUFFIX)
    shutil.rmtree(old, ignore_errors=True)
    if output.is_dir():
        output.rename(old)
    partial.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _is_ours(output: Path) -> bool:
    """Whether a path holds a model folder of ours and nothing else, or nothing at all."""
    if not output.is_dir():
        return False
    files = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    if not files:
        return True
    try:
        return files <= {MANIFEST, *read_folder(output).manifest.files}
    except ModelError:
        return False


def _unwritable(output: Path, error: OSError) -> OutputError:
    return OutputError(f"{output}: cannot be written ({error.strerror or error})")
