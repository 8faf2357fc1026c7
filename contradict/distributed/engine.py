"""A detector whose extractor, encoder and judge spread their work over a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from contradict.claims import load_extractor
from contradict.detector import Detector, Progress, load
from contradict.distributed.cluster import OBJECT_STORE, Pool, connected
from contradict.distributed.kept import Kept
from contradict.distributed.search import SpreadSelection
from contradict.distributed.stages import SpreadEncoder, SpreadExtractor, SpreadJudge
from contradict.embeddings import load_encoder
from contradict.errors import ContradictError, UsageError
from contradict.judgements import load_judge
from contradict.pairs.selection import Selection
from contradict.records import Document, Judgement, Pair, Report, Skipped
from contradict.settings import Settings

DEFAULTS = Settings()
BATCH_PAIRS = 2048  # pairs that an actor judges at once


class SpreadDetector(Detector):
    """A detector that gives its judge all pairs at once, and may keep what was judged."""

    at_once = 10**9  # pairs: the stage cuts them itself
    side_by_side = False  # nor is it called by several threads
    kept: Kept | None = None
    pool: Pool | None = None

    @cached_property
    def selection(self) -> Selection:
        """What chooses the pairs, searching on all machines."""
        if self.pool is None:
            return super().selection
        return SpreadSelection(self.settings, self.terms, self.cascade, self.pool)

    def _judge(self, proposed: list[Pair], floor: float | None, tell: Progress) -> list[Judgement]:
        judged = super()._judge(proposed, floor, tell)
        if self.kept is not None:
            self.kept.write(judged)
        return judged


def scan(
    documents: Sequence[Document],
    *,
    settings: Settings = DEFAULTS,
    model: str | Path | None = None,
    encoder: str | Path | None = None,
    device: str | None = None,
    against: Sequence[Document] | None = None,
    skipped: Sequence[Skipped] = (),
    address: str | None = None,
    workers: int | None = None,
    cpus_per_worker: float = 1,
    batch_pairs: int = BATCH_PAIRS,
    object_store: int = OBJECT_STORE,
    parquet: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """``Detector.scan`` on a cluster; the report is the same, byte for byte.

    ``address`` is that of a running cluster, "host:port" or "auto"; None starts one here with
    ``object_store`` bytes of shared memory and ends it afterwards. A stage has ``workers`` actors
    (None: as many as there is room for) of ``cpus_per_worker`` processors; ``device`` "cuda" gives
    the judge's a share of the graphics cards. A worker that dies is started again and its batches
    are repeated. ``parquet`` is a new folder for the judged pairs. Models named by folder must lie
    at the same path on every machine.

    Raises MissingExtraError where Ray is not installed, UsageError where the cluster has not what
    was asked for, OutputError where ``parquet`` is not empty, ContradictError where the cluster
    does not answer or fails, and what ``Detector.scan`` raises.
    """
    kept = None if parquet is None else Kept(parquet)
    with connected(address, workers, cpus_per_worker, object_store) as pool:
        detector = spread(pool, settings, model, encoder, device, batch_pairs)
        detector.kept = kept
        from ray.exceptions import RayError

        try:
            return detector.scan(documents, against=against, skipped=skipped, progress=progress)
        except RayError as error:
            raise _plain(error) from error


def spread(
    pool: Pool,
    settings: Settings = DEFAULTS,
    model: str | Path | None = None,
    encoder: str | Path | None = None,
    device: str | None = None,
    batch_pairs: int = BATCH_PAIRS,
) -> SpreadDetector:
    """The detector of ``load`` with its heavy stages spread; needs a connection."""
    gpu = device is not None and device.startswith("cuda")
    if gpu and not pool.cluster_gpus:
        raise UsageError(f"--device {device}: the cluster has no graphics card; leave it out")
    here = load(model, encoder, device=device, settings=settings)
    extract = partial(load_extractor, settings=settings)
    encode = partial(load_encoder, encoder, device)
    judge = partial(load_judge, model, device, settings)
    detector = SpreadDetector(
        extractor=lambda: SpreadExtractor(extract, pool),
        encoder=lambda: SpreadEncoder(encode, pool, gpu=gpu and encoder is not None),
        judge=lambda: SpreadJudge(judge, pool, batch_pairs, gpu=gpu),
        worth=lambda: here.worth,
        combiner=lambda: here.combiner,
        cascade=lambda: here.cascade,
        terms=lambda: here.terms,
        settings=settings,
    )
    detector.pool = pool
    return detector


def _plain(error: Exception) -> ContradictError:
    """An error of a worker as it would have been raised here, in one line."""
    cause: object = error
    while cause is not None and (
        not isinstance(cause, ContradictError) or hasattr(cause, "as_instanceof_cause")
    ):
        cause = getattr(cause, "cause", None) or getattr(cause, "__cause__", None)
    if isinstance(cause, ContradictError):
        return cause
    lines = [line for line in str(error).splitlines() if line.strip()]
    return ContradictError(f"the Ray cluster failed ({(lines or [repr(error)])[-1].strip()})")
