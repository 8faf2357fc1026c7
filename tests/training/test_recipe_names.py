"""Real names in place of invented ones: the same on both sides, and only where both share one."""

from __future__ import annotations

from contradict.training.recipes.names import found, frequent_names, renamed

ROWS = [
    (
        "Reporters say that Orlo has closed the gate.",
        "The gate of Orlo is open.",
        "contradiction",
        "s",
    ),
    ("The gate is open.", "The gate is shut.", "contradiction", "s"),
]


def test_names_are_capitals_inside_a_sentence() -> None:
    text = "On Monday the mayor of Orlo met Ada Pell, and Hesk paid."
    assert found(text) == ["Orlo", "Ada", "Pell", "Hesk"]


def test_names_are_counted_over_all_texts() -> None:
    assert frequent_names([["a visit to Orlo", "and Orlo paid"], ["in Hesk"]]) == {
        "Orlo": 2,
        "Hesk": 1,
    }


def test_a_shared_name_is_replaced_on_both_sides_alike() -> None:
    made = renamed(ROWS, {"Vell": 3}, draws=2, seed=0)
    swapped = ("Reporters say that Vell has closed the gate.", "The gate of Vell is open.")
    assert made == [(*swapped, "contradiction", "s_renamed")] * 2
    assert renamed(ROWS, {"Vell": 3, "Ansk": 1}, 3, 5) == renamed(
        ROWS, {"Vell": 3, "Ansk": 1}, 3, 5
    )
