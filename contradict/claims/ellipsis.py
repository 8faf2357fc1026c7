"""Predicates that leave their subject to the statement before: "… poorly made, needs repair"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contradict.claims.clauses import Clause
from contradict.claims.syntax import subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_FINITE = frozenset(["VBZ", "VBD"])
_NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM", "DET"])


def with_subject(clause: Clause, before: Token | None) -> Clause:
    """The clause from its verb on, with the subject ``before``, where it has none of its own.

    Only the word order is asked: the parse of such fragments is seldom right.
    """
    if before is None or clause.shared is not None or subject(clause.head) is not None:
        return clause
    for place, token in enumerate(clause.tokens):
        if token.pos_ in _NOMINAL:
            return clause
        if token.tag_ in _FINITE and place + 1 < len(clause.tokens):
            return replace(clause, head=token, tokens=clause.tokens[place:], shared=before)
    return clause
