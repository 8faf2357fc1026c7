"""Whether a clause affirms or denies its predicate; two negations make an affirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contradict.claims.clauses import Clause
from contradict.claims.forms import is_any
from contradict.claims.syntax import children
from contradict.records import Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

_NO = frozenset(["no", "none", "nobody", "nothing", "neither", "nowhere", "no-one"])
_FAILING = frozenset(["fail", "refuse", "decline", "cease", "stop", "lack", "refrain", "avoid"])
_NOT = frozenset(["not", "n't", "n’t", "never", "hardly", "scarcely", "barely", "rarely", "seldom"])
_CANNOT = frozenset(["cannot", "ain't", "ain’t"])
_SURE = frozenset(["doubt", "question"])
_ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "expl", "csubj")


def polarity(clause: Clause) -> Polarity:
    """Parity of the negations that bear on the predicate and its arguments.

    "Nobody came", "there is no plan", "she failed to sign", "he denies that it is open" are
    negative; "nobody failed to sign" is affirmative.
    """
    head = clause.head
    inside = {token.i for token in clause.tokens}
    count = sum(_denies(child) for child in children(head, "advmod"))
    count += sum(child.lower_ in _CANNOT for child in children(head, "aux", "cop", "aux:pass"))
    count += sum(_is_no(child) for child in children(head, *_ARGUMENTS) if child.i in inside)
    count += int(is_any(head, "denials")) + int(_is_no(head))
    failing = head.lemma_.lower() in _FAILING
    count += int(failing and bool(children(head, "xcomp", "obj", "ccomp")))
    return "negative" if count % 2 else "affirmative"


def _denies(adverb: Token) -> bool:
    """Not, never, no longer; "not only" denies nothing."""
    if adverb.lower_ == "longer":
        return adverb.i > 0 and adverb.nbor(-1).lower_ == "no"
    following = adverb.i + 1 < len(adverb.doc) and adverb.nbor(1).lower_ == "only"
    return adverb.lower_ in _NOT and not following


def _is_no(token: Token) -> bool:
    """Whether a noun phrase is empty: "no plan", "nobody", "none of them"; "no doubt" is sure."""
    if token.lower_ in _SURE:
        return False
    if token.lower_ in _NO:
        return True
    if token.lower_ == "one" and token.i and token.nbor(-1).lower_ == "no":
        return True
    return any(child.lower_ in ("no", "neither") for child in children(token, "det", "cc:preconj"))
