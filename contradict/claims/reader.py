"""Parsed passages read in order: sentences and quotations become drafts of claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contradict.claims import leftovers
from contradict.claims.admission import (
    asserts,
    is_aside,
    is_plain_statement,
    is_question,
)
from contradict.claims.agreement import is_organisation, mention
from contradict.claims.antecedents import antecedent
from contradict.claims.attribution import Frame, frame_of
from contradict.claims.clauses import Clause, clauses
from contradict.claims.drafts import Draft, clause_span
from contradict.claims.ellipsis import with_subject
from contradict.claims.nouns import is_title
from contradict.claims.passages import Passage
from contradict.claims.polarity import polarity
from contradict.claims.quotations import Quotation
from contradict.claims.sources import Source, Sources, proper_run, without_title
from contradict.claims.status import status
from contradict.claims.subjects import Subjects
from contradict.claims.syntax import subject
from contradict.claims.wording import wording
from contradict.records import Name
from contradict.records import Span as Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


NAME_LABELS = ("PERSON", "ORG", "LOC")


@dataclass
class DocumentReader:
    """Reads the passages of one document in order and remembers who spoke last."""

    min_words: int
    sources: Sources = field(default_factory=Sources)
    drafts: list[Draft] = field(default_factory=list)
    open: Source | None = None  # the source of a quotation that goes on into the next passage
    waiting: list[int] = field(default_factory=list)  # drafts of one whose source comes there
    seen: list[tuple[Place, str]] | None = None  # sentences, and why each is no claim if it is none

    def read(self, passage: Passage, doc: Doc, quoted: list[Quotation]) -> None:
        """Add the drafts of a parsed passage."""
        for entity in doc.ents:
            if entity.label_ == "PERSON":
                self.sources.add_name(without_title(entity.text))
        for token in doc[:-1]:
            if token.pos_ == "PROPN" and doc[token.i + 1].pos_ == "PROPN":
                self._note(token)
        _PassageReader(self, passage, doc, quoted).read()
        if self.seen is not None:
            for sentence in doc.sents:
                text = sentence.text
                start = sentence.start_char + len(text) - len(text.lstrip())
                end = sentence.start_char + len(text.rstrip())
                if start < end:
                    why = leftovers.reason(sentence, self.min_words)
                    self.seen.append((passage.span(start, end), why))

    def _note(self, token: Token) -> None:
        """Keep the name that begins here: the whole of "Ada Pell", the rank of "General Pell"."""
        run = proper_run(token)
        if is_title(token.text):
            self.sources.add_titled(run.text)
        elif run.start == token.i and not any(part.ent_type_ in ("ORG", "LOC") for part in run):
            self.sources.add_name(without_title(run.text))


@dataclass
class _PassageReader:
    document: DocumentReader
    passage: Passage
    doc: Doc
    quoted: list[Quotation]
    owner: dict[int, Frame | None] = field(default_factory=dict)
    subject: Token | None = None  # of the last clause, for a predicate that has none

    def __post_init__(self) -> None:
        self.subjects = Subjects(self.document.sources, self.passage.speaker)

    def read(self) -> None:
        waiting = list(self.document.waiting)
        sentences = list(self.doc.sents)
        homes = [self._home(sentence) for sentence in sentences]
        for place, sentence in enumerate(sentences):
            home = homes[place]
            if home is None:
                self._read_outside(sentence, sentences, homes, place)
            else:
                self._read_inside(sentence, sentences, homes, place, home)
        self._settle(waiting)
        self._carry_on()

    def _carry_on(self) -> None:
        """A quotation that the passage leaves open goes on in the next one, with its source."""
        last = self.quoted[-1] if self.quoted else None
        self.document.open = None
        if last is not None and not last.closed:
            frame = self.owner.get(len(self.quoted) - 1)
            self.document.open = frame.source if frame else None

    def _home(self, sentence: Span) -> int | None:
        """Number of the quotation that a sentence belongs to."""
        for number, quotation in enumerate(self.quoted):
            if quotation.start <= sentence.start_char < quotation.end:
                return number
        return None

    # --- sentences outside and inside quotation marks ---------------------------------------------

    def _read_outside(
        self, sentence: Span, sentences: list[Span], homes: list[int | None], place: int
    ) -> None:
        self.subjects.remember(sentence)
        following = homes[place + 1] if place + 1 < len(homes) else None
        if following is not None and following not in self.owner:
            self._attribute(following, sentences, homes)
        around = (following, homes[place - 1] if place else None)
        frames = [self.owner.get(number) for number in around if number is not None]
        frame = next((one for one in frames if one and one.place == sentence.start), None)
        if frame is None or frame.verb is not None:
            self._add(sentence, self.passage.speaker, frame.verb if frame else None)
        self.subjects.note(sentence)

    def _read_inside(
        self,
        sentence: Span,
        sentences: list[Span],
        homes: list[int | None],
        place: int,
        home: int,
    ) -> None:
        if home not in self.owner:
            self._attribute(home, sentences, homes)
        frame = self.owner[home]
        source = frame.source if frame else None
        name = source.name if source else self.passage.speaker
        if not self._waits(home, frame):
            self._add(sentence, name, None, source)
            return
        first = len(self.document.drafts)
        self._add(sentence, None, None, source)  # "I" stays as it is
        self._give(range(first, len(self.document.drafts)), name)
        self.document.waiting += range(first, len(self.document.drafts))

    def _waits(self, number: int, frame: Frame | None) -> bool:
        """Whether a quotation runs on into the next passage, so that its source may come there."""
        framed = frame is not None and frame.place >= 0
        return not framed and not self.quoted[number].closed and self.passage.prose

    def _settle(self, waiting: list[int]) -> None:
        """Name the source of a quotation that was left open where it goes on here with a frame."""
        goes_on = bool(self.quoted) and self.quoted[0].start == 0
        frame = self.owner.get(0) if goes_on else None
        if frame is not None and frame.place >= 0:
            self._give(waiting, frame.source.name)
        if self.document.waiting == waiting or not goes_on:
            self.document.waiting = []

    def _give(self, places: Iterable[int], speaker: str | None) -> None:
        for place in places:
            draft = self.document.drafts[place]
            self.document.drafts[place] = replace(draft, speaker=speaker)

    def _attribute(self, number: int, sentences: list[Span], homes: list[int | None]) -> None:
        """Find the source of a quotation; one without a frame goes on with the nearest source."""
        inside = [n for n, home in enumerate(homes) if home == number]
        first, last = inside[0], inside[-1]
        before = sentences[first - 1] if first and homes[first - 1] is None else None
        after = (
            sentences[last + 1] if last + 1 < len(sentences) and homes[last + 1] is None else None
        )
        sources, speaker = self.document.sources, self.passage.speaker
        previous = self.owner.get(number - 1)
        if previous is not None and before is not None and previous.place == before.start:
            self.owner[number] = previous
            return
        frame = frame_of(self.quoted[number], before, after, sources, speaker)
        if frame is not None:
            sources.remember(frame.source)
        else:
            source = self._continued(number, speaker)
            frame = Frame(source) if source else None
        self.owner[number] = frame

    def _continued(self, number: int, speaker: str | None) -> Source | None:
        previous = self.owner.get(number - 1)
        if previous is not None:
            return previous.source
        if number == 0 and self.document.open is not None:
            return self.document.open
        return self.document.sources.last if self.passage.prose else None

    # --- clauses to drafts ------------------------------------------------------------------------

    def _add(
        self,
        sentence: Span,
        speaker: str | None,
        frame: Token | None,
        source: Source | None = None,
    ) -> None:
        if is_question(sentence) or (speaker is not None and is_aside(sentence)):
            return
        sources = self.document.sources
        found = list(clauses(sentence.root, list(sentence), speaker, sources, frame))
        before = len(self.document.drafts)
        for number, each in enumerate(found):
            clause = with_subject(each, self.subject)
            if asserts(clause, self.document.min_words):
                self.subject = subject(clause.head) or self.subject
                who = clause.source or source
                name = antecedent(clause, found[:number], self.subjects.prior)
                self._draft(clause, who, name)
        if len(self.document.drafts) == before and frame is None and is_plain_statement(sentence):
            self._draft(Clause(sentence.root, tuple(sentence), speaker), source, None)

    def _draft(self, clause: Clause, who: Source | None, name: str | None) -> None:
        speaker = clause.speaker
        body = speaker is not None and is_organisation(speaker, who.person if who else None)
        span = clause_span(clause, self.doc.text)
        text = wording(clause, span, mention(speaker), body, name) if span[0] < span[1] else ""
        if text:
            where = self.passage.span(*span)
            names = tuple(self._names(span))
            draft = Draft(*where, text, speaker, status(clause), polarity(clause), names)
            self.document.drafts.append(draft)

    def _names(self, span: tuple[int, int]) -> Iterator[Name]:
        """Persons, bodies and places named in a stretch of the passage."""
        for entity in self.doc.ents:
            inside = span[0] <= entity.start_char and entity.end_char <= span[1]
            if inside and entity.label_ in NAME_LABELS:
                where = self.passage.span(entity.start_char, entity.end_char)
                yield Name(entity.text, entity.label_, *where)
