"""The title of a text: its first heading, or a first line that looks like one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contradict.documents import furniture_words as words_of
from contradict.documents.dates import date_in_line
from contradict.documents.transcript import Passage

HEADING = re.compile(r"#{1,3}[ \t]+(?P<title>\S.*?)[ \t#]*$")
SUBJECT = re.compile(r"(?:subject|re|title)\s*:\s*(?P<title>\S.*)", re.IGNORECASE)
LETTER_HEAD = re.compile(
    r"(?:to|from|cc|bcc|date|sent|by|author|attn|tel|phone|fax|e-?mail|contact)\b\s*[:.]|by\s",
    re.IGNORECASE,
)
TOP = 8  # passages that may come before, or be, the title
MIN_WORDS, MAX_WORDS = 3, 30
MAX_CHARACTERS = 300


def find_title(text: str, passages: Sequence[Passage], markdown: bool) -> str | None:
    """One line, blanks made single; None where nothing before the running text looks like one."""
    top = passages[:TOP]
    if markdown:
        for passage in top:
            line = text[passage.start : min(passage.end, passage.start + MAX_CHARACTERS)]
            if (match := HEADING.match(line)) and "`" not in line:
                return " ".join(match["title"].strip("*_ ").split())
    if not any(passage.runs for passage in passages):
        return None
    for passage in top:
        if passage.runs or passage.label is not None:
            return None
        line = text[passage.start : min(passage.end, passage.start + MAX_CHARACTERS)]
        if subject := SUBJECT.fullmatch(line):
            return " ".join(subject["title"].split())
        if passage.end - passage.start < MAX_CHARACTERS and _looks_like_title(line):
            return " ".join(line.strip("*_ ").split())
    return None


def _looks_like_title(line: str) -> bool:
    words = line.split()
    if not MIN_WORDS <= len(words) <= MAX_WORDS or not any(c.isalpha() for c in line):
        return False
    if words_of.LEAD_IN.match(line) or words_of.CAPTION.match(line) or LETTER_HEAD.match(line):
        return False
    if words_of.MARKUP_LINE.match(line) or words_of.SEPARATED.search(line):
        return False
    if words_of.TIME_LINE.match(line) or date_in_line(line) is not None:
        return False
    first = line.lstrip("\"'“”‘’*_ ")[:1]
    return (first.isupper() or first.isdigit()) and line[-1:] not in ".,:;"
