"""Files, folders and standard input, in the order given, each file once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from contradict.documents import archive
from contradict.documents.decoding import too_large
from contradict.documents.email_message import EmailReader, attachments
from contradict.documents.registry import readers_by_suffix
from contradict.documents.speakers import canonical
from contradict.errors import InputError
from contradict.protocols import Reader
from contradict.records import Document, Skipped
from contradict.settings import Settings

STDIN = "-"
CONVERT = {  # what is often given and has no reader
    **dict.fromkeys((".pptx", ".ppt", ".odp", ".key"), "save the slides as PDF or text"),
    **dict.fromkeys((".doc", ".odt", ".rtf", ".pages"), "save it as .docx, PDF or text"),
    **dict.fromkeys((".xlsx", ".xls", ".ods"), "save the sheet as .csv"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), "run text recognition (OCR) on it"),
    **dict.fromkeys((".mp3", ".mp4", ".wav", ".m4a"), "transcribe it; .vtt and .srt are read"),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz"), "pack it as .zip, or unpack it"),
    ".msg": "save it as .eml",
}
DEEPEST = 1  # an archive in an archive is read, one in that is not
DEFAULTS = Settings()


@dataclass(frozen=True)
class _File:
    path: Path
    source: str
    direct: bool  # named by the caller, not found in a folder


def read_documents(
    paths: Iterable[str | Path],
    *,
    settings: Settings = DEFAULTS,
    stdin: BinaryIO | None = None,
) -> tuple[list[Document], list[Skipped]]:
    """Documents in the order given (inside a folder by name), and what could not be read.

    ``paths`` are files, folders (read with all below them, hidden files left out) and "-" for
    ``stdin``, which is read as text. A file that is reached twice is read once. Raises InputError
    where a path does not exist, or "-" is given without ``stdin``.
    """
    documents: list[Document] = []
    skipped: list[Skipped] = []
    readers = readers_by_suffix(settings)
    seen: set[str] = set()
    for item in _found([os.fspath(path) for path in paths]):
        if isinstance(item, Skipped):
            skipped.append(item)
            continue
        key = STDIN if item.source == STDIN else str(item.path.resolve())
        if key in seen:
            continue
        seen.add(key)
        for record in _records(item, readers, settings, stdin):
            if isinstance(record, Document):
                documents.append(_with_speakers(record))
            else:
                skipped.append(record)
    return documents, skipped


def _with_speakers(document: Document) -> Document:
    """The document with one name for each person who has a turn."""
    turns = canonical(document.turns)
    return document if turns == document.turns else replace(document, turns=turns)


def _found(paths: list[str]) -> Iterator[_File | Skipped]:
    for given in paths:  # all of them first: a misspelt path should not cost a long wait
        if given != STDIN and not os.path.lexists(given):
            raise InputError(
                "no such file or folder", source=printable(given), advice="check the path"
            )
    for given in paths:
        path = Path(given)
        if given != STDIN and path.is_dir():
            yield from _members(path, given)
        else:
            yield _File(path, printable(given), direct=True)


def _members(folder: Path, given: str) -> Iterator[_File | Skipped]:
    """The files below a folder, by name; links to folders are not followed."""
    unreadable: list[OSError] = []
    files: list[tuple[str, ...]] = []
    for root, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = Path(root).relative_to(folder).parts
        files += [(*inside, name) for name in names if not name.startswith(".")]
    prefix = given.rstrip("/\\") or given[:1]
    prefix = prefix if prefix.endswith("/") else f"{prefix}/"
    for parts in sorted(files):
        yield _File(folder.joinpath(*parts), printable(prefix + "/".join(parts)), direct=False)
    for error in sorted(unreadable, key=lambda error: str(error.filename)):
        yield Skipped(printable(str(error.filename)), _cannot_read(error))
    if not files and not unreadable:
        yield Skipped(printable(given), "the folder holds no files; give another one")


def _records(
    item: _File, readers: dict[str, Reader], settings: Settings, stdin: BinaryIO | None
) -> Iterator[Document | Skipped]:
    try:
        if item.path.suffix.lower() != archive.SUFFIX:
            _reader(item, readers)  # a file that nobody reads is not opened
        content = _content(item, settings, stdin)
        yield from _read(item, content, readers, settings)
    except InputError as error:
        if error.source is None:
            raise
        yield _skipped(item, error)
    except OSError as error:
        yield Skipped(item.source, _cannot_read(error))


def _read(
    item: _File, content: bytes, readers: dict[str, Reader], settings: Settings, depth: int = 0
) -> Iterator[Document | Skipped]:
    """The documents in a file's bytes, with those packed or attached in it."""
    suffix = item.path.suffix.lower()
    if suffix == archive.SUFFIX and item.source != STDIN:
        if depth > DEEPEST:
            raise InputError("an archive within an archive", source=item.source, advice="unpack it")
        for member in archive.members(content, item.source, settings):
            if isinstance(member, Skipped):
                yield member
                continue
            inner = _File(Path(member.path), f"{item.source}/{member.path}", direct=False)
            yield from _guarded(inner, member.content, readers, settings, depth + 1)
        return
    yield from _reader(item, readers).read(content, source=item.source, path=item.path)
    if suffix in EmailReader.suffixes and item.source != STDIN:
        for name, attached in attachments(content, item.source):
            inner = _File(Path(name), printable(f"{item.source}/{name}"), direct=False)
            yield from _guarded(inner, attached, readers, settings, depth + 1)


def _guarded(
    item: _File, content: bytes, readers: dict[str, Reader], settings: Settings, depth: int
) -> Iterator[Document | Skipped]:
    """As ``_read``, with what cannot be read as Skipped: the rest of the file goes on."""
    try:
        if depth > DEEPEST + 1:
            raise InputError("packed too deep", source=item.source, advice="unpack it")
        yield from _read(item, content, readers, settings, depth)
    except InputError as error:
        yield _skipped(item, error)


def _skipped(item: _File, error: InputError) -> Skipped:
    reason = f"{error.problem}; {error.advice}" if error.advice else error.problem
    return Skipped(item.source, reason, error.row)


def _reader(item: _File, readers: dict[str, Reader]) -> Reader:
    suffix = item.path.suffix.lower()
    if item.source == STDIN or (item.direct and not suffix):
        return readers[".md"]
    if suffix not in readers:
        raise InputError(
            f"no reader for {f'{suffix!r} files' if suffix else 'files without a suffix'}",
            source=item.source,
            advice=CONVERT.get(suffix) or f"convert it to one of {', '.join(readers)}",
        )
    return readers[suffix]


def _content(item: _File, settings: Settings, stdin: BinaryIO | None) -> bytes:
    """The bytes of the file, at most one more than allowed."""
    limit = settings.max_file_bytes
    if item.source == STDIN:
        if stdin is None:
            raise InputError("'-' stands for standard input, but none was given; name a file")
        content = stdin.read(limit + 1)
        size = len(content)
    else:
        state = item.path.stat()
        piped = item.direct and stat.S_ISFIFO(state.st_mode)  # scan <(some command)
        if not (stat.S_ISREG(state.st_mode) or piped):
            raise InputError("not a regular file", source=item.source, advice="leave it out")
        size = state.st_size
        if size <= limit:
            with item.path.open("rb") as stream:
                content = stream.read(limit + 1)
            size = len(content)
    if size > limit:
        raise too_large(size, item.source, settings)
    return content


def _cannot_read(error: OSError) -> str:
    return f"cannot be read ({error.strerror or 'error'}); check that it is there and permitted"


def printable(path: str) -> str:
    """The path as it may be written out: bytes that are no UTF-8 become question marks."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
