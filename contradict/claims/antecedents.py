"""Whom or what a subject pronoun stands for, where only one thing can be meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from contradict.claims.clauses import Clause
from contradict.claims.sources import Source
from contradict.claims.syntax import subject

if TYPE_CHECKING:
    from spacy.tokens import Token

Prior = tuple[str | None, Source]  # who spoke the sentence before, and the one person it is about


def antecedent(clause: Clause, earlier: Sequence[Clause], prior: Prior | None) -> str | None:
    """The name behind he, she or it as subject of a clause; None where unsure.

    ``earlier`` are the clauses of the same sentence.
    """
    own = subject(clause.head)
    if own is None or own.dep_ == "expl" or own.lower_ not in ("he", "she", "it"):
        return None
    if own.lower_ == "it":
        return _thing(clause, earlier)
    persons = {entity.text for entity in own.sent.ents if entity.label_ == "PERSON"}
    source = clause.source
    if source and source.person and len(persons) <= 1:
        return source.name
    if prior and not persons and prior[0] == clause.speaker and not earlier:
        return prior[1].name
    return None


def _thing(clause: Clause, earlier: Sequence[Clause]) -> str | None:
    """The singular thing that "it" takes up from the clause before in the same sentence."""
    if not earlier or earlier[-1].speaker != clause.speaker:
        return None
    own = subject(earlier[-1].head)
    if own is None or own.pos_ not in ("NOUN", "PROPN") or own.ent_type_ == "PERSON":
        return None
    head = earlier[-1].head
    others = [
        token
        for token in earlier[-1].tokens
        if token.pos_ in ("NOUN", "PROPN") and token not in (own, head) and token not in own.subtree
    ]
    if others or "Plur" in own.morph.get("Number", []):
        return None
    return _noun_phrase(own)


def _noun_phrase(own: Token) -> str:
    text = "".join(token.text_with_ws for token in own.subtree).strip()
    return text[0].lower() + text[1:] if own.pos_ == "NOUN" else text
