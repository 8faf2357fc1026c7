"""Which of two claims goes left: the earlier date, else the source given first, else the start."""

from __future__ import annotations

from collections.abc import Sequence

from contradict.records import Claim


class Order:
    """Left and right among claims in the order in which their sources were given."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._dates = [claim.date for claim in claims]
        sources: dict[str, int] = {}
        # the rows of a table are documents of one source: they go by when they first came up
        self._keys = [
            (
                sources.setdefault(claim.document.source, len(sources)),
                document,
                claim.start,
                claim.end,
                place,
            )
            for place, (claim, document) in enumerate(zip(claims, numbered(claims), strict=True))
        ]

    def is_left(self, one: int, two: int) -> bool:
        """Whether the claim at place ``one`` goes left of the claim at place ``two``."""
        by_date = order_of_dates(self._dates[one], self._dates[two])
        return by_date < 0 if by_date else self._keys[one] < self._keys[two]


def order_of_dates(one: str | None, two: str | None) -> int:
    """-1 or 1 where one ISO date is surely before or after the other, else 0."""
    if one is None or two is None:
        return 0
    shared = min(len(one), len(two))  # 2024-05 and 2024-05-14 may be the same day
    return (one[:shared] > two[:shared]) - (one[:shared] < two[:shared])


def numbered(claims: Sequence[Claim]) -> list[int]:
    """The number of each claim's document, in the order in which documents first come up."""
    numbers: dict[tuple[str, str, str], int] = {}
    return [numbers.setdefault(document_key(claim), len(numbers)) for claim in claims]


def document_key(claim: Claim) -> tuple[str, str, str]:
    """What tells the document of a claim from all others."""
    return claim.document.source, claim.document.name, claim.document.sha256
