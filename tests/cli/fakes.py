"""A detector that needs no models: a stated rule instead of judgement, on invented texts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from itertools import combinations, product

from contradict.labelled import PairRow
from contradict.records import (
    Claim,
    Document,
    Finding,
    ModelInfo,
    Pair,
    PairCount,
    Probabilities,
    Reason,
    Report,
    Skipped,
)
from contradict.settings import Settings


class FakeDetector:
    """Every sentence is a claim, every pair is judged; "not" on one side only contradicts."""

    models = (ModelInfo("judge", "fake", "0" * 64),)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def score(self, left: str, right: str, **known: str | None) -> Finding:
        return finding(
            Pair(
                _longest_claim(left, known.get("left_speaker"), known.get("left_date")),
                _longest_claim(right, known.get("right_speaker"), known.get("right_date")),
            )
        )

    def score_rows(self, rows: Sequence[PairRow]) -> list[Finding]:
        return [
            self.score(
                row.left,
                row.right,
                left_speaker=row.left_speaker,
                left_date=row.left_date,
                right_speaker=row.right_speaker,
                right_date=row.right_date,
            )
            for row in rows
        ]

    def judge_rows(self, rows: Sequence[PairRow]) -> list[Probabilities]:
        return [one.probabilities for one in self.score_rows(rows)]

    def claims(self, documents: Sequence[Document]) -> list[Claim]:
        return [claim for document in documents for claim in _claims(document)]

    def pairs(
        self, documents: Sequence[Document], *, against: Sequence[Document] | None = None
    ) -> list[Pair]:
        claims = self.claims(documents)
        both = combinations(claims, 2) if against is None else product(claims, self.claims(against))
        return [Pair(left, right, 0.5, ("dense", "lexical")) for left, right in both]

    def count(
        self, documents: Sequence[Document], *, against: Sequence[Document] | None = None
    ) -> PairCount:
        number = len(self.pairs(documents, against=against))
        return PairCount(possible=number, proposed=number)

    def scan(
        self,
        documents: Sequence[Document],
        *,
        against: Sequence[Document] | None = None,
        skipped: Sequence[Skipped] = (),
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Report:
        pairs = self.pairs(documents, against=against)
        found = [finding(pair) for pair in pairs]
        kept = [one for one in found if one.strength >= self.settings.threshold]
        kept.sort(key=lambda one: (-one.strength, one.left.start, one.right.start))
        return Report(
            findings=tuple(kept[: self.settings.limit]),
            documents=(*documents, *(against or ())),
            skipped=tuple(skipped),
            pairs=PairCount(len(pairs), len(pairs), len(pairs)),
            models=self.models,
            settings=self.settings.as_dict(),
            version="0.0.0",
        )


def finding(pair: Pair) -> Finding:
    """0.9 where "not" stands on one side only, else 0.1; the longest word is the reason's span."""
    against = ("not" in pair.left.quote.split()) != ("not" in pair.right.quote.split())
    high, low = 0.9, 0.05
    name = "contradiction" if against else "neutral"
    shares = {"contradiction": 0.1, "entailment": low, "neutral": low} | {name: high}
    shares["neutral"] = 1 - shares["contradiction"] - shares["entailment"]
    return Finding(
        id=hashlib.sha256((pair.left.quote + pair.right.quote).encode()).hexdigest()[:16],
        pair=pair,
        probabilities=Probabilities(**shares),
        strength=shares["contradiction"],
        verdict="contradiction" if against else "unrelated",
        kind="negation" if against else None,
        reasons=(Reason("One side says not.", _longest(pair.left), _longest(pair.right)),),
    )


def _claims(document: Document) -> list[Claim]:
    return [
        Claim(document, match.start(), match.end(), match.group(), date=document.date)
        for match in re.finditer(r"[^\s.!?][^.!?]*[.!?]?", document.text)
    ]


def _longest_claim(text: str, speaker: str | None, date: str | None) -> Claim:
    document = Document("text", "text", text, speaker=speaker, date=date)
    return max(_claims(document), key=lambda claim: claim.end - claim.start)


def _longest(claim: Claim) -> tuple[int, int]:
    word = max(re.finditer(r"\w+", claim.quote), key=lambda match: match.end() - match.start())
    return word.span()
