"""Frames of reported speech read off the words themselves, for sentences that the parse gets wrong.

"X told reporters that …" at the front and "…, X said on Friday." at the end look the same in every
text, whatever relations the parser finds between their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from contradict.claims.nouns import is_human
from contradict.claims.reported import is_saying, is_telling
from contradict.claims.syntax import is_finite
from contradict.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOMINAL = frozenset(["NOUN", "PROPN", "DET", "ADJ", "PRON", "ADP", "NUM", "PART"])
_OPENING_TAGS = frozenset(["PRP", "PRP$", "EX", "DT", "NNP", "NNPS", "NNS"])
_SHORTEST_STATEMENT = 3  # words before the comma
_OBJECT_OPENERS = frozenset(["a", "an", "the", "his", "her", "its", "their"])
_HAVE = frozenset(["have", "has", "had", "'ve"])
_HEARERS = 5  # words between the verb and "that": "told reporters in Oslo that"


@dataclass(frozen=True)
class SpokenFrame:
    """The noun beside the verb of saying, and what was said: ``reported``, with its ``head``."""

    holder: Token
    verb: Token
    head: Token
    reported: tuple[Token, ...]


def front_frame(run: Sequence[Token]) -> SpokenFrame | None:
    """ "X said (that) …", X being all that stands before the verb."""
    aside = _aside(run)
    place = next(
        (n for n, t in enumerate(run) if n not in aside and (is_finite(t) or _told(t))), None
    )
    if place and run[place].lower_ in _HAVE and place + 1 < len(run):
        return _front(run, place + 1, place)
    return _front(run, place, place) if place else None


def _front(run: Sequence[Token], verb: int, noun_end: int) -> SpokenFrame | None:
    """A frame whose verb stands at ``verb`` and whose noun phrase ends before ``noun_end``."""
    saying = (
        run[verb].tag_ == "VBN" and is_saying(run[verb]) if verb != noun_end else _says(run[verb])
    )
    if not saying or verb + 2 >= len(run):
        return None
    start = _reported_start(run, verb)
    holder = _noun_before(run, noun_end)
    if start is None or holder is None:
        return None
    return _frame(holder, run[verb], run[start:])


def end_frame(run: Sequence[Token]) -> SpokenFrame | None:
    """ "…, X said on Friday." and "…, said X." """
    comma = max((n for n, token in enumerate(run) if token.text in (",", "—")), default=None)
    if comma is None or comma < _SHORTEST_STATEMENT:
        return None
    tail = [token for token in run[comma + 1 :] if not token.is_punct]
    found = _name_and_verb(tail)
    if found is None or len(tail) > 16 or any(_goes_on(token) for token in tail[found[2] + 1 :]):
        return None
    return _frame(found[0], found[1], run[:comma])


def middle_frame(run: Sequence[Token]) -> SpokenFrame | None:
    """ "The bridge, X said, is safe." """
    commas = [n for n, token in enumerate(run) if token.text == ","]
    for first, second in pairwise(commas):
        inner = run[first + 1 : second]
        found = _name_and_verb(inner) if 1 < len(inner) <= 8 else None
        if found is not None and not any(_goes_on(token) for token in inner[found[2] + 1 :]):
            return _frame(found[0], found[1], [*run[: first + 1], *run[second:]])
    return None


def according_frame(run: Sequence[Token]) -> SpokenFrame | None:
    """ "According to X, the bridge is safe." and "The bridge is safe, according to X." """
    place = next((n for n, token in enumerate(run) if _accords(run, n)), None)
    if place is None:
        return None
    commas = [n for n, token in enumerate(run) if token.text == ","]
    named = run[place + 2 : next((n for n in commas if n > place), len(run))]
    reported = run[place + 2 + len(named) :] if place == 0 else run[:place]
    holder = next((t for t in named if t.pos_ in ("NOUN", "PROPN")), None)
    if holder is None or not (place == 0 or place - 1 in commas):
        return None
    return _frame(_head_noun(holder, named), run[place], reported)


def _accords(run: Sequence[Token], place: int) -> bool:
    following = run[place + 1].lower_ if place + 1 < len(run) else ""
    return run[place].lower_ == "according" and following == "to"


def _head_noun(first: Token, inside: Sequence[Token]) -> Token:
    """The last noun before a preposition: "log" in "the guard's log of the day"."""
    head = first
    for token in inside:
        if token.i < first.i or token.pos_ in ("DET", "ADJ", "PART", "NUM", "VERB"):
            continue
        if token.pos_ not in ("NOUN", "PROPN"):
            break
        head = token
    return head


def _name_and_verb(tail: Sequence[Token]) -> tuple[Token, Token, int] | None:
    """ "X said" or "said X" at the front: the noun, the verb and the verb's place."""
    place = next((n for n, token in enumerate(tail) if _says(token)), None)
    if place is None or not all(token.pos_ in _NOMINAL for token in tail[:place]):
        return None
    if place:
        holder = _noun_before(tail, place)
        return (holder, tail[place], place) if holder is not None else None
    after = tail[1:]
    holder = next(iter(after), None)
    if holder is None or holder.pos_ not in ("NOUN", "PROPN", "PRON", "DET", "ADJ"):
        return None
    return _top(holder, after), tail[0], 0


