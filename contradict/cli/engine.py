"""The detector behind the commands, opened with what the command line asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.settings import Settings

if TYPE_CHECKING:
    from contradict.detector import Detector
    from contradict.records import Report


def open_detector(
    model: str | None = None,
    encoder: str | None = None,
    *,
    device: str | None = None,
    settings: Settings,
) -> Detector:
    """Open the named models, or the embedded ones; raises ModelError."""
    from contradict.detector import load

    return load(model, encoder, device=device, settings=settings)


def scanner(
    model: str | None,
    encoder: str | None,
    *,
    device: str | None,
    settings: Settings,
    engine: str,
    workers: int | None,
    address: str | None,
    cache: Path | None = None,
) -> Callable[..., Report]:
    """``Detector.scan`` of the engine that was asked for; raises MissingExtraError without Ray.

    With a ``cache``, a corpus file, what models say is kept there; OutputError, InputError.
    """
    if engine == "local":
        detector = open_detector(model, encoder, device=device, settings=settings)
        return detector.scan if cache is None else partial(_cached_scan, detector, device, cache)
    from contradict import distributed

    return partial(
        distributed.scan, settings=settings, model=model, encoder=encoder, device=device,
        workers=workers, address=address,
    )  # fmt: skip


def _cached_scan(
    detector: Detector, device: str | None, cache: Path, *documents: Any, **more: Any
) -> Report:
    from contradict.corpus import Corpus

    with Corpus.open(cache) if cache.exists() else Corpus.create(cache) as corpus:
        return corpus.detector(detector, device).scan(*documents, **more)
