"""Articles and letters read into a record: whose words they are, and how far they reach.

A clerk prints them after a line such as "[From the Harbour Gazette, May 4, 2021]", the title and a
line with the author's name. They are the words of the paper and not of whoever had them printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = re.compile(
    r"^[ \t]*\[From (?P<paper>(?:[Tt]he )?[\w.][^\[\],\n]{2,80})(?:,[^\[\]\n]{4,60})?\]",
    re.MULTILINE,
)
_BYLINE = re.compile(r"^[ \t]*\(?By (?P<name>[A-Z][^()\n]{3,80}?)\)?[ \t]*$", re.MULTILINE)
_BEFORE_BYLINE = 400  # characters of titles
_LONG = 40  # characters of a line that is no title
_PARAGRAPH = re.compile(r"\n[ \t]*\n+(?P<indent>[ \t]*)(?=\S)")


@dataclass(frozen=True)
class Insertion:
    """``text[start:end]`` is an article by ``author``: its byline, else the paper it stood in."""

    start: int
    end: int
    author: str


def insertions(text: str) -> Iterator[Insertion]:
    """The inserted articles of a text, in order.

    One reaches to the next, or to the first paragraph that is not set in as its own are; where none
    of it is set in, to the end of the text.
    """
    heads = list(_HEAD.finditer(text))
    for number, head in enumerate(heads):
        limit = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        byline = _BYLINE.search(text, head.end(), min(limit, head.end() + _BEFORE_BYLINE))
        begin = byline.end() if byline else head.end()
        yield Insertion(head.end(), _end(text, begin, limit), _author(head, byline))


def _author(head: re.Match[str], byline: re.Match[str] | None) -> str:
    name = byline["name"] if byline else re.sub(r"^The\b", "the", head["paper"])
    return " ".join(name.split())


def _end(text: str, begin: int, limit: int) -> int:
    set_in: bool | None = None
    for gap in _PARAGRAPH.finditer(text, begin, limit):
        line_end = text.find("\n", gap.end(), limit)
        line = text[gap.end() : line_end if line_end >= 0 else limit]
        if set_in is None and len(line) > _LONG:
            set_in = bool(gap["indent"])
        elif set_in and not gap["indent"] and not _is_subtitle(line):
            return gap.start()
    return limit


def _is_subtitle(line: str) -> bool:
    return len(line) <= _LONG and line.rstrip()[-1:] not in tuple(".!?:,;")
