"""Pairs: each once, in the right order, none missing that an exhaustive search would find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contradict.embeddings import load_encoder
from contradict.errors import UsageError
from contradict.pairs import count, neighbours, propose
from contradict.pairs.rules import together
from contradict.pairs.standing import ALONE, MOST, content
from contradict.pairs.terms import load_terms, stems
from contradict.protocols import Vectors
from contradict.records import Claim, Document, Pair
from contradict.settings import Settings

MANY = Settings(few_pairs=0)  # as among many claims, where pairs must be chosen
DENSE_ONLY = Settings(few_pairs=0, lexical_neighbours=0, beside_neighbours=0)
LEXICAL_ONLY = Settings(few_pairs=0, dense_neighbours=0, beside_neighbours=0)


def claim(text: str, source: str = "a.txt", date: str | None = None, name: str = "") -> Claim:
    document = Document(source, name or source, text, date=date)
    return Claim(document, 0, len(text), text, date=date)


def claims_in(document: Document, *spans: tuple[int, int]) -> list[Claim]:
    return [Claim(document, start, end, document.text[start:end]) for start, end in spans]


def vectors_of(size: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(size, 8)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def alike(size: int) -> Vectors:
    return np.tile(np.eye(1, 8, dtype=np.float32), (size, 1))


def numbered(size: int) -> list[Claim]:
    return [claim(f"claim {n} of {n % 7}", source=f"{n % 3}.txt", name=f"{n}") for n in range(size)]


def unordered(pairs: list[Pair]) -> set[frozenset[str]]:
    return {frozenset((pair.left.document.name, pair.right.document.name)) for pair in pairs}


sizes = st.integers(0, 40)
seeds = st.integers(0, 10_000)
knobs = st.builds(
    Settings,
    few_pairs=st.just(0),
    dense_neighbours=st.integers(0, 6),
    dense_floor=st.floats(-0.5, 0.9),
    lexical_neighbours=st.integers(0, 4),
    lexical_floor=st.floats(0, 0.9),
)


@given(sizes, seeds, knobs)
@hypothesis_settings(max_examples=40, deadline=None)
def test_each_unordered_pair_comes_once_and_is_counted(
    size: int, seed: int, settings: Settings
) -> None:
    claims, vectors = numbered(size), vectors_of(size, seed)
    pairs = propose(claims, vectors, settings=settings)
    assert len(unordered(pairs)) == len(pairs)
    assert all(len(names) == 2 for names in unordered(pairs))
    counted = count(claims, vectors, settings=settings)
    assert (counted.possible, counted.proposed) == (size * (size - 1) // 2, len(pairs))
    places = [(claims.index(pair.left), claims.index(pair.right)) for pair in pairs]
    assert places == sorted(places)


@given(st.integers(2, 40), seeds, st.integers(1, 6), st.floats(-0.5, 0.9))
@hypothesis_settings(max_examples=40, deadline=None)
def test_the_dense_rule_finds_exactly_the_nearest(
    size: int, seed: int, wanted: int, floor: float
) -> None:
    claims, vectors = numbered(size), vectors_of(size, seed)
    settings = replace(DENSE_ONLY, dense_neighbours=wanted, dense_floor=floor)
    cosine = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    expected = set()
    for one in range(size):
        others = sorted(set(range(size)) - {one}, key=lambda two: -cosine[one, two])
        near = [two for two in others[:wanted] if cosine[one, two] >= floor]
        expected |= {frozenset((f"{one}", f"{two}")) for two in near}
    pairs = propose(claims, vectors, settings=settings)
    assert unordered(pairs) == expected
    for pair in pairs:
        one, two = claims.index(pair.left), claims.index(pair.right)
        assert pair.similarity == pytest.approx(cosine[one, two], abs=1e-6)
        assert pair.found_by == ("dense",)


@given(sizes, seeds, knobs)
@hypothesis_settings(max_examples=25, deadline=None)
def test_the_order_of_the_claims_decides_left_and_right_only(
    size: int, seed: int, settings: Settings
) -> None:
    claims, vectors = numbered(size), vectors_of(size, seed)
    forth = propose(claims, vectors, settings=settings)
    back = propose(claims[::-1], vectors[::-1], settings=settings)
    assert unordered(forth) == unordered(back)
    rules = {frozenset((p.left.text, p.right.text)): (p.found_by, p.similarity) for p in forth}
    assert rules == {
        frozenset((p.left.text, p.right.text)): (p.found_by, p.similarity) for p in back
    }


@given(st.integers(2, 40), seeds, knobs)
@hypothesis_settings(max_examples=25, deadline=None)
def test_the_size_of_the_blocks_changes_nothing(size: int, seed: int, settings: Settings) -> None:
    claims, vectors = numbered(size), vectors_of(size, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "BLOCK_CELLS", 3 * size)
        in_blocks = propose(claims, vectors, settings=settings)
    assert in_blocks == propose(claims, vectors, settings=settings)


@given(st.lists(st.integers(0, 1), max_size=30), seeds, knobs)
@hypothesis_settings(max_examples=40, deadline=None)
def test_sides_are_respected(sides: list[int], seed: int, settings: Settings) -> None:
    claims, vectors = numbered(len(sides)), vectors_of(len(sides), seed)
    pairs = propose(claims, vectors, settings=settings, sides=sides)
    side = {f"{place}": value for place, value in enumerate(sides)}
    assert all({side[name] for name in names} == {0, 1} for names in unordered(pairs))
    counted = count(claims, vectors, settings=settings, sides=sides)
    assert counted.possible == sides.count(0) * sides.count(1)
    assert counted.proposed == len(pairs)


def test_ties_do_not_depend_on_the_order_of_the_files() -> None:
    claims = numbered(30)
    settings = replace(DENSE_ONLY, dense_neighbours=3)
    forth = propose(claims, alike(30), settings=settings)
    assert unordered(forth) == unordered(propose(claims[::-1], alike(30), settings=settings))
    assert 45 <= len(forth) <= 90


def test_both_rules_are_named_in_their_order() -> None:
    claims = [claim("The zeppelin landed", "a"), claim("No zeppelin landed at noon", "b")]
    (pair,) = propose(claims, alike(2), settings=MANY)
    assert pair.found_by == ("dense", "lexical")
    (pair,) = propose(claims, np.eye(2, 8, dtype=np.float32), settings=MANY)
    assert pair.found_by == ("lexical",)
    assert pair.similarity == 0


def test_texts_without_a_shared_word_or_topic_make_no_pair() -> None:
    claims = [claim("Zeppelins landed", "a"), claim("Bread rose", "b"), claim("of the and", "c")]
    assert propose(claims, np.eye(3, 8, dtype=np.float32), settings=MANY) == []
    stop_words = [claim("of the", "a"), claim("and the", "b")]
    assert propose(stop_words, alike(2), settings=LEXICAL_ONLY) == []


def test_the_same_words_are_never_compared_and_take_no_neighbours_place() -> None:
    copies = [claim("He  left the UNION.", f"{n}.txt") for n in range(5)]
    copies += [claim("he left the union.", f"{n}.md") for n in range(5)]
    other = claim("He stayed in the union.", "z.txt")
    settings = replace(DENSE_ONLY, dense_neighbours=1)
    pairs = propose([*copies, other], alike(11), settings=settings)
    assert len(pairs) == 10
    assert all(pair.right == other for pair in pairs)


def test_overlapping_spans_of_one_document_are_never_compared() -> None:
    document = Document("a.txt", "a.txt", "He came, he saw, and he left.")
    whole, first, last = claims_in(document, (0, 29), (0, 7), (17, 28))
    copy = replace(whole, document=replace(document, source="b.txt", name="b.txt"), text="Other")
    pairs = propose([whole, first, last, copy], alike(4), settings=DENSE_ONLY)
    assert {(pair.left, pair.right) for pair in pairs} == {
        (first, last),
        (whole, copy),
        (first, copy),
        (last, copy),
    }


@pytest.mark.parametrize(
    ("first_given", "then_given", "swapped"),
    [
        ("2024-05-14", "2024-05-13", True),
        ("2024-05-13", "2024-05-14", False),
        ("2024-05", "2024-05-14", False),
        ("2024-05-14", "2024-05", False),
        ("2024-05-14", "2024", False),
        ("2024-05-14", "2024-04", True),
        ("2024", "2023-12-31", True),
        ("2024-05-14", None, False),
        (None, "1999", False),
    ],
)
def test_left_is_the_surely_earlier_date_else_the_source_given_first(
    first_given: str | None, then_given: str | None, swapped: bool
) -> None:
    claims = [claim("It is open", "z.txt", first_given), claim("It is shut", "a.txt", then_given)]
    (pair,) = propose(claims, alike(2))
    assert (pair.left, pair.right) == (tuple(claims[::-1]) if swapped else tuple(claims))


def test_left_is_the_earlier_start_in_one_document_and_the_earlier_row_in_one_table() -> None:
    document = Document("a.txt", "a.txt", "It is open. It is shut.")
    late, early = claims_in(document, (12, 23), (0, 11))
    (pair,) = propose([late, early], alike(2))
    assert (pair.left, pair.right) == (early, late)
    rows = [claim("It is open", "t.csv", name="9"), claim("It is shut", "t.csv", name="1")]
    (pair,) = propose(rows, alike(2))
    assert (pair.left, pair.right) == tuple(rows)


def test_lengths_that_do_not_match_are_refused() -> None:
    with pytest.raises(UsageError, match="2 claims"):
        propose(numbered(2), alike(3))
    with pytest.raises(UsageError, match="2 claims"):
        propose(numbered(2), alike(2), sides=[0])


def test_the_shipped_encoder_brings_denial_and_claim_together() -> None:
    claims = [
        claim("The minister said that the dam would be closed in spring.", "a.txt"),
        claim("There is no plan whatsoever to shut the reservoir.", "b.txt"),
        claim("Her cousin collects stamps from small islands.", "c.txt"),
    ]
    vectors = load_encoder().encode([one.text for one in claims])
    pairs = propose(claims, vectors, settings=MANY)
    assert [(pair.left, pair.right) for pair in pairs] == [(claims[0], claims[1])]


def test_among_few_claims_the_floor_alone_decides() -> None:
    claims = numbered(8)
    one_topic = Settings(few_pairs=28, dense_neighbours=1, lexical_neighbours=0)
    assert len(propose(claims, alike(8), settings=one_topic)) == 28
    assert len(propose(claims, alike(8), settings=replace(one_topic, few_pairs=27))) < 28
    assert propose(claims, np.eye(8, 8, dtype=np.float32), settings=one_topic) == []


def test_two_claims_that_only_point_to_their_subject_are_no_pair() -> None:
    found = [claim("It's fair.", "a.txt"), claim("It's honest.", "b.txt")]
    assert propose(found, alike(2), settings=MANY) == []
    assert count(found, alike(2), settings=MANY).proposed == 0
    assert len(propose(found, alike(2))) == 1  # where pairs are few none is spared


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("It opened on Monday.", "It did not open before Monday."),  # shared words say what it is
        ("It's fair.", "The report is unfair."),
    ],
)
def test_pointing_alone_keeps_no_claims_apart(left: str, right: str) -> None:
    found = [claim(left, "a.txt"), claim(right, "b.txt")]
    assert len(propose(found, alike(2), settings=MANY)) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("That's a bad thing.", "It's not a bad thing."),  # both point, and say little
        ("He's right.", "The senator from Vermont is wrong about trade."),  # one says nothing else
        ("We will take care of it.", "They never took care of it."),
    ],
)
def test_claims_that_say_too_little_by_themselves_are_no_pair_among_many(
    left: str, right: str
) -> None:
    found = [claim(left, "a.txt"), claim(right, "b.txt")]
    terms = load_terms()
    assert propose(found, alike(2), settings=MANY, terms=terms) == []
    assert propose(found[::-1], alike(2), settings=MANY, terms=terms) == []
    assert len(propose(found, alike(2), terms=terms)) == 1  # where pairs are few none is spared
    asked = replace(MANY, vague_pairs=True)
    assert len(propose(found, alike(2), settings=asked, terms=terms)) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The war is over.", "The war goes on."),  # short, and yet about something
        ("We never signed the lease.", "You signed the lease in May."),
        ("It closed the harbour on Monday.", "The harbour was never closed."),
        ("They left 40 crates behind.", "They left 60 crates behind."),
    ],
)
def test_claims_that_stand_alone_are_a_pair_among_many(left: str, right: str) -> None:
    found = [claim(left, "a.txt"), claim(right, "b.txt")]
    assert len(propose(found, alike(2), settings=MANY, terms=load_terms())) == 1


def test_content_is_that_of_different_words_and_no_word_counts_for_all() -> None:
    rarity = load_terms().rarity

    def of(text: str) -> float:
        return content(stems(text), rarity)

    assert of("It is so.") == 0
    assert 0 < of("It is a bad thing.") < ALONE
    assert of("Varrow Varrow Varrow") == of("Varrow") == MOST
    assert of("Varrow signed") > of("Varrow")


@pytest.mark.parametrize(
    ("settings", "worth", "name", "proposed"),
    [
        (MANY, 0.01, "a.txt", 0),
        (MANY, None, "a.txt", 1),
        (MANY, 0.01, "row 1", 0),  # a transcript may be a table too
        (Settings(), 0.01, "a.txt", 1),  # few pairs: nothing is saved
    ],
)
def test_two_claims_that_nobody_would_check_are_no_pair_among_many(
    settings: Settings, worth: float | None, name: str, proposed: int
) -> None:
    one = replace(claim("The council may go on.", "a.txt", name=name), worth=worth)
    other = replace(claim("The council may stop.", "b.txt"), worth=worth)
    assert len(propose([one, other], alike(2), settings=settings)) == proposed


def test_one_claim_worth_checking_is_enough() -> None:
    one = replace(claim("The council paid 40 marks.", "a.txt"), worth=0.9)
    other = replace(claim("The council paid nothing.", "b.txt"), worth=0.001)
    assert len(propose([one, other], alike(2), settings=MANY)) == 1


def test_what_lies_in_one_folder_is_not_crowded_out() -> None:
    """The nearest of all are elsewhere; with one neighbour a claim, only ``beside`` finds these."""
    texts = ["left/a.txt", "left/b.txt", *(f"right/{n}.txt" for n in range(6))]
    claims = [claim(f"claim {n}", source) for n, source in enumerate(texts)]
    angles = [0.0, 1.0, 0.01, 0.02, 0.99, 0.98, 0.03, 0.97]
    vectors = np.array([[np.cos(a), np.sin(a)] for a in angles], dtype=np.float32)
    crowded = replace(DENSE_ONLY, dense_neighbours=1)
    wanted = frozenset(("left/a.txt", "left/b.txt"))
    without = propose(claims, vectors, settings=replace(crowded, beside_neighbours=0))
    assert wanted not in unordered(without)
    found = propose(claims, vectors, settings=replace(crowded, beside_neighbours=1))
    (pair,) = [
        one for one in found if {one.left.document.name, one.right.document.name} == set(wanted)
    ]
    assert pair.found_by == ("beside",)


def test_in_one_folder_the_files_are_what_lies_together() -> None:
    folders = [claim("a", "x/a.txt"), claim("b", "y/b.txt"), claim("c", "x/c.txt")]
    assert together(folders) == ["x", "y", "x"]
    assert together(folders[::2]) == ["x/a.txt", "x/c.txt"]
