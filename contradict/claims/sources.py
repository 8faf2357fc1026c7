"""Who a text means: names of sources, their fullest form, and what a pronoun stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contradict.claims.forms import is_any
from contradict.claims.nouns import (
    is_one_of_many,
    is_opening_mark,
    is_person,
    is_quoted,
    is_title,
)
from contradict.claims.syntax import children
from contradict.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_PARTICLES = frozenset(["de", "del", "da", "di", "van", "von", "der", "al", "bin", "ibn", "le"])
_NEAR = frozenset(["DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"])
_NOUNS = frozenset(["NOUN", "PROPN", "PART"])
_LONGEST_PHRASE = 12  # words
_PERSONAL = frozenset({"he", "she"})
_POSSESSIVE = {"his": "he", "her": "she", "its": "it", "their": "they"}
_RELATIVE = frozenset({"who", "which", "that"})
_NAME_PARTS = ("flat", "compound", "flat:name", "nmod:desc", "appos")


@dataclass(frozen=True)
class Source:
    """Somebody or something that says things; ``person`` is None where that is not known."""

    name: str
    person: bool | None = None


@dataclass
class Sources:
    """What one document has said so far about its sources; grows as the document is read."""

    full_names: dict[str, set[str]] = field(default_factory=dict)  # surname -> full names
    kept: set[str] = field(default_factory=set)  # names as a transcript writes them
    nesting: int = 0  # how many verbs of saying stand above the clause that is being read
    ranks: dict[str, set[str]] = field(default_factory=dict)  # "general" -> who is one
    authors: dict[str, Source] = field(default_factory=dict)  # "letter" -> who wrote it
    last: Source | None = None  # the last source
    last_person: Source | None = None
    last_thing: Source | None = None  # the last body or text that said something

    def remember(self, source: Source) -> None:
        self.last = source
        if source.person:
            self.last_person = source
            self.add_name(source.name)
        else:
            self.last_thing = source

    def add_name(self, name: str) -> None:
        """Note a name of several words, so that its surname can be completed."""
        if " " in name and name[0].isupper():
            self.full_names.setdefault(name.split()[-1].casefold(), set()).add(name)

    def add_titled(self, run: str) -> None:
        """Note the ranks in "Transport Minister Omar Voss", for "the secretary" later on."""
        name = without_title(run)
        self.add_name(name)
        for word in run.split():
            if is_title(word) and word not in name.split():
                self.ranks.setdefault(word.lower(), set()).add(name.split()[-1])

    def full(self, name: str) -> str:
        """The fullest form of a name; the name itself where that is not certain."""
        if name in self.kept:
            return name
        known = self.full_names.get(name.split()[-1].casefold(), set()) if name else set()
        own = set(name.split())
        fitting = {other for other in known if own <= set(other.split())}
        fullest = {
            other
            for other in fitting
            if not any(set(other.split()) < set(o.split()) for o in fitting)
        }
        return fullest.pop() if len(fullest) == 1 else name

    def pronoun(self, lower: str) -> Source | None:
        """Whom he, she, it or they means after a verb of saying."""
        lower = _POSSESSIVE.get(lower, lower)
        if lower in _PERSONAL:
            unknown = self.last is not None and self.last.person is None
            return self.last_person or (self.last if unknown else None)
        return self.last_thing if lower in ("it", "they") else None

    def source(self, token: Token, asserter: str | None) -> Source | None:
        """The source that the subject of a verb of saying names; None where nobody is meant."""
        if token.lower_ in _RELATIVE and token.head.dep_ in ("acl:relcl", "acl"):
            return self.source(token.head.head, asserter)
        if token.lower_ in ("i", "we") and asserter is not None:
            return Source(asserter)
        if token.tag_.startswith("VB"):
            return None  # a participle that the parse takes for the subject
        if token.i and is_opening_mark(token.doc[token.i - 1]) and token.pos_ == "NOUN":
            return self.last  # quoted words say nothing: the subject is the one before
        if token.pos_ == "PRON" or token.lower_ in ("he", "she", "it", "they"):
            unsure = token.lower_ in ("it", "they") and is_quoted(token)
            return None if unsure else self.pronoun(token.lower_)
        if token.lower_ in words("anonymous") or is_one_of_many(token):
            return None
        if is_any(token, "documents"):
            self.last_thing = self._author(token)
            return self.last_thing
        holders = self.ranks.get(token.lower_, set()) if token.text.islower() else set()
        if len(holders) == 1 and not children(token, "nmod", "appos", "flat"):
            return Source(self.full(next(iter(holders))), person=True)
        source = named(token)
        if source is not None and self.full(source.name) != source.name:
            return Source(self.full(source.name), person=True)
        return source

    def _author(self, token: Token) -> Source:
        """Who wrote a letter, statement or report, where this or an earlier sentence says so."""
        noun = token.lemma_.lower()
        for child in token.children:
            marks = {mark.lower_ for mark in children(child, "case")}
            by = child.dep_ in ("nmod", "obl") and marks & {"from", "by"}
            if by or child.dep_ == "nmod:poss":
                author = self.pronoun(child.lower_) if child.pos_ == "PRON" else named(child)
                if author is not None:
                    self.authors[noun] = author
                    return author
        beside = _author_beside(token)
        if beside is not None:
            self.authors[noun] = beside
            return beside
        return self.authors.get(noun) or Source(phrase(token), person=False)


def named(token: Token) -> Source | None:
    """The person or body that a noun phrase names, without titles; else the phrase itself."""
    person = _person(token) or _name_after_noun(token)
    if person is not None:
        return Source(person, person=True)
    if token.pos_ == "PRON":
        return None
    if token.pos_ == "PROPN":
        return Source(without_title(phrase(token)), person=None)
    return Source(phrase(token), person=is_person(token))


def _name_after_noun(token: Token) -> str | None:
    """The name in "shopkeeper Hal Voss"."""
    run = proper_run(token)
    beside = run.start > 0 and run[0].doc[run.start - 1].pos_ == "NOUN"
    places = any(part.ent_type_ in ("ORG", "LOC") for part in run)
    return run.text if token.pos_ == "PROPN" and beside and len(run) > 1 and not places else None


def _author_beside(noun: Token) -> Source | None:
    """The name after "letter from" or "memo signed by", whatever the parse makes of it."""
    doc, place = noun.doc, noun.i + 1
    if place < len(doc) and doc[place].tag_ == "VBN":
        place += 1
    if place >= len(doc) - 1 or doc[place].lower_ not in ("from", "by"):
        return None
    place += 1 + (doc[place + 1].pos_ == "DET")
    return named(doc[place]) if place < len(doc) and doc[place].pos_ == "PROPN" else None


def _person(token: Token) -> str | None:
    parts = [token, *children(token, *_NAME_PARTS)]
    run = proper_run(token)
    for part in [*parts, *run]:
        if part.ent_type_ == "PERSON":
            entity = next(ent for ent in part.doc.ents if ent.start <= part.i < ent.end)
            return without_title(entity.text)
    name = without_title(run.text)
    titled = bool(name) and name != run.text and not is_title(name.split()[-1])
    return name if titled and name.split()[-1].lower() not in words("organisations") else None


def proper_run(token: Token) -> Span:
    """The proper nouns in a row around a token, which itself may be another word."""
    doc, start, end = token.doc, token.i, token.i + 1
    sentence = token.sent
    while start > sentence.start and doc[start - 1].pos_ == "PROPN":
        start -= 1
    while token.pos_ == "PROPN" and end < sentence.end and doc[end].pos_ == "PROPN":
        end += 1
    return doc[start:end]


def without_title(name: str) -> str:
    """A name without the ranks and forms of address before it and the 's after it."""
    parts = re.sub(r"'s?$", "", name.strip()).split()
    ranks = [place for place, part in enumerate(parts[:-1]) if is_title(part)]
    parts = parts[ranks[-1] + 1 :] if ranks else parts
    while len(parts) > 2 and parts[0].islower() and parts[0] not in _PARTICLES:
        parts = parts[1:]  # "shopkeeper Hal Voss"
    return " ".join(parts)


