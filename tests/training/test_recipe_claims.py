"""The recipe of models/claims: corpora become gold documents, varied, aligned, measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.claims.pipeline import torch_kept_out
from contradict.errors import InputError
from contradict.store import read_folder
from contradict.training.recipes import augmentation, claims, namesets
from contradict.training.recipes.parsing_figures import evaluate_documents, evaluate_pipeline
from contradict.training.recipes.tokenizer_rules import tune_tokenizer
from contradict.training.recipes.treebanks import (
    UNKNOWN,
    Document,
    Token,
    read_conllu,
    to_doc,
)

# Invented people and places.
CONLLU = """\
# newdoc id = invented-1
# newpar
# sent_id = invented-1-1
# text = Amal Haddad can't stay.
1\tAmal\tAmal\tPROPN\tNNP\tNumber=Sing\t5\tnsubj\t_\t_
2\tHaddad\tHaddad\tPROPN\tNNP\tNumber=Sing\t1\tflat\t_\t_
3-4\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
3\tca\tcan\tAUX\tMD\tVerbForm=Fin\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tstay\tstay\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
5.1\tthere\tthere\tADV\tRB\t_\t_\t_\t_\t_
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# sent_id = invented-1-2
1\tShe\tshe\tPRON\tPRP\tCase=Nom\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\tTense=Past\t0\troot\t_\t_
3\tOrvale\tOrvale\tPROPN\tNNP\tNumber=Sing\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
# sent_id = invented-1-3
1\tWhy\twhy\tADV\tWRB\t_\t0\troot\t_\tSpaceAfter=No
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newdoc id = invented-2
# sent_id = invented-2-1
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
"""
IOB2 = """\
# newdoc id = invented-1
# sent_id = invented-1-1
1\tAmal\tB-PER\t-\tx
2\tHaddad\tI-PER\t-\tx
3\tca\tO
4\tn't\tO
5\tstay\tO
6\t.\tB-OTH\t-\tx

# sent_id = invented-1-2
1\tShe\tO
2\tleft\tO
3\tOrvale\tB-LOC
4\t.\tO

