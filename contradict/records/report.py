"""The report: findings and what they rest on, as a dictionary, a frame, a flat row."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from contradict.records.pairs import Finding, PairCount
from contradict.records.texts import CONTEXT, Document, Skipped

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ModelInfo:
    """A model that took part: its role (judge, encoder, claims), name and checksum."""

    role: str
    name: str
    sha256: str | None = None


@dataclass(frozen=True)
class Report:
    """Findings, and everything needed to judge them: what was read, skipped, compared, and how."""

    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    pairs: PairCount
    models: tuple[ModelInfo, ...]
    settings: dict[str, Any]
    version: str

    def as_dict(self) -> dict[str, Any]:
        """The whole report as ``--format json`` writes it."""
        context = int(self.settings.get("context_characters", CONTEXT))
        return {
            "findings": [finding.as_dict(context) for finding in self.findings],
            "documents": [
                {
                    "source": document.source,
                    "document": document.name,
                    "title": document.title,
                    "date": document.date,
                    "speaker": document.speaker,
                    "url": document.url,
                    "characters": len(document.text),
                    "sha256": document.sha256,
                }
                for document in self.documents
            ],
            "skipped": [asdict(skipped) for skipped in self.skipped],
            "pairs": asdict(self.pairs),
            "models": [asdict(model) for model in self.models],
            "settings": dict(self.settings),
            "version": self.version,
        }

    def to_pandas(self) -> pd.DataFrame:
        """One row a finding, columns as in ``--format csv`` (``left_quote``, ``left_start``, …)."""
        import pandas as pd

        return pd.DataFrame([flatten(finding) for finding in self.as_dict()["findings"]])


def flatten(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding's dictionary as one flat row: sides prefixed, lists as JSON text."""
    row: dict[str, Any] = {}
    for name, value in finding.items():
        if name in ("left", "right"):
            anchor = value["anchor"]
            flat = {key: cell for key, cell in value.items() if key != "anchor"}
            flat.update({f"anchor_{key}": cell for key, cell in anchor.items()})
            row.update({f"{name}_{key}": cell for key, cell in flat.items()})
        elif isinstance(value, list):
            row[name] = json.dumps(value, ensure_ascii=False)
        else:
            row[name] = value
    return row
