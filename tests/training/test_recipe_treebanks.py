"""Corpora become gold documents: their texts, annotation and names are read, then aligned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contradict.errors import InputError
from contradict.training.recipes import namesets
from contradict.training.recipes.treebanks import UNKNOWN, Document, Token, read_conllu, to_doc
from tests.training.treebank import parsed, text_of

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
