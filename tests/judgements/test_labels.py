"""Labels are read by name, in whatever order and spelling, or refused in one line."""

from __future__ import annotations

from itertools import permutations

import pytest

from contradict.errors import ModelError
from contradict.judgements.labels import positions
from contradict.records import LABELS


@pytest.mark.parametrize("order", permutations(LABELS))
@pytest.mark.parametrize("spelling", [str.lower, str.upper, str.capitalize])
def test_columns_follow_the_names(order: tuple[str, ...], spelling: object) -> None:
    id2label = {str(index): spelling(name) for index, name in enumerate(order)}  # type: ignore[operator]
    assert [order[column] for column in positions(id2label, "model")] == list(LABELS)


@pytest.mark.parametrize(
    "id2label",
    [
        {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"},
        {0: "contradiction", 1: "entailment"},
        {0: "contradiction", 1: "not_contradiction"},
        {0: "contradiction", 1: "entailment", 2: "neutral", 3: "other"},
        {0: "contradiction", 1: "entailment", 2: "neutral", 3: "neutral"},
        {1: "contradiction", 2: "entailment", 3: "neutral"},
        {"first": "contradiction", "second": "entailment", "third": "neutral"},
        ["contradiction", "entailment", "neutral"],
        {},
        None,
        7,
    ],
)
def test_anything_else_is_refused_in_one_line(id2label: object) -> None:
    with pytest.raises(ModelError, match="need exactly contradiction, entailment, neutral") as told:
        positions(id2label, "some/model")
    assert str(told.value).startswith("some/model: ")
    assert "\n" not in str(told.value)
