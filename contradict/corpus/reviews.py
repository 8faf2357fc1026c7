"""What people say of findings, kept by the finding's id from scan to scan."""

from __future__ import annotations

from contradict.corpus.database import Database
from contradict.corpus.stored import cell
from contradict.errors import InputError

VERDICTS = ("real", "false", "unsure")


def review(database: Database, finding: str, verdict: str, note: str | None = None) -> None:
    """Keep a reviewer's verdict, in place of an earlier one; raises InputError for unknown ids."""
    if verdict not in VERDICTS:
        raise InputError(f"no verdict '{verdict}'", advice=f"give one of {', '.join(VERDICTS)}")
    with database.transaction():
        query = "SELECT count(*) FROM findings WHERE id = ?"
        if not database.value(query, (cell(finding),)):
            raise InputError(
                f"no finding '{finding}' in it",
                source=str(database.path),
                advice="take an id that  contradict corpus scan  gave",
            )
        database.write(
            "INSERT OR REPLACE INTO reviews (finding, verdict, note) VALUES (?, ?, ?)",
            [(finding, verdict, None if note is None else cell(note))],
        )


def reviews(database: Database) -> dict[str, str]:
    """Verdicts by the id of the finding."""
    return dict(database.rows("SELECT finding, verdict FROM reviews"))
