"""Two texts -> how much they contradict each other: the detector's way that needs no candidates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from contradict import findings, judgements, scoring
from contradict.equipment import Equipment
from contradict.labelled import PairRow
from contradict.records import Claim, Document, Finding, Pair, Probabilities


class TwoTexts(Equipment):
    """Scores pairs of texts with the models of a detector."""

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
        chances = [n for each in compared for n in [scoring.chances(each)] * len(each)]
        judged = map(scoring.corrected, judgements.judge_pairs(self.judge, flat), chances)
        weighed = iter(findings.weigh(list(judged), self.judge, self.combiner))
        best = [min(islice(weighed, len(each)), key=findings.order) for each in compared]
        return findings.explain(best, self.judge, self.combiner)

    def judge_rows(self, rows: Sequence[PairRow]) -> list[Probabilities]:
        """The judge's word on whole texts, dates counted in: what ``evaluate`` measures.

        Nothing is taken apart and nothing explained, so that labelled sets whose texts have several
        sentences are judged as they were labelled.
        """
        sides = [scoring.documents_of(row) for row in rows]
        whole = [Pair(scoring.whole(left), scoring.whole(right)) for left, right in sides]
        judged = judgements.judge_pairs(self.judge, whole)
        weighed = findings.weigh(judged, self.judge, self.combiner)
        return [one.probabilities for one in weighed]

    def _compared(self, row: PairRow) -> list[Pair]:
        """Every claim of the left text with every claim of the right one."""
        left, right = scoring.documents_of(row)
        return [Pair(a, b) for a in self._claims_of(left) for b in self._claims_of(right)]

    def _claims_of(self, document: Document) -> list[Claim]:
        """One claim for a single statement, whatever its form; else the claims taken out."""
        found = [] if scoring.is_one_statement(document.text) else self.extractor.claims([document])
        return list(found) or [scoring.whole(document)]
