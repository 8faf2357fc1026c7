"""The claims stage with a spaCy pipeline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from contradict.claims.boundaries import mark_boundaries
from contradict.claims.drafts import finished, given_statement
from contradict.claims.moments import moments_in
from contradict.claims.passages import Passage, passages
from contradict.claims.pipeline import load_pipeline
from contradict.claims.quantities import quantities_in
from contradict.claims.quotations import Quotation, quotations
from contradict.claims.reader import DocumentReader
from contradict.records import Anchor, Claim, Document, ModelInfo
from contradict.settings import DEFAULT_CLAIMS, Settings
from contradict.store import ModelFolder, open_model

_BATCH_CHARACTERS = 200_000  # parsed before the memory of the parses is given back
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
        current: Document | None = None
        reader = DocumentReader(self._settings.min_claim_words)
        for batch in _batches(documents):
            for document, draft_reader in self._read(batch, current, reader):
                if current is not None and document is not current:
                    yield from _claims(current, reader)
                current, reader = document, draft_reader
        if current is not None:
            yield from _claims(current, reader)

    def _read(
        self, batch: list[_Work], current: Document | None, reader: DocumentReader
    ) -> list[tuple[Document, DocumentReader]]:
        """Read a batch; returns the documents in it, each once, with what was read of them."""
        nlp = load_pipeline(self._folder.path)
        seen: list[tuple[Document, DocumentReader]] = []
        with nlp.memory_zone():  # else every new word of every text would stay in memory
            docs = [nlp.make_doc(passage.text) for _, passage in batch]
            quoted = [_standing_alone(passage) for _, passage in batch]
            for doc, marks in zip(docs, quoted, strict=True):
                mark_boundaries(doc, marks)
            parsed = nlp.pipe(docs, batch_size=_BATCH_PASSAGES)
            for (document, passage), marks, doc in zip(batch, quoted, parsed, strict=True):
                if document is not current:
                    current, reader = document, self._reader(document)
                if not seen or seen[-1][0] is not document:
                    seen.append((document, reader))
                reader.read(passage, doc, marks)
            del docs, parsed, doc
        return seen

    def _reader(self, document: Document) -> DocumentReader:
        reader = DocumentReader(self._settings.min_claim_words)
        labels = {turn.speaker for turn in document.turns} | {document.speaker}
        reader.sources.kept.update(label for label in labels if label is not None)
        return reader


def _batches(documents: Iterable[Document]) -> Iterator[list[_Work]]:
    """Passages of all documents in order, about so many characters at a time."""
    batch: list[_Work] = []
    size = 0
    for document in documents:
        for passage in passages(document):
            batch.append((document, passage))
            size += len(passage.text)
            if size >= _BATCH_CHARACTERS:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _standing_alone(passage: Passage) -> list[Quotation]:
    return [quotation for quotation in quotations(passage.marked) if quotation.whole]


def _claims(document: Document, reader: DocumentReader) -> Iterator[Claim]:
    places = [place for place, _ in document.anchors]
    drafts = list(finished(reader.drafts)) or given_statement(document, reader.min_words)
    for draft in drafts:
        speaker = reader.sources.full(draft.speaker) if draft.speaker else draft.speaker
        before = bisect_right(places, draft.start)
        given = moments_in(document.text, draft.start, draft.end, document.date)
        yield Claim(
            document,
            draft.start,
            draft.end,
            draft.text,
            speaker=speaker,
            date=document.date,
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
