"""Word files (DOCX): paragraphs and tables in their order, headings known as such."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contradict.documents.dates import date_in_name
from contradict.documents.label_words import TITLES
from contradict.documents.structure import analyse
from contradict.errors import InputError
from contradict.records import Document, Skipped, Span
from contradict.settings import Settings

HEADING = re.compile(r"(?:heading|title|subtitle|toc|caption|header|footer)\b", re.IGNORECASE)
TITLE = re.compile(r"(?:title|heading 1)\b", re.IGNORECASE)
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACEHOLDER = re.compile(r"word document|untitled|^document\d*$", re.IGNORECASE)


class WordReader:
    """One document a file. Deleted text, comments, footnotes and text boxes are left out."""

    suffixes: tuple[str, ...] = (".docx",)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield the document; raises InputError where the file is damaged or too large unpacked.

        The file's own dates and author say who made the file, and are not used.
        """
        check_archive(content, source, self.settings)
        paragraphs, stated = _paragraphs(content, source)
        text, headings, title = _text(paragraphs)
        found = analyse(text, wrapped=False)
        blocks = tuple(span for span in found.blocks if not _inside(span, headings))
        if not blocks:
            raise InputError(
                "no running text in this document", source=source, advice="leave it out"
            )
        yield Document(
            source=source,
            name=source,
            text=text,
            date=date_in_name(path.name) or found.date,
            title=title or found.title or stated,
            turns=found.turns,
            blocks=blocks,
            anchors=found.anchors,
        )


def check_archive(content: bytes, source: str, settings: Settings) -> None:
    """Refuse a file whose parts unpack to more than allowed, or that declares XML entities.

    The sizes are counted while unpacking: those in the directory may lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > settings.max_archive_members:
                raise InputError(f"{len(members):,} parts", source=source, advice="save it anew")
            room = settings.max_unpacked_bytes
            for member in members:
                with archive.open(member) as stream:
                    data = stream.read(room + 1)
                room -= len(data)
                if room < 0:
                    raise InputError(
                        f"unpacks to more than {settings.max_unpacked_bytes:,} bytes",
                        source=source,
                        advice="save it without pictures, or raise max_unpacked_bytes",
                    )
                if member.filename.endswith((".xml", ".rels")) and DECLARATION.search(data):
                    raise InputError("declares XML entities", source=source, advice="save it anew")
    except InputError:
        raise
    except Exception as error:  # zipfile raises several kinds for damage and odd methods
        raise InputError(
            "not a Word file, or a damaged one", source=source, advice="save it anew as .docx"
        ) from error


def _paragraphs(content: bytes, source: str) -> tuple[list[tuple[str, str]], str | None]:
    """(style, text) of every paragraph and row of a table, and the title in the properties."""
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        found = list(_walk(document))
        stated = " ".join(str(document.core_properties.title or "").split())
    except Exception as error:  # the library raises what a hostile file makes it raise
        raise InputError(
            "not a Word file that can be read", source=source, advice="save it anew as .docx"
        ) from error
    return found, stated if len(stated.split()) > 1 and not PLACEHOLDER.search(stated) else None


def _walk(document: Any) -> Iterator[tuple[str, str]]:
    from docx.table import Table

    names: dict[str | None, str] = {}
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield from (("", row) for row in _rows(item))
        else:
            key = item._p.style  # the id: to look its name up takes a millisecond
            if key not in names:
                names[key] = str(item.style.name or "") if item.style is not None else ""
            yield names[key], _said(item._p)


def _rows(table: Any) -> Iterator[str]:
    """Cells row by row; where the first of two columns names speakers, "Name: what is said"."""
    rows = [_cells(row) for row in table.rows]
    spoken = _names_speakers(rows)
    for cells in rows:
        filled = [cell for cell in cells if cell]
        if spoken and len(filled) == 2:
            yield f"{filled[0].rstrip(':')}: {filled[1]}"
        else:
            yield from filled


def _cells(row: Any) -> list[str]:
    found: list[str] = []
    seen: set[int] = set()
    for cell in row.cells:
        if id(cell._tc) not in seen:  # a merged cell comes back in every column
            seen.add(id(cell._tc))
            found.append(" ".join(_said(one._p) for one in cell.paragraphs).strip())
    return found


def _names_speakers(rows: list[list[str]]) -> bool:
    """Whether a table has a column of names: a heading that says so, or titles, or a name again."""
    firsts = [cells[0].rstrip(":") for cells in rows if len(cells) == 2 and all(cells)]
    if not firsts or len(firsts) < len(rows) / 2:
        return False
    named = [name for name in firsts if _is_name(name)]
    titled = sum(name.split()[0].upper().strip(".") in TITLES for name in named)
    again = len(named) - len(set(named))
    headed = firsts[0].casefold() in ("speaker", "name", "who")
    return len(named) >= len(firsts) - 1 and bool(titled or again or headed)


def _is_name(cell: str) -> bool:
    words = cell.split()
    return 1 <= len(words) <= 5 and all(word[0].isupper() for word in words)


def _said(paragraph: Any) -> str:
    """The words of a paragraph as they stand after all changes are accepted."""
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{W}t" and not _is_deleted(node):
            parts.append(node.text or "")
        elif node.tag in (f"{W}tab", f"{W}noBreakHyphen"):
            parts.append("-" if node.tag.endswith("Hyphen") else " ")
        elif node.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
    return "".join(parts).replace("\x00", " ").strip()


def _is_deleted(node: Any) -> bool:
    return any(
        one.tag in (f"{W}del", f"{W}moveFrom", f"{W}txbxContent") for one in node.iterancestors()
    )


def _text(paragraphs: list[tuple[str, str]]) -> tuple[str, list[Span], str | None]:
    """The text with a blank line between paragraphs, where its headings stand, and its title."""
    text, headings, title = "", [], None
    for style, said in paragraphs:
        if not said:
            continue
        text += "\n\n" if text else ""
        if HEADING.match(style):
            headings.append((len(text), len(text) + len(said)))
            if title is None and TITLE.match(style):
                title = " ".join(said.split())
        text += said
    return text, headings, title


def _inside(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
