"""How a clause asserts what it says: rules over the parse and the word lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contradict.claims.clauses import Clause
from contradict.claims.forms import is_any
from contradict.claims.syntax import SUBJECTS, children, is_negated, subject
from contradict.lexicon import words
from contradict.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token


def status(clause: Clause) -> Status:
    """The first that fits: conditional, reported, possible, denied, planned, else asserted."""
    head = clause.head
    lowers = {token.lower_ for token in clause.tokens}
    if _is_conditional(head, clause.tokens):
        return "conditional"
    if _is_reported(clause, lowers):
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


def _is_reported(clause: Clause, lowers: set[str]) -> bool:
    head = clause.head
    own = subject(head)
    if lowers & words("rumoured"):
        return True
    if _is_anonymous(clause.tokens):
        return True
    if own is None:
        return False
    first_person = own.lower_ in words("first_person")
    if is_any(head, "beliefs") and not first_person:
        return True
    passive = bool(children(head, "aux:pass"))
    hearsay = head.lower_ in words("hearsay_participles")
    clausal = bool(children(head, "ccomp", "csubj", "xcomp", "csubj:pass")) or own.dep_ == "expl"
    return passive and hearsay and clausal


def _is_anonymous(tokens: tuple[Token, ...]) -> bool:
    """Some say, critics claim: read off the words, nobody in particular is quoted."""
    verb = any(is_any(token, "speech", "quote_only", "beliefs") for token in tokens[1:3])
    return tokens[0].lower_ in words("anonymous") and verb


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
