"""The stand-alone wording of a clause: the text that models read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contradict.claims.agreement import resolve_first_person
from contradict.claims.clauses import Clause
from contradict.claims.syntax import children, finite_verb, is_assertion, subject, subtree
from contradict.lexicon import words
from contradict.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_DASHES = frozenset(["—", "–", "-", "--", ",", "…", "...", ";", ":"])
_OPINIONS = frozenset({"think", "believe"})


def wording(
    clause: Clause, span: Span, mention: str | None, one_body: bool, subject_name: str | None
) -> str:
    """The words of a clause inside ``span`` of the passage, as a sentence that stands alone.

    White space is folded, linking words dropped, pronouns resolved where a rule is sure.

    ``mention`` is the speaker as named inside a sentence; ``one_body`` says that the speaker is an
    organisation, whose "we" means itself. ``subject_name`` stands for he, she or it as subject.
    """
    start, end = span
    tokens = [t for t in clause.tokens if start < t.idx + len(t) and t.idx < end]
    tokens = _without_opinion(clause, _without_links(tokens))
    if clause.shared is not None:
        tokens = [*_subject_words(clause.shared), *tokens]
    if not tokens:
        return ""
    replaced = _resolved_subject(clause, subject_name)
    if mention is not None:
        replaced.update(resolve_first_person(tokens, mention, one_body))
    return _finish(_joined(_without_gap_commas(tokens), replaced, start))


def _joined(tokens: list[Token], replaced: dict[int, str], start: int) -> str:
    parts: list[str] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        parts.append(replaced.get(token.i, _clipped(token, start)))
        if following is not None and (token.whitespace_ or following.i != token.i + 1):
            parts.append(" ")
    return "".join(parts)


def _without_gap_commas(tokens: list[Token]) -> list[Token]:
    """Drop the commas that set off a frame which has been left out between them."""
    indexes = {token.i for token in tokens}
    inner = range(tokens[0].i + 1, tokens[-1].i)
    gone = {i for i in inner if i not in indexes}
    return [t for t in tokens if t.text != "," or not ({t.i - 1, t.i + 1} & gone)]


def _clipped(token: Token, start: int) -> str:
    """A token without a quotation mark that the tokenizer left on its front."""
    inside = token.idx < start < token.idx + len(token)
    return token.text[start - token.idx :] if inside else token.text


def _without_links(tokens: list[Token]) -> list[Token]:
    """Drop "And", "Well," and their like from the beginning."""
    while len(tokens) > 3:
        first, second = tokens[0], tokens[1]
        if tokens[2].text == "," and f"{first.lower_} {second.lower_}" in words("fillers"):
            tokens = tokens[3:]
            continue
        link = first.lower_ in words("connectives")
        if link and second.text == ",":
            tokens = tokens[2:]
        elif first.lower_ in ("and", "but", "or") or first.text in _DASHES:
            tokens = tokens[1:]
        else:
            return tokens
    return tokens


def _without_opinion(clause: Clause, tokens: list[Token]) -> list[Token]:
    """Drop "I think" before the clause that is thought: the speaker field already says so."""
    head = clause.head
    own = subject(head)
    if head.lemma_.lower() not in _OPINIONS or own is None or own.lower_ != "i" or not tokens:
        return tokens
    verb = finite_verb(head)
    plain = verb is not None and verb.i == head.i and verb.tag_ == "VBP" and own.i == tokens[0].i
    for child in children(head, "ccomp"):
        under = subtree(child)
        lasts = under[-1].i if under else 0
        after = [token for token in tokens if token.i > lasts and not token.is_punct]
        if plain and is_assertion(child) and under[0].i > head.i and not after:
            marks = {mark.i for mark in children(child, "mark") if mark.lower_ == "that"}
            return [token for token in tokens if token.i >= under[0].i and token.i not in marks]
    return tokens


def _subject_words(shared: Token) -> list[Token]:
    clauses_on_it = children(shared, "acl:relcl", "acl", "appos", "conj:relcl")
    return [token for token in subtree(shared, clauses_on_it) if not token.is_punct]


def _resolved_subject(clause: Clause, name: str | None) -> dict[int, str]:
    own = subject(clause.head) or clause.shared
    if name is None or own is None or own.lower_ not in ("he", "she", "it"):
        return {}
    following = own.doc[own.i + 1] if own.i + 1 < len(own.doc) else None
    if following is not None and following.text[0] in "'’" and not own.whitespace_:
        full = {"'s": None, "'ll": " will", "'d": None}.get(following.lower_.replace("’", "'"))
        return {} if full is None else {own.i: name, following.i: full}
    return {own.i: name}


def _finish(text: str) -> str:
    """Capital at the beginning, stop at the end, no stray marks, no doubled spaces."""
    text = re.sub(r"\s+", " ", text).strip(" ,;:—–-")
    if text.count('"') % 2 == 1:
        text = text[1:] if text.startswith('"') else text.removesuffix('"')
    text = re.sub(r" +([,.;:!?])", r"\1", text).strip(" ,;:")
    if not text:
        return text
    if text[0].islower() and not re.match(r"[a-z]+[A-Z]", text):
        text = text[0].upper() + text[1:]
    closed = text[-1] in ".!?…" or (text[-1] in "\"')" and text[-2:-1] in tuple(".!?…"))
    return text if closed else text + "."
