"""The figures of the default models: shares with intervals, and gold quotes found in claims."""

from __future__ import annotations

import pytest

from contradict.records import Claim, Document
from contradict.training.recipes.figures import claims_found, wilson

TEXT = "“The dam is safe,” Ada Pell said. The road is closed."


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)],
)
def test_wilson_interval(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=1e-4)


def claim(start: int, end: int, speaker: str | None) -> Claim:
    document = Document("folder/a.txt", "folder/a.txt", TEXT)
    return Claim(document, start, end, TEXT[start:end], speaker)


def gold(quote: str, speaker: str | None, *, is_claim: bool = True) -> dict[str, object]:
    return {"source": "a.txt", "quote": quote, "speaker": speaker, "claim": is_claim}


def test_a_gold_quote_counts_inside_one_claim_with_the_right_speaker() -> None:
    claims = [claim(1, 16, "Ada Pell"), claim(34, 53, None)]
    wanted = [
        gold("The dam is safe", "Ada Pell"),
        gold("The road is closed.", "Ada Pell"),  # another speaker
        gold("safe,” Ada Pell said. The road", None),  # across two claims
        gold("Is the dam safe?", None, is_claim=False),
    ]
    assert claims_found(claims, wanted) == (1, 3)


def test_a_quote_of_another_file_does_not_count() -> None:
    assert claims_found(
        [claim(34, 53, None)], [gold("The road is closed.", None) | {"source": "b.txt"}]
    ) == (0, 1)
