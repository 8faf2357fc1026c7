"""Whom the writer speaks of: the person that "he said" or "she" in the next sentence can mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contradict.claims.antecedents import Prior
from contradict.claims.sources import Source, Sources, without_title
from contradict.claims.syntax import shared_subject

if TYPE_CHECKING:
    from spacy.tokens import Span


@dataclass
class Subjects:
    """Remembers the persons that the sentences of one passage are about."""

    sources: Sources
    speaker: str | None
    prior: Prior | None = None

    def remember(self, sentence: Span) -> None:
        """Note the person that this sentence is about, whom "he said" can mean from here on."""
        source = self._subject(sentence) or _only_person(sentence)
        if source is not None and source.person:
            self.sources.remember(source)

    def note(self, sentence: Span) -> None:
        """Note the one person of this sentence, for "he" at the head of the next one."""
        source = self._subject(sentence)
        persons = {entity.text for entity in sentence.ents if entity.label_ == "PERSON"}
        if source is not None and source.person:
            self.prior = (self.speaker, source) if len(persons) == 1 else None
        elif persons:
            self.prior = None

    def _subject(self, sentence: Span) -> Source | None:
        own = shared_subject(sentence.root)
        if own is None or own.pos_ == "PRON":
            return None
        return self.sources.source(own, self.speaker)


def _only_person(sentence: Span) -> Source | None:
    """The one person that a sentence names where its parse shows no subject."""
    people = [entity for entity in sentence.ents if entity.label_ == "PERSON"]
    if len(people) != 1 or shared_subject(sentence.root) is not None:
        return None
    return Source(without_title(people[0].text), person=True)
