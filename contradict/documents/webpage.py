"""HTML pages: the main text as trafilatura takes it out, with title, date and address."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contradict.documents.dates import date_in_name, iso_date
from contradict.documents.decoding import decode
from contradict.documents.structure import analyse
from contradict.errors import InputError
from contradict.records import Document, Skipped
from contradict.settings import Settings

DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([\w-]{2,30})", re.IGNORECASE)
HEAD_BYTES = 4096
# A page that a script saved as a Python bytes literal: b'<div>\n\xc2\xa0 ... </div>'
LITERAL = re.compile(r"\bb(['\"])(?=\s*<)")
ESCAPES = re.compile(r"((?:\\x[0-9a-fA-F]{2})+)|\\([ntr'\"\\])")
ESCAPED = {"n": "\n", "t": "\t", "r": "\n"}
# Fixed bounds, since the library's own end at the clock's today.
DATE_SEARCH = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1900-01-01",
    "max_date": "2100-01-01",
}
BREAKS = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
QUIET = ("trafilatura", "htmldate", "courlan", "justext")


class WebpageReader:
    """One document a page; a page without main text is an InputError."""

    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield the document; nothing is fetched, scripts and comments are left out."""
        declared = DECLARED.search(content[:HEAD_BYTES])
        name = declared[1].decode("ascii", "replace") if declared else None
        html = decode(content, source=source, settings=self.settings, declared=name)
        page = main_text(_without_literal(html))
        text = "" if page is None else str(page.text or "").replace("\r", "\n")
        found = analyse(text, wrapped=False)
        if not text.strip() or not found.blocks:
            raise InputError(
                "no main text in this page", source=source, advice="save the page as text"
            )
        yield Document(
            source=source,
            name=source,
            text=text,
            date=iso_date(page.date) or date_in_name(path.name) or found.date,
            title=_line(page.title) or found.title,
            url=_line(page.url),
            turns=found.turns,
            blocks=found.blocks,
            anchors=found.anchors,
        )


def main_text(html: str) -> Any:
    """The page as trafilatura sees it, None where it finds nothing or gives up."""
    import trafilatura

    for name in QUIET:  # what they have to say of a page is said in the reason
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        return trafilatura.bare_extraction(
            html,
            favor_precision=True,
            include_comments=False,
            include_links=False,
            include_images=False,
            with_metadata=True,
            date_extraction_params=DATE_SEARCH,
        )
    except Exception:
        # Whatever a hostile page makes the libraries raise, it is one page less, not a crash.
        return None


def plain_text(html: str) -> str:
    """The words of a short piece of HTML, such as a message, its paragraphs on lines of their own.

    Empty where nothing can be read.
    """
    import lxml.html  # type: ignore[import-untyped]

    try:
        root: Any = lxml.html.fragment_fromstring(BREAKS.sub("\n", html), create_parent=True)
        return str(root.text_content()).strip()
    except Exception:  # as above
        return ""


def _without_literal(html: str) -> str:
    """The page with the escapes of a Python bytes literal undone, where it is one."""
    opened = LITERAL.search(html)
    if opened is None or "\\n" not in html:
        return html
    body = ESCAPES.sub(_unescape, html[opened.end() :]).rstrip().removesuffix(opened[1])
    return html[: opened.start()] + body


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return bytes.fromhex(match[1].replace("\\x", "")).decode("utf-8", "replace")
    return ESCAPED.get(match[2], match[2])


def _line(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value else None
