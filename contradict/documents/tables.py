"""Tables of statements: every row is a document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contradict.documents.dates import iso_date
from contradict.documents.headerless import with_header
from contradict.errors import InputError
from contradict.records import Document, Skipped
from contradict.settings import Settings
from contradict.tables import TABLE_SUFFIXES, read_table

TEXT_COLUMNS = ("text", "statement", "claim", "quote", "sentence")
# What other programs call the same; looked for where none of the names above is there.
TEXT_ALIASES = (
    *("utterance", "comment", "commentfull", "comment_full", "content", "body", "speech"),
    *("remarks", "message", "transcript", "dialogue", "line"),
)
SPEAKER_COLUMNS = ("speaker", "speaker_name", "name", "person", "member", "author", "who")
DELIMITED = (".csv", ".tsv")
ID_COLUMNS = ("id", "no", "n", "statement_id")


class StatementTableReader:
    """One document a row, named by the row's id, else by its number from 1."""

    suffixes: tuple[str, ...] = TABLE_SUFFIXES

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield rows in order, ``Skipped`` where one has no text.

        Raises InputError where the table has no column of text; an unreadable date is None.
        """
        rows = 0
        suffix = path.suffix.lower()
        table = read_table(content, source=source, suffix=suffix, settings=self.settings)
        for row in with_header(table) if suffix in DELIMITED else table:
            rows += 1
            if isinstance(row, Skipped):
                yield row
                continue
            number, cells = row
            fields = {str(name).strip().lower(): value for name, value in cells.items()}
            yield statement(fields, number, source, list(cells))
        if not rows:
            raise InputError("the table has no rows", source=source, advice="leave it out")


def statement(
    fields: dict[str, Any], number: int, source: str, columns: list[str]
) -> Document | Skipped:
    """A row, its column names in lower case, as a document; ``Skipped`` where it has no text."""
    names = TEXT_COLUMNS if any(name in fields for name in TEXT_COLUMNS) else TEXT_ALIASES
    if not any(name in fields for name in names):
        raise InputError(
            f"no column of text among {', '.join(map(repr, columns)) or 'no columns'}",
            source=source,
            advice=f"name one {' or '.join(TEXT_COLUMNS)}",
        )
    text = _first(fields, names)
    if text is None:
        return Skipped(source, "no text in this row; fill it or delete the row", number)
    return Document(
        source=source,
        name=(_first(fields, ID_COLUMNS) or str(number)).strip(),
        text=text,
        speaker=next(filter(None, (_stripped(fields, name) for name in SPEAKER_COLUMNS)), None),
        date=iso_date(fields.get("date")),
        title=_stripped(fields, "title"),
        url=_stripped(fields, "url"),
        publication=_stripped(fields, "source"),
    )


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The first of the named cells that is not empty, as text."""
    for name in names:
        value = fields.get(name)
        if value is not None and not isinstance(value, dict | list) and str(value).strip():
            return str(value)
    return None


def _stripped(fields: dict[str, Any], name: str) -> str | None:
    value = _first(fields, (name,))
    return None if value is None else value.strip()
