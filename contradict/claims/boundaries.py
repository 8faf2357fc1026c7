"""Sentence boundaries that the spelling shows, set before the parse so that it keeps to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from contradict.claims.quotations import Quotation
from contradict.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_STOPS = frozenset([".", "!", "?", "…", "...", "..", "!!", "??", "?!", "!?"])
_ELLIPSES = frozenset(["…", "..."])
_CLOSERS = frozenset(['"', "'", ")", "]", "''"])
_ABBREVIATIONS = frozenset(["st", "vs", "fig", "art", "sec", "vol", "etc", "approx", "ca"])
_UNPUNCTUATED = 80  # words a stop, above which the text is taken to have none (captions)


def mark_boundaries(doc: Doc, quoted: Sequence[Quotation]) -> None:
    """Make statements in quotation marks sentences of their own, and cut after stops only.

    Text that has hardly any stops is left to the parser.
    """
    borders = sorted({q.start for q in quoted} | {q.end for q in quoted})
    forced = _tokens_at(doc, borders)
    stops = sum(token.text in _STOPS for token in doc)
    punctuated = len(doc) <= _UNPUNCTUATED * (stops + 1) and not doc.text.isupper()
    for token in doc:
        if token.i in forced:
            token.is_sent_start = True
        elif punctuated and token.i:
            token.is_sent_start = _starts_sentence(token)


def _tokens_at(doc: Doc, borders: Sequence[int]) -> set[int]:
    """The first token at or after each place."""
    found: set[int] = set()
    place = 0
    for token in doc:
        while place < len(borders) and token.idx >= borders[place]:
            found.add(token.i)
            place += 1
    return found


def _starts_sentence(token: Token) -> bool | None:
    """True after a stop and before a capital, False where no stop is near, None if unsure."""
    doc, place = token.doc, token.i - 1
    while place > 0 and doc[place].text in _CLOSERS:
        place -= 1
    stop = doc[place]
    if stop.text not in _STOPS or not doc[token.i - 1].whitespace_:
        return False
    if stop.text == "." and place and _is_abbreviation(doc[place - 1], stop):
        return False
    if stop.text in _ELLIPSES:
        return True  # in speech the next thought begins here, in a quotation words are left out
    first = token.text.lstrip("\"'([")[:1] or doc[min(token.i + 1, len(doc) - 1)].text[:1]
    return True if first.isupper() else None


def _is_abbreviation(word: Token, stop: Token) -> bool:
    lower = word.lower_
    single = len(lower) == 1 and lower.isalpha() and lower != "i"
    known = lower in _ABBREVIATIONS or (lower in words("titles") and len(lower) <= 5)
    return not word.whitespace_ and (single or known)
