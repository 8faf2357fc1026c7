"""The claims stage as a part of a spaCy pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contradict.claims import load_extractor
from contradict.claims.pipeline import torch_kept_out
from contradict.records import Document
from contradict.store import models_root

TEXT = (
    "The lock was shut on Monday. “Nobody opened it,” Omar Voss told the board in Lisbon."
    " Who knows? He denied that the order was signed."
)


def pipeline(**config: Any) -> Any:
    with torch_kept_out():
        import spacy
    nlp = spacy.load(models_root() / "claims")
    nlp.add_pipe("contradict_quotations", first=True)
    nlp.add_pipe("contradict_claims", config=config)
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Any:
    return pipeline()


def test_claims_are_on_the_doc_with_spans_that_say_their_status(nlp: Any) -> None:
    doc = nlp(TEXT)
    assert [claim.quote for claim in doc._.claims] == [span.text for span in doc.spans["claims"]]
    said = {claim.quote: (claim.speaker, claim.status) for claim in doc._.claims}
    assert said["The lock was shut on Monday."] == (None, "asserted")
    assert said["Nobody opened it"] == ("Omar Voss", "denied")
    assert [span.label_ for span in doc.spans["claims"]] == [c.status for c in doc._.claims]


def test_they_are_the_claims_of_the_stage(nlp: Any) -> None:
    stage = load_extractor().claims([Document("a", "a", TEXT)])
    assert [(one.quote, one.speaker) for one in nlp(TEXT)._.claims] == [
        (one.quote, one.speaker) for one in stage
    ]


def test_a_speaker_may_be_given(nlp: Any) -> None:
    doc = pipeline(speaker="Ida Brandt")("I saw that the lock was shut.")
    assert [claim.speaker for claim in doc._.claims] == ["Ida Brandt"]


def test_odd_docs_are_no_trouble(nlp: Any) -> None:
    for text in ("", " ", "\n\n", "…", "a  b\t c", "The lock \n\n was   shut.  "):
        doc = nlp(text)
        assert all(text[one.start : one.end] == one.quote for one in doc._.claims)
    assert [len(doc._.claims) for doc in nlp.pipe(["It is shut.", ""])] == [1, 0]


def test_it_is_kept_with_the_pipeline(nlp: Any, tmp_path: Path) -> None:
    with torch_kept_out():
        import spacy
    pipeline(speaker="Ida Brandt").to_disk(tmp_path / "kept")
    again = spacy.load(tmp_path / "kept")
    assert [one.speaker for one in again("The lock was shut.")._.claims] == ["Ida Brandt"]


def test_without_a_parse_it_says_what_it_needs() -> None:
    with torch_kept_out():
        import spacy
    nlp = spacy.blank("en")
    nlp.add_pipe("contradict_claims")
    with pytest.raises(ValueError, match="parser"):
        nlp("The lock was shut.")
