"""Parliamentary records in XML: TEI (ParlaMint), Hansard (historic and current)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contradict.documents.composed import compose
from contradict.documents.dates import date_in_name
from contradict.documents.decoding import too_large
from contradict.documents.hansard import hansard
from contradict.documents.tei import tei
from contradict.documents.xml_text import Record, local
from contradict.errors import InputError
from contradict.records import Document, Skipped
from contradict.settings import Settings

DEPTH = 200  # of nested elements
DIALECTS = "TEI (ParlaMint) and Hansard"
HANSARD_ROOTS = re.compile(
    r"(?:house)?(?:commons|lords)\w*|hansard|writtenanswers\w*|writtenstatements|publicwhip"
    r"|grandcommittee\w*|westminsterhall|debates|daily"
)


class ParliamentReader:
    """A sitting is a document; a TEI corpus holds several."""

    suffixes: tuple[str, ...] = (".xml",)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield the documents; other XML is an InputError, there is no guessing what it means."""
        root = _parsed(content, source, self.settings)
        name = local(root)
        if name in ("TEI", "TEI.2", "teiCorpus"):
            records = list(tei(root))
        elif HANSARD_ROOTS.fullmatch(name.lower()):
            records = [hansard(root)]
        else:
            raise InputError(
                f"XML of another kind (<{name[:40]}>)",
                source=source,
                advice=f"{DIALECTS} are read; save anything else as text or HTML",
            )
        found = [(record, compose(record.parts)) for record in records]
        if not any(composed.blocks for _, composed in found):
            raise InputError("no speeches in this file", source=source, advice="leave it out")
        for record, composed in found:
            if composed.blocks:
                yield _document(record, composed, source, path, alone=len(found) == 1)


def _document(record: Record, composed: Any, source: str, path: Path, *, alone: bool) -> Document:
    return Document(
        source=source,
        name=source if alone else record.identity or record.title or source,
        text=composed.text,
        date=record.date or date_in_name(path.name),
        title=record.title,
        turns=composed.turns,
        blocks=composed.blocks,
        anchors=composed.anchors,
    )


def _parsed(content: bytes, source: str, settings: Settings) -> Any:
    """The root element; entities, DTDs and damage are an InputError."""
    from defusedxml import ElementTree

    if len(content) > settings.max_file_bytes:
        raise too_large(len(content), source, settings)
    if not content.strip():
        raise InputError("the file is empty", source=source, advice="leave it out or fill it")
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except Exception as error:  # the parser's and defusedxml's own kinds
        line = getattr(error, "position", (None,))[0]
        reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        raise InputError(
            f"XML that cannot be read ({reason})", source=source, row=line, advice="check the file"
        ) from error
    if _depth(root) > DEPTH:
        raise InputError(
            f"elements nested more than {DEPTH} deep", source=source, advice="leave it out"
        )
    return root


def _depth(root: Any) -> int:
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in element]
    return deepest
