"""The documents of a corpus, by source: added, replaced, removed, read back in a fixed order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contradict.corpus.database import Database, damaged
from contradict.corpus.stored import (
    COLUMNS,
    Cell,
    cell,
    digest_of,
    document_cells,
    document_of,
    text_of,
)
from contradict.errors import InputError
from contradict.records import Document

WRITTEN = ("place", *COLUMNS, "sha256", "digest", "run")
INSERT = f"INSERT INTO documents ({', '.join(WRITTEN)}) VALUES ({', '.join('?' * len(WRITTEN))})"


@dataclass(frozen=True)
class Changes:
    """How many documents an addition brought, changed, dropped from their source, and found."""

    added: int = 0
    replaced: int = 0
    dropped: int = 0
    unchanged: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.added + other.added,
            self.replaced + other.replaced,
            self.dropped + other.dropped,
            self.unchanged + other.unchanged,
        )


def add(database: Database, documents: Iterable[Document]) -> Changes:
    """Take documents in; those of one source replace all that it had before. One transaction."""
    by_source: dict[str, list[Document]] = {}
    for document in documents:
        by_source.setdefault(document.source, []).append(document)
    changes = Changes()
    with database.transaction():
        for source, given in by_source.items():
            changes += _replace(database, source, given)
        forget_orphans(database)
    return changes


def _replace(database: Database, source: str, given: Sequence[Document]) -> Changes:
    before = database.rows(
        "SELECT digest, run FROM documents WHERE source = ? ORDER BY place", (cell(source),)
    )
    stored, scanned = [digest for digest, _ in before], dict(before)
    rows: list[tuple[Cell | int, ...]] = []
    digests: list[str] = []
    for place, document in enumerate(given):
        cells = document_cells(document)
        digests.append(digest_of(cells))
        run = scanned.get(digests[-1])  # what was scanned before and has not changed is not new
        rows.append((place, *cells, document.sha256, digests[-1], run))
    if digests != stored:
        database.write("DELETE FROM documents WHERE source = ?", [(cell(source),)])
        database.write(INSERT, rows)
    return _counted(stored, digests)


def _counted(stored: Sequence[str], given: Sequence[str]) -> Changes:
    kept = (Counter(stored) & Counter(given)).total()
    fresh, stale = len(given) - kept, len(stored) - kept
    replaced = min(fresh, stale)
    return Changes(fresh - replaced, replaced, stale - replaced, kept)


def remove(database: Database, sources: Sequence[str]) -> int:
    """Take sources out, or all below a folder or archive; returns the number of documents.

    Raises InputError, with nothing removed, where the corpus has none of that name.
    """
    known = {text_of(one[0]) for one in database.rows("SELECT DISTINCT source FROM documents")}
    chosen: set[str] = set()
    for source in sources:
        below = source if source.endswith("/") else f"{source}/"
        found = {one for one in known if one == source or one.startswith(below)}
        if not found:
            raise InputError(
                f"no source '{source}' in it",
                source=str(database.path),
                advice="name it as it was added",
            )
        chosen |= found
    with database.transaction():
        before = number(database)
        database.write(
            "DELETE FROM documents WHERE source = ?", [(cell(one),) for one in sorted(chosen)]
        )
        forget_orphans(database)
        return before - number(database)


def number(database: Database) -> int:
    """How many documents there are."""
    return int(database.value("SELECT count(*) FROM documents"))


def forget_orphans(database: Database) -> None:
    """Drop claims of documents that are gone: their words shall go too."""
    database.write("DELETE FROM claims WHERE document NOT IN (SELECT digest FROM documents)", [()])


def read(database: Database) -> tuple[list[Document], list[str]]:
    """All documents by source and place in it, whenever they were added, and their digests.

    Raises InputError where a row is not as it was written.
    """
    found = []
    rows = database.rows(f"SELECT place, digest, {', '.join(COLUMNS)} FROM documents")
    for place, digest, *cells in rows:
        try:
            document = document_of(cells)
        except (ValueError, TypeError, KeyError) as error:
            raise damaged(database.path, error) from error
        if digest_of(cells) != digest:
            raise damaged(database.path, ValueError(f"document {document.name} was altered"))
        found.append((document.source, place, document, digest))
    found.sort(key=lambda one: one[:2])
    return [one[2] for one in found], [one[3] for one in found]
