"""What is left out is told with its reason, and nothing falls between the two."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.claims import load_extractor
from contradict.documents import read_documents
from contradict.records import Claim, Document, LeftOut

EXTRACTOR = load_extractor()
TRANSCRIPT = """\
Briefing on the Varrow lock

MS. BRANDT: Good afternoon, everyone. The lock was shut on Monday. (Laughter.) Why not?

Q    The keeper says that it was open.

Q    Is that so?

MS. BRANDT: Thank you. That is false. Nobody opened it.
"""


def everything(text: str, tmp_path: Path) -> list[Claim | LeftOut]:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    documents, _ = read_documents([path])
    return list(EXTRACTOR.everything(documents))


def test_reasons_by_example(tmp_path: Path) -> None:
    found = everything(TRANSCRIPT, tmp_path)
    told = {one.quote: one.reason for one in found if isinstance(one, LeftOut)}
    assert told["Briefing on the Varrow lock"] == "heading, label or furniture"
    assert told["Good afternoon, everyone."] == "greeting or procedure"
    assert told["Why not?"] == "question"
    assert "turn of a questioner" in told.values()
    assert told["That is false."] == "says nothing by itself"
    claims = [one.quote for one in found if isinstance(one, Claim)]
    assert claims == ["The lock was shut on Monday.", "Nobody opened it."]


PROCEDURE = [
    "Mr. Reed, your two minutes is up.",
    "Your two minutes have expired.",
    "Each of you will have 30 seconds.",
    "We'll be right back after this.",
    "Mr. Chairman, I yield back.",
    "Governor, you have 90 seconds.",
]
CLAIMS = [
    "Delivery minutes are up 20 percent since May.",
    "The soldiers will come back to your country.",
    "The witnesses have 30 seconds of video.",
    "Senator Reed refused to yield the floor.",
]


@pytest.mark.parametrize("said", [*PROCEDURE, *CLAIMS])
def test_the_procedure_of_debates_is_no_claim(said: str, tmp_path: Path) -> None:
    found = everything(f"The lock was shut on Monday. {said}", tmp_path)
    claims = [one.quote for one in found if isinstance(one, Claim)]
    assert claims == ["The lock was shut on Monday.", *([said] if said in CLAIMS else [])]


def test_the_claims_are_the_same_with_and_without_the_rest(tmp_path: Path) -> None:
    found = everything(TRANSCRIPT, tmp_path)
    documents, _ = read_documents([tmp_path / "a.txt"])
    alone = [(one.start, one.end, one.speaker) for one in EXTRACTOR.claims(documents)]
    assert [(one.start, one.end, one.speaker) for one in found if isinstance(one, Claim)] == alone


PIECES = st.sampled_from(
    ["The lock was shut. ", "Who knows? ", "MS. BRANDT: ", "\n\n", "No. ", "Q  ",
     "“It is,” he said. ",
     "Thanks. ", "and ", "(Laughter.) ", "\n", "He said that it rained. "]
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(st.lists(PIECES, min_size=1, max_size=12).map("".join))
def test_every_letter_is_in_a_claim_or_left_out(text: str) -> None:
    document = Document("a.txt", "a.txt", text)
    covered = [
        place for one in EXTRACTOR.everything([document]) for place in range(one.start, one.end)
    ]
    missing = [text[i] for i in range(len(text)) if text[i].isalnum() and i not in set(covered)]
    # what a claim's sentence holds beside the claim ("he said") is part of that sentence
    if not list(EXTRACTOR.claims([document])):
        assert missing == []
    assert all(text[one.start : one.end] == one.quote for one in EXTRACTOR.everything([document]))


@pytest.mark.parametrize("text", ["", "\n\n", " \t"])
def test_nothing_comes_of_nothing(text: str) -> None:
    assert list(EXTRACTOR.everything([Document("a", "a", text)])) == []
