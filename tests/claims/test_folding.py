from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.claims.passages import MAX_CHARACTERS, fold, passages
from contradict.records import Document, Turn


def test_white_space_is_folded_and_every_character_has_its_place():
    text = "The  dam\nis\u00a0safe."
    passage = fold(text, 0, len(text))
    assert passage.text == "The dam is safe."
    start, end = passage.span(4, 7)
    assert text[start:end] == "dam"


def test_stage_directions_and_markup_are_left_out():
    text = "The **dam** is (Laughter.) safe \\[sic\\], see [this](https://example.org/x)."
    assert fold(text, 0, len(text)).text == "The dam is safe [sic], see [this]."


def test_turns_give_speakers_and_questioners_none():
    text = "A: One here.\nQ: Two here?\nB: Three here."
    turns = (Turn(0, 13, "A"), Turn(13, 26, None, asks=True), Turn(26, len(text), "B"))
    blocks = ((3, 12), (16, 25), (29, len(text)))
    document = Document("t", "t", text, turns=turns, blocks=blocks)
    assert [(p.text, p.speaker) for p in passages(document)] == [
        ("One here.", "A"),
        ("Three here.", "B"),
    ]


def test_long_text_is_cut_after_sentences():
    text = "The dam is quite safe today. " * 1000
    found = list(passages(Document("t", "t", text)))
    assert len(found) > 1
    assert all(p.text.endswith("today.") and len(p.text) <= MAX_CHARACTERS for p in found)
    assert " ".join(p.text for p in found) == text.strip()


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300), st.integers(0, 20))
def test_folding_keeps_offsets(text, start):
    passage = fold(text, min(start, len(text)), len(text))
    assert len(passage.text) == len(passage.marked) == len(passage.origin)
    assert list(passage.origin) == sorted(set(passage.origin))
    for place, character in zip(passage.origin, passage.marked, strict=True):
        assert text[place] == character or (character == " " and text[place].isspace())


def test_lone_surrogates_do_not_reach_the_parser():
    assert fold("a \ud800 b", 0, 5).text == "a \ufffd b"
