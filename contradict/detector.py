"""The order of the stages, and the three ways through them: score, scan, or stop on the way.

This is the only file that knows the order; it publishes it as ``STAGES``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from contradict import claims as claims_stage
from contradict import embeddings, findings, judgements, scoring
from contradict import pairs as pairs_stage
from contradict.equipment import DEFAULTS, Equipment
from contradict.errors import UsageError
from contradict.findings import load_combiner
from contradict.labelled import PairRow
from contradict.pairs.cascade import load_cascade
from contradict.protocols import Vectors
from contradict.records import (
    Claim,
    Document,
    Finding,
    Judgement,
    LeftOut,
    Pair,
    PairCount,
    Probabilities,
    Report,
    Skipped,
)
from contradict.settings import DEFAULT_JUDGE, Settings
from contradict.version import __version__
from contradict.worth import load_worth

STAGES = ("claims", "embeddings", "pairs", "judgements", "findings")

Progress = Callable[[str, int, int], None]  # stage, done, total

NOTHING_TO_CHECK = "nothing to check"


class Detector(Equipment):
    """Finds contradictions; built by ``load``. Models are loaded when they are first needed."""

    at_once = 8192  # pairs judged between two signs of life

    @property
    def threshold(self) -> float:
        """The least strength of a finding; raises UsageError where no precision is known."""
        asked = self.settings.precision
        if asked is None:
            return self.settings.threshold
        if self.combiner is None:
            raise UsageError("no precision is known of this judge's scans; give a threshold")
        return self.combiner.threshold(asked)

    def prepared(self, documents: Sequence[Document]) -> tuple[list[Claim], Vectors]:
        """The claims that would be compared, and a vector for each."""
        return self._worthy(list(self.extractor.claims(documents)))

    def claims(self, documents: Sequence[Document]) -> list[Claim]:
        """What would be compared, in document order, then by start."""
        return self.prepared(documents)[0]

    def everything(self, documents: Sequence[Document]) -> list[Claim | LeftOut]:
        """Claims, and all that is none with the reason, in document order, then by start."""
        found = list(self.extractor.everything(documents))
        kept = {id(one): one for one in found if isinstance(one, Claim)}
        weighed, _ = self._embedded(list(kept.values()))
        again = dict(zip(kept, weighed, strict=True))
        return [self._or_left_out(again.get(id(one), one)) for one in found]

    def _or_left_out(self, one: Claim | LeftOut) -> Claim | LeftOut:
        if isinstance(one, LeftOut) or self._is_worthy(one):
            return one
        return LeftOut(one.document, one.start, one.end, NOTHING_TO_CHECK)

    def pairs(
        self, documents: Sequence[Document], *, against: Sequence[Document] | None = None
    ) -> list[Pair]:
        """Candidate pairs, before they are judged."""
        found, vectors, sides = self._sides(documents, against)
        return pairs_stage.propose(found, vectors, settings=self.settings, sides=sides)

    def count(
        self, documents: Sequence[Document], *, against: Sequence[Document] | None = None
    ) -> PairCount:
        """How many pairs are possible and proposed; nothing is judged."""
        found, vectors, sides = self._sides(documents, against)
        return pairs_stage.count(found, vectors, settings=self.settings, sides=sides)

    def scan(
        self,
        documents: Sequence[Document],
        *,
        against: Sequence[Document] | None = None,
        skipped: Sequence[Skipped] = (),
        progress: Progress | None = None,
    ) -> Report:
        """Compare the claims of ``documents``, with ``against`` only across the two sides.

        Findings have a strength of at least ``settings.threshold``, strongest first. ``skipped``
        is passed on into the report.
        """
        tell = progress or (lambda stage, done, total: None)
        least = self.threshold
        chosen, counted = self.candidates(documents, against=against, progress=tell)
        judged = self._judge(chosen, tell)
        tell("findings", 0, len(judged))
        shown = findings.find(
            judged,
            self.judge,
            threshold=least,
            limit=self.settings.limit,
            combiner=self.combiner,
        )
        return Report(
            findings=tuple(shown),
            documents=(*documents, *(against or ())),
            skipped=tuple(skipped),
            pairs=counted,
            models=self.models,
            settings=self.settings.as_dict() | {"threshold": least},
            version=__version__,
        )

    def candidates(
        self,
        documents: Sequence[Document],
        *,
        against: Sequence[Document] | None = None,
        progress: Progress | None = None,
    ) -> tuple[list[Pair], PairCount]:
        """The pairs that a scan judges, and how many there are, are proposed and are judged."""
        tell = progress or (lambda stage, done, total: None)
        tell("claims", 0, len(documents))
        found, vectors, sides = self._sides(documents, against)
        tell("pairs", 0, len(found))
        proposed = pairs_stage.propose(found, vectors, settings=self.settings, sides=sides)
        possible = pairs_stage.possible(len(found), sides)
        chosen = self._sifted(proposed, found, vectors, possible)
        return chosen, PairCount(possible, len(proposed), len(chosen))

    def _sifted(
        self, proposed: list[Pair], found: Sequence[Claim], vectors: Vectors, possible: int
    ) -> list[Pair]:
        """The candidates that the judge shall see: of many, those that the cascade lets pass."""
        floor = self.settings.cascade_floor
        if floor is None or self.cascade is None or possible <= self.settings.few_pairs:
            return proposed
        logits = self.cascade.logits(proposed, found, vectors)
        return [pair for pair, odds in zip(proposed, logits, strict=True) if odds >= floor]

    def score(
        self,
        left: str,
        right: str,
        *,
        left_speaker: str | None = None,
        left_date: str | None = None,
        right_speaker: str | None = None,
        right_date: str | None = None,
    ) -> Finding:
        """Score two texts. For several sentences: the claim pair that conflicts most.

        Left stays left, also where its date is the later. The score of a text of several claims is
        corrected for the number of chances it had: its odds are divided by the larger number of
        claims. Raises InputError for an empty text.
        """
        row = PairRow(1, left, right, left_speaker, left_date, right_speaker, right_date)
        return self.score_rows([row])[0]

    def score_rows(self, rows: Sequence[PairRow]) -> list[Finding]:
        """Score many pairs of texts together; the result of a row does not depend on the others."""
        compared = [self._compared(row) for row in rows]
        flat = [pair for each in compared for pair in each]
        judged = iter(judgements.judge_pairs(self.judge, flat))
        best = []
        for each in compared:
            chances = scoring.chances(each)
            weighed = [
                findings.weigh(scoring.corrected(next(judged), chances), self.combiner)
                for _ in each
            ]
            best.append(min(weighed, key=findings.order))
        return findings.explain(best, self.judge, self.combiner)

    def judge_rows(self, rows: Sequence[PairRow]) -> list[Probabilities]:
        """The judge's word on whole texts, dates counted in: what ``evaluate`` measures.

        Nothing is taken apart and nothing explained, so that labelled sets whose texts have several
        sentences are judged as they were labelled.
        """
        sides = [scoring.documents_of(row) for row in rows]
        whole = [Pair(scoring.whole(left), scoring.whole(right)) for left, right in sides]
        judged = judgements.judge_pairs(self.judge, whole)
        return [findings.weigh(each, self.combiner).probabilities for each in judged]

    def _compared(self, row: PairRow) -> list[Pair]:
        """Every claim of the left text with every claim of the right one."""
        left, right = scoring.documents_of(row)
        return [Pair(a, b) for a in self._claims_of(left) for b in self._claims_of(right)]

    def _claims_of(self, document: Document) -> list[Claim]:
        """One claim for a single statement, whatever its form; else the claims taken out."""
        found = [] if scoring.is_one_statement(document.text) else self.extractor.claims([document])
        return list(found) or [scoring.whole(document)]

    def _sides(
        self, documents: Sequence[Document], against: Sequence[Document] | None
    ) -> tuple[list[Claim], Vectors, list[int] | None]:
        found = list(self.extractor.claims(documents))
        if against is None:
            return (*self._worthy(found), None)
        others = list(self.extractor.claims(against))
        kept, vectors = self._worthy(found + others)
        first = {id(document) for document in documents}
        return kept, vectors, [int(id(claim.document) not in first) for claim in kept]

    def _worthy(self, found: list[Claim]) -> tuple[list[Claim], Vectors]:
        """The claims with something to check in them, and their vectors."""
        weighed, vectors = self._embedded(found)
        kept = [place for place, claim in enumerate(weighed) if self._is_worthy(claim)]
        return [weighed[place] for place in kept], vectors[kept]

    def _is_worthy(self, claim: Claim) -> bool:
        """Rows of a table were chosen by whoever made it; nothing is left out of them."""
        given = claim.document.is_row
        return given or claim.worth is None or claim.worth >= self.settings.min_worth

    def _embedded(self, found: list[Claim]) -> tuple[list[Claim], Vectors]:
        """The claims with how check-worthy each is, and their vectors."""
        texts = [claim.text for claim in found]
        vectors = self.encoder.encode(texts)
        if not found or self.worth is None:
            return found, vectors
        shares = self.worth.of(texts, vectors)
        weighed = [replace(claim, worth=share) for claim, share in zip(found, shares, strict=True)]
        return weighed, vectors

    def _judge(self, proposed: list[Pair], tell: Progress) -> list[Judgement]:
        judged: list[Judgement] = []
        for start in range(0, len(proposed), self.at_once):
            tell("judgements", start, len(proposed))
            judged += judgements.judge_pairs(self.judge, proposed[start : start + self.at_once])
        return judged


def load(
    model: str | Path | None = None,
    encoder: str | Path | None = None,
    *,
    device: str | None = None,
    settings: Settings = DEFAULTS,
) -> Detector:
    """Make a detector from the default models, or from others by name or folder.

    ``model`` is the judge, ``encoder`` any sentence-transformers model; ``device`` is "cpu",
    "cuda" or another of torch's. Check-worthiness reads the default encoder's vectors: with another
    encoder it stays None. Symbols are counted in with the default judge only, for which their
    weights were fitted; the cascade needs both defaults. Raises ModelError when a model is first
    used and unusable.
    """
    ours = model in (None, DEFAULT_JUDGE)
    return Detector(
        extractor=lambda: claims_stage.load_extractor(settings=settings),
        encoder=lambda: embeddings.load_encoder(encoder, device),
        judge=lambda: judgements.load_judge(model, device, settings),
        worth=load_worth if encoder is None else lambda: None,
        combiner=load_combiner if ours else lambda: None,
        cascade=load_cascade if ours and encoder is None else lambda: None,
        settings=settings,
    )
