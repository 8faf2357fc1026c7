"""The nouns: frozen records that travel between the stages, and nothing else.

Document -> Claim -> Pair -> Judgement -> Finding -> Report.  All offsets count characters.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

Label = Literal["contradiction", "entailment", "neutral"]
Verdict = Literal[
    "contradiction",
    "changed",
    "exception",
    "scope",
    "reported",
    "conditional",
    "refinement",
    "restatement",
    "unrelated",
]
Kind = Literal[
    "commitment", "scope", "entity", "temporal", "numeric", "negation", "antonym", "factual"
]
Status = Literal["asserted", "denied", "possible", "planned", "conditional", "reported"]

LABELS: tuple[Label, ...] = ("contradiction", "entailment", "neutral")
VERDICTS: tuple[Verdict, ...] = (
    "contradiction",
    "changed",
    "exception",
    "scope",
    "reported",
    "conditional",
    "refinement",
    "restatement",
    "unrelated",
)
KINDS: tuple[Kind, ...] = (
    "commitment",
    "scope",
    "entity",
    "temporal",
    "numeric",
    "negation",
    "antonym",
    "factual",
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Anchor:
    """A place in the original that offsets alone do not show: page, line, time code."""

    page: int | None = None
    line: int | None = None
    time: str | None = None


@dataclass(frozen=True)
class Turn:
    """A stretch ``document.text[start:end]`` with one speaker; ``speaker`` is None where unknown.

    ``asks`` marks turns of an anonymous questioner (Q, QUESTION), which yield no claims.
    """

    start: int
    end: int
    speaker: str | None
    asks: bool = False


@dataclass(frozen=True)
class Document:
    """One text with its source; ``text`` is never altered after reading.

    ``source`` is the file as the user gave it, ``name`` the file again or, for a table of
    statements, the row's id. ``date`` is ISO (YYYY, YYYY-MM or YYYY-MM-DD). ``speaker`` is who
    says the whole text, where known. ``anchors`` are (offset, Anchor) in rising order: each holds
    from its offset on. ``blocks`` are the stretches of running text (paragraphs, cells, cues) in
    rising order; no claim crosses a block's border, and text outside the blocks (labels, headings,
    stage directions, captions) yields no claims. Empty ``blocks`` means: the whole text is one.
    """

    source: str
    name: str
    text: str = field(repr=False)
    speaker: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None
    publication: str | None = None
    turns: tuple[Turn, ...] = field(default=(), repr=False)
    blocks: tuple[Span, ...] = field(default=(), repr=False)
    anchors: tuple[tuple[int, Anchor], ...] = field(default=(), repr=False)

    @cached_property
    def sha256(self) -> str:
        """Digest of the text, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Skipped:
    """An input, or a row of one, that could not be read, with the reason in one line."""

    source: str
    reason: str
    row: int | None = None


@dataclass(frozen=True)
class Claim:
    """A span that asserts something checkable: ``document.text[start:end] == quote``.

    ``text`` is the stand-alone wording that models read. ``status`` says how it is asserted,
    ``worth`` how check-worthy it is (0 to 1), None where that is not known.
    """

    document: Document
    start: int
    end: int
    text: str
    speaker: str | None = None
    date: str | None = None
    status: Status = "asserted"
    worth: float | None = None
    anchor: Anchor = Anchor()

    @property
    def quote(self) -> str:
        """The words as they stand in the document."""
        return self.document.text[self.start : self.end]

    def as_dict(self, context: int = 160) -> dict[str, Any]:
        """One side of a finding as the contract spells it, with ``context`` characters around."""
        text = self.document.text
        side = {
            "source": self.document.source,
            "document": self.document.name,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "text": self.text,
            "speaker": self.speaker,
            "date": self.date,
            "title": self.document.title,
            "url": self.document.url,
            "anchor": asdict(self.anchor),
            "before": text[max(0, self.start - context) : self.start],
            "after": text[self.end : self.end + context],
        }
        if self.document.publication is not None:  # only tables of statements have one
            side["publication"] = self.document.publication
        return side


@dataclass(frozen=True)
class Pair:
    """Two claims to compare; ``found_by`` names the rules that proposed them, in a fixed order.

    ``similarity`` is the cosine of the two embeddings, None where none was computed.
    """

    left: Claim
    right: Claim
    similarity: float | None = None
    found_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class PairCount:
    """How many pairs were possible, proposed by blocking, and judged."""

    possible: int
    proposed: int
    judged: int = 0


@dataclass(frozen=True)
class Probabilities:
    """Calibrated, named, summing to 1. ``contradiction`` is the same for (a, b) and (b, a)."""

    contradiction: float
    entailment: float
    neutral: float

    @property
    def label(self) -> Label:
        """The largest of the three; ties go to the first of LABELS."""
        return max(LABELS, key=lambda name: float(getattr(self, name)))


@dataclass(frozen=True)
class Judgement:
    """What the judge says of a pair from the two texts alone, both directions combined."""

    pair: Pair
    probabilities: Probabilities


@dataclass(frozen=True)
class Reason:
    """One sentence in plain words with the span of either quote that carries it."""

    text: str
    left_span: Span
    right_span: Span


@dataclass(frozen=True)
class Finding:
    """A judged pair with its verdict and the whole trail back to the text.

    ``probabilities`` are those of the judgement with dates and speakers counted in.
    ``strength`` is the larger of P(contradiction) and P(changed). ``also`` holds the pairs that
    say the same in the same words elsewhere.
    """

    id: str
    pair: Pair
    probabilities: Probabilities
    strength: float
    verdict: Verdict
    kind: Kind | None = None
    reasons: tuple[Reason, ...] = ()
    also: tuple[Pair, ...] = ()

    @property
    def left(self) -> Claim:
        return self.pair.left

    @property
    def right(self) -> Claim:
        return self.pair.right

    @property
    def score(self) -> float:
        """The calibrated probability that the two claims contradict each other, 0 to 1."""
        return self.probabilities.contradiction

    def as_dict(self) -> dict[str, Any]:
        """The finding as one line of ``--format jsonl``; spans count characters of the quotes."""
        return {
            "id": self.id,
            "score": self.score,
            "strength": self.strength,
            "verdict": self.verdict,
            "kind": self.kind,
            "similarity": self.pair.similarity,
            "found_by": list(self.pair.found_by),
            "left": self.left.as_dict(),
            "right": self.right.as_dict(),
            "reasons": [
                {
                    "text": reason.text,
                    "left_span": list(reason.left_span),
                    "right_span": list(reason.right_span),
                }
                for reason in self.reasons
            ],
            "also": [
                {"left": pair.left.as_dict(), "right": pair.right.as_dict()} for pair in self.also
            ],
        }


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
        return {
            "findings": [finding.as_dict() for finding in self.findings],
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
