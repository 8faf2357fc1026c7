"""Sentences cut at their coordinated and strung-together main clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from contradict.claims.forms import is_any
from contradict.claims.reported import is_bare_frame
from contradict.claims.syntax import (
    children,
    finite_verb,
    first_word,
    is_assertion,
    is_finite,
    shared_subject,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_BACKWARD = frozenset(
    "it its they them their he him his she her this these those one".split()  # noqa: SIM905
)
_SUBORDINATING = frozenset(
    ["as", "because", "although", "though", "if", "unless", "whereas", "while", "since", "until"]
)
_SPLICED = frozenset(["acl:relcl", "acl", "advcl", "ccomp", "appos", "dep", "list"])
_RELATIVE_TAGS = frozenset(["WDT", "WP", "WP$", "WRB", "IN"])
_PREPOSITIONS = frozenset(["for", "in", "of", "to", "with", "at", "on", "by", "from", "about"])
_JOINING = frozenset(["and", "but", "or", "so", "yet", "nor", "that"])
_DANGLING = frozenset(["DT", "IN", "CC", "TO", "PRP$", "MD", "WDT", "WP"])
_MIN_PREDICATE_WORDS = 3
_KEPT_WHOLE = 30  # words: up to here "A and B" is read as easily whole, and quoted better


def territories(head: Token, tokens: Sequence[Token]) -> list[tuple[Token, list[Token]]]:
    """Cut ``tokens`` at coordinated and strung-together main clauses; each part is contiguous."""
    short = sum(not token.is_punct for token in tokens) <= _KEPT_WHOLE
    heads = [head, *(part for part in _main_heads(head) if not (short and _plainly_joined(part)))]
    while True:
        parts: dict[int, list[Token]] = {part.i: [] for part in heads}
        for token in tokens:
            parts[_owner(token, parts, head)].append(token)
        bad = next((part for part in heads[1:] if not _is_whole(parts, part, tokens)), None)
        if bad is None:
            break
        heads.remove(bad)
    if len(heads) > 1 and not any(is_finite(token) for token in parts[head.i]):
        return [(head, list(tokens))]  # "Otto and I signed it", parsed as two clauses
    trimmed = [(part, _trim(parts[part.i], len(heads) > 1)) for part in heads]
    return sorted(((part, run) for part, run in trimmed if run), key=lambda pair: pair[1][0].i)


def _main_heads(head: Token) -> Iterator[Token]:
    waiting = [head]
    while waiting:  # a chain of clauses can be longer than Python's stack
        for child in waiting.pop().children:
            if (child.dep_ in ("conj", "parataxis") or _is_splice(child)) and _separable(child):
                yield child
                waiting.append(child)


def _plainly_joined(child: Token) -> bool:
    """Whether "and" joins a clause to one before it, and neither tells what somebody said."""
    joined = child.dep_ == "conj" and any(one.lower_ == "and" for one in children(child, "cc"))
    joined = joined and not children(child, "mark")  # "and that …" is one more thing said
    return joined and not is_any(child, "speech") and not is_any(child.head, "speech")


def _is_splice(child: Token) -> bool:
    """Whether a clause is strung on with a mere comma ("the gate is old, it is rusty")."""
    own, first = subject(child), first_word(child)
    if child.dep_ not in _SPLICED or own is None or child.i < child.head.i:
        return False
    unmarked = not children(child, "mark", "case") and first.tag_ not in _RELATIVE_TAGS
    comma = first.i > 0 and first.doc[first.i - 1].text in (",", ";", ":", "—")
    return unmarked and comma and first in own.subtree and not is_any(child.head, "speech")


def _separable(child: Token) -> bool:
    own, opening = subject(child), _opening(child)
    if (own is not None and own.tag_ in _RELATIVE_TAGS) or opening.tag_ in ("WDT", "WP", "WRB"):
        return False
    if opening.lower_ in _SUBORDINATING or (opening.dep_ == "mark" and opening.lower_ != "that"):
        return False
    if is_assertion(child):
        return not is_bare_frame(child) and not _in_question(child)
    if child.dep_ != "conj" or finite_verb(child) is None or shared_subject(child) is None:
        return False
    run = [token for token in child.subtree if not token.is_punct]
    backward = any(token.lower_ in _BACKWARD for token in run)
    governed = child.head.dep_ in ("ccomp", "advcl", "acl:relcl", "acl", "xcomp", "csubj")
    return len(run) >= _MIN_PREDICATE_WORDS and not backward and not governed


def _opening(child: Token) -> Token:
    """The first word of a clause after its conjunction."""
    words_in = [token for token in child.subtree if not token.is_punct and token.dep_ != "cc"]
    return words_in[0] if words_in else child


def _in_question(child: Token) -> bool:
    return any(token.lower_ in ("whether",) for token in children(child, "mark"))


def _owner(token: Token, parts: dict[int, list[Token]], head: Token) -> int:
    here = token
    while here.i not in parts:
        if here.head.i == here.i:
            return head.i
        here = here.head
    return here.i


def _torn(parts: dict[int, list[Token]], key: int) -> bool:
    """Whether a part and another one stand inside each other; punctuation does not count."""
    reach = {
        other: (run[0], run[-1])
        for other, tokens in parts.items()
        if (run := [token.i for token in tokens if not token.is_punct])
    }
    if key not in reach:
        return True
    low, high = reach.pop(key)
    return any(low < end and start < high for start, end in reach.values())


def _is_whole(parts: dict[int, list[Token]], part: Token, tokens: Sequence[Token]) -> bool:
    """Whether a part can be cut out: in one piece, long enough, nothing left dangling by it."""
    count = sum(not token.is_punct for token in parts[part.i])
    if count < _MIN_PREDICATE_WORDS or _torn(parts, part.i):
        return False
    ends = [[token for token in run if not token.is_punct] for run in parts.values()]
    last = max(token.i for token in tokens if not token.is_punct)
    dangling = (run[-1] for run in ends if run and run[-1].i != last)
    if any(token.tag_ in _DANGLING or token.lower_ in _PREPOSITIONS for token in dangling):
        return False
    start = ends[list(parts).index(part.i)][0]
    before = start.doc[start.i - 1] if start.i else start
    return start.dep_ == "cc" or before.is_punct or before.lower_ in _JOINING


def _trim(run: list[Token], split: bool) -> list[Token]:
    """Drop the punctuation and the conjunctions at the edges of a part; keep its last stop."""
    while run and (run[0].is_punct and not run[0].is_quote and not run[0].is_left_punct):
        run = run[1:]
    while split and run and run[0].dep_ == "cc":
        run = run[1:]
    if split:  # punctuation often hangs on the head of the whole sentence
        words_at = [n for n, token in enumerate(run) if not token.is_punct]
        run = run[words_at[0] : _run_end(run, words_at[-1])] if words_at else []
    return run


def _run_end(run: Sequence[Token], last: int) -> int:
    end = last + 1
    while end < len(run) and run[end].i == run[end - 1].i + 1 and run[end].text in (".", "!", '"'):
        end += 1
    return end
