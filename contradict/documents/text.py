"""Plain text and Markdown: prose and transcripts; the text stays as it is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from contradict.documents.dates import date_in_name
from contradict.documents.decoding import decode
from contradict.documents.front_matter import FrontMatter, read_front_matter
from contradict.documents.letters import signer
from contradict.documents.page_lines import Layout, masked, named_turns, page_lines
from contradict.documents.structure import analyse
from contradict.errors import InputError
from contradict.records import Document, Skipped
from contradict.settings import Settings

JOINED = 1  # every line goes on in the next
MARKDOWN = (".md", ".markdown")


class TextReader:
    """One document a file; a file without any running text is an InputError."""

    suffixes: tuple[str, ...] = (".txt", ".text", *MARKDOWN)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield the document; text from standard input may have front matter as Markdown has."""
        text = decode(content, source=source, settings=self.settings)
        markdown = path.suffix.lower() not in (".txt", ".text")
        head = read_front_matter(text) if markdown else FrontMatter()
        layout = page_lines(text) if not markdown else None
        if layout is not None:
            yield _numbered(text, layout, source, path)
            return
        found = analyse(text, start=head.end, markdown=markdown, speaker=head.speaker)
        if not found.blocks:
            raise InputError(
                "no running text, only headings or furniture",
                source=source,
                advice="leave it out or give a file with sentences",
            )
        yield Document(
            source=source,
            name=source,
            text=text,
            speaker=head.speaker or (None if found.turns else signer(text)),
            date=head.date or date_in_name(path.name) or found.date,
            title=head.title or found.title,
            url=head.url,
            turns=found.turns,
            blocks=found.blocks,
            anchors=found.anchors,
        )


def _numbered(text: str, layout: Layout, source: str, path: Path) -> Document:
    """A deposition: read without its line numbers, which its anchors keep."""
    plain = masked(text, layout.gaps)
    found = analyse(plain, width=JOINED)
    return Document(
        source=source,
        name=source,
        text=text,
        date=date_in_name(path.name) or found.date,
        title=found.title,
        turns=named_turns(text, found.turns),
        blocks=found.blocks,
        anchors=layout.anchors,
        gaps=layout.gaps,
    )
