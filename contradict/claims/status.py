"""How a clause asserts what it says: rules over the parse and the word lists."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from contradict.claims.clauses import Clause
from contradict.claims.forms import is_any
from contradict.claims.sources import Source
from contradict.claims.syntax import SUBJECTS, children, is_finite, is_negated, subject
from contradict.lexicon import words
from contradict.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_OPENING = 12  # words within which "that" follows a verb of belief
_TAIL = 6  # words after the last comma: "critics in the capital say."
_SIDE_CLAUSES = frozenset(["acl", "acl:relcl", "advcl", "advcl:relcl"])


def status(clause: Clause) -> Status:
    """The first that fits: conditional, reported, possible, denied, planned, else asserted."""
    head = clause.head
    if _is_conditional(head, clause.tokens):
        return "conditional"
    if _is_reported(clause):
        return "reported"
    if _is_possible(head):
        return "possible"
    if is_negated(head) or _is_denial(head):
        return "denied"
    if _is_planned(head):
        return "planned"
    return "asserted"


def _is_conditional(head: Token, tokens: tuple[Token, ...]) -> bool:
    inside = {token.i for token in tokens}
    for child in children(head, "advcl", "advcl:relcl"):
        marks = {mark.lower_ for mark in children(child, "mark")}
        if child.i in inside and marks & words("conditions"):
            return True
    return False


def _is_reported(clause: Clause) -> bool:
    head = clause.head
    own = subject(head)
    if _is_rumoured(clause) or _is_anonymous(clause.tokens) or _opens_with_belief(clause.tokens):
        return True
    if own is None:
        return False
    if is_any(head, "beliefs") and _holds(head, own, clause.source):
        return True
    passive = bool(children(head, "aux:pass"))
    hearsay = head.lower_ in words("hearsay_participles")
    clausal = bool(children(head, "ccomp", "csubj", "xcomp", "csubj:pass")) or own.dep_ == "expl"
    return passive and hearsay and clausal


def _holds(head: Token, own: Token, source: Source | None) -> bool:
    """Whether somebody else is said to hold something: not I, not you, not whoever says it.

    To think about a thing is not to hold it.
    """
    if own.lower_ in words("first_person") or own.lower_ == "you":
        return False
    about = [case.lower_ for noun in children(head, "obl") for case in children(noun, "case")]
    if head.lemma_.lower() == "think" and ("about" in about or "of" in about):
        return bool(children(head, "ccomp"))
    return source is None or own.lower_ not in ("he", "she", "it", "they")


def _is_rumoured(clause: Clause) -> bool:
    """Whether a word of hearsay stands at the predicate itself; "alleged fraud" is a mere name."""
    inside = {token.i for token in clause.tokens}
    for token in clause.tokens:
        if token.lower_ not in words("rumoured"):
            continue
        top = token
        while top.head.i in inside and top.i != clause.head.i:
            if top.dep_ in _SIDE_CLAUSES or top.dep_ == "amod":
                break
            top = top.head
        if top.i == clause.head.i or top.dep_ not in (*_SIDE_CLAUSES, "amod"):
            return True
    return False


def _is_anonymous(tokens: tuple[Token, ...]) -> bool:
    """Some of them say, …, critics say: read off the words, nobody in particular is quoted."""
    commas = [n for n, token in enumerate(tokens) if token.text == ","]
    tail = tokens[commas[-1] + 1 :] if commas and commas[-1] else ()
    return _nobody_says(tokens[:_OPENING]) or (len(tail) <= _TAIL and _nobody_says(tail))


def _nobody_says(tokens: tuple[Token, ...]) -> bool:
    """Whether words begin with nobody in particular and a verb of saying, or tell of a rumour."""
    if any(a.lower_.startswith("rumo") and b.lower_ == "that" for a, b in pairwise(tokens)):
        return True
    if not tokens or tokens[0].lower_ not in words("anonymous"):
        return False
    stop = next((n for n, t in enumerate(tokens) if is_finite(t) or t.tag_ == "WP"), len(tokens))
    verbs = [token for token in tokens[1 : stop + 3] if token.tag_.startswith("VB")]
    who = stop < len(tokens) and tokens[stop].tag_ == "WP"
    near = [*tokens[1:3], *([] if who else verbs)]
    return any(is_any(token, "speech", "quote_only", "beliefs") for token in near)


def _opens_with_belief(tokens: tuple[Token, ...]) -> bool:
    """The complaint alleges that …: read off the words, the verb may be parsed as a noun."""
    opening = tokens[:_OPENING]
    for token, following in pairwise(opening):
        believes = is_any(token, "beliefs")
        if believes and following.lower_ == "that" and token.i > tokens[0].i:
            return tokens[0].pos_ not in ("PRON", "VERB", "AUX", "SCONJ")
        if not believes and (is_finite(token) or token.text == ","):
            return False
    return False


def _is_possible(head: Token) -> bool:
    hedges = words("hedges")
    if any(child.lower_ in hedges for child in children(head, "aux", "advmod")):
        return True
    if head.lower_ in hedges and head.pos_ in ("ADJ", "ADV"):
        return True
    rules = head.lemma_.lower() == "rule" and is_negated(head)
    return rules and any(child.lower_ == "out" for child in head.children)


def _is_denial(head: Token) -> bool:
    if not is_any(head, "denials"):
        return False
    return any(child.dep_ in SUBJECTS for child in head.children)


def _is_planned(head: Token) -> bool:
    if any(child.lower_ in words("future") for child in children(head, "aux")):
        return True
    complement = children(head, "xcomp", "ccomp")
    if is_any(head, "plans") and complement:
        return True
    return head.lower_ == "going" and any(
        mark.lower_ == "to" for child in complement for mark in children(child, "mark")
    )
