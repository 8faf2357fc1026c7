"""The claims stage with a spaCy pipeline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from contradict.claims.boundaries import mark_boundaries
from contradict.claims.drafts import finished, given_statement
from contradict.claims.leftovers import left_out
from contradict.claims.moments import moments_in
from contradict.claims.passages import Passage, passages
from contradict.claims.pipeline import load_pipeline
from contradict.claims.portions import portions
from contradict.claims.quantities import quantities_in
from contradict.claims.quotations import standing_alone
from contradict.claims.reader import DocumentReader
from contradict.records import Anchor, Claim, Document, LeftOut, ModelInfo
from contradict.settings import DEFAULT_CLAIMS, Settings
from contradict.store import ModelFolder, open_model

BATCH_CHARACTERS = 200_000  # parsed before the memory of the parses is given back
_BATCH_PASSAGES = 64  # parsed side by side

_Work = tuple[Document, Passage]


class SpacyExtractor:
    """Takes claims out of documents; the pipeline is loaded when the first text comes."""

    def __init__(self, folder: ModelFolder, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings

    @property
    def info(self) -> ModelInfo:
        return self._folder.info

    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        """Yield claims in document order, then by start; spans of a document do not overlap."""
        for document, reader in self._readers(documents, False):
            yield from claims_from(document, reader)

    def everything(self, documents: Iterable[Document]) -> Iterator[Claim | LeftOut]:
        """Claims and all that is left out, in document order, then by start."""
        given = list(documents)
        read = {id(document): reader for document, reader in self._readers(given, True)}
        for document in given:
            reader = read.get(id(document))  # none where there is no running text
            found: list[Claim | LeftOut] = list(claims_from(document, reader)) if reader else []
            claims = [one for one in found if isinstance(one, Claim)]
            found += left_out(document, claims, (reader.seen or []) if reader else [])
            yield from sorted(found, key=lambda one: one.start)

    def _readers(
        self, documents: Iterable[Document], all_of_it: bool
    ) -> Iterator[tuple[Document, DocumentReader]]:
        """Each document with what was read of it, once it has been read whole."""
        last: tuple[Document, DocumentReader] | None = None
        for batch in _batches(documents):
            for document, reader in self._read(batch, last, all_of_it):
                if last is not None and document is not last[0]:
                    yield last
                last = (document, reader)
        if last is not None:
            yield last

    def _read(
        self, batch: list[_Work], last: tuple[Document, DocumentReader] | None, all_of_it: bool
    ) -> list[tuple[Document, DocumentReader]]:
        """Read a batch; returns the documents in it, each once, with what was read of them.

        ``last`` is the document that the batch before ended in.
        """
        nlp = load_pipeline(self._folder.path)
        words = self._settings.min_claim_words
        seen: list[tuple[Document, DocumentReader]] = []
        with nlp.memory_zone():  # else every new word of every text would stay in memory
            docs = [nlp.make_doc(passage.text) for _, passage in batch]
            quoted = [standing_alone(passage.marked) for _, passage in batch]
            for doc, marks in zip(docs, quoted, strict=True):
                mark_boundaries(doc, marks)
            parsed = nlp.pipe(docs, batch_size=_BATCH_PASSAGES)
            for (document, passage), marks, doc in zip(batch, quoted, parsed, strict=True):
                if last is None or document is not last[0]:
                    last = (document, reader_for(document, words, keep_rest=all_of_it))
                if not seen or seen[-1][0] is not document:
                    seen.append(last)
                last[1].read(passage, doc, marks)
            del docs, parsed, doc
        return seen


def reader_for(document: Document, min_words: int, *, keep_rest: bool = False) -> DocumentReader:
    """A reader that knows the labels of the document; it keeps what is no claim where asked to."""
    reader = DocumentReader(min_words, seen=[] if keep_rest else None)
    labels = {turn.speaker for turn in document.turns} | {document.speaker}
    reader.sources.kept.update(label for label in labels if label is not None)
    return reader


def _batches(documents: Iterable[Document]) -> Iterator[list[_Work]]:
    """Passages of all documents in order, about so many characters at a time."""
    work = ((document, passage) for document in documents for passage in passages(document))
    return portions(work, lambda one: len(one[1].text), BATCH_CHARACTERS)


def claims_from(document: Document, reader: DocumentReader) -> Iterator[Claim]:
    """The claims of a document that ``reader`` has read whole, by start."""
    places = [place for place, _ in document.anchors]
    drafts = list(finished(reader.drafts)) or given_statement(document, reader.min_words)
    for draft in drafts:
        speaker = reader.sources.full(draft.speaker) if draft.speaker else draft.speaker
        before = bisect_right(places, draft.start)
        day = document.said_on(draft.start)
        given = moments_in(document.text, draft.start, draft.end, day)
        yield Claim(
            document,
            draft.start,
            draft.end,
            draft.text,
            speaker=speaker,
            date=day,
            status=draft.status,
            anchor=document.anchors[before - 1][1] if before else Anchor(),
            polarity=draft.polarity,
            moments=given,
            quantities=quantities_in(document.text, draft.start, draft.end, given),
            names=draft.names,
        )


def load_extractor(
    name: str | Path | None = None, settings: Settings | None = None
) -> SpacyExtractor:
    """Open a claims model by name or folder and check its files; ModelError where it is unusable.

    The pipeline itself is loaded with the first text.
    """
    folder = open_model(name or DEFAULT_CLAIMS, "claims")
    for file in folder.manifest.files:
        folder.file(file)
    return SpacyExtractor(folder, settings or Settings())