def _goes_on(token: Token) -> bool:
    return is_finite(token) or token.tag_ in ("WP", "WDT") or token.lower_ == "that"


def _aside(run: Sequence[Token]) -> range:
    """Places between the first two commas: "Pell, asked about the letter, said"."""
    commas = [n for n, token in enumerate(run) if token.text == ","][:2]
    return range(commas[0], commas[1]) if len(commas) == 2 and commas[0] <= 4 else range(0)


def _says(token: Token) -> bool:
    finite = is_finite(token) or _told(token)
    return finite and is_saying(token)


def _told(token: Token) -> bool:
    """A past tense that was tagged as a participle: "a defence official confirmed"."""
    if token.tag_ != "VBN" or not token.i:
        return False
    return token.lower_ in ("told", "said", "added") or is_human(token.doc[token.i - 1])


def _reported_start(run: Sequence[Token], place: int) -> int | None:
    if run[place + 1].lower_ in _OBJECT_OPENERS and not is_telling(run[place]):
        return _bare_start(run, place)  # "announced a plan that they would follow"
    for n in range(place + 1, min(place + 2 + _HEARERS, len(run) - 1)):
        token = run[n]
        if token.lower_ == "that" and token.tag_ in ("IN", "DT", "WDT"):
            return n + 1
        if token.pos_ not in _NOMINAL:
            break
    return _bare_start(run, place)


def _bare_start(run: Sequence[Token], place: int) -> int | None:
    """Where a statement without "that" begins after a verb of saying."""
    first = run[place + 1]
    if first.lower_ in ("reporters", "journalists", "lawmakers", "parliament"):
        place, first = place + 1, run[place + 2]
    rest = run[place + 1 :]
    finite = next((n for n, token in enumerate(rest) if is_finite(token)), len(rest))
    if any(t.tag_ in ("WDT", "WP", "WP$") or t.lower_ == "that" for t in rest[1:finite]):
        return None  # what has tense is only a relative clause
    opens = first.tag_ in _OPENING_TAGS and first.lower_ not in ("nothing", "something", "no")
    return place + 1 if opens else None


def _noun_before(run: Sequence[Token], place: int) -> Token | None:
    """The head of the noun phrase at the front; what stands between commas is passed over."""
    front = list(run[:place])
    if front and front[0].lower_ in words("anonymous"):
        return front[0]  # "some of the drivers" are nobody in particular
    beside = next((token for token in reversed(front) if not token.is_punct), None)
    if beside is not None and beside.ent_type_ == "PERSON":
        return beside
    cut = next((n for n, token in enumerate(front) if n and token.text == ","), len(front))
    names = [token for token in front[:cut] if token.pos_ in ("NOUN", "PROPN", "PRON")]
    if not names:
        return None
    of = next(
        (n for n, t in enumerate(names) if n and t.doc[names[n - 1].i + 1].pos_ == "ADP"), None
    )
    return names[of - 1] if of else names[-1]


def _top(token: Token, inside: Sequence[Token]) -> Token:
    run = [token]
    for following in inside[1:]:
        if following.pos_ not in ("NOUN", "PROPN", "ADJ") or following.i != run[-1].i + 1:
            break
        run.append(following)
    return run[-1]


def _frame(holder: Token, verb: Token, reported: Sequence[Token]) -> SpokenFrame | None:
    """Find the predicate of what was said: the highest word of it in the parse that has tense."""
    inside = {token.i for token in reported}
    finite = [token for token in reported if is_finite(token)]
    if not finite:
        return None
    tops = [token for token in reported if token.head.i not in inside or token.head.i == token.i]
    carriers = {finite_token.i for finite_token in finite} | {token.head.i for token in finite}
    head = next((token for token in tops if token.i in carriers), None)
    if head is None:
        head = finite[0].head if finite[0].head.i in inside else finite[0]
    return SpokenFrame(holder, verb, head, tuple(reported))