# sent_id = invented-1-3
1\tWhy\tO
"""


@pytest.fixture(scope="module")
def blank() -> Any:
    with torch_kept_out():
        import spacy
    nlp = spacy.blank("en")
    tune_tokenizer(nlp)
    return nlp


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "invented.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return path


@pytest.fixture
def documents(treebank: Path) -> list[Document]:
    names = treebank.with_suffix(".iob2")
    names.write_text(IOB2, encoding="utf-8")
    return read_conllu(treebank, namesets.read_iob2(names))


def text_of(document: Document) -> str:
    return "".join(token.text + token.after for sentence in document for token in sentence)


def parsed(words: str, entity: str = "O") -> list[Token]:
    """A sentence of words whose head is the first of them."""
    return [
        Token(word, "NN", "NOUN", "", word, 0, "dep" if index else "ROOT", entity)
        for index, word in enumerate(words.split())
    ]


# Reading


def test_conllu_becomes_the_text_that_was_annotated(documents: list[Document]) -> None:
    assert [text_of(document) for document in documents] == [
        "Amal Haddad can't stay. She left Orvale.\n\nWhy?\n\n",
        "Yes ",
    ]


def test_words_keep_their_annotation(documents: list[Document]) -> None:
    stay = documents[0][0][4]
    assert (stay.tag, stay.pos, stay.morph, stay.lemma) == ("VB", "VERB", "VerbForm=Inf", "stay")
    assert (stay.head, stay.dep) == (4, "ROOT")
    assert [token.head for token in documents[0][0]] == [4, 0, 4, 4, 4, 4]


def test_names_are_laid_over_the_words_and_other_kinds_are_none(documents: list[Document]) -> None:
    entities = [token.entity for token in documents[0][0]]
    assert entities == ["B-PERSON", "I-PERSON", "O", "O", "O", "O"]


def test_names_that_do_not_fit_or_are_not_given_stay_unknown(documents: list[Document]) -> None:
    assert {token.entity for token in documents[0][2] + documents[1][0]} == {UNKNOWN}


@pytest.mark.parametrize(
    "row",
    ["1\tWord\tword", "2\tWord\tword\tNOUN\tNN\t_\t0\troot\t_\t_", "1\tA\ta\tX\tX\t_\t7\tx\t_\t_"],
)
def test_a_file_that_is_no_conllu_is_refused_by_name(tmp_path: Path, row: str) -> None:
    path = tmp_path / "broken.conllu"
    path.write_text(row + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.conllu"):
        read_conllu(path)


def test_columns_get_their_spaces_back(tmp_path: Path) -> None:
    path = tmp_path / "columns.txt"
    rows = 'Vega I-PER|said O|: O|" O|It O|did O|n\'t O|pass O|. O|"  O|( O|end O|) O'
    path.write_text(rows.replace("|", "\n") + "\n\nOrvale\tB-country\n", encoding="utf-8")
    (document,) = namesets.read_columns([path])
    assert text_of(document) == 'Vega said: "It didn\'t pass." (end) Orvale '
    assert [document[0][0].entity, document[1][0].entity] == ["B-PERSON", "B-LOC"]


def test_descriptions_are_no_names_and_a_place_is_no_organisation(tmp_path: Path) -> None:
    path = tmp_path / "described.conll"
    rows = "The B-Person|Minister I-Person|Okoro I-Person|met O|our B-Person|guests I-Person"
    rows += "|in O|Orvale B-Organisation|. O|We B-Organisation"
    path.write_text(rows.replace("|", "\n").replace(" ", "\t"), encoding="utf-8")
    (document,) = namesets.read_columns([path], descriptions=True, places=frozenset({"Orvale"}))
    entities = {token.text: token.entity for token in document[0]}
    assert entities["Okoro"] == "B-PERSON"
    assert entities["Orvale"] == "B-LOC"
    assert entities["Minister"] == UNKNOWN
    assert {entities[word] for word in ("met", "our", "guests", "We")} == {"O"}


def test_the_longest_plain_name_wins() -> None:
    words = "the Treasury of Orvale and Orvalian banker Noor Tal"
    mentions = [(0, 4, "ORG"), (3, 4, "LOC"), (5, 9, "PERSON")]
    assert namesets.plain_names(words.split(" "), mentions) == [
        "O", "B-ORG", "I-ORG", "I-ORG", "O", UNKNOWN, "O", UNKNOWN, UNKNOWN,
    ]  # fmt: skip


def test_gum_mentions_are_read_where_they_nest(tmp_path: Path) -> None:
    rows = [
        ("Noor", "NNP", "Entity=(1-person-new-cf1-1-coref(2-person-new-cf1-1-coref-Noor_Tal"),
        ("Tal", "NNP", "Discourse=x|Entity=2)"),
        ("'s", "POS", "_"),
        ("mayor", "NN", "Entity=1)"),
        ("likes", "VBZ", "_"),
        ("Orvale", "NNP", "Entity=(3-place-new-cf1-1-sgl-Orvale)|SpaceAfter=No"),
    ]
    lines = [
        f"{number}\t{word}\t_\t_\t{tag}\t_\t0\troot\t_\t{misc}"
        for number, (word, tag, misc) in enumerate(rows, 1)
    ]
    path = tmp_path / "gum.conllu"
    path.write_text("# sent_id = g-1\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert namesets.read_gum_entities(path) == {
        "g-1": ["B-PERSON", "I-PERSON", "O", "O", "O", "B-LOC"]
    }


def test_only_names_of_a_single_kind_are_unambiguous(documents: list[Document]) -> None:
    other = [[Token("Orvale", entity="B-ORG")], [Token("Tarn", entity="B-LOC")]]
    assert namesets.unambiguous_names(documents, "LOC") == {"Orvale"}
    assert namesets.unambiguous_names([*documents, other], "LOC") == {"Tarn"}


# Gold documents


def test_spaces_beyond_one_blank_are_tokens_as_the_tokenizer_makes_them(blank: Any) -> None:
    spaces = ["\n", "  ", "\n\n", " ", ""]
    words = parsed("one two three four five")
    sentence = [
        Token(**{**vars(word), "after": after}) for word, after in zip(words, spaces, strict=True)
    ]
    gold = to_doc(blank.vocab, [sentence])
    made = blank.make_doc(gold.text)
    assert [(token.text, token.whitespace_) for token in gold] == [
        (token.text, token.whitespace_) for token in made
    ]
    assert [token.head.text for token in gold if token.is_space] == ["one", "two", "three"]


def test_sentences_heads_and_names_reach_the_document(
    blank: Any, documents: list[Document]
) -> None:
    gold = to_doc(blank.vocab, documents[0])
    assert [sentence.text.strip() for sentence in gold.sents] == [
        "Amal Haddad can't stay.",
        "She left Orvale.",
        "Why?",
    ]
    assert [(name.text, name.label_) for name in gold.ents] == [
        ("Amal Haddad", "PERSON"),
        ("Orvale", "LOC"),
    ]
    assert [token.head.text for token in gold][:6] == [
        "stay",
        "Amal",
        "stay",
        "stay",
        "stay",
        "stay",
    ]
    assert [token.ent_iob_ for token in gold if token.text == "Why"] == [""]


def test_a_name_goes_on_over_a_line_break_and_does_not_end_with_one(blank: Any) -> None:
    sentence = [
        Token("Amal", entity="B-PERSON", after="\n"),
        Token("Haddad", entity="I-PERSON", after="\n"),
        Token("left", entity="O", after=""),
    ]
    gold = to_doc(blank.vocab, [sentence])
    assert [name.text for name in gold.ents] == ["Amal\nHaddad"]


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
