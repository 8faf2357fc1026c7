"""PDF: the text of the pages, joined as it was before it was set in pages and lines."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from contradict.documents.dates import date_in_name
from contradict.documents.page_lines import masked, named_turns, page_lines
from contradict.documents.structure import analyse
from contradict.errors import InputError
from contradict.records import Anchor, Document, Skipped
from contradict.settings import Settings

EDGE = (5, 4)  # lines at the top and the bottom of a page that may be a running head or foot
FEWEST_REPEATS = 3
REPEATED = 0.4  # of the pages; the first ones often have no head
PAGE_NUMBER = re.compile(
    r"[-–—\s|]*(?:(?:page|seite|p\.)\s*)?(?P<number>\d{1,4})(?:\s*(?:of|/|von)\s*\d{1,4})?[-–—\s|]*",
    re.IGNORECASE,
)
HYPHEN = re.compile(r"(?P<head>[^\W\d_]{2,})[-\u2010\u00ad]\n(?P<tail>[a-zà-ÿ]{2,})")
SOFT = str.maketrans({"\u00ad": None, "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"})
KEPT = re.compile(  # first parts that nearly always keep their hyphen
    "all|anti|co|cross|ex|half|high|inter|long|low|mid|multi|near|non|one|post|pre|re|real|self|semi"
    "|short|so|sub|three|two|ultra|under|well|year"
)
TITLE_WORDS = re.compile(
    r"untitled|microsoft word|powerpoint|\.docx?$|\.pdf$|^document\d*$", re.IGNORECASE
)


class PdfReader:
    """One document a file, with the page as anchor; a PDF without text is an InputError."""

    suffixes: tuple[str, ...] = (".pdf",)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield the document. Nothing embedded is opened or run.

        The date is that of the text or the file's name: that of the file itself says when it was
        made, not when the words were said.
        """
        pages, title = _pages(content, source, self.settings)
        kept = _without_heads([_lines(page) for page in pages])
        text, anchors = _joined(kept)
        if not text.strip():
            raise InputError(
                "no text in this PDF (scanned pages?)",
                source=source,
                advice="run it through text recognition (OCR) and give the result",
            )
        layout = page_lines(text)
        plain = masked(text, layout.gaps) if layout is not None else text
        found = analyse(plain, width=1 if layout is not None else None)
        if not found.blocks:
            raise InputError("no running text in this PDF", source=source, advice="leave it out")
        turns = named_turns(text, found.turns) if layout is not None else found.turns
        yield Document(
            source=source,
            name=source,
            text=text,
            date=date_in_name(path.name) or found.date,
            title=found.title or title,
            turns=turns,
            blocks=found.blocks,
            anchors=_placed(anchors, layout.anchors) if layout is not None else anchors,
            gaps=layout.gaps if layout is not None else (),
        )


def _pages(content: bytes, source: str, settings: Settings) -> tuple[list[str], str | None]:
    """The text of every page, and the title that the file states."""
    import pypdf

    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    logging.getLogger("pypdf").propagate = False
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(
                "encrypted with a password", source=source, advice="save it without one"
            )
        if len(reader.pages) > settings.max_pages:
            raise InputError(
                f"{len(reader.pages):,} pages are more than the {settings.max_pages:,} allowed",
                source=source,
                advice="split the file or raise max_pages",
            )
        pages, size = [], 0
        for page in reader.pages:
            pages.append(page.extract_text() or "")
            size += len(pages[-1])
            if size > settings.max_file_bytes:
                raise InputError(
                    f"more than {settings.max_file_bytes:,} characters of text",
                    source=source,
                    advice="split the file or raise max_file_bytes",
                )
        return pages, _title(reader)
    except InputError:
        raise
    except Exception as error:  # a hostile file makes the library raise nearly anything
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(
            f"not a PDF that can be read ({reason[:120]})", source=source, advice="save it anew"
        ) from error


def _title(reader: Any) -> str | None:
    """The title in the file's properties, where it is one."""
    stated = getattr(reader.metadata, "title", None)
    title = " ".join(str(stated).split()) if isinstance(stated, str) else ""
    return title if len(title.split()) > 1 and not TITLE_WORDS.search(title) else None


