"""Verbs of saying in a parse: what they pass on, and where they only frame it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contradict.claims.forms import is_any
from contradict.claims.syntax import (
    children,
    first_word,
    is_assertion,
    is_finite,
    is_negated,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_INDIRECT_QUESTION = frozenset(
    ["whether", "if", "what", "who", "whom", "whose", "which", "when", "where", "why", "how"]
)
_COMPLEMENTS = ("ccomp", "parataxis", "advcl", "acl:relcl", "obj", "advcl:relcl")
_MATTERS = frozenset(["about", "of"])
_RELATIVE_TAGS = frozenset(["WDT", "WP", "WP$", "WRB", "IN"])


def complement(verb: Token) -> Token | None:
    """The statement that a verb of saying passes on, or the first of several."""
    return next(iter(complements(verb)), None)


def complements(verb: Token) -> list[Token]:
    """The statements that a verb of saying passes on: "said that … but that …" has two."""
    found: list[Token] = []
    for child in _candidates(verb):
        first = first_word(child)
        if first.dep_ == "cc" and first.i + 1 < len(first.doc):
            first = first.doc[first.i + 1]
        if not found or first.lower_ == "that":
            found.append(child)
    return found


def _candidates(verb: Token) -> Iterator[Token]:
    if not is_any(verb, "speech") or is_negated(verb):
        return
    if any(aux.tag_ == "MD" for aux in children(verb, "aux")) or children(verb, "aux:pass"):
        return
    heard = [child for noun in children(verb, "obj", "obl", "iobj") for child in noun.children]
    told = [child for child in heard if child.dep_ != "conj" and first_word(child).lower_ == "that"]
    for child in [*children(verb, *_COMPLEMENTS), *told]:
        marks = {mark.lower_ for mark in children(child, "mark")}
        first = first_word(child)
        question = bool(marks & _INDIRECT_QUESTION) or first.lower_ in _INDIRECT_QUESTION
        if is_finite(first):
            continue
        if is_assertion(child) and not question and (child.dep_ == "ccomp" or _passed_on(child)):
            yield child


def _passed_on(child: Token) -> bool:
    """Whether a clause after a verb is what was said, though the parse calls it something else."""
    first, own = first_word(child), subject(child)
    if child.i < child.head.i or own is None:
        return False
    bare = first in own.subtree and first.tag_ not in _RELATIVE_TAGS
    return first.lower_ == "that" or (bare and first.doc[first.i - 1].text not in (",", ";"))


def is_bare_frame(child: Token) -> bool:
    """Whether a clause is only "Pell said", with what was said around it."""
    return (
        is_any(child, "speech")
        and subject(child) is not None
        and not children(child, "obj", "xcomp")
        and complement(child) is None
        and not _names_matter(child)
    )


def _names_matter(verb: Token) -> bool:
    """Whether the verb says what was told: "I told the rector about the offer" is a statement."""
    heard = children(verb, "obl", "iobj", "obj")
    cases = {case.lower_ for noun in heard for case in children(noun, "case")}
    deeper = {
        case.lower_ for noun in heard for one in noun.children for case in children(one, "case")
    }
    return bool(cases & _MATTERS) or "about" in deeper
