"""The nouns: frozen records that travel between the stages, and nothing else.

Document -> Claim -> Pair -> Judgement -> Finding -> Report.  All offsets count characters.
"""

from __future__ import annotations

from contradict.records.pairs import (
    Explanation,
    Finding,
    Judgement,
    Pair,
    PairCount,
    Probabilities,
    Reason,
    Weighed,
)
from contradict.records.quantities import Quantity, compatible
from contradict.records.report import ModelInfo, Report, flatten
from contradict.records.texts import (
    ISO_DATE,
    Anchor,
    Claim,
    Document,
    LeftOut,
    Moment,
    Name,
    Skipped,
    Turn,
    attributed,
    spoken_date,
)
from contradict.records.vocabulary import (
    KINDS,
    LABELS,
    VERDICTS,
    Kind,
    Label,
    Polarity,
    Span,
    Status,
    Verdict,
)

__all__ = [
    "ISO_DATE",
    "KINDS",
    "LABELS",
    "VERDICTS",
    "Anchor",
    "Claim",
    "Document",
    "Explanation",
    "Finding",
    "Judgement",
    "Kind",
    "Label",
    "LeftOut",
    "ModelInfo",
    "Moment",
    "Name",
    "Pair",
    "PairCount",
    "Polarity",
    "Probabilities",
    "Quantity",
    "Reason",
    "Report",
    "Skipped",
    "Span",
    "Status",
    "Turn",
    "Verdict",
    "Weighed",
    "attributed",
    "compatible",
    "flatten",
    "spoken_date",
]
