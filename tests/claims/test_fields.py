"""What claims say about themselves: polarity, names, dates and amounts, placed in the document."""

from __future__ import annotations

import pytest

from contradict.claims import load_extractor
from contradict.records import Claim, Document

AFFIRMATIVE = [
    "The lock was shut on Monday.",
    "She managed to sign the order in time.",
    "Nobody failed to sign the letter.",
    "The minister has visited every camp.",
    "They agreed that the wall must go.",
    "He does not deny that the order was signed.",
    "The train stopped at the border.",
    "There is no doubt that the dam leaked.",
]
NEGATIVE = [
    "The lock was not shut on Monday.",
    "Nobody signed the letter.",
    "There is no plan to sell the plant.",
    "The minister has never visited the camp.",
    "He denied that the valve was open.",
    "She failed to sign the order.",
    "None of the pumps worked.",
    "They no longer pay the keepers of the lock.",
    "They hardly spoke to the inspectors.",
]


def claims(text: str, **fields: str) -> list[Claim]:
    return list(load_extractor().claims([Document("a.txt", "a.txt", text, **fields)]))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", AFFIRMATIVE)
def test_affirmations(text: str) -> None:
    assert [claim.polarity for claim in claims(text)][:1] == ["affirmative"]


@pytest.mark.parametrize("text", NEGATIVE)
def test_negations(text: str) -> None:
    assert [claim.polarity for claim in claims(text)][:1] == ["negative"]


def test_fields_are_placed_in_the_document_and_the_contract_stays() -> None:
    text = "Omar Voss said that about 4,900 homes in Lisbon were\nlost on Monday."
    (claim,) = claims(text, date="2024-05-15")
    assert [(one.iso, text[one.start : one.end]) for one in claim.moments] == [
        ("2024-05-13", "Monday")
    ]
    assert [text[one.start : one.end] for one in claim.quantities] == ["4,900 homes"]
    assert all(text[one.start : one.end] == one.text for one in claim.names)
    assert "Lisbon" in [one.text for one in claim.names]
    assert claim.date == "2024-05-15"
    assert not {"moments", "quantities", "names", "polarity"} & set(claim.as_dict())
