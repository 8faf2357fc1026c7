"""Which label candidates of a document count, and the turns that follow from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from contradict.documents.labels import Form, Label, name_form
from contradict.records import Anchor, Turn

SPEECH = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|[Mm]e|[Tt]hank\w*)\b|\?")
SPEECH_SHARE = 1 / 3  # of what is said after the labels, where no label comes back
MIN_COVERAGE = 0.15  # of the paragraphs, for labels that a heading or a list could be as well
FULL_COVERAGE = 0.5
CAPTION_WORDS = 4  # a longer line that stands twice in a row is a picture and its caption
SAID = 200  # characters after a label that are looked at
# Inside a paragraph a label follows a closed sentence; token lengths are bounded on purpose.
INLINE = re.compile(
    r"(?<=[.!?…\"”’)\]—–-])\s+(?P<head>(?:[^\W\d_a-z][\w.'’-]{0,25}[ \u00a0]){0,5}"
    r"[^\W\d_a-z][\w.'’-]{0,25}):(?=\s)\s*"
)
SWITCH = re.compile(r"\W*(?:BEGIN|END)\b", re.IGNORECASE)  # (BEGIN VIDEO CLIP): another voice


@dataclass(frozen=True)
class Candidate:
    """A possible label with the line that it opens."""

    label: Label
    line: str

    def said(self) -> str:
        return self.line[self.label.end - self.label.start :][:SAID]


@dataclass(frozen=True)
class Passage:
    """A stretch of the text: running text or not, with the label that opens it, if one does."""

    start: int
    end: int
    runs: bool
    label: Label | None = None
    ends_turn: bool = False


def accepted(
    candidates: Sequence[Candidate], inner: Sequence[Candidate], paragraphs: int
) -> tuple[list[Label], set[str]]:
    """The candidates that are labels, and the names that may label inside a paragraph, too.

    Judged over the whole document of so many paragraphs; ``inner`` are the candidates in capitals
    inside its lines: a debate may stand on one line.
    """
    doubled = {
        line
        for line, after in pairwise(candidate.line for candidate in candidates)
        if line == after and len(line.split()) > CAPTION_WORDS
    }
    single = [c for c in candidates if c.line not in doubled or c.label.form is Form.CLEAR]
    clear = [c for c in single if c.label.form is Form.CLEAR]
    asks = any(c.label.key == "Q" for c in clear)
    capitals = [c for c in single if c.label.form is Form.CAPITALS and (asks or c.label.key != "A")]
    weak = [c for c in single if c.label.form is Form.WEAK]
    taken = list(clear)
    keys: set[str] = set()
    if clear or _is_conversation([*capitals, *inner], paragraphs, 0):
        taken += capitals
        counts = Counter(c.label.key for c in [*capitals, *inner])
        keys = {key for key, count in counts.items() if count > 1}
    if _is_conversation(weak, paragraphs, MIN_COVERAGE):
        taken += weak
    labels = sorted((c.label for c in taken), key=lambda label: label.start)
    return labels, keys | {label.key for label in labels}


def _is_conversation(labels: Sequence[Candidate], paragraphs: int, least: float) -> bool:
    coverage = len(labels) / max(1, paragraphs)
    if len(labels) < 2 or coverage < least:
        return False
    counts = Counter(c.label.key.upper() for c in labels)
    if max(counts.values()) > 1 and len(counts) > 1:
        return True
    if sum(bool(SPEECH.search(c.said())) for c in labels) >= SPEECH_SHARE * len(labels):
        return True
    plain_names = [c for c in labels if c.label.form is Form.WEAK and " " not in c.label.key]
    return coverage >= FULL_COVERAGE and not plain_names


def inline_labels(text: str, start: int, end: int, keys: set[str]) -> list[Label]:
    """Labels inside a paragraph: those known from line starts (``keys``) or clear by themselves."""
    found: list[Label] = []
    if text.find(":", start, end) < 0:
        return found
    for match in INLINE.finditer(text, start, end):
        label = _inline_label(match, keys)
        if label is not None:
            found.append(label)
    return found


def _inline_label(match: re.Match[str], keys: set[str]) -> Label | None:
    """The longest tail of the words before a colon that is a label."""
    head = match["head"]
    words = head.split()
    for first in range(len(words)):
        if first and not words[first - 1].endswith((".", "?", "!")):
            continue
        tail = " ".join(words[first:])
        named = name_form(tail)
        if named is not None and (named[0] in keys or named[1] is Form.CLEAR):
            at = match.start("head") + (head.rindex(words[first]) if first else 0)
            return Label(at, match.end(), named[0], named[1])
    return None


def inline_candidates(text: str, start: int, end: int) -> list[Candidate]:
    """What could be labels in capitals inside the line ``text[start:end]``."""
    found: list[Candidate] = []
    if text.find(":", start, end) < 0:
        return found
    for match in INLINE.finditer(text, start, end):
        named = name_form(match["head"])
        if named is not None and named[1] >= Form.CAPITALS:
            at = match.start("head")
            label = Label(at, match.end(), named[0], named[1])
            found.append(Candidate(label, text[at : min(end, at + SAID)]))
    return found


def turns_of(
    passages: Iterable[Passage], speaker: str | None
) -> tuple[list[Turn], list[tuple[int, Anchor]]]:
    """Turns from labelled passages on, and time codes where what is said at them begins.

    A passage without a label belongs to the last speaker; ``speaker`` is who says the whole
    document, for labels that name nobody.
    """
    turns: list[Turn] = []
    anchors: list[tuple[int, Anchor]] = []
    label: Label | None = None
    time: str | None = None
    for passage in passages:
        if passage.label is not None:
            label, time = passage.label, passage.label.time
        if time is not None and passage.start < passage.end:
            anchors.append((passage.start, Anchor(time=time)))
            time = None
        if passage.label is not None:
            if passage.start < passage.end:
                turns.append(_turn(passage, passage.label, speaker))
        elif passage.ends_turn:
            label = None
        elif label is not None and passage.runs:
            last = turns[-1] if turns and turns[-1].start >= label.start else None
            if last is None:
                turns.append(_turn(passage, label, speaker))
            else:
                turns[-1] = replace(last, end=passage.end)
    return turns, anchors


def _turn(passage: Passage, label: Label, speaker: str | None) -> Turn:
    return Turn(passage.start, passage.end, label.speaker or speaker, label.asks)
