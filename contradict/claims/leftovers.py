"""What is no claim, and why: sentences that none was taken from, and text outside of blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from contradict.claims.admission import is_aside, is_empty, is_procedure, is_question
from contradict.claims.clauses import Clause
from contradict.claims.reported import is_bare_frame
from contradict.records import Claim, Document, LeftOut, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence

QUESTION = "question"
ASIDE = "aside in brackets"
SHORT = "too short"
PROCEDURE = "greeting or procedure"
FRAME = "only says who speaks"
EMPTY = "says nothing by itself"
NO_STATEMENT = "no statement"
ASKED = "turn of a questioner"
OUTSIDE = "heading, label or furniture"


def reason(sentence: Sentence, min_words: int) -> str:
    """Why a sentence that no claim was taken from is none."""
    if is_question(sentence):
        return QUESTION
    if is_aside(sentence):
        return ASIDE
    if sum(any(map(str.isalnum, token.text)) for token in sentence) < min_words:
        return SHORT
    clause = Clause(sentence.root, tuple(sentence), None)
    if is_procedure(clause):
        return PROCEDURE
    if is_bare_frame(sentence.root):
        return FRAME
    return EMPTY if is_empty(clause) else NO_STATEMENT


def left_out(
    document: Document, claims: Sequence[Claim], sentences: Sequence[tuple[Span, str]]
) -> Iterator[LeftOut]:
    """All text of a document that no claim covers, by start, blanks aside.

    ``sentences`` are the places of parsed sentences with the reason that would hold.
    """
    covered = sorted((claim.start, claim.end) for claim in claims)
    found: list[tuple[Span, str]] = []
    for span, why in sentences:
        if not _overlaps(covered, span):
            found.append((span, why))
    taken = sorted([*covered, *(span for span, _ in sentences)])
    asked = [(turn.start, turn.end) for turn in document.turns if turn.asks]
    for span in _gaps(document.text, taken):
        found.append((span, ASKED if _overlaps(asked, span) else OUTSIDE))
    for (start, end), why in sorted(found):
        yield LeftOut(document, start, end, why)


def _overlaps(covered: Sequence[Span], span: Span) -> bool:
    place = bisect_right(covered, (span[1], -1)) - 1
    return place >= 0 and covered[place][1] > span[0]


def _gaps(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """Lines of what lies between the stretches, those that hold a letter or digit."""
    here = 0
    for start, end in [*taken, (len(text), len(text))]:
        at = here
        for line in text[here : max(here, start)].split("\n"):
            stripped = line.strip()
            if any(map(str.isalnum, stripped)):
                first = at + line.index(stripped)
                yield first, first + len(stripped)
            at += len(line) + 1
        here = max(here, end)
