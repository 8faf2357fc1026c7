"""Drafts of claims: a clause with its place in the document, before the speaker's full name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contradict.claims.clauses import Clause
from contradict.lexicon import words
from contradict.records import Document, Name, Polarity, Status

_STATEMENT_WORDS = 4
_EDGE = " \t,;:—–-\"'…“”‘’«»*_>#|"


@dataclass(frozen=True)
class Draft:
    """A claim before its speaker's name is completed; offsets are those of the document."""

    start: int
    end: int
    text: str
    speaker: str | None
    status: Status
    polarity: Polarity = "affirmative"
    names: tuple[Name, ...] = ()


def clause_span(clause: Clause, text: str) -> tuple[int, int]:
    """Characters of a clause in the passage, without stray marks at the edges."""
    first, last = clause.tokens[0], clause.tokens[-1]
    start, end = first.idx, last.idx + len(last.text)
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    inner = text[start:end]
    if inner.count('"') % 2 == 1:  # the partner of a mark cut off above
        if text[end : end + 1] == '"':
            end += 1
        elif start and text[start - 1] == '"':
            start -= 1
    return start, end + (start < end and text[end : end + 1] in (".", "!"))


def finished(drafts: list[Draft]) -> Iterator[Draft]:
    """Drafts by start; of two that overlap only the first is kept, the longer one at a tie."""
    reached = -1
    for draft in sorted(drafts, key=lambda one: (one.start, -one.end)):
        if draft.start >= reached:
            reached = draft.end
            yield draft


def given_statement(document: Document, min_words: int) -> list[Draft]:
    """The whole text, where it was handed in as a statement: a row of a table, named by its id.

    The parse may miss the verb of a single sentence; whoever made the table did not.
    """
    text = document.text.strip()
    enough = len(text.split()) >= max(min_words, _STATEMENT_WORDS)
    if (
        document.name == document.source
        or document.blocks
        or not enough
        or text.rstrip("\"'”’)").endswith("?")
    ):
        return []
    if text[0].islower() or text[-1] not in ".!\"'”’)":  # a heading or a fragment
        return []
    if text.casefold().startswith(tuple(words("openers"))):  # thanks and greetings
        return []
    start = document.text.index(text)
    return [Draft(start, start + len(text), " ".join(text.split()), document.speaker, "asserted")]
