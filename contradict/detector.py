"""The order of the stages, and the three ways through them: score, scan, or stop on the way.

This is the only file that knows the order; it publishes it as ``STAGES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from contradict import claims as claims_stage
from contradict import embeddings, findings, judgements
from contradict import pairs as pairs_stage
from contradict.encoding import encoded, encoded_along
from contradict.equipment import DEFAULTS
from contradict.errors import UsageError
from contradict.findings import load_combiner
from contradict.pairs.cascade import load_cascade
from contradict.pairs.selection import Selection
from contradict.pairs.terms import load_terms
from contradict.protocols import Vectors
from contradict.records import (
    Claim,
    Document,
    Judgement,
    LeftOut,
    Pair,
    PairCount,
    Report,
    Skipped,
)
from contradict.settings import DEFAULT_JUDGE, Settings
from contradict.two_texts import TwoTexts
from contradict.version import __version__
from contradict.worth import load_worth

STAGES = ("claims", "embeddings", "pairs", "judgements", "findings")

Progress = Callable[[str, int, int], None]  # stage, done, total

NOTHING_TO_CHECK = "nothing to check"


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


class Detector(TwoTexts):
    """Finds contradictions; built by ``load``. Models are loaded when they are first needed."""

    at_once = 4096  # pairs judged between two signs of life
    side_by_side = True  # whether claims are embedded, in a thread, while others are taken out

    @cached_property
    def selection(self) -> Selection:
        """What chooses the pairs of a scan."""
        return Selection(self.settings, self.terms, self.cascade)

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
        return self._worthy(self.extractor.claims(documents))

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
        return pairs_stage.propose(
            found, vectors, settings=self.settings, sides=sides, terms=self.terms
        )

    def count(
        self, documents: Sequence[Document], *, against: Sequence[Document] | None = None
    ) -> PairCount:
        """How many pairs are possible and proposed; nothing is judged."""
        found, vectors, sides = self._sides(documents, against)
        return pairs_stage.count(
            found, vectors, settings=self.settings, sides=sides, terms=self.terms
        )

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
        tell = progress or _silent
        least = self.threshold
        chosen, counted = self.candidates(documents, against=against, progress=tell)
        judged = self._judge(chosen, self.selection.floor(counted.possible), tell)
        counted = replace(counted, judged=counted.judged - len(chosen) + len(judged))
        tell("findings", 0, len(judged))
        least_told = min(least, self.selection.least_told)
        weighed = findings.weigh(judged, self.judge, self.combiner, least=least_told)
        self.selection.weighed(weighed)
        shown = findings.show(
            weighed,
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
        """The pairs that a scan gives its judge, and how many there are, are proposed and these.

        The judge may screen some of them out, see ``protocols.Screener``.
        """
        tell = progress or _silent
        found, vectors, sides = self._sides(documents, against, tell)
        tell("pairs", 0, len(found))
        return self.selection.chosen(found, vectors, sides)

    def _sides(
        self,
        documents: Sequence[Document],
        against: Sequence[Document] | None,
        tell: Progress = _silent,
    ) -> tuple[list[Claim], Vectors, list[int] | None]:
        every = [*documents, *(against or ())]
        found, vectors = self._worthy(self.extractor.claims(_counted(every, tell)), tell)
        if against is None:
            return found, vectors, None
        first = {id(document) for document in documents}
        return found, vectors, [int(id(claim.document) not in first) for claim in found]

    def _worthy(
        self, claims: Iterable[Claim], tell: Progress = _silent
    ) -> tuple[list[Claim], Vectors]:
        """The claims with something to check in them, and their vectors."""
        weighed, vectors = self._embedded(claims, tell)
        kept = [place for place, claim in enumerate(weighed) if self._is_worthy(claim)]
        return [weighed[place] for place in kept], vectors[kept]

    def _is_worthy(self, claim: Claim) -> bool:
        """Rows of a table were chosen by whoever made it: all of them are claims."""
        given = claim.document.is_row
        return given or claim.worth is None or claim.worth >= self.settings.min_worth

    def _embedded(
        self, claims: Iterable[Claim], tell: Progress = _silent
    ) -> tuple[list[Claim], Vectors]:
        """The claims with how check-worthy each is, and their vectors, worked out while they come.

        The parser keeps to one core; embedding what it has found meanwhile keeps the others busy.
        """
        way = encoded_along if self.side_by_side else encoded
        found, vectors = way(claims, self.encoder.encode, partial(tell, "vectors"))
        if not found or self.worth is None:
            return found, vectors
        shares = self.worth.of([claim.text for claim in found], vectors)
        weighed = [replace(claim, worth=share) for claim, share in zip(found, shares, strict=True)]
        return weighed, vectors

    def _judge(self, proposed: list[Pair], floor: float | None, tell: Progress) -> list[Judgement]:
        done = partial(tell, "judgements")
        return judgements.judge_pairs(
            self.judge, proposed, floor=floor, at_once=self.at_once, done=done
        )


def _counted(documents: Sequence[Document], tell: Progress) -> Iterator[Document]:
    """The documents, with a sign of life as each is taken."""
    for number, document in enumerate(documents):
        tell("claims", number, len(documents))
        yield document


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
        extractor=lambda: claims_stage.SideBySideExtractor(
            claims_stage.load_extractor(settings=settings)
        ),
        encoder=lambda: embeddings.load_encoder(encoder, device),
        judge=lambda: judgements.load_judge(model, device, settings),
        worth=load_worth if encoder is None else lambda: None,
        combiner=load_combiner if ours else lambda: None,
        cascade=load_cascade if ours and encoder is None else lambda: None,
        terms=load_terms,
        settings=settings,
    )
