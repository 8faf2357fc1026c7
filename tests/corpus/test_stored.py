"""Records come out of the file exactly as they went in."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.corpus import stored
from contradict.records import (
    Anchor,
    Claim,
    Document,
    Explanation,
    Moment,
    Name,
    Quantity,
    Turn,
)

anything = st.text(st.characters(), max_size=12)  # lone surrogates and zero bytes included
maybe = st.none() | anything
place = st.integers(0, 10**7)
number = st.floats(allow_nan=False)

anchors = st.builds(Anchor, st.none() | place, st.none() | place, maybe)
turns = st.builds(Turn, place, place, maybe, st.booleans(), maybe)
spans = st.lists(st.tuples(place, place), max_size=3).map(tuple)
documents = st.builds(
    Document,
    *(anything, anything, anything, maybe, maybe, maybe, maybe, maybe),
    turns=st.lists(turns, max_size=3).map(tuple),
    blocks=spans,
    anchors=st.lists(st.tuples(place, anchors), max_size=3).map(tuple),
    gaps=spans,
)
quantities = st.builds(
    Quantity, number | place, anything, st.just("about"), place, place, st.none() | number, number
)
claims = st.builds(
    Claim,
    documents,
    *(place, place, anything, maybe, maybe),
    status=st.sampled_from(["asserted", "denied"]),
    worth=st.none() | number,
    anchor=anchors,
    polarity=st.sampled_from(["affirmative", "negative"]),
    moments=st.lists(st.builds(Moment, anything, place, place), max_size=2).map(tuple),
    quantities=st.lists(quantities, max_size=2).map(tuple),
    names=st.lists(st.builds(Name, anything, anything, place, place), max_size=2).map(tuple),
)


@given(documents)
@settings(max_examples=200, deadline=None)
def test_documents(document: Document) -> None:
    cells = stored.document_cells(document)
    assert stored.document_of(cells) == document
    assert stored.document_cells(stored.document_of(cells)) == cells


@given(st.lists(claims, max_size=3), documents)
@settings(max_examples=200, deadline=None)
def test_claims(given_: list[Claim], document: Document) -> None:
    there = [replace(claim, document=document) for claim in given_]
    again = stored.claims_of(stored.claims_cell(there), document)
    assert again == there
    assert repr(again) == repr(there)  # 1 and 1.0 are equal, and are not the same
    assert all(claim.document is document for claim in again)


@given(st.dictionaries(anything, number), st.lists(st.tuples(place, place, number)).map(tuple))
def test_explanations(shares: dict[str, float], pieces: tuple[tuple[int, int, float], ...]) -> None:
    given_ = Explanation(shares, shares, pieces, pieces)  # type: ignore[arg-type]
    assert stored.explanation_of(stored.explanation_cell(given_)) == given_
    assert stored.explanation_of(stored.explanation_cell(None)) is None


def test_whatever_is_known_of_a_document_is_in_its_digest() -> None:
    plain = Document("a", "a", "text")
    others = [
        replace(plain, **{name: "b"})
        for name in ("source", "name", "text", "speaker", "date", "title", "url", "publication")
    ]
    others += [replace(plain, turns=(Turn(0, 1, None),)), replace(plain, blocks=((0, 1),))]
    others += [replace(plain, anchors=((0, Anchor(1)),)), replace(plain, gaps=((0, 1),))]
    others += [replace(plain, speaker="")]
    digests = {stored.digest_of(stored.document_cells(one)) for one in (plain, *others)}
    assert len(digests) == 1 + len(others)


def test_the_hash_of_a_pair_knows_order_and_border() -> None:
    pairs = [("ab", "c"), ("a", "bc"), ("c", "ab"), ("abc", ""), ("", "abc")]
    assert len({stored.hash_of(*pair) for pair in pairs}) == len(pairs)
    assert stored.hash_of("abc") != stored.hash_of("abc", "")
