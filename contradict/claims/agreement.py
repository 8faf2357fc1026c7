"""First person turned into the speaker's name, with the verbs made to agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contradict.claims.syntax import AUXILIARIES, children, finite_verb, subject
from contradict.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_IRREGULAR = {"have": "has", "am": "is", "are": "is", "were": "was", "do": "does", "go": "goes"}
_CONTRACTED = {"'m": " is", "'re": " is", "'ve": " has", "'ll": " will"}
_UNCHANGED_TAGS = frozenset({"MD", "VBD"})
# Their past looks like their present, and taggers take it for one: "I cast my vote at ten."
_SAME_IN_PAST = frozenset(
    (
        *("beat", "bid", "broadcast", "burst", "cast", "cost", "cut", "hit", "hurt", "let", "put"),
        *("quit", "read", "set", "shed", "shut", "split", "spread", "thrust", "upset"),
    )
)
_HABIT = frozenset(["every", "each", "usually", "always", "often", "never", "daily", "when"])
_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})


def resolve_first_person(
    tokens: Sequence[Token], mention: str, one_body: bool = False
) -> dict[int, str]:
    """Replacements by token index; empty where one of them would not be safe.

    "I have" becomes "Pell has"; "we" is only resolved where ``one_body`` says that the speaker
    is an organisation.
    """
    pronouns = [token for token in tokens if token.lower_ in _SINGULAR | _PLURAL]
    wanted = [token for token in pronouns if one_body or token.lower_ in _SINGULAR]
    if not wanted or any(_in_inner_quotation(token, tokens) for token in wanted):
        return {}
    replaced: dict[int, str] = {}
    for token in wanted:
        change = _replace(token, tokens, mention)
        if change is None:
            return {}
        replaced.update(change)
    return replaced


def _replace(token: Token, tokens: Sequence[Token], mention: str) -> dict[int, str] | None:
    lower = token.lower_
    if lower in ("i", "we"):
        return _as_subject(token, tokens, mention)
    if lower in ("my", "our"):
        return {token.i: possessive(mention)} if token.dep_ == "nmod:poss" else None
    if lower in ("me", "us") and token.text != "US" and token.dep_ != "nmod:poss":
        return {token.i: mention}
    return None


def _as_subject(token: Token, tokens: Sequence[Token], mention: str) -> dict[int, str] | None:
    if token.dep_ not in ("nsubj", "nsubj:pass") or children(token, "conj", "appos", "cc"):
        return None
    if _coordinated(token):
        return None
    replaced = {token.i: mention}
    inside = {other.i for other in tokens}
    predicates = _predicates(token, tokens)
    if not predicates:
        return None
    for predicate in predicates:
        verb = finite_verb(predicate)
        if verb is None:
            if predicate is token.head:
                return None
            continue
        form = third_person(verb, predicate) if verb.i in inside else None
        if form is None:
            return None
        replaced[verb.i] = form
    return replaced


def _coordinated(token: Token) -> bool:
    """Whether the pronoun is one of several ("Abby and I"), whatever the parse says."""
    doc, place = token.doc, token.i
    before = doc[place - 1] if place else None
    after = doc[place + 1] if place + 1 < len(doc) else None
    if after is not None and after.lower_ in ("and", "or"):
        return True
    if before is None or before.lower_ not in ("and", "or"):
        return False
    joined = [doc[i] for i in range(token.sent.start, place - 1)]
    marks = [n for n, other in enumerate(joined) if other.is_punct]
    joined = joined[marks[-1] + 1 :] if marks else joined
    # With a verb before the "and" it joins clauses; with nothing it opens the sentence.
    return bool(joined) and not any(other.pos_ in ("VERB", "AUX") for other in joined)


def _predicates(token: Token, tokens: Sequence[Token]) -> list[Token]:
    """Predicates among ``tokens`` whose subject the pronoun is, those that share it included."""
    found = []
    for other in tokens:
        here = other
        while here.dep_ == "conj" and subject(here) is None and here.head.i != here.i:
            here = here.head
        own = subject(here)
        verbal = other is here or finite_verb(other) is not None
        if own is not None and own.i == token.i and verbal and here.i == token.head.i:
            found.append(other)
    return found


def third_person(verb: Token, predicate: Token) -> str | None:
    """The form of a finite verb after a singular name; None where it cannot be told."""
    lower = verb.lower_.replace("’", "'")
    if lower in _CONTRACTED:
        return _CONTRACTED[lower]
    if lower == "'d":
        return _would_or_had(verb, predicate)
    if lower in _IRREGULAR:
        return _like(verb.text, _IRREGULAR[lower])
    if verb.tag_ in _UNCHANGED_TAGS or lower in ("is", "was", "has", "does"):
        return verb.text
    if _may_be_past(verb):
        return verb.text
    if verb.tag_ != "VBP" or not lower.isalpha():
        return None
    return inflect(verb.text)


def _may_be_past(verb: Token) -> bool:
    """Whether a form is as likely the past, "I put it there", "I lay awake", as the present."""
    if any(token.lower_ in _HABIT for token in verb.sent):
        return False
    lying = verb.lower_ == "lay" and not children(verb, "obj")
    return lying or verb.lower_ in _SAME_IN_PAST


def _would_or_had(verb: Token, predicate: Token) -> str | None:
    if verb.i == predicate.i or predicate.tag_ == "VBD":
        return None
    chain = [child for child in children(predicate, *AUXILIARIES) if child.i > verb.i] or [
        predicate
    ]
    return {"VBN": " had", "VB": " would"}.get(chain[0].tag_)


def inflect(verb: str) -> str:
    """Third person singular of a regular verb: respect, respects; try, tries; push, pushes."""
    if re.search(r"(?:s|x|z|ch|sh|o)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"


def possessive(name: str) -> str:
    return name + "'s"


def _like(model: str, form: str) -> str:
    return form.capitalize() if model[:1].isupper() else form


def _in_inner_quotation(token: Token, tokens: Sequence[Token]) -> bool:
    before = sum(other.text in ('"', "``", "''") for other in tokens if other.i < token.i)
    after = sum(other.text in ('"', "``", "''") for other in tokens if other.i > token.i)
    return before % 2 == 1 and after > 0


# --- how a speaker is called inside a sentence ----------------------------------------------------

_TITLE = re.compile(r"^(?:MR|MRS|MS|MISS|DR|SEN|GEN|REP|GOV|LT|COL|SIR|DAME|LORD|LADY|PROF)\b\.?\s")


def mention(speaker: str | None) -> str | None:
    """The speaker as part of a sentence: "MS. ALDANA" as Ms. Aldana, "THE PRESIDENT" as he reads.

    None where the label names nobody.
    """
    if speaker is None:
        return None
    name = re.sub(r"\s*[(\[].*?[)\]]|,.*$", "", speaker).strip(" :")
    if not re.search(r"[^\W\d_]{2}", name) or len(name) > 60:
        return None
    if name.replace("Mc", "MC").isupper() and len(name) > 3:
        name = " ".join(_capitals(word) for word in name.split())
        if not _TITLE.match(speaker) and _is_role(name):
            name = name.lower()
    if _is_role(name) and not name.lower().startswith(("the ", "a ", "an ")):
        return f"the {name}"
    return name


def _capitals(word: str) -> str:
    if word in ("OF", "THE", "FOR", "AND"):
        return word.lower()
    lowered = re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), word)
    lowered = re.sub(r"\bMc([a-z])", lambda match: "Mc" + match.group(1).upper(), lowered)
    return re.sub(r"'S\b", "'s", lowered)


def _is_role(name: str) -> bool:
    last = name.lower().split()[-1]
    first = name.lower().split()[0]
    roles = (
        words("titles") | words("organisations") | {"official", "witness", "moderator", "member"}
    )
    return (last in roles or first == "the") and not re.search(r"\bMr|Ms|Dr", name)


def is_organisation(name: str, person: bool | None) -> bool:
    """Whether a source is a body whose "we" can be read as the body itself."""
    last = name.lower().split()[-1] if name else ""
    head = re.split(r" (?:of|for|in) ", name.lower())[0].split()[-1:] if name else []
    return person is not True and bool({last, *head} & words("organisations"))
