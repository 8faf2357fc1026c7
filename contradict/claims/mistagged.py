"""Finite verbs that the tagger takes for another word, told by their place in the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contradict.claims.syntax import AUXILIARIES, children, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_WITHOUT_OBJECT = frozenset(
    (
        *("agreed", "arrived", "closed", "continued", "decided", "died", "ended", "failed"),
        *("happened", "lasted", "lived", "occurred", "opened", "provided", "remained", "resolved"),
        *("resumed", "sailed", "served", "started", "stayed", "stopped", "voted", "worked"),
    )
)
_HARDLY_NOUNS = frozenset(
    (
        *("applies", "begins", "belongs", "comes", "expires", "gets", "gives", "goes", "holds"),
        *("keeps", "lapses", "lies", "makes", "meets", "opens", "pays", "puts", "remains", "runs"),
        *("sails", "sits", "stands", "stays", "takes", "votes", "wants"),
    )
)
_HAVE = frozenset(["have", "do", "'s", "’s", "'ve", "’ve", "'re", "’re"])


def taken_for_another(token: Token) -> bool:
    """Whether a word is likely the finite verb of its sentence, though it is tagged otherwise.

    "The box held 212 sheets" as "the box that was held", "visitors get their visas" as an
    infinitive, "the gate stays open" as several stays, "the canteen's been locked" as a plural.
    """
    if token.dep_ in AUXILIARIES:
        return token.tag_ in ("VB", "NNS") and token.lower_ in _HAVE and not _is_order(token)
    root = token.sent.root
    if token.tag_ == "VBN" and token.dep_ in ("acl", "ROOT"):
        return token.head.i == root.i and _could_be_past(token)
    if token.i != root.i or children(token, *AUXILIARIES, "mark"):
        return False
    if token.tag_ in ("VB", "NN", "NNS") and subject(token) is not None:
        return not _is_order(token)
    return token.tag_ == "NNS" and token.lower_ in _HARDLY_NOUNS


def _could_be_past(token: Token) -> bool:
    """Whether a participle is likelier a past tense: it has an object, or needs none."""
    if children(token, *AUXILIARIES) or token.doc[token.i - 1].is_punct:
        return False
    by = any(case.lower_ == "by" for child in children(token, "obl:agent") for case in child.lefts)
    alone = token.lower_ in _WITHOUT_OBJECT and (not by or token.lower_ == "resolved")
    return bool(children(token, "obj")) or alone


def _is_order(verb: Token) -> bool:
    """Whether a bare verb asks for something: "Mr. Fenn, take care", "residents please wait"."""
    own = subject(verb)
    first = own.i if own is not None else verb.i
    parted = any(token.text in (",", "to") for token in verb.doc[min(first, verb.i) : verb.i])
    return parted or any(token.lower_ in ("please", "let") for token in verb.sent)
