"""The nouns: quotes are verbatim, dictionaries have the fields of the contract, rows are flat."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.records import (
    LABELS,
    Anchor,
    Claim,
    Document,
    Finding,
    ModelInfo,
    Pair,
    PairCount,
    Probabilities,
    Reason,
    Report,
    Skipped,
    attributed,
    flatten,
)
from contradict.settings import Settings

FINDING = {
    *("id", "score", "strength", "verdict", "kind", "similarity", "found_by"),
    *("left", "right", "reasons", "also"),
}
SIDE = {
    *("source", "document", "start", "end", "quote", "text", "speaker", "date", "title", "url"),
    *("anchor", "before", "after"),
}


def finding(**changed: object) -> Finding:
    text = "Hello. The mine is open. Goodbye."
    document = Document("a.txt", "a.txt", text, title="Mines", url="https://mines.example")
    left = Claim(document, 7, 24, "The mine is open.", "Ada Pell", "2024-05", anchor=Anchor(line=3))
    right = Claim(Document("b.csv", "7", "It is shut."), 0, 11, "The mine is shut.")
    pair = Pair(left, right, 0.7, ("dense", "lexical"))
    found = Finding(
        "0123456789abcdef",
        pair,
        Probabilities(0.9, 0.02, 0.08),
        0.9,
        "contradiction",
        "antonym",
        (Reason("They differ.", (12, 16), (6, 10)),),
        (pair,),
    )
    return replace(found, **changed)  # type: ignore[arg-type]


def report(**settings: object) -> Report:
    found = finding()
    return Report(
        (found,),
        (found.left.document, found.right.document),
        (Skipped("c.bin", "no text", 4),),
        PairCount(3, 2, 2),
        (ModelInfo("judge", "judge", "0" * 64),),
        settings,
        "1.0",
    )


def test_a_finding_has_the_fields_of_the_contract() -> None:
    line = finding().as_dict()
    assert set(line) == FINDING
    assert set(line["left"]) == set(line["right"]) == SIDE
    assert set(line["left"]["anchor"]) == {"page", "line", "time"}
    (reason,) = line["reasons"]
    assert reason == {"text": "They differ.", "left_span": [12, 16], "right_span": [6, 10]}
    (also,) = line["also"]
    assert set(also) == {"left", "right"}
    assert set(also["left"]) == SIDE
    assert line["found_by"] == ["dense", "lexical"]
    assert line["left"]["document"] == "a.txt"
    assert (line["right"]["source"], line["right"]["document"]) == ("b.csv", "7")
    assert line["right"]["speaker"] is None
    assert json.loads(json.dumps(line)) == line


def test_a_publication_is_shown_where_there_is_one() -> None:
    document = Document("a.csv", "1", "The mine is open.", publication="Mine News")
    side = Claim(document, 0, 17, "The mine is open.").as_dict()
    assert set(side) == SIDE | {"publication"}
    assert side["publication"] == "Mine News"


@given(st.text(max_size=60), st.data())
@settings(max_examples=60, deadline=None)
def test_quote_and_surroundings_are_the_document(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    context = data.draw(st.integers(0, 20))
    claim = Claim(Document("a", "a", text), start, end, "resolved")
    side = claim.as_dict(context)
    assert claim.quote == side["quote"] == text[start:end]
    around = side["before"] + side["quote"] + side["after"]
    assert around == text[max(0, start - context) : end + context]
    assert len(side["before"]) <= context
    assert len(side["after"]) <= context


def test_surroundings_are_as_long_as_the_settings_say() -> None:
    (line,) = report(context_characters=4).as_dict()["findings"]
    assert (line["left"]["before"], line["left"]["after"]) == ("lo. ", " Goo")
    assert line["also"][0]["left"]["before"] == "lo. "
    usual = finding().as_dict(Settings().context_characters)
    assert report().as_dict()["findings"] == report(**Settings().as_dict()).as_dict()["findings"]
    assert report().as_dict()["findings"] == [usual]


def test_a_report_has_the_fields_of_the_contract() -> None:
    whole = report(threshold=0.5).as_dict()
    assert set(whole) == {
        *("findings", "documents", "skipped", "pairs", "models", "settings", "version")
    }
    assert whole["pairs"] == {"possible": 3, "proposed": 2, "judged": 2}
    assert whole["skipped"] == [{"source": "c.bin", "reason": "no text", "row": 4}]
    assert whole["models"] == [{"role": "judge", "name": "judge", "sha256": "0" * 64}]
    assert whole["settings"] == {"threshold": 0.5}
    assert [len(document["sha256"]) for document in whole["documents"]] == [64, 64]
    assert json.loads(json.dumps(whole)) == whole


def test_a_flat_row_has_every_field_once_and_lists_as_json() -> None:
    line = finding().as_dict()
    row = flatten(line)
    plain = [name for name in line if name not in ("left", "right")]
    cells = [*sorted(SIDE - {"anchor"}), "anchor_page", "anchor_line", "anchor_time"]
    assert set(row) == {*plain, *(f"{side}_{cell}" for side in ("left", "right") for cell in cells)}
    assert list(row)[:7] == list(line)[:7]
    assert row["left_quote"] == "The mine is open."
    assert row["left_anchor_line"] == 3
    assert json.loads(row["reasons"]) == line["reasons"]
    assert json.loads(row["also"]) == line["also"]
    assert not any(isinstance(cell, (list, dict)) for cell in row.values())


def test_a_frame_has_one_row_a_finding_with_the_flat_columns() -> None:
    frame = report().to_pandas()
    assert list(frame.columns) == list(flatten(finding().as_dict()))
    assert frame["score"].tolist() == [0.9]


@pytest.mark.parametrize(
    ("shares", "label"),
    [
        ((0.5, 0.3, 0.2), "contradiction"),
        ((0.2, 0.5, 0.3), "entailment"),
        ((0.2, 0.3, 0.5), "neutral"),
        ((0.4, 0.4, 0.2), "contradiction"),
        ((0.2, 0.4, 0.4), "entailment"),
    ],
)
def test_the_label_is_the_largest_ties_going_to_the_first(
    shares: tuple[float, float, float], label: str
) -> None:
    assert Probabilities(*shares).label == label
    assert LABELS == ("contradiction", "entailment", "neutral")


def test_the_score_is_the_probability_of_contradiction() -> None:
    assert finding().score == finding().probabilities.contradiction == 0.9


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        finding().left.document.text = "other"  # type: ignore[misc]


def test_the_digest_is_that_of_the_text_whatever_is_in_it() -> None:
    one, same = Document("a", "a", "text \ud800"), Document("b", "b", "text \ud800", date="2024")
    assert one.sha256 == same.sha256 != Document("a", "a", "text").sha256
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Document("a", "a", "").sha256 == empty


@pytest.mark.parametrize(
    ("speaker", "day", "expected"),
    [
        ("Ada Pell", "2024-05-14", "Ada Pell, 14 May 2024: It is shut."),
        ("Ada Pell", None, "Ada Pell: It is shut."),
        (None, "2024-05", "May 2024: It is shut."),
        (None, "2024", "2024: It is shut."),
        (None, None, "It is shut."),
        ("", "", "It is shut."),
    ],
)
def test_what_is_known_stands_before_the_text(
    speaker: str | None, day: str | None, expected: str
) -> None:
    assert attributed("It is shut.", speaker, day) == expected
