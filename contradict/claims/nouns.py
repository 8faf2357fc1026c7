"""What kind of source a noun can be: a person, nobody in particular, a word in quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contradict.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_KIN = ["father", "mother", "dad", "mom", "husband", "wife", "brother", "sister", "son", "daughter"]
_CALLING = ["aide", "official", "expert", "witness", "source", "lawyer", "doctor"]
_HUMANS = frozenset([*_KIN, *_CALLING, "resident", "neighbour", "neighbor", "friend", "colleague"])


def is_title(word: str) -> bool:
    return word.lower().rstrip(".") in words("titles")


def is_person(token: Token) -> bool:
    """Whether a common noun means a person: a rank, a calling, a relative, a woman."""
    lemma = token.lemma_.lower()
    return is_title(lemma) or lemma.endswith(("man", "woman", "person")) or lemma in _HUMANS


def is_human(token: Token) -> bool:
    """Whether a noun or name means a person, or a body that speaks as one."""
    body = token.lemma_.lower() in words("organisations")
    return body or token.ent_type_ == "PERSON" or is_person(token)


def is_one_of_many(noun: Token) -> bool:
    """Whether a noun stands after "some of" or "many of"."""
    doc, place = noun.doc, noun.i
    while place > noun.sent.start and doc[place - 1].pos_ in ("DET", "ADJ", "PRON", "NUM", "NOUN"):
        place -= 1
    before = doc[max(noun.sent.start, place - 2) : place]
    return len(before) == 2 and before[1].lower_ == "of" and before[0].lower_ in ("some", "many")


def is_quoted(token: Token) -> bool:
    """Whether a word stands in quotation marks; whom a speaker means by "they" is not known."""
    return sum(other.text == '"' for other in token.doc[: token.i]) % 2 == 1


def is_opening_mark(token: Token) -> bool:
    """Whether a quotation mark clings to the word after it."""
    return bool(token.is_quote) and not token.whitespace_
