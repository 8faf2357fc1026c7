"""Depositions with numbered lines: the numbers are no words, page and line are kept."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from contradict.claims.passages import passages
from contradict.documents.page_lines import masked, page_lines
from tests.documents.conftest import Make

DEPOSITION = """\
                    DEPOSITION OF DANA WEISS
                      March 4, 2031

                                                    12
 1            Q.   Ms. Weiss, who signed the
 2   order?
 3            A.   I did not sign anything that
 4   week, and nobody asked me to.
 5            MR. ORR:  Objection.
 6            THE WITNESS:  The order was signed
 7   by the director on Tuesday, at about
 8   4 p.m.
 9   BY MR. LUND:
10            Q.   You told the board that you had
11   seen the order.
12            A.   I saw a draft.
                                                    13
 1            Q.   Was it final?
 2            A.   No.  It was only a draft and it
 3   had no signature.
 4            Q.   Thank you.
"""


def test_speakers_are_named_and_only_the_unnamed_one_asks(document: Make) -> None:
    found = document(DEPOSITION)
    assert found.text == DEPOSITION
    assert found.date == "2031-03-04"
    said = [(turn.speaker, turn.asks) for turn in found.turns]
    assert said == [
        ("Q", True), ("DANA WEISS", False), ("MR. ORR", False), ("DANA WEISS", False),
        ("MR. LUND", False), ("DANA WEISS", False), ("MR. LUND", False), ("DANA WEISS", False),
        ("MR. LUND", False),
    ]  # fmt: skip


def test_a_statement_over_two_lines_is_one_without_the_number_between(document: Make) -> None:
    read = [passage.text for passage in passages(document(DEPOSITION))]
    assert "I did not sign anything that week, and nobody asked me to." in read
    assert "It was only a draft and it had no signature." in " ".join(read)
    assert not any("BY MR" in text for text in read)


def test_page_and_line_are_kept(document: Make) -> None:
    found = document(DEPOSITION)
    at = found.text.index("The order was signed")
    place = [anchor for offset, anchor in found.anchors if offset <= at][-1]
    assert (place.page, place.line) == (12, 6)
    assert (found.anchors[-1][1].page, found.anchors[-1][1].line) == (13, 4)


def test_page_and_line_before_each_line_are_read_as_well(document: Make) -> None:
    lines = ["Q.  Who shut it?", "A.  The keeper did, as", "he always had."] * 4
    text = "".join(f"12:{n:02d} {line}\n" for n, line in enumerate(lines, 1))
    found = document(text)
    assert [(a.page, a.line) for _, a in found.anchors] == [(12, n) for n in range(1, 13)]
    assert [passage.text for passage in passages(found)] == [
        "The keeper did, as he always had."
    ] * 4


def test_a_numbered_list_is_no_deposition() -> None:
    demands = "".join(f"{n}. The lock must be shut on day {n}.\n" for n in range(1, 20))
    assert page_lines("We demand:\n\n" + demands) is None
    assert page_lines("3 boats sank.\n5 boats came back.\n1 boat was sold.\n" * 5) is None


@given(
    st.lists(
        st.sampled_from(["1 ", "2 ", "3   Q. ", "12", "12:1 ", "It is shut.", "\n", " ", "Page 4"]),
        max_size=60,
    ).map("".join)
)
def test_masking_keeps_every_place_and_gaps_are_in_order(text: str) -> None:
    layout = page_lines(text)
    if layout is None:
        return
    plain = masked(text, layout.gaps)
    assert len(plain) == len(text)
    assert all(a[1] <= b[0] for a, b in pairwise(layout.gaps))
    offsets = [offset for offset, _ in layout.anchors]
    assert offsets == sorted(set(offsets))
    gone = {place for start, end in layout.gaps for place in range(start, end)}
    assert all(plain[i] == text[i] for i in range(len(text)) if i not in gone)
