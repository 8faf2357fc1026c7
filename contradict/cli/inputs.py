"""The documents that a command works on, with what could not be used told on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from contradict.cli.failures import tell
from contradict.errors import InputError, UsageError
from contradict.records import Document, Skipped
from contradict.settings import Settings

TOLD = 50  # a table with thousands of bad rows shall not bury the rest


def read(paths: Sequence[str], settings: Settings) -> tuple[list[Document], list[Skipped]]:
    """Read files, folders and ``-``; raises InputError where none of them holds a document."""
    from contradict.documents import read_documents

    documents, skipped = read_documents(paths, settings=settings, stdin=sys.stdin.buffer)
    if not documents and len(skipped) == 1:
        raise InputError(skipped[0].reason, source=skipped[0].source, row=skipped[0].row)
    tell_skipped(skipped)
    if not documents:
        names = ", ".join(paths[:3]) + (", …" if len(paths) > 3 else "")
        raise InputError("nothing to read there", source=names, advice="give other files")
    return documents, skipped


def read_sides(
    paths: Sequence[str], against: Sequence[str], settings: Settings
) -> tuple[list[Document], list[Document] | None, list[Skipped]]:
    """Read PATH... and, where given, the files of --against, which is None otherwise."""
    if "-" in paths and "-" in against:
        raise UsageError("- (standard input) cannot stand on both sides; save one side to a file")
    documents, skipped = read(paths, settings)
    if not against:
        return documents, None, skipped
    others, skipped_others = read(against, settings)
    return documents, others, skipped + skipped_others


def tell_skipped(skipped: Iterable[Skipped]) -> None:
    """One line an input or row that was not used, with its reason; --quiet does not silence it."""
    lines = [f"skipped {_where(one)}: {one.reason}" for one in skipped]
    for line in lines[:TOLD]:
        tell(line)
    if len(lines) > TOLD:
        tell(f"skipped {len(lines) - TOLD:,} more")


def _where(skipped: Skipped) -> str:
    return skipped.source if skipped.row is None else f"{skipped.source}, row {skipped.row}"
