import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.claims import load_extractor
from contradict.errors import ModelError
from contradict.records import Anchor, Document, Turn


def test_info_names_the_model(extractor):
    assert extractor.info.role == "claims"
    assert len(extractor.info.sha256) == 64


def test_a_missing_or_altered_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match="no model"):
        load_extractor(tmp_path / "nowhere")
    files = {"meta.json": {"size": 3, "sha256": "0" * 64}}
    manifest = {"role": "claims", "name": "x", "version": "1", "licence": "x", "files": files}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "meta.json").write_text("{ }")
    with pytest.raises(ModelError, match="not the file"):
        load_extractor(tmp_path)


def test_claims_carry_what_the_document_knows(extractor):
    text = "The dam was built in 1950. It holds two million tonnes of water."
    document = Document(
        "a.csv",
        "7",
        text,
        speaker="Ada Pell",
        date="2024-05",
        anchors=((0, Anchor(page=1)), (27, Anchor(page=2))),
    )
    first, second = extractor.claims([document])
    assert (first.speaker, first.date, first.worth) == ("Ada Pell", "2024-05", None)
    assert first.anchor == Anchor(page=1)
    assert second.anchor == Anchor(page=2)
    assert first.quote == first.text == "The dam was built in 1950."


@pytest.mark.parametrize(
    "text",
    [
        "The ferry cost 40 million dollars.",
        "The new ferry cost $40 million.",
        "The waiting list hit 9,000 names in May.",
    ],
)
def test_a_verb_that_looks_like_its_noun_makes_a_claim_of_an_amount(extractor, text):
    (claim,) = extractor.claims([Document("a.txt", "a.txt", text)])
    assert claim.quote == text


def test_documents_come_out_in_order_and_each_once(extractor):
    texts = [f"The dam number {n} was closed in March." for n in range(5)]
    documents = [Document("t.csv", str(n), text) for n, text in enumerate(texts)]
    found = list(extractor.claims(iter(documents)))
    assert [claim.document.name for claim in found] == ["0", "1", "2", "3", "4"]


def test_results_do_not_depend_on_the_company(extractor):
    document = Document("a", "a", "“The dam is safe,” Ada Pell said. The council closed the road.")
    other = Document("b", "b", "The harbour froze in January. Nobody could leave the town.")
    alone = list(extractor.claims([document]))
    together = [c for c in extractor.claims([other, document, other]) if c.document is document]
    assert together == alone != []


def test_documents_without_text_yield_nothing(extractor):
    assert list(extractor.claims([Document("a", "a", ""), Document("b", "b", " \n ")])) == []


def test_no_claim_crosses_a_block_or_comes_from_outside(extractor):
    text = "The dam closed\n\nThe council met on Monday.\n\nThe road was closed in May."
    blocks = ((16, 42), (44, len(text)))
    found = extractor.claims([Document("t", "t", text, blocks=blocks)])
    assert [c.quote for c in found] == ["The council met on Monday.", "The road was closed in May."]


def test_line_breaks_stay_in_the_quote_and_leave_the_text(read):
    (claim,) = read("The council closed\n  the road in\nMay.")
    assert claim.quote == "The council closed\n  the road in\nMay."
    assert claim.text == "The council closed the road in May."


def test_stage_directions_stay_in_the_quote_and_leave_the_text(read):
    (claim,) = read("The council closed the road (Laughter.) in May.")
    assert "Laughter" in claim.quote
    assert claim.text == "The council closed the road in May."


def test_turns_name_the_speaker_and_questioners_say_nothing(extractor):
    text = "MS. PELL: We closed the dam.\nQ: You closed the dam.\nMR. VOSS: The dam is open."
    blocks = ((10, 28), (32, 51), (62, len(text)))
    turns = (
        Turn(0, 29, "MS. PELL"),
        Turn(29, 52, None, asks=True),
        Turn(52, len(text), "MR. VOSS"),
    )
    found = list(extractor.claims([Document("t", "t", text, turns=turns, blocks=blocks)]))
    assert [(c.speaker, c.quote) for c in found] == [
        ("MS. PELL", "We closed the dam."),
        ("MR. VOSS", "The dam is open."),
    ]


def test_a_very_long_text_is_read_in_pieces(extractor):
    text = "The council closed the road in May. " * 400
    found = list(extractor.claims([Document("t", "t", text)]))
    assert len(found) == 400


PIECES = st.sampled_from(
    [
        "The dam is safe", "Ada Pell said", "he said", "“", "”", '"', "'", ", ", ". ", "?", "\n\n",
        "\n", " that ", "I have", "we", "don't", "(Laughter.)", "according to", "but", ": ", "— ",
        "The letter from", "a", "\u200b", "**", "it was unsigned", ";", "\ud800", "🙂", "\x00",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=120)))
def test_any_text_gives_sorted_spans_that_do_not_overlap(extractor, text):
    document = Document("t", "t", text)
    reached = 0
    for claim in extractor.claims([document]):
        assert reached <= claim.start < claim.end <= len(text)
        assert claim.quote == claim.quote.strip() != ""
        assert claim.text
        reached = claim.end


def test_torch_is_never_loaded(model):
    code = (
        "import sys; from contradict.claims import load_extractor;"
        "from contradict.records import Document;"
        "assert 'spacy' not in sys.modules;"
        f"e = load_extractor({str(model)!r}); assert 'spacy' not in sys.modules;"
        "print(len(list(e.claims([Document('t', 't', 'The dam is safe now.')]))));"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]


@pytest.mark.parametrize(
    "piece",
    ["he said ", "Ada Pell said that ", "the dam is old and ", "“", '" ', "( ", "it is old, "],
)
def test_endless_repetition_is_survived(extractor, piece):
    text = piece * 700 + "the dam is safe."
    for claim in extractor.claims([Document("t", "t", text)]):
        assert claim.quote
