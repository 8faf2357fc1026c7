"""A detector whose extractor, encoder and judge spread their work over a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from contradict.claims import load_extractor
from contradict.detector import Detector, Progress, load
from contradict.distributed.cluster import Cluster, connected
from contradict.distributed.stages import SpreadEncoder, SpreadExtractor, SpreadJudge
from contradict.embeddings import load_encoder
from contradict.judgements import load_judge
from contradict.records import Document, Report, Skipped
from contradict.settings import Settings

HERE = Cluster()
DEFAULTS = Settings()
BATCH_PAIRS = 2048  # pairs that an actor judges at once
ALL_AT_ONCE = 10**9  # pairs: Ray cuts them itself


def scan(
    documents: Sequence[Document],
    *,
    settings: Settings = DEFAULTS,
    model: str | Path | None = None,
    encoder: str | Path | None = None,
    against: Sequence[Document] | None = None,
    skipped: Sequence[Skipped] = (),
    cluster: Cluster = HERE,
    batch_pairs: int = BATCH_PAIRS,
    parquet: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """``Detector.scan`` on a cluster; the report is the same, byte for byte.

    Models named by folder must lie at the same path on every machine. A worker that dies is started
    again and its batches repeated. ``parquet`` is a folder, on storage that all machines see, which
    gets the judged pairs. Raises MissingExtraError where Ray is not installed.
    """
    with connected(cluster):
        detector = spread(cluster, settings, model, encoder, batch_pairs, parquet)
        return detector.scan(documents, against=against, skipped=skipped, progress=progress)


def spread(
    cluster: Cluster,
    settings: Settings = DEFAULTS,
    model: str | Path | None = None,
    encoder: str | Path | None = None,
    batch_pairs: int = BATCH_PAIRS,
    parquet: Path | None = None,
) -> Detector:
    """The detector of ``load`` with its heavy stages spread; needs a connection."""
    here = load(model, encoder, settings=settings)
    device = "cuda" if cluster.gpus else None
    extract = partial(load_extractor, settings=settings)
    judge = partial(load_judge, model, device, settings)
    detector = Detector(
        extractor=lambda: SpreadExtractor(extract, cluster),
        encoder=lambda: SpreadEncoder(partial(load_encoder, encoder, device), cluster),
        judge=lambda: SpreadJudge(judge, cluster, batch_pairs, parquet),
        worth=lambda: here.worth,
        combiner=lambda: here.combiner,
        cascade=lambda: here.cascade,
        settings=settings,
    )
    detector.at_once = ALL_AT_ONCE
    return detector
