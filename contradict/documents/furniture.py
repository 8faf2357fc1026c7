"""Running text or not: headings, captions, stage directions and site furniture by their shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from contradict.documents import furniture_words as words_of
from contradict.documents.lines import LIST_ITEM, QUOTE_MARK, Paragraph

SENTENCE_END = re.compile(r"[.!?…。！？](?:[\"”’'»)\]*_\s]|\[\d{1,3}\])*$|(?:—|–|--)[\"”’'*_\s]*$")
OPEN_END = re.compile(r"[:;][\"”’'*_\s]*$")
HEADLINE_WORDS = 20  # a longer line without a full stop is a sentence whose stop was forgotten
SHORT_CAPITALS = 12  # words: a line all in capitals, unless the whole text is
TITLE_CASE_SHARE = 0.7
UNPUNCTUATED = 0.3  # share of the text with full stops below which a missing one says nothing
LOOK = 400  # characters of a paragraph that its shape is judged by
MARKS = str.maketrans("", "", "*_`\\")


class Shapes:
    """Judges the paragraphs of one document; what repeats is known after one look at all."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph]) -> None:
        self.text = text
        plain = [_plain(text, p.start, p.end) for p in paragraphs]
        self.counts = Counter(plain)
        self.captions = _captions(plain)
        long = [line for line in plain if len(line.split()) >= 4]
        ended = sum(len(line) for line in long if SENTENCE_END.search(line[-60:]))
        self.punctuated = ended >= UNPUNCTUATED * sum(map(len, long))
        sample = "".join(line[:LOOK] for line in plain[:200])
        upper, lower = sum(map(str.isupper, sample)), sum(map(str.islower, sample))
        self.all_capitals = upper > 0.8 * (upper + lower)

    def is_aside(self, start: int, end: int) -> bool:
        """Whether the stretch is no running text whatever its shape: direction, caption, markup."""
        raw, plain = self.text[start : min(end, start + LOOK)], _plain(self.text, start, end)
        whole = end - start <= LOOK
        if not any(c.isalnum() for c in plain) or plain in self.captions:
            return True
        if words_of.MARKUP_LINE.match(raw) or (whole and words_of.LINKS_ONLY.fullmatch(raw)):
            return True
        return (whole and (is_stage_direction(raw) or _is_time(plain))) or _is_furniture(plain)

    def is_running(self, start: int, end: int, *, speaking: bool = False) -> bool:
        """Whether the stretch is running text: sentences, by their shape.

        ``speaking`` says that it goes on with somebody's turn, where sentences break off.
        """
        if self.is_aside(start, end):
            return False
        plain = _plain(self.text, start, end)
        words = plain[:LOOK].split()
        if not self.all_capitals and plain.upper() == plain and len(words) <= SHORT_CAPITALS:
            return not any(c.isupper() for c in plain) and bool(SENTENCE_END.search(plain))
        if SENTENCE_END.search(plain[-60:]):
            return len(words) > 2 or not plain.endswith(("...", "…"))
        if self.counts[plain] > 1:
            return False
        if len(words) > HEADLINE_WORDS:
            return not _title_case(words)
        item = LIST_ITEM.match(self.text, start, end) is not None
        if OPEN_END.search(plain) or item or speaking or not self.punctuated:
            return len(words) >= 3 and _verb_like(words) and not _title_case(words)
        return False


def is_stage_direction(raw: str) -> bool:
    """(Laughter.)  [Applause]  \\[Crosstalk\\]  (BEGIN VIDEOTAPE): a bracket that stands alone."""
    if raw[:1] not in "([*_\\" or not any(c in "([" for c in raw[:4]):
        return False
    return bool(words_of.STAGE.fullmatch(raw)) and (
        len(raw.split()) <= words_of.STAGE_WORDS or raw.upper() == raw
    )


def block_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without list, quotation and emphasis marks around it."""
    for mark in (QUOTE_MARK, LIST_ITEM):
        if match := mark.match(text, start, end):
            start = match.end()
    while start < end and (text[start] in "*_" or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in "*_\\" or text[end - 1].isspace()):
        end -= 1
    return start, end


def _plain(text: str, start: int, end: int) -> str:
    """The stretch without markup, blanks made single; the middle of a long one is left out."""
    raw = text[start:end]
    if len(raw) > 2 * LOOK:
        raw = f"{raw[:LOOK]} {raw[-LOOK:]}"
    for mark in (QUOTE_MARK, LIST_ITEM):
        raw = mark.sub("", raw, count=1) if mark.match(raw) else raw
    return " ".join(raw.translate(MARKS).split())


def _captions(plain: Sequence[str]) -> set[str]:
    """Lines that stand twice in a row, or again behind a caption marker: picture and its text."""
    found: set[str] = set()
    for line, after in pairwise(plain):
        marker = words_of.CAPTION.match(after)
        repeated = after[marker.end() :].strip() if marker else after
        if line and line == repeated and (marker or not SENTENCE_END.search(line)):
            found.update((line, after))
        elif line == repeated and len(line.split()) > 4:
            found.add(line)
    return found


def _is_furniture(plain: str) -> bool:
    if words_of.LEAD_IN.match(plain) or words_of.CAPTION.match(plain):
        return True
    if words_of.RESERVED.search(plain) or words_of.AGENCY.search(plain[-80:]):
        return True
    ended = SENTENCE_END.search(plain[-60:])
    if words_of.FOREIGN_LEAD.match(plain) and not ended:
        return True
    return not ended and len(words_of.SEPARATED.findall(plain[:LOOK])) >= 1 and len(plain) < LOOK


def _is_time(plain: str) -> bool:
    return bool(words_of.TIME_LINE.fullmatch(plain)) or plain.strip(" .*#-–") in (
        "END",
        "-30-",
        "30",
    )


def _title_case(words: Sequence[str]) -> bool:
    """Whether nearly every longer word begins in upper case, as in lists of sections."""
    longer = [word for word in words if len(word) > 3 and word[0].isalpha()]
    upper = sum(word[0].isupper() for word in longer)
    return len(longer) >= 2 and upper >= TITLE_CASE_SHARE * len(longer)


def _verb_like(words: Sequence[str]) -> bool:
    lowered = [word.strip(".,;:\"”’'()").replace("’", "'") for word in words]
    return any(
        word.lower() in words_of.VERBS or (place and len(word) > 4 and word.endswith("ed"))
        for place, word in enumerate(lowered)
    )
