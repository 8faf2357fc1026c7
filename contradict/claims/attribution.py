"""Whose words a quotation holds: the verb of saying before or after it, and its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contradict.claims.forms import is_any
from contradict.claims.quotations import Quotation
from contradict.claims.reported import is_saying
from contradict.claims.sources import Source, Sources
from contradict.claims.syntax import shared_subject

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_OBJECTS = frozenset(["obl", "obj", "iobj"])
_REACH = 12  # words between a closing mark and the verb that belongs to it


@dataclass(frozen=True)
class Frame:
    """What names the source of a quotation: a verb in the sentence that begins at token ``place``.

    ``place`` is -1 where the quotation has no such sentence and goes on with an earlier source.
    """

    source: Source
    verb: Token | None = None
    place: int = -1


def frame_of(
    quotation: Quotation,
    before: Span | None,
    after: Span | None,
    sources: Sources,
    asserter: str | None,
) -> Frame | None:
    """The frame of a quotation among the sentences that touch it, None where there is none.

    ``before`` must not be given where it has introduced another quotation already.
    """
    if before is not None and _introduces(before):
        found = _frame(list(before), sources, asserter, nearest_last=True)
        if found is not None:
            return found
    if after is not None and _follows(quotation, after):
        return _frame(list(after), sources, asserter, nearest_last=False)
    return None


def _introduces(before: Span) -> bool:
    text = before.text.rstrip(" \"'")
    return bool(text) and text[-1] not in ".!?…"


def _follows(quotation: Quotation, after: Span) -> bool:
    """Whether the words after the closing mark still belong to the sentence of the quotation."""
    inner = after.doc.text[quotation.inner_start : quotation.inner_end].rstrip()
    outside = [token for token in after if not token.is_quote]
    if not inner or not outside:
        return False
    goes_on = outside[0].text[0].islower() or outside[0].text in (",", "—", "–")
    if inner[-1] == "." or not (inner[-1] in ",!?…—–-" or goes_on):
        return goes_on
    return inner[-1] not in "!?…" or goes_on or _opens_with_frame(outside)


def _opens_with_frame(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is hardly more than "Pell said"."""
    return any(_is_saying(token) for token in tokens[:5]) and len(tokens) <= 2 * _REACH


def _is_saying(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and (is_saying(token) or is_any(token, "quote_only"))


def _frame(
    tokens: list[Token], sources: Sources, asserter: str | None, nearest_last: bool
) -> Frame | None:
    verbs = [token for token in tokens if _is_saying(token)]
    verbs = verbs[::-1] if nearest_last else [t for t in verbs if t.i - tokens[0].i <= _REACH]
    for verb in verbs:
        holder = _holder(verb, tokens)
        source = sources.source(holder, asserter) if holder is not None else None
        if source is not None:
            return Frame(source, verb, tokens[0].i)
    return _without_verb(tokens, sources, asserter, nearest_last)


def _holder(verb: Token, tokens: list[Token]) -> Token | None:
    """The subject of a verb of saying; where the parse has none, the noun beside the verb."""
    inside = {token.i for token in tokens}
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return None  # "the fault underlined by the hearing"
    close = _just_before(verb) if verb.i > tokens[0].i else None
    if close is not None:
        return close
    if verb.dep_ in ("acl", "acl:relcl") and verb.head.i in inside and verb.head.pos_ != "VERB":
        return verb.head
    holder = shared_subject(verb)
    if holder is not None and holder.i in inside and not holder.tag_.startswith("VB"):
        return holder
    return _beside(verb, tokens)


def _just_before(verb: Token) -> Token | None:
    """The subject right before a verb, where the words show it better than the parse."""
    noun = verb.doc[verb.i - 1]
    if noun.ent_type_ == "PERSON" and noun.pos_ == "PROPN":
        return noun
    if verb.dep_ == "acl" and verb.tag_ == "VBD" and noun.pos_ in ("NOUN", "PROPN"):
        return _before_of(noun)  # "as the choir of the town proclaimed"
    return None


def _beside(verb: Token, tokens: list[Token]) -> Token | None:
    """The noun after a verb, else the one before it."""
    inside = {token.i for token in tokens}
    after = [token for token in tokens if token.i > verb.i and not token.is_punct]
    before = [token for token in tokens if token.i < verb.i and not token.is_punct]
    for token in (after[:1] or []) + (before[-1:] or []):
        top = token
        while top.head.i in inside - {top.i, verb.i} and top.head.pos_ in ("NOUN", "PROPN"):
            top = top.head
        beside = top.pos_ == "PROPN" or (top.pos_ == "NOUN" and top.dep_ not in _OBJECTS)
        if beside or top.tag_ == "PRP":
            return top
    return None


def _before_of(noun: Token) -> Token:
    """The head of a noun phrase that ends here: "choir" in "the choir of the town"."""
    while noun.dep_ in ("nmod", "compound", "flat") and noun.head.pos_ in ("NOUN", "PROPN"):
        cases = {case.lower_ for case in noun.children if case.dep_ == "case"}
        if noun.dep_ == "nmod" and cases != {"of"}:
            break
        noun = noun.head
    return noun


def _without_verb(
    tokens: list[Token], sources: Sources, asserter: str | None, before: bool
) -> Frame | None:
    """According to the letter: "…"; The letter from Pell: "…"; and a name before a colon."""
    for token in tokens:
        if any(child.lower_ == "according" for child in token.children):
            source = sources.source(token, asserter)
            return Frame(source, None, tokens[0].i) if source is not None else None
    colon = before and bool(
        re.search(r":[\s\"']*$", tokens[-1].doc[tokens[0].i : tokens[-1].i + 1].text)
    )
    for token in tokens if colon else []:
        name = token.ent_type_ in ("PERSON", "ORG") and len(tokens) <= 8
        if is_any(token, "documents") or name:
            source = sources.source(token, asserter)
            return Frame(source, None, tokens[0].i) if source is not None else None
    return None
