"""One SQLite file: opened, checked, brought up to date; every change in a transaction."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from contradict.corpus.schema import APPLICATION_ID, MIGRATIONS
from contradict.errors import ContradictError, InputError, OutputError

PATIENCE = 30.0  # seconds to wait for another process; a chunk is written in far less
AT_ONCE = 500  # values in one query: older builds of SQLite take 999
NEW = "make one with  contradict corpus init FILE"
RESTORE = "restore it from a copy, or give another file"


class Database:
    """A connection to a corpus; whatever SQLite says becomes an error of ours, in one line."""

    def __init__(self, path: Path) -> None:
        """Connect to a file that is there; raises InputError where SQLite cannot open it."""
        self.path = path
        try:
            # mode=rw: a misspelt name is refused, not turned into an empty database
            self._connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=rw",
                uri=True,
                timeout=PATIENCE,
                isolation_level=None,  # transactions are begun and ended here, not by the module
            )
            for pragma in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON"):
                self._connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise explained(path, error) from error

    def close(self) -> None:
        self._connection.close()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query at once, so that no lock is held while something is computed."""
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise explained(self.path, error) from error

    def value(self, query: str, values: Sequence[Any] = ()) -> Any:
        """The first cell of the first row; None where there is no row."""
        found = self.rows(query, values)
        return found[0][0] if found else None

    def among(self, query: str, first: Sequence[Any], values: Sequence[Any]) -> Iterator[Any]:
        """Rows of a query that ends in ``IN``, for any number of values."""
        for start in range(0, len(values), AT_ONCE):
            part = values[start : start + AT_ONCE]
            marks = ",".join("?" * len(part))
            yield from self.rows(f"{query} ({marks})", (*first, *part))

    def write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row; only inside ``transaction``."""
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise explained(self.path, error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside become durable together, or none does."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._run("ROLLBACK")
            raise

    def _run(self, statement: str) -> None:
        try:
            self._connection.execute(statement)
        except sqlite3.Error as error:
            raise explained(self.path, error) from error

    def migrate(self) -> None:
        """Do the migrations that the file lacks; once, also where two processes open it."""
        with self.transaction():
            done = int(self.value("PRAGMA user_version"))
            for statements in MIGRATIONS[done:]:
                for statement in statements:
                    self._run(statement)
            self._run(f"PRAGMA application_id = {APPLICATION_ID}")
            self._run(f"PRAGMA user_version = {len(MIGRATIONS)}")


def create(path: Path) -> Database:
    """Make a new corpus file; raises OutputError where one is there or none can be made."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))
    except FileExistsError as error:
        raise OutputError(f"{path}: is there already; give another name") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{path}: cannot be made ({reason}); choose another place") from error
    try:
        database = Database(path)
        database.migrate()
    except BaseException:
        path.unlink()
        raise
    return database


def connect(path: Path) -> Database:
    """Open a corpus file; raises InputError for anything that is none, and alters none of those."""
    if not path.exists():
        raise InputError("no such corpus", source=str(path), advice=NEW)
    if not path.is_file():
        raise InputError("not a file", source=str(path), advice=NEW)
    database = Database(path)
    try:
        _check(database)
    except BaseException:
        database.close()
        raise
    return database


def _check(database: Database) -> None:
    where = str(database.path)
    tables = int(database.value("SELECT count(*) FROM sqlite_master"))  # reads the file's head
    if int(database.value("PRAGMA application_id")) != APPLICATION_ID:
        what = "the database of another program" if tables else "an empty file, not a corpus"
        raise InputError(what, source=where, advice=NEW)
    version = int(database.value("PRAGMA user_version"))
    if version > len(MIGRATIONS):
        raise InputError("written by a newer version", source=where, advice="upgrade contradict")
    if version < len(MIGRATIONS):
        database.migrate()


def damaged(path: Path, error: Exception) -> InputError:
    """The error for content that this program did not write as it stands."""
    reason = " ".join(str(error).split())[:80]
    return InputError(f"a damaged corpus ({reason})", source=str(path), advice=RESTORE)


def explained(path: Path, error: sqlite3.Error) -> ContradictError:
    """What an error of SQLite means, and what to do about it."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return OutputError(f"{path}: another process is writing to it; run again when it is done")
    if "readonly" in said or "read-only" in said:
        return OutputError(f"{path}: may not be written; check its rights and those of its folder")
    if "full" in said or "disk I/O" in said:
        return OutputError(f"{path}: cannot be written ({said}); free some space and run again")
    if "unable to open" in said:
        return InputError("cannot be opened", source=str(path), advice="check its rights")
    if "not a database" in said:
        return InputError("not a corpus", source=str(path), advice=NEW)
    return damaged(path, error)
