"""Which clauses assert something at all."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from contradict.claims.clauses import Clause
from contradict.claims.forms import is_any
from contradict.claims.mistagged import taken_for_another
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
_TOLD_OF_AN_ACT = 2  # to whom, when, where, how
_LONG_ACT = 5  # words after the verb
_CIRCUMSTANCES = ("iobj", "obl", "obl:unmarked", "nmod:unmarked")
_QUOTING = re.compile(r"[\"“”„«»‘]|:\s|(?:^|\s)'|['’](?:\s|$)")
_NAMING = frozenset(["NOUN", "PROPN", "NUM"])
_LIKE_A_NOUN = frozenset(["cost", "hit", "cut", "set", "beat", "spread", "fell", "rose"])
_POINTING = frozenset(["that", "this", "those", "these", "i", "we", "you"])
_ANSWERING = frozenset(["i", "we", "you", "he", "she", "it", "they", "there", "that", "this"])
_ANSWERS = frozenset(
    (
        *("am", "is", "are", "was", "were", "be", "been", "has", "have", "had"),
        *("do", "does", "did", "will", "would", "can", "could", "shall", "should", "may"),
        *("might", "must", "not", "n't", "ca", "wo", "sha", "indeed", "too", "so"),
        *("'m", "'s", "'re", "'ve", "'ll", "'d", "never", "ever", "always", "certainly"),
        *("either", "yet", "of", "course", "yes", "no", "sir", "ma'am"),
    )
)
_LEADING = frozenset(["yes", "no", "well", "and", "but", "so", "oh", "sure", "because"])
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
    framed = is_bare_frame(head) and finite_verb(head) is head and not _is_act(head)
    if framed or _is_dependent(clause):
        return False
    lexical = [token for token in clause.tokens if any(map(str.isalnum, token.text))]
    complete = subject(head) is not None or clause.shared is not None
    if len(lexical) < 2 or (len(lexical) < min_words and not complete):
        return False
    if _is_indirect_question(clause) or clause.tokens[-1].text == "?" or is_empty(clause):
        return False
    return not (len(lexical) <= _PROCEDURE_WORDS and is_procedure(clause))


def _is_act(verb: Token) -> bool:
    """Whether a sentence tells that somebody spoke, to whom and when, and quotes nothing.

    "We informed you in writing on 14 March, with a sketch." is a fact to check; the same words
    beside a quotation only say whose it is.
    """
    sentence = verb.sent
    around = verb.doc.text[max(0, sentence.start_char - 2) : sentence.end_char + 2]
    if _QUOTING.search(around) or sentence.text.rstrip()[-1:] != ".":
        return False
    opens = not any(is_finite(token) for token in verb.doc[sentence.start : verb.i])
    if not opens or verb.tag_ != "VBD" or sentence[0].lower_ in ("as", "like"):
        return False
    after = [child for child in children(verb, *_CIRCUMSTANCES) if child.i > verb.i]
    heard = any(
        child.dep_ == "iobj" or any(case.lower_ == "to" for case in child.lefts) for child in after
    )
    long = sum(child.i > verb.i for child in verb.subtree) > _LONG_ACT
    return heard and (len(after) >= _TOLD_OF_AN_ACT or long)


def is_plain_statement(sentence: Span) -> bool:
    """Whether a sentence states something although its parse shows no clause that does.

    The parser may take a rare main verb for a modifier: "All ministers voted for the levy."
    """
    tokens = [token for token in sentence if any(map(str.isalnum, token.text))]
    if len(tokens) < _PLAIN_WORDS or not tokens[0].text[0].isupper():
        return False
    if sentence.text.rstrip("\"' )]”’")[-1:] not in (".", "!"):
        return False
    if tokens[0].tag_ in _NO_SUBJECT_TAGS or any(map(_speaks, tokens)):
        return False
    finite = [n for n, token in enumerate(tokens) if token.tag_ in _FINITE_TAGS]
    finite = finite or [n for n in range(1, len(tokens) - 1) if _gives_amount(*tokens[n : n + 2])]
    finite = finite or [n for n, token in enumerate(tokens) if n and taken_for_another(token)]
    opening = tokens[: finite[0]] if finite else []
    named = any(token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") for token in opening)
    whole = Clause(sentence.root, tuple(sentence), None)
    return named and not is_procedure(whole) and not _is_bare_answer(whole)


def _gives_amount(token: Token, following: Token) -> bool:
    """Whether a word is one of those verbs that look like their noun, before an amount.

    "The ferry cost 40 million dollars", where the tagger sees a noun.
    """
    amount = following.like_num or following.nbor(-1).is_currency
    return token.lower_ in _LIKE_A_NOUN and amount


def _speaks(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and is_any(token, "speech", "asking", "quote_only")


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
    if _is_bare_answer(clause):
        return True
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


def _is_bare_answer(clause: Clause) -> bool:
    """Whether all of its sense is in the question before: "Yes, it was", "There isn't"."""
    said = [
        token.lower_.replace("’", "'")
        for token in clause.tokens
        if not token.is_punct and token.tag_ != "NNP"
    ]
    while said and said[0] in _LEADING:
        said = said[1:]
    return len(said) > 1 and said[0] in _ANSWERING and _ANSWERS.issuperset(said[1:])


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
    return bool(_openers().match(text) or _procedure().search(text))


def _without_marks(text: str) -> str:
    return re.sub(r"[^\w\s']", "", text).strip()


@cache
def _procedure() -> re.Pattern[str]:
    phrases = "|".join(sorted(map(re.escape, words("procedure"))))
    return re.compile(rf"(?<!\w)(?:{phrases})(?![\w-])")


@cache
def _openers() -> re.Pattern[str]:
    links = "|".join(sorted(words("connectives")))
    openers = "|".join(
        sorted(map(re.escape, words("openers")), key=lambda entry: (-len(entry), entry))
    )
    return re.compile(rf"(?:(?:{links})[, ]+)*(?:{openers})\b")
