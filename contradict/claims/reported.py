"""Verbs of saying in a parse: what they pass on, and where they only frame it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contradict.claims.forms import is_any, lemmas
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
_TELLING = frozenset(["tell", "inform", "assure", "remind", "warn", "caution"])
_PHRASAL = frozenset([("point", "out"), ("make", "clear")])
_MATTERS = frozenset(["about", "of"])
_CONTENTS = ("ccomp", "advcl", "obl", "obj", "xcomp")
_RELATIVE_TAGS = frozenset(["WDT", "WP", "WP$", "WRB", "IN"])


def is_saying(verb: Token) -> bool:
    """Whether a verb reports what its subject says: say, tell, point out, make clear."""
    if is_any(verb, "speech"):
        return True
    following = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    return any((lemma, following) in _PHRASAL for lemma in lemmas(verb.lower_) | {verb.lemma_})


def is_telling(verb: Token) -> bool:
    """Whether the object of a verb of saying is who hears it."""
    return not lemmas(verb.lower_).isdisjoint(_TELLING)


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
    if not is_saying(verb) or is_negated(verb):
        return
    if any(aux.tag_ == "MD" for aux in children(verb, "aux")) or children(verb, "aux:pass"):
        return
    heard = [child for noun in children(verb, "obj", "obl", "iobj") for child in noun.children]
    told = [child for child in heard if _is_content(child, verb)]
    for child in [*children(verb, *_COMPLEMENTS), *told]:
        marks = {mark.lower_ for mark in children(child, "mark")}
        first = first_word(child)
        question = bool(marks & _INDIRECT_QUESTION) or _asks(first, child)
        if is_finite(first):
            continue
        if is_assertion(child) and not question and (child.dep_ == "ccomp" or _passed_on(child)):
            yield child


def _asks(first: Token, clause: Token) -> bool:
    """Whether a clause begins with its own question word: "if" may open another one inside it."""
    inner = first.dep_ in ("mark", "advmod") and first.head.dep_ in ("advcl", "advcl:relcl")
    return first.lower_ in _INDIRECT_QUESTION and not (inner and first.head.i != clause.i)


def _is_content(child: Token, verb: Token) -> bool:
    """Whether a clause under the hearer or the matter is what was said.

    "told the council that …" and "the news that …" say it; in "the plan that they made" the word
    "that" only stands for the noun.
    """
    that = first_word(child)
    if child.dep_ == "conj" or that.lower_ != "that":
        return False
    if is_telling(verb):
        return True
    thing = child.head.dep_ == "obj" and children(child.head, "det", "nmod:poss")
    return not thing and (child.dep_ != "acl:relcl" or that.dep_ == "mark")


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
        and not _tells_itself(child)
    )


def _tells_itself(verb: Token) -> bool:
    """Whether a clause says more than who speaks, though what was said cannot be lifted out.

    "We were told that …", "he did not say when", "I said no to the sale".
    """
    about = [child for child in children(verb, *_CONTENTS) if child.i > verb.i]
    if is_negated(verb) or children(verb, "aux:pass"):
        return bool(about)
    answer = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    clause = any(child.dep_ == "ccomp" and _has_tense(child) for child in about)
    return clause or answer in ("yes", "no")


def _has_tense(child: Token) -> bool:
    return any(is_finite(token) for token in child.subtree)


def _names_matter(verb: Token) -> bool:
    """Whether the verb says what was told: "I told the rector about the offer" is a statement."""
    heard = children(verb, "obl", "iobj", "obj")
    cases = {case.lower_ for noun in heard for case in children(noun, "case")}
    deeper = {
        case.lower_ for noun in heard for one in noun.children for case in children(one, "case")
    }
    return bool(cases & _MATTERS) or "about" in deeper
