"""Sentences taken apart into clauses that each assert something, with who asserts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contradict.claims.frames import (
    SpokenFrame,
    according_frame,
    end_frame,
    front_frame,
    middle_frame,
)
from contradict.claims.reported import complements, is_bare_frame
from contradict.claims.sources import Source, Sources
from contradict.claims.splitting import territories
from contradict.claims.syntax import (
    children,
    first_index,
    is_assertion,
    is_finite,
    shared_subject,
    subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


_DEEPEST = 5  # "he said that she said that …": deeper is no longer anybody's statement


@dataclass(frozen=True)
class Clause:
    """A predicate ``head`` with the words around it, in text order.

    A gap in ``tokens`` is a frame such as "Pell said" in the middle of a statement. ``shared`` is
    the subject to be put before a predicate that has none. ``source`` is set where the speaker is
    named beside the clause, and not by the turn or the document.
    """

    head: Token
    tokens: tuple[Token, ...]
    speaker: str | None
    shared: Token | None = None
    source: Source | None = None


def clauses(
    head: Token,
    tokens: Sequence[Token],
    speaker: str | None,
    sources: Sources,
    frame: Token | None = None,
) -> Iterator[Clause]:
    """Yield the clauses of ``tokens``, the words under ``head``, in text order.

    ``frame`` is the verb that introduces a quotation; the clause around it is no statement.
    """
    source: Source | None = None
    for part, run in territories(head, tokens):
        if source is not None and run[0].lower_ == "that" and run[0].tag_ in ("IN", "DT"):
            yield from _said_by(source, part, run[1:], sources)  # one more thing that X said
            continue
        if len(run) > 1 and run[0].lower_ == "that" and run[0].dep_ == "mark":
            run = run[1:]
        lifted = _lifted(part, run, speaker, sources)
        source = lifted[-1].source if lifted else None
        rest = run if not lifted else _beside(part, run, lifted)
        if rest and (frame is None or frame not in rest):
            shared = shared_subject(part) if part is not head and part.dep_ == "conj" else None
            yield Clause(part, tuple(rest), speaker, None if subject(part) is not None else shared)
        yield from lifted


def _beside(part: Token, run: Sequence[Token], lifted: Sequence[Clause]) -> list[Token]:
    """What stands before "adding that …", where it is a statement of its own."""
    verb = next((v for v in _speech_verbs(part)[1:] if v in run and v.i < lifted[0].head.i), None)
    if verb is None or verb.i < part.i or not is_assertion(part) or is_bare_frame(part):
        return []
    if any(token.i < verb.i for clause in lifted for token in clause.tokens):
        return []
    rest = _edges([token for token in run if token.i < min(t.i for t in verb.subtree)])
    return rest if any(is_finite(token) for token in rest) else []


def _lifted(
    part: Token, run: Sequence[Token], speaker: str | None, sources: Sources
) -> list[Clause]:
    """What somebody is reported to say in this part; empty where nobody is.

    The word order at a sentence's end is the surest sign, then the parse, then the word order
    at its beginning.
    """
    return (
        _by_words(end_frame(run), speaker, sources)
        or _by_words(middle_frame(run), speaker, sources)
        or _by_parse(part, run, speaker, sources)
        or _by_words(front_frame(run), speaker, sources)
        or _around_frame(part, run, speaker, sources)
        or _by_words(according_frame(run), speaker, sources)
    )


def _by_words(told: SpokenFrame | None, speaker: str | None, sources: Sources) -> list[Clause]:
    source = sources.source(told.holder, speaker) if told is not None else None
    if told is None or source is None:
        return []
    sources.remember(source)
    return list(_said_by(source, told.head, told.reported, sources))


def _by_parse(
    part: Token, run: Sequence[Token], speaker: str | None, sources: Sources
) -> list[Clause]:
    for verb in _speech_verbs(part):
        said = complements(verb) if verb in run else []
        holder = shared_subject(verb)
        source = sources.source(holder, speaker) if said and holder is not None else None
        if source is not None:
            sources.remember(source)
            ends = [first_index(one) for one in [*said[1:], *_after(verb, said[-1])]]
            runs = [(one, _under(one, verb, run, ends)) for one in said]
            return [c for one, under in runs for c in _said_by(source, one, under, sources)]
    return []


def _after(verb: Token, said: Token) -> list[Token]:
    """What follows the last complement of a verb without being a part of it: "adding that …"."""
    return [child for child in children(verb, "advcl", "conj", "parataxis") if child.i > said.i]


def _under(said: Token, verb: Token, run: Sequence[Token], ends: Sequence[int]) -> list[Token]:
    """The words of a complement, without the "and" and the "that" before it.

    A complement after its verb reaches to the next one: the parse often hangs its last words on
    the verb.
    """
    inside = {token.i for token in said.subtree}
    start = first_index(said)
    end = min([place for place in ends if place > said.i], default=run[-1].i + 1)
    after = start > verb.i
    under = [t for t in run if t.i != verb.i and (t.i in inside or (after and start <= t.i < end))]
    while under and (under[0].dep_ == "cc" or (under[0].lower_, under[0].tag_) == ("that", "IN")):
        under = under[1:]
    return under


def _said_by(
    source: Source, head: Token, run: Sequence[Token], sources: Sources
) -> Iterator[Clause]:
    trimmed = _edges(list(run))
    if not trimmed or sources.nesting > _DEEPEST:
        return
    sources.nesting += 1
    found = list(clauses(head, trimmed, source.name, sources))
    sources.nesting -= 1
    for clause in found:
        yield clause if clause.source else replace(clause, source=source)


def _speech_verbs(part: Token) -> list[Token]:
    return [part, *children(part, "advcl", "conj", "parataxis")]


def _edges(run: list[Token]) -> list[Token]:
    while run and run[0].is_punct and not run[0].is_quote:
        run = run[1:]
    while run and run[-1].text in (",", ";", ":", "—", "–"):
        run = run[:-1]
    return run


def _around_frame(
    part: Token, run: Sequence[Token], speaker: str | None, sources: Sources
) -> list[Clause]:
    """A statement with "Pell said" or "according to Pell" at its side or in its middle."""
    for child in part.children if is_assertion(part) else []:
        source, frame = None, list(child.subtree)
        if child.dep_ in ("parataxis", "ccomp", "advcl") and is_bare_frame(child):
            holder = subject(child)
            marked = children(child, "mark", "advmod")
            source = sources.source(holder, speaker) if holder is not None and not marked else None
        elif any(mark.lower_ == "according" for mark in child.children):
            source = sources.source(child, speaker)
        rest = _edges([token for token in run if token not in frame])
        if source is not None and rest:
            sources.remember(source)
            if len(rest) > 1 and rest[-1].is_punct and rest[-2].i < frame[0].i < rest[-1].i:
                rest = _edges(rest[:-1])  # the stop after a frame at the end
            return [Clause(part, tuple(rest), source.name, source=source)]
    return []
