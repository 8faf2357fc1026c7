"""Questions to a parse in Universal Dependencies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer", "expl"})
AUXILIARIES = frozenset({"aux", "aux:pass", "cop"})
CLAUSES = frozenset({"ccomp", "advcl", "acl", "acl:relcl", "advcl:relcl", "csubj", "parataxis"})
_SUBJECT_PRONOUNS = frozenset(["they", "we"])  # "you pay" may be an order
_FINITE_TAGS = frozenset({"VBD", "VBP", "VBZ", "MD"})


def is_finite(token: Token) -> bool:
    """Whether a verb form carries tense or is a modal; imperatives do not count."""
    if token.tag_:
        return token.tag_ in _FINITE_TAGS or _is_present(token)
    return "Fin" in token.morph.get("VerbForm", []) and "Imp" not in token.morph.get("Mood", [])


def _is_present(token: Token) -> bool:
    """Whether a form tagged as an infinitive is a present: "they no longer pay", no auxiliary."""
    if token.tag_ != "VB" or token.dep_ != "ROOT":
        return False
    parts = list(token.children)
    own = any(part.lower_ in _SUBJECT_PRONOUNS and part.dep_ == "nsubj" for part in parts)
    return own and not any(part.dep_ in ("aux", "mark") for part in parts)


def children(token: Token, *relations: str) -> list[Token]:
    """Dependents with one of the relations, in text order."""
    return [child for child in token.children if child.dep_ in relations]


def subject(head: Token) -> Token | None:
    """The subject of a predicate itself, None where it has none of its own."""
    found = [child for child in head.children if child.dep_ in SUBJECTS or child.tag_ == "EX"]
    # "that" before a clause and "there" are the subject only where there is no other.
    sure = [child for child in found if child.dep_ != "expl" and child.tag_ not in ("IN", "EX")]
    return next(iter(sure + found), None)


def shared_subject(head: Token) -> Token | None:
    """The subject of a predicate, or the one it shares with the predicate that it depends on."""
    for _ in range(6):
        own = subject(head)
        if own is not None:
            return own
        if head.dep_ not in ("conj", "advcl", "xcomp", "parataxis") or head.head.i == head.i:
            return None
        head = head.head
    return None


def finite_verb(head: Token) -> Token | None:
    """The word that carries the tense of a predicate: an auxiliary, a copula or the verb itself."""
    for child in children(head, *AUXILIARIES):
        if is_finite(child):
            return child
    if is_finite(head):
        return head
    # A past participle that has a subject and no auxiliary is a mistagged past tense.
    alone = not children(head, *AUXILIARIES) and head.dep_ == "ROOT"
    return head if head.tag_ == "VBN" and alone and children(head, "nsubj") else None


def is_assertion(head: Token) -> bool:
    """Whether a predicate has a subject of its own and a finite verb."""
    return subject(head) is not None and finite_verb(head) is not None


def subtree(head: Token, without: Iterable[Token] = ()) -> list[Token]:
    """Tokens under ``head``, itself included, in text order, without the subtrees given."""
    left_out = {token.i for top in without for token in top.subtree}
    return [token for token in head.subtree if token.i not in left_out]


def first_word(head: Token) -> Token:
    """The first word of a clause, punctuation and quotation marks aside."""
    return next((token for token in head.subtree if not token.is_punct), head)


def first_index(head: Token) -> int:
    """Index of the leftmost token under ``head``."""
    return int(head.left_edge.i)


def is_negated(head: Token) -> bool:
    """Whether the predicate itself is negated: not, never, no decision, nobody, nothing."""
    for child in head.children:
        lower = child.lower_
        if child.dep_ == "advmod" and lower in ("not", "n't", "never", "n’t", "hardly"):
            return True
        if child.dep_ in ("nsubj", "nsubj:pass", "obj") and (
            lower in ("nobody", "none", "nothing", "no-one")
            or any(word.lower_ in ("no", "neither") for word in children(child, "det"))
        ):
            return True
        if child.dep_ in AUXILIARIES and child.lower_ in ("cannot", "ain't"):
            return True
    return head.pos_ in ("NOUN", "PROPN") and any(
        word.lower_ == "no" for word in children(head, "det")
    )
