"""Dates, times, money, percentages and quantities by rule; every sentence is invented."""

from __future__ import annotations

from typing import Any

import pytest

from contradict.claims.pipeline import torch_kept_out
from contradict.training.recipes.entity_patterns import add_rules
from contradict.training.recipes.tokenizer_rules import tune_tokenizer

SENTENCES = [
    ("It was signed on 14 May 2024.", [("14 May 2024", "DATE")]),
    ("On May 14, 2024, the lock was shut.", [("May 14, 2024", "DATE")]),
    ("They met last Monday and again yesterday.", [("last Monday", "DATE"), ("yesterday", "DATE")]),
    ("Profits fell in 2019 and in March.", [("2019", "DATE")]),
    ("It began at 4 p.m. and ended at 17:30.", [("4 p.m.", "TIME"), ("17:30", "TIME")]),
    ("They paid $3.2 billion.", [("$3.2 billion", "MONEY")]),
    ("They paid forty million euros.", [("forty million euros", "MONEY")]),
    ("Some 12 % left, and 9 per cent came.", [("12 %", "PERCENT"), ("9 per cent", "PERCENT")]),
    ("Rates rose by 20 percentage points.", [("20 percentage points", "PERCENT")]),
    ("It is 30 km away, two hours by boat.", [("30 km", "QUANTITY"), ("two hours", "QUANTITY")]),
    ("They shipped 500 tons a day.", [("500 tons", "QUANTITY")]),
    ("She left two days ago.", [("two days ago", "DATE")]),
    ("You may march on, said Mrs Orr.", []),
    ("He is one of the men in Room 12.", []),
]


@pytest.fixture(scope="module")
def pipeline() -> Any:
    with torch_kept_out():
        import spacy
    nlp = spacy.blank("en")
    tune_tokenizer(nlp)
    nlp.add_pipe("ner")
    nlp.initialize()
    ruler = nlp.get_pipe("ner")
    nlp.disable_pipes("ner")
    assert ruler is not None
    add_rules(nlp)
    return nlp


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_entities_by_example(pipeline: Any, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.text, one.label_) for one in pipeline(text).ents] == expected


def test_entities_of_the_model_are_left_alone(pipeline: Any) -> None:
    doc = pipeline.make_doc("The May 2024 Company paid 5 euros.")
    from spacy.tokens import Span

    doc.ents = [Span(doc, 1, 4, label="ORG")]
    found = pipeline.get_pipe("entity_ruler")(doc)
    assert [(one.text, one.label_) for one in found.ents] == [
        ("May 2024 Company", "ORG"),
        ("5 euros", "MONEY"),
    ]