def _lines(page: str) -> list[str]:
    plain = page.translate(SOFT).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
    return [line.strip() for line in plain.split("\n")]


def _without_heads(pages: Sequence[list[str]]) -> list[list[str]]:
    """Pages without running heads and feet: edge lines that come back, digits aside."""
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_masked(line) for line in _edge_lines(lines).values()})
    fewest = max(FEWEST_REPEATS, REPEATED * len(pages))
    heads = {line for line, count in seen.items() if line and count >= fewest}
    rising = _rising_numbers(pages)
    return [
        [
            line
            for place, line in enumerate(lines)
            if (number, place) not in rising
            and (place not in edges or _masked(line) not in heads or line.isdecimal())
        ]
        for number, lines in enumerate(pages)
        for edges in (_edge_lines(lines),)
    ]


def _rising_numbers(pages: Sequence[list[str]]) -> set[tuple[int, int]]:
    """(page, line) of outermost lines that are page numbers: they rise as the pages do.

    Any other number there may close a sentence.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for number, lines in enumerate(pages):
        filled = [place for place, line in enumerate(lines) if line]
        for place in {*filled[:1], *filled[-1:]}:
            if match := PAGE_NUMBER.fullmatch(lines[place]):
                found.setdefault(int(match["number"]) - number, []).append((number, place))
    fewest = max(2, len(pages) // 2)
    return {one for group in found.values() if len(group) >= fewest for one in group}


def _edge_lines(lines: Sequence[str]) -> dict[int, str]:
    filled = [place for place, line in enumerate(lines) if line]
    chosen = filled[: EDGE[0]] + filled[-EDGE[1] :]
    return {place: lines[place] for place in chosen}


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", line).casefold()


def _joined(pages: Sequence[list[str]]) -> tuple[str, tuple[tuple[int, Anchor], ...]]:
    """All pages as one text, and where each begins; a sentence over two pages stays one."""
    text = ""
    anchors: list[tuple[int, Anchor]] = []
    for number, lines in enumerate(pages, 1):
        page = "\n".join(lines).strip("\n")
        if not page.strip():
            continue
        if text:
            text += "\n" if _goes_on(text, page) else "\n\n"
        anchors.append((len(text), Anchor(page=number)))
        text += page
    return _mended(text, anchors)


def _goes_on(before: str, after: str) -> bool:
    return before.rstrip()[-1:] not in '.!?:”"' or after.lstrip()[:1].islower()


def _mended(
    text: str, anchors: Sequence[tuple[int, Anchor]]
) -> tuple[str, tuple[tuple[int, Anchor], ...]]:
    """Words divided at a line's end put together again, and the anchors moved with them."""
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold()))
    parts: list[str] = []
    cuts: list[tuple[int, int]] = []  # (place in the old text, characters gone by then)
    here = gone = 0
    for match in HYPHEN.finditer(text):
        head, tail = match["head"], match["tail"]
        whole = _keeps_hyphen(head.casefold(), tail.casefold(), words)
        parts += [text[here : match.end("head")], "-" if whole else ""]
        here = match.start("tail")
        gone += here - match.end("head") - whole
        cuts.append((here, gone))
    moved = [(place - _gone(cuts, place), anchor) for place, anchor in anchors]
    return "".join([*parts, text[here:]]), tuple(moved)


def _keeps_hyphen(head: str, tail: str, words: Counter[str]) -> bool:
    """The form that the document has elsewhere; failing that, most divided words had no hyphen."""
    hyphenated, joined = words[f"{head}-{tail}"], words[f"{head}{tail}"]
    return hyphenated > joined if hyphenated or joined else bool(KEPT.fullmatch(head))


def _gone(cuts: Sequence[tuple[int, int]], place: int) -> int:
    return max((gone for at, gone in cuts if at <= place), default=0)


def _placed(
    pages: Sequence[tuple[int, Anchor]], lines: Sequence[tuple[int, Anchor]]
) -> tuple[tuple[int, Anchor], ...]:
    """Line numbers with the page of the file that they stand on."""
    found: list[tuple[int, Anchor]] = []
    for offset, anchor in lines:
        page = [one.page for start, one in pages if start <= offset]
        found.append((offset, Anchor(page=page[-1] if page else None, line=anchor.line)))
    return tuple(found)
