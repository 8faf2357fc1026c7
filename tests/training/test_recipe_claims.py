"""The recipe of models/claims: gold documents are varied, learnt from, and measured against."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.claims.pipeline import torch_kept_out
from contradict.store import read_folder
from contradict.training.recipes import augmentation, claims
from contradict.training.recipes.parsing_figures import evaluate_documents, evaluate_pipeline
from contradict.training.recipes.treebanks import Document, Token, to_doc
from tests.training.treebank import parsed, text_of

# Variations

LINES = st.lists(
    st.lists(st.sampled_from(["Tarn", '"', "'", "can", "n't", "--", "-", "ß", "."]), min_size=1),
    min_size=1,
    max_size=5,
)


@given(lines=LINES, seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_variation_keeps_sentences_and_their_annotation(lines: list[list[str]], seed: int) -> None:
    document = [parsed(" ".join(words)) for words in lines]
    varied = augmentation.vary(document, Random(seed))
    assert varied == augmentation.vary(document, Random(seed))
    assert len(varied) == len(document)
    for before, after in zip(document, varied, strict=True):
        assert len(before) - len(after) in {0, 1}  # the last stop may go
        for old, new in zip(before, after, strict=False):
            assert (old.tag, old.head, old.dep, old.entity) == (
                new.tag,
                new.head,
                new.dep,
                new.entity,
            )
            assert new.after.strip() == ""
            assert all(token.head < len(after) for token in after)


def test_quotes_become_curly_by_their_tags() -> None:
    row = [Token('"', "``"), Token("No", "UH"), Token('"', "''"), Token("n't", "RB")]
    assert [token.text for token in augmentation.curly([row])[0]] == ["“", "No", "”", "n’t"]
    again = augmentation.straight(augmentation.curly([row]))
    assert [token.text for token in again[0]] == ['"', "No", '"', "n't"]


def test_lines_break_at_the_width_and_paragraphs_stay() -> None:
    words = parsed("aaaa bbbb cccc dddd")
    words[-1] = Token(**{**vars(words[-1]), "after": "\n\n"})
    assert text_of(augmentation.wrapped([words], 8)) == "aaaa bbbb\ncccc dddd\n\n"


def test_case_variants_forget_lemmas_that_no_longer_hold() -> None:
    row = [Token("Tarn", "NNP", lemma="Tarn"), Token("Left", "VBD", lemma="leave")]
    assert [(t.text, t.lemma) for t in augmentation.lower([row])[0]] == [
        ("tarn", ""),
        ("left", "leave"),
    ]
    assert [(t.text, t.lemma) for t in augmentation.upper([row])[0]] == [("TARN", ""), ("LEFT", "")]


def test_a_last_stop_with_dependents_stays() -> None:
    row = [Token("Go", "VB", head=0), Token("now", "RB", head=2), Token(".", ".", head=0)]
    assert augmentation.unpointed([row]) == [row]


# Tokenizer, training, figures


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A non-profit re-opened", ["A", "non-profit", "re-opened"]),
        ("the Tarn-based bank", ["the", "Tarn", "-", "based", "bank"]),
        ("What?! No!!!", ["What", "?!", "No", "!!!"]),
        ("Lt. Vega and/or others", ["Lt.", "Vega", "and", "/", "or", "others"]),
        ("at 7:30pm.", ["at", "7:30", "pm", "."]),
        ("Did he agree? No.", ["Did", "he", "agree", "?", "No", "."]),
    ],
)
def test_tokenizer_cuts_as_the_treebanks_do(blank: Any, text: str, words: list[str]) -> None:
    assert [token.text for token in blank(text)] == words


class Oracle:
    """A pipeline that knows the answer, except for what it is told to get wrong."""

    def __init__(self, vocab: Any, documents: list[Document]) -> None:
        self.vocab = vocab
        self.documents = documents

    def pipe(self, texts: Iterator[str]) -> list[Any]:
        docs = [to_doc(self.vocab, document) for document in self.documents]
        assert list(texts) == [doc.text for doc in docs]
        return docs


def test_the_gold_itself_scores_one(blank: Any, documents: list[Document]) -> None:
    oracle: Any = Oracle(blank.vocab, documents)
    figures = evaluate_documents(oracle, documents)
    assert set(figures.values()) == {1.0}
    assert {"sentences", "pos", "uas", "las", "names"} <= set(figures)


def test_wrong_words_heads_and_names_cost_as_much_as_they_should(
    blank: Any, documents: list[Document]
) -> None:
    row = documents[0][1]
    wrong = [
        row[0],
        Token(**{**vars(row[1]), "pos": "NOUN"}),
        Token(**{**vars(row[2]), "head": 0, "entity": "O"}),
        row[3],
    ]
    oracle: Any = Oracle(blank.vocab, [[documents[0][0], wrong, documents[0][2]], documents[1]])
    figures = evaluate_documents(oracle, documents)
    words = 13
    assert figures["pos"] == pytest.approx((words - 1) / words)
    assert figures["uas"] == figures["las"] == pytest.approx((words - 1) / words)
    assert figures["names"] == pytest.approx(2 * 1 / (1 + 2))
    assert figures["sentences"] == 1.0


def test_a_trained_pipeline_is_written_whole_and_reads_back(
    treebank: Path, documents: list[Document], tmp_path: Path
) -> None:
    many = documents * 30  # rarer transitions are not learnt
    nlp = claims.train(many, many, steps=2, seed=1)
    again = claims.train(many, many, steps=2, seed=1)
    assert nlp.get_pipe("parser").to_bytes() == again.get_pipe("parser").to_bytes()  # type: ignore[attr-defined]
    figures = {"invented": evaluate_pipeline(nlp, treebank)}
    assert "names" not in figures["invented"]
    folder = claims.build(nlp, figures, tmp_path / "claims", gum=False)
    assert read_folder(folder.path).manifest.labels == ("LOC", "PERSON")
    for name in folder.manifest.files:
        assert folder.file(name).is_file()
    card = (folder.path / "README.md").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in card
    assert "GUM, only" not in card
    with torch_kept_out():
        import spacy

        loaded = spacy.load(folder.path)
    assert "Haddad" not in loaded.vocab.strings  # words of the corpora are not handed on
    text = "Amal Haddad can't stay.  She left\nOrvale. Lt. Vega wasn't re-elected."
    assert [described(token) for token in loaded(text)] == [described(t) for t in nlp(text)]


def described(token: Any) -> tuple[str, ...]:
    return (
        token.text,
        token.tag_,
        token.pos_,
        str(token.morph),
        token.lemma_,
        token.dep_,
        token.head.text,
        token.ent_type_,
    )
