"""A corpus: what is in it, its scans, and its state in figures."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from contradict.corpus import database as files
from contradict.corpus import reviews, runs, sources
from contradict.corpus.caches import RememberingEncoder, RememberingExtractor
from contradict.corpus.database import Database
from contradict.corpus.fingerprints import choice, model_number
from contradict.corpus.remembered_judge import remembering
from contradict.corpus.remembered_selection import RememberingSelection
from contradict.corpus.remembered_worth import RememberingWorth
from contradict.corpus.sources import Changes
from contradict.corpus.standing import STATES, Compared, compared
from contradict.detector import Detector, Progress
from contradict.errors import InputError
from contradict.records import Document, Report


class Corpus:
    """An open corpus file; close it, or use it in a ``with``. Made by ``create`` and ``open``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def create(cls, path: str | Path) -> Corpus:
        """Make a new file; raises OutputError where one is there already or none can be made."""
        return cls(files.create(Path(path)))

    @classmethod
    def open(cls, path: str | Path) -> Corpus:
        """Open a file; raises InputError where it is no corpus, damaged or of a newer version."""
        return cls(files.connect(Path(path)))

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def add(self, documents: Iterable[Document]) -> Changes:
        """Take documents in; a source that is there already is replaced where it has changed."""
        return sources.add(self._database, documents)

    def remove(self, names: Sequence[str]) -> int:
        """Take sources out; returns the number of documents. InputError for an unknown source."""
        return sources.remove(self._database, names)

    def documents(self) -> list[Document]:
        """All documents by source and place in it, whatever the order they were added in."""
        return sources.read(self._database)[0]

    def review(self, finding: str, verdict: str, note: str | None = None) -> None:
        """Keep what a person says of a finding: real, false or unsure."""
        reviews.review(self._database, finding, verdict, note)

    def detector(self, base: Detector, device: str | None = None) -> Detector:
        """The detector with a memory in this file; ``device`` is the one that it was loaded for.

        A model that has no checksum is used without a memory.
        """
        detector, database, settings = copy.copy(base), self._database, base.settings
        number = model_number(database, "claims", base.extractor, settings, device)
        if number is not None:
            detector.extractor = RememberingExtractor(base.extractor, database, number)
        number = model_number(database, "encoder", base.encoder, settings, device)
        if number is not None:
            detector.encoder = RememberingEncoder(base.encoder, database, number)
            detector.side_by_side = False  # a connection to SQLite belongs to one thread
        if base.worth is not None:
            beneath = base.encoder.info
            number = model_number(database, "worth", base.worth, settings, device, beneath)
            if number is not None:
                detector.worth = RememberingWorth(base.worth, database, number)
        number = model_number(database, "judge", base.judge, settings, device)
        if number is not None:
            detector.judge = remembering(base.judge, database, number)
        return detector

    def scan(
        self, base: Detector, *, device: str | None = None, progress: Progress | None = None
    ) -> Compared:
        """Scan all documents, compare with the last run, and keep this one.

        The report is that of ``base.scan(corpus.documents())``, to the byte. ``settings.limit``
        is not looked at: what is left out could not be told from what is resolved. Raises
        InputError where nothing was ever added.
        """
        documents, digests = sources.read(self._database)
        if not documents and runs.last_run(self._database) is None:
            raise InputError(
                "no documents in it yet",
                source=str(self._database.path),
                advice="add some with  contradict corpus add FILE PATH...",
            )
        detector = self.detector(base, device)
        detector.settings = replace(base.settings, limit=None)
        by_identity = dict(zip(map(id, documents), digests, strict=True))
        remember = partial(self._remember_pairs, by_identity, device)
        remember(detector)
        report = detector.scan(documents, progress=progress)
        while True:
            last = runs.last_run(self._database)
            wide = self._wide(detector, report, last, remember)
            with self._database.transaction():
                if runs.last_run(self._database) != last:  # another scan was quicker
                    continue
                return self._recorded(report, wide, last, digests)

    def _remember_pairs(
        self, digests: Mapping[int, str], device: str | None, detector: Detector
    ) -> None:
        """Give the detector a memory of neighbours and pairs, where its models have checksums.

        ``digests`` are those of the documents, by identity.
        """
        made_of = choice(detector, device)
        if made_of is not None:
            detector.selection = RememberingSelection(
                detector.selection, self._database, made_of, digests, detector.threshold
            )

    def _recorded(
        self, report: Report, wide: Report, last: int | None, digests: Sequence[str]
    ) -> Compared:
        """Compare with the last run and keep this one; only inside a transaction."""
        database = self._database
        before = [] if last is None else runs.standing_of(database, last)
        changed = last is not None and not runs.same_models(database, last, report)
        standing = compared(report, wide, before)
        runs.record(database, report, standing, digests)
        sources.forget_orphans(database)
        return Compared(report, standing, reviews.reviews(database), changed)

    def _wide(
        self,
        detector: Detector,
        report: Report,
        last: int | None,
        remember: Callable[[Detector], None],
    ) -> Report:
        """The same scan at the last run's threshold where that was lower; nothing is judged anew.

        A scan of its own, because a lower threshold also folds weaker copies into a finding.
        """
        least = None if last is None else runs.threshold_of(self._database, last)
        if least is None or least >= float(report.settings["threshold"]):
            return report
        lower = copy.copy(detector)
        lower.settings = replace(detector.settings, threshold=least, precision=None)
        remember(lower)
        return lower.scan(report.documents)

    def status(self) -> dict[str, Any]:
        """What is in the file, in figures, and what a scan would find changed."""
        return _status(self._database)


def _status(database: Database) -> dict[str, Any]:
    last = runs.last_run(database)
    scanned = (last,)
    states = dict(
        database.rows("SELECT state, count(*) FROM findings WHERE run = ? GROUP BY state", scanned)
    )
    said = dict(database.rows("SELECT verdict, count(*) FROM reviews GROUP BY verdict"))
    query = "SELECT count(*) FROM documents WHERE run = ?"
    still = int(database.value(query, scanned))
    then = int(database.value("SELECT documents FROM runs WHERE id = ?", scanned) or 0)
    documents = sources.number(database)
    return {
        "documents": documents,
        "sources": int(database.value("SELECT count(DISTINCT source) FROM documents")),
        "claims": _claims(database),
        "cached_judgements": int(database.value("SELECT count(*) FROM judgements")),
        "runs": int(database.value("SELECT count(*) FROM runs")),
        "pairs_judged": int(database.value("SELECT judged FROM runs WHERE id = ?", scanned) or 0),
        "findings": {state: int(states.get(state, 0)) for state in STATES},
        "reviews": {verdict: int(said.get(verdict, 0)) for verdict in reviews.VERDICTS},
        "to_scan": {
            "documents_added": documents - still,
            "documents_removed": then - still,
            "documents_unread": _unread(database),
        },
    }


def _claims(database: Database) -> int:
    """Claims of the documents that are there, as taken out by the model used last."""
    found = database.value(
        "SELECT sum(number) FROM documents JOIN claims ON claims.document = documents.digest"
        " WHERE model = (SELECT max(model) FROM claims)"
    )
    return int(found or 0)


def _unread(database: Database) -> int:
    """Documents whose claims nobody has taken out yet; a scan that was stopped left them."""
    query = "SELECT count(*) FROM documents WHERE digest NOT IN (SELECT document FROM claims)"
    return int(database.value(query))
