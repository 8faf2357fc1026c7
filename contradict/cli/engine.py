"""The detector behind the commands, opened with what the command line asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contradict.settings import Settings

if TYPE_CHECKING:
    from contradict.detector import Detector


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
