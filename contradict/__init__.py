"""contradict: finds pairs of statements that cannot both be true.

>>> import contradict
>>> detector = contradict.load()
>>> detector.score("The mine closed in May.", "The mine is still open.").score  # doctest: +SKIP
0.97
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contradict.detector import Detector, load
    from contradict.documents import read_documents
    from contradict.errors import ContradictError
    from contradict.evaluation.files import evaluate_files as evaluate
    from contradict.records import Claim, Document, Finding, Report
    from contradict.scored import score_frame
    from contradict.settings import Settings
    from contradict.training import train
    from contradict.version import __version__

__all__ = [
    "Claim",
    "ContradictError",
    "Detector",
    "Document",
    "Finding",
    "Report",
    "Settings",
    "__version__",
    "evaluate",
    "load",
    "read_documents",
    "score_frame",
    "train",
]

# Every name is loaded on first use, so that `import contradict` costs next to nothing.
_HOMES = {
    "Claim": "contradict.records:Claim",
    "ContradictError": "contradict.errors:ContradictError",
    "Detector": "contradict.detector:Detector",
    "Document": "contradict.records:Document",
    "Finding": "contradict.records:Finding",
    "Report": "contradict.records:Report",
    "Settings": "contradict.settings:Settings",
    "__version__": "contradict.version:__version__",
    "evaluate": "contradict.evaluation.files:evaluate_files",
    "load": "contradict.detector:load",
    "read_documents": "contradict.documents:read_documents",
    "score_frame": "contradict.scored:score_frame",
    "train": "contradict.training:train",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'contradict' has no attribute '{name}'")
    module, _, attribute = _HOMES[name].partition(":")
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
