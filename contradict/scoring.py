"""Two texts to score: as one claim each, and the correction where several claims were compared."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from contradict import claims as claims_stage
from contradict.errors import InputError
from contradict.findings.log_odds import expit, odds
from contradict.findings.verdicts import with_conflict
from contradict.labelled import PairRow
from contradict.records import Claim, Document, Judgement, Pair

ONE_STATEMENT = 60  # words; a longer text is taken apart into claims
SENTENCE_BORDER = re.compile(r"[.!?…][\"'”’)\]]*\s+\S|\n\s*\n|;\s")


def is_one_statement(text: str) -> bool:
    """Whether a text is short and a single sentence, so that nothing is taken out of it."""
    return not SENTENCE_BORDER.search(text.strip()) and len(text.split()) <= ONE_STATEMENT


def documents_of(row: PairRow) -> tuple[Document, Document]:
    return (
        Document("left", "left", row.left, speaker=row.left_speaker, date=row.left_date),
        Document("right", "right", row.right, speaker=row.right_speaker, date=row.right_date),
    )


def whole(document: Document) -> Claim:
    """The text as one claim; raises InputError where it is empty."""
    text = document.text.strip()
    if not text:
        raise InputError("the text is empty", source=document.name, advice="give a statement")
    start = document.text.index(text)
    end = start + len(text)
    given = claims_stage.moments_in(document.text, start, end, document.date)
    return Claim(
        document,
        start,
        end,
        " ".join(text.split()),
        document.speaker,
        document.date,
        moments=given,
        quantities=claims_stage.quantities_in(document.text, start, end, given),
    )


def chances(compared: Sequence[Pair]) -> int:
    """How many independent chances to conflict: each claim has about one counterpart."""
    return max(len({pair.left.start for pair in compared}), len({p.right.start for p in compared}))


def corrected(judgement: Judgement, count: int) -> Judgement:
    """Divide the odds of contradiction by the number of chances; the rest keeps its shares."""
    given = judgement.probabilities
    if count == 1 or given.contradiction in (0.0, 1.0):
        return judgement
    conflict = expit(odds(given.contradiction) - math.log(count))
    return replace(judgement, probabilities=with_conflict(given, conflict))
