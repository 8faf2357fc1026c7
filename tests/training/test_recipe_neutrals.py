"""Neutral pairs from real text: invented documents here."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from contradict.errors import InputError
from contradict.training.recipes import neutrals

SUBJECTS = ("ferry", "granary", "orchard", "quarry", "lighthouse", "tannery")


def documents() -> list[list[str]]:
    """Six invented documents; two sentences of each have a near relative in all the others."""
    return [
        [
            f"The {subject} opened its gates to early visitors on a windy morning.",
            f"Repairs to the {subject} roof will cost the county a great deal of money.",
            f"Nobody at the {subject} remembers a summer as dry as this one.",
            f"A {subject} keeper counted {10 + number} carts before noon that day.",
        ]
        for number, subject in enumerate(SUBJECTS)
    ]


def home() -> dict[str, int]:
    return {text: number for number, one in enumerate(documents()) for text in one}


def test_sentences_are_declarative_and_of_fitting_length() -> None:
    text = (
        "MS. ORRIN:  The granary has been empty since the early spring flood.  It was\n"
        "filled again by hand in the last week of autumn.  And who can say for how long now?\n\n"
        "Too short.\n\nA heading without an end that goes on for quite a while\n\n"
        "Q    We were told the quarry had closed for good last year. " + "Very " * 50 + "long.\n"
    )
    assert neutrals.sentences(text) == [
        "The granary has been empty since the early spring flood.",
        "It was filled again by hand in the last week of autumn.",
        "We were told the quarry had closed for good last year.",
    ]


def test_briefings_are_read_month_by_month_without_their_front_matter(tmp_path: Path) -> None:
    body = "\n\n".join(f"The {n}th cart of the morning reached the old mill." for n in range(30))
    for name in ("b.md", "a.md"):
        path = tmp_path / "2031-02" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"---\ntitle: File {name} of the mill on the river.\n---\n\n{body}", "utf-8"
        )
    (tmp_path / "2031-02" / "short.md").write_text("Too little to be of any use here.", "utf-8")
    (tmp_path / "2031-03").mkdir()
    found = neutrals.briefing_sentences(tmp_path, ["2031-02", "2031-03"])
    assert [len(one) for one in found] == [30, 30]
    assert not any("title" in text for one in found for text in one)


def test_speeches_are_drawn_by_seed(tmp_path: Path) -> None:
    texts = [" ".join(one * 4) for one in documents()]
    pd.DataFrame({"text": texts}).to_parquet(tmp_path / "speeches.parquet")
    found = neutrals.speech_sentences(tmp_path / "speeches.parquet", limit=3, seed=1)
    assert len(found) == 3
    assert found == neutrals.speech_sentences(tmp_path / "speeches.parquet", limit=3, seed=1)
    assert found != neutrals.speech_sentences(tmp_path / "speeches.parquet", limit=3, seed=2)


def test_random_pairs_are_of_two_documents() -> None:
    rows = neutrals.random_pairs(documents(), 40, 0, "random")
    assert len(rows) == 40
    assert all(home()[a] != home()[b] for a, b, _, _ in rows)
    assert {row[2:] for row in rows} == {("neutral", "random")}
    assert rows == neutrals.random_pairs(documents(), 40, 0, "random")


@pytest.mark.parametrize("distance", [None, 1, 2])
def test_near_pairs_are_of_one_document_and_near(distance: int | None) -> None:
    rows = neutrals.near_pairs(documents(), 40, 0, "near", distance=distance)
    assert len(rows) == 40
    for left, right, label, _ in rows:
        assert home()[left] == home()[right]
        assert left != right
        assert label == "neutral"
        places = [documents()[home()[left]].index(text) for text in (left, right)]
        assert distance is None or abs(places[0] - places[1]) <= distance


def test_near_pairs_need_two_sentences() -> None:
    with pytest.raises(InputError, match="two different sentences"):
        neutrals.near_pairs([["The same again and again."] * 5, []], 3, 0, "near")


def test_topic_pairs_are_neighbours_of_two_documents_and_no_copies() -> None:
    shared = "The harbour master praised the harvest of the northern valley."
    copied = [[*one, shared] for one in documents()]
    rows = neutrals.topic_pairs(copied, 10, 0, "topic")
    assert 0 < len(rows) <= 10
    places = home()
    for left, right, label, _ in rows:
        assert shared not in (left, right)
        assert places[left] != places[right]
        assert documents()[places[left]].index(left) == documents()[places[right]].index(right)
        assert label == "neutral"
    assert rows == neutrals.topic_pairs(copied, 10, 0, "topic")


def test_identical_pairs_entail() -> None:
    rows = neutrals.identical_pairs(documents(), 5, 0, "same")
    assert len(rows) == 5
    assert all(left == right and label == "entailment" for left, right, label, _ in rows)


def test_shuffled_pairs_join_two_rows_of_one_set() -> None:
    frame = pd.DataFrame(
        {
            "premise": [f"Premise {n}." for n in range(20)],
            "hypothesis": [f"Hypothesis {n}." for n in range(20)],
            "dataset": "toy",
        }
    )
    rows = neutrals.shuffled_pairs(frame, 50, 0)
    assert len(rows) == 20
    numbers = [[int(text.split()[1][:-1]) for text in row[:2]] for row in rows]
    assert all(left != right for left, right in numbers)
    assert {row[2:] for row in rows} == {("neutral", "toy_shuffled")}