def phrase(token: Token) -> str:
    """The noun phrase around a word: what stands close to it, with "of" and "for" phrases."""
    doc, sentence = token.doc, token.sent
    start, end = token.i, token.i + 1
    while start > sentence.start and (
        doc[start - 1].pos_ in _NEAR or doc[start - 1].dep_ == "amod"
    ):
        if doc[start - 1].tag_ in ("PRP", "WP", "WDT", "EX"):
            break
        start -= 1
    while end < sentence.end and end - start < _LONGEST_PHRASE:
        joined = doc[end].pos_ == "ADP" and doc[end].lower_ in ("of", "for", "at", "from", "in")
        inside = doc[end - 1].pos_ in ("ADP", "DET", "ADJ")
        nominal = doc[end].pos_ in (_NEAR if inside else _NOUNS)
        if not nominal and not (joined and end + 1 < sentence.end and doc[end + 1].pos_ in _NEAR):
            break
        end += 1
    text = str(doc[start:end].text).strip()
    if re.match(
        r"(?:The|A|An|This|That|My|Our|His|Her|Its|Their|One|Two|Several|Many|Officials)\b", text
    ):
        text = text[0].lower() + text[1:]
    proper = token.pos_ == "PROPN" and text.startswith("the ")
    return text[4:] if proper else text
