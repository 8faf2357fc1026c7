"""A row of a table of statements is a claim even where the parse misses its verb."""

from __future__ import annotations

import pytest

from contradict.claims.drafts import given_statement
from contradict.records import Document


def row(text: str, **fields: object) -> Document:
    return Document("rows.csv", "17", text, speaker="Ada Pell", **fields)  # type: ignore[arg-type]


def test_the_whole_statement_is_given() -> None:
    document = row("  Shed nine stood\nempty that night. ")
    (draft,) = given_statement(document, 3)
    assert document.text[draft.start : draft.end] == "Shed nine stood\nempty that night."
    assert (draft.text, draft.speaker) == ("Shed nine stood empty that night.", "Ada Pell")


@pytest.mark.parametrize(
    "text", ["Was shed nine empty that night?", "Shed nine.", "Thank you all for coming.", "", "  "]
)
def test_questions_thanks_and_fragments_are_none(text: str) -> None:
    assert given_statement(row(text), 3) == []


def test_only_a_row_of_a_table_is_taken_whole() -> None:
    text = "Close the bridge now, everybody."
    assert given_statement(Document("a.txt", "a.txt", text), 3) == []
    assert given_statement(row(text, blocks=((0, 5),)), 3) == []
