"""An extractor, an encoder and a judge that remember what they said, in the file of a corpus.

Each does the work of the one that it wraps only where the file does not have it yet, and commits
what is new in chunks: a run that is killed loses the last chunk at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from contradict.claims.portions import portions
from contradict.corpus import stored
from contradict.corpus.database import Database, damaged
from contradict.protocols import Encoder, Extractor, Vectors
from contradict.records import Claim, Document, LeftOut, ModelInfo

CHARACTERS_AT_ONCE = 2_000_000  # read between two commits: some minutes of one core
TEXTS_AT_ONCE = 2048  # embedded between two commits


class RememberingExtractor:
    """See ``protocols.Extractor``; keeps the claims of documents that are in the corpus.

    The claims of a document do not depend on the documents beside it: a reader is made anew for
    each, and the parser's figures do not depend on the batch.
    """

    def __init__(self, inner: Extractor, database: Database, model: int) -> None:
        self._inner, self._database, self._model = inner, database, model

    @property
    def info(self) -> ModelInfo:
        return self._inner.info

    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        """Yield claims in document order, then by start."""
        # a character more for each, so that rows without a text come to an end too
        for batch in portions(documents, lambda one: len(one.text) + 1, CHARACTERS_AT_ONCE):
            yield from self._claims(batch)

    def everything(self, documents: Iterable[Document]) -> Iterator[Claim | LeftOut]:
        """As the one within: what is left out is not kept."""
        return self._inner.everything(documents)

    def _claims(self, documents: Sequence[Document]) -> Iterator[Claim]:
        digests = [stored.digest_of(stored.document_cells(document)) for document in documents]
        known = dict(
            self._database.among(
                "SELECT document, claims FROM claims WHERE model = ? AND document IN",
                (self._model,),
                digests,
            )
        )
        missing = {
            digest: document
            for digest, document in zip(digests, documents, strict=True)
            if digest not in known
        }
        known |= self._extracted(missing)
        for digest, document in zip(digests, documents, strict=True):
            try:
                yield from stored.claims_of(known[digest], document)
            except (ValueError, TypeError, KeyError) as error:
                raise damaged(self._database.path, error) from error

    def _extracted(self, missing: dict[str, Document]) -> dict[str, str | bytes]:
        if not missing:
            return {}
        found: dict[int, list[Claim]] = {id(document): [] for document in missing.values()}
        for claim in self._inner.claims(missing.values()):
            found[id(claim.document)].append(claim)
        cells = {
            digest: (len(found[id(document)]), stored.claims_cell(found[id(document)]))
            for digest, document in missing.items()
        }
        with self._database.transaction():
            self._database.write(
                "INSERT OR IGNORE INTO claims (model, document, number, claims)"
                " VALUES (?, ?, ?, ?)",
                [(self._model, digest, *cell) for digest, cell in cells.items()],
            )
        return {digest: cell for digest, (_, cell) in cells.items()}


class RememberingEncoder:
    """See ``protocols.Encoder``; keeps a float32 vector for each text, under its hash."""

    def __init__(self, inner: Encoder, database: Database, model: int) -> None:
        self._inner, self._database, self._model = inner, database, model

    @property
    def info(self) -> ModelInfo:
        return self._inner.info

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one L2-normalised float32 row a text, shape (len(texts), dimension)."""
        if not texts:
            return self._inner.encode(texts)
        hashes = {text: stored.hash_of(text) for text in texts}
        known = dict(
            self._database.among(
                "SELECT text, vector FROM vectors WHERE model = ? AND text IN",
                (self._model,),
                list(hashes.values()),
            )
        )
        missing = [text for text, digest in hashes.items() if digest not in known]
        for start in range(0, len(missing), TEXTS_AT_ONCE):
            part = missing[start : start + TEXTS_AT_ONCE]
            rows = np.ascontiguousarray(self._inner.encode(part), dtype="<f4")
            new = {hashes[text]: row.tobytes() for text, row in zip(part, rows, strict=True)}
            self._keep(new)
            known |= new
        try:
            flat = np.frombuffer(b"".join(known[hashes[text]] for text in texts), dtype="<f4")
            return flat.reshape(len(texts), -1).astype(np.float32)
        except (ValueError, TypeError) as error:
            raise damaged(self._database.path, error) from error

    def _keep(self, new: dict[bytes, bytes]) -> None:
        with self._database.transaction():
            self._database.write(
                "INSERT OR IGNORE INTO vectors (model, text, vector) VALUES (?, ?, ?)",
                [(self._model, digest, vector) for digest, vector in new.items()],
            )
