"""Which clauses assert something at all."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from contradict.claims.clauses import Clause
from contradict.claims.forms import is_any
from contradict.claims.reported import is_bare_frame
from contradict.claims.syntax import (
    SUBJECTS,
    children,
    finite_verb,
    first_word,
    is_assertion,
    is_finite,
    subject,
)
from contradict.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_PROCEDURE_WORDS = 14  # a longer clause says more than thanks
_SUBORDINATING = frozenset(["because", "although", "though", "if", "unless", "whereas", "while"])
_FILLER_WORDS = 4
_PLAIN_WORDS = 5
_TELLING_WORDS = 2
_NAMING = frozenset(["NOUN", "PROPN", "NUM"])
_LIKE_A_NOUN = frozenset(["cost", "hit", "cut", "set", "beat", "spread", "fell", "rose"])
_POINTING = frozenset(["that", "this", "those", "these", "i", "we", "you"])
_FINITE_TAGS = frozenset(["VBD", "VBZ", "VBP", "MD"])
_NO_SUBJECT_TAGS = frozenset(["VB", "VBG", "VBN", "UH", "WP", "WRB", "WDT", "CC"])
_QUESTION_WORDS = frozenset(
    ["what", "who", "whom", "whose", "which", "when", "where", "why", "how"]
)


def is_question(sentence: Span) -> bool:
    """Whether a sentence asks: it ends in a question mark, quotation marks aside."""
    return sentence.text.rstrip("\"' )]”’").endswith("?")


def is_aside(sentence: Span) -> bool:
    """Whether a sentence stands in brackets by itself: inside a turn, a stage direction."""
    text = sentence.text.strip()
    return (text[:1], text[-1:]) in (("(", ")"), ("[", "]"))


def asserts(clause: Clause, min_words: int) -> bool:
    """Whether a clause is a statement: subject and finite verb, no thanks, order or question."""
    head = clause.head
    if not (is_assertion(head) or clause.shared or _loose_assertion(clause)):
        return False
    if (is_bare_frame(head) and finite_verb(head) is head) or _is_dependent(clause):
        return False
    lexical = [token for token in clause.tokens if any(map(str.isalnum, token.text))]
    complete = subject(head) is not None or clause.shared is not None
    if len(lexical) < 2 or (len(lexical) < min_words and not complete):
        return False
    if _is_indirect_question(clause) or clause.tokens[-1].text == "?" or is_empty(clause):
        return False
    return not (len(lexical) <= _PROCEDURE_WORDS and is_procedure(clause))


def is_plain_statement(sentence: Span) -> bool:
    """Whether a sentence states something although its parse shows no clause that does.

    The parser may take a rare main verb for a modifier: "All ministers voted for the levy."
    """
    tokens = [token for token in sentence if any(map(str.isalnum, token.text))]
    if len(tokens) < _PLAIN_WORDS or not tokens[0].text[0].isupper():
        return False
    if sentence.text.rstrip("\"' )]”’")[-1:] not in (".", "!"):
        return False
    if tokens[0].tag_ in _NO_SUBJECT_TAGS or any(
        is_any(token, "speech", "asking", "quote_only") for token in tokens
    ):
        return False
    finite = [n for n, token in enumerate(tokens) if token.tag_ in _FINITE_TAGS]
    finite = finite or [n for n in range(1, len(tokens) - 1) if _gives_amount(*tokens[n : n + 2])]
    opening = tokens[: finite[0]] if finite else []
    named = any(token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") for token in opening)
    return named and not is_procedure(Clause(sentence.root, tuple(sentence), None))


def _gives_amount(token: Token, following: Token) -> bool:
    """Whether a word is one of those verbs that look like their noun, before an amount.

    "The ferry cost 40 million dollars", where the tagger sees a noun.
    """
    amount = following.like_num or following.nbor(-1).is_currency
    return token.lower_ in _LIKE_A_NOUN and amount


def _loose_assertion(clause: Clause) -> bool:
    """Whether a subject and a finite verb stand somewhere in it, though the parse parts them."""
    free = [token for token in clause.tokens if not _is_under_clause(token, clause.head)]
    subjects = any(token.dep_ in SUBJECTS or token.tag_ == "EX" for token in free)
    return subjects and any(is_finite(token) for token in free)


def _is_under_clause(token: Token, head: Token) -> bool:
    while token.i != head.i and token.head.i != token.i:
        if token.dep_ in ("acl:relcl", "acl", "advcl", "advcl:relcl"):
            return True
        token = token.head
    return False


def is_empty(clause: Clause) -> bool:
    """Whether a clause says nothing by itself: "That's false", "I'm clear", "I will say this".

    Its subject points elsewhere, it names and counts nothing, and one word at most carries sense.
    """
    own = subject(clause.head)
    if own is None or own.lower_ not in _POINTING:
        return False
    if any(token.pos_ in _NAMING or token.tag_ == "WP" for token in clause.tokens):
        return False
    telling = [
        token
        for token in clause.tokens
        if token.pos_ in ("VERB", "ADJ", "ADV")
        and token.lower_ not in words("function_words")
        and not is_any(token, "speech")
    ]
    return len(telling) < _TELLING_WORDS


def _is_dependent(clause: Clause) -> bool:
    """Whether a clause hangs in the air, as "because I was not believed" does alone."""
    first = first_word(clause.head)
    return first.lower_ in _SUBORDINATING and first.head.i == clause.head.i


def _is_indirect_question(clause: Clause) -> bool:
    head = clause.head
    if not is_any(head, "asking"):
        return False
    for child in children(head, "ccomp", "advcl", "obj"):
        first = next(iter(child.subtree)).lower_
        if first in _QUESTION_WORDS | {"whether", "if"}:
            return True
    return False


def is_procedure(clause: Clause) -> bool:
    """Whether a clause only greets, thanks, hands over or fills a pause."""
    text = "".join(token.text_with_ws for token in clause.tokens).lower().replace(" n't", "n't")
    if len(text.split()) <= _FILLER_WORDS and _without_marks(text) in words("fillers"):
        return True
    return bool(_openers().match(text)) or any(phrase in text for phrase in words("procedure"))


def _without_marks(text: str) -> str:
    return re.sub(r"[^\w\s']", "", text).strip()


@cache
def _openers() -> re.Pattern[str]:
    links = "|".join(sorted(words("connectives")))
    openers = "|".join(
        sorted(map(re.escape, words("openers")), key=lambda entry: (-len(entry), entry))
    )
    return re.compile(rf"(?:(?:{links})[, ]+)*(?:{openers})\b")
