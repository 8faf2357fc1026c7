from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as reference

from contradict.errors import InputError, UsageError
from contradict.evaluation import Metric, evaluate, reliability
from contradict.records import LABELS, Probabilities

TWO_WAY = {
    ("entailment", "not_entailment"): (["entailment"], ["contradiction", "neutral"]),
    ("contradiction", "not_contradiction"): (["contradiction"], ["entailment", "neutral"]),
    ("contradiction", "entailment"): (["contradiction"], ["entailment", "neutral"]),
    ("contradiction", "neutral"): (["contradiction"], ["entailment", "neutral"]),
    ("entailment", "neutral"): (["entailment"], ["contradiction", "neutral"]),
}


def sample(
    size: int, seed: int = 0, decimals: int = 2, classes: Sequence[str] = LABELS
) -> tuple[list[str], list[Probabilities]]:
    """Gold labels and probabilities that know something of them; rounded, so that scores tie."""
    generator = np.random.default_rng(seed)
    gold = [classes[number] for number in generator.integers(0, len(classes), size)]
    weights = generator.dirichlet([1, 1, 1], size)
    for row, label in zip(weights, gold, strict=True):
        if label in LABELS:
            row[LABELS.index(label)] += generator.random()
    weights = np.round(weights / weights.sum(axis=1, keepdims=True), decimals)
    return gold, [Probabilities(c, e, 1 - c - e) for c, e, _ in weights.tolist()]


def values(found: Sequence[Metric], by: str | None = None, group: str | None = None) -> dict:
    return {row.name: row.value for row in found if (row.by, row.group) == (by, group)}


def expected_error(score: np.ndarray, hit: np.ndarray, bins: int = 15) -> float:
    place = np.minimum((score * bins).astype(int), bins - 1)
    return sum(
        (place == number).mean() * abs(score[place == number].mean() - hit[place == number].mean())
        for number in set(place)
    )


@pytest.mark.parametrize("seed", range(3))
def test_three_classes_agree_with_the_reference(seed: int) -> None:
    gold, rows = sample(400, seed)
    predicted = [row.label for row in rows]
    score = np.array([row.contradiction for row in rows])
    truth = np.array([label == "contradiction" for label in gold])
    precision, recall, f1, _ = reference.precision_recall_fscore_support(
        gold, predicted, labels=list(LABELS)
    )
    top = np.array([max(row.contradiction, row.entailment, row.neutral) for row in rows])
    right = np.array([one == other for one, other in zip(gold, predicted, strict=True)])
    wanted = {
        "accuracy": reference.accuracy_score(gold, predicted),
        "balanced_accuracy": reference.balanced_accuracy_score(gold, predicted),
        "macro_f1": reference.f1_score(gold, predicted, average="macro"),
        "average_precision_contradiction": reference.average_precision_score(truth, score),
        "auroc_contradiction": reference.roc_auc_score(truth, score),
        "brier_contradiction": reference.brier_score_loss(truth, score),
        "calibration_error": expected_error(top, right),
        "calibration_error_contradiction": expected_error(score, truth),
    }
    for number, label in enumerate(LABELS):
        wanted[f"precision_{label}"] = precision[number]
        wanted[f"recall_{label}"] = recall[number]
        wanted[f"f1_{label}"] = f1[number]
    assert values(evaluate(gold, rows, samples=10)) == pytest.approx(wanted)


@pytest.mark.parametrize("classes", TWO_WAY, ids=" ".join)
def test_missing_classes_are_merged(classes: tuple[str, str]) -> None:
    gold, rows = sample(300, 1, classes=classes)
    merged = np.array(
        [[sum(getattr(row, part) for part in parts) for parts in TWO_WAY[classes]] for row in rows]
    )
    predicted = [classes[number] for number in merged.argmax(axis=1)]
    target = classes[0] if classes[0] == "contradiction" else classes[1]
    truth = np.array([label == target for label in gold])
    score = merged[:, classes.index(target)]
    found = values(evaluate(gold, rows, samples=0))
    assert found["accuracy"] == pytest.approx(reference.accuracy_score(gold, predicted))
    assert found["macro_f1"] == pytest.approx(reference.f1_score(gold, predicted, average="macro"))
    assert found[f"auroc_{target}"] == pytest.approx(reference.roc_auc_score(truth, score))
    assert found[f"average_precision_{target}"] == pytest.approx(
        reference.average_precision_score(truth, score), abs=1e-3
    )
    assert {name.split("_", 1)[1] for name in found if name.startswith("recall_")} == set(classes)


def test_without_neutrals_the_question_is_contradiction_or_not() -> None:
    rows = [Probabilities(0.4, 0.3, 0.3), Probabilities(0.6, 0.4, 0.0)]
    assert values(evaluate(["entailment", "contradiction"], rows))["accuracy"] == 1
    three = [*rows, Probabilities(0.0, 0.0, 1.0)]
    assert values(evaluate(["entailment", "contradiction", "neutral"], three))[
        "accuracy"
    ] == pytest.approx(2 / 3)


def test_a_single_label_beside_a_two_way_name_that_covers_it() -> None:
    rows = [
        Probabilities(0.9, 0.1, 0.0),
        Probabilities(0.1, 0.8, 0.1),
        Probabilities(0.2, 0.2, 0.6),
    ]
    found = values(evaluate(["not_entailment", "entailment", "neutral"], rows))
    assert found["accuracy"] == found["recall_not_entailment"] == 1


def test_figures_without_a_meaning_are_left_out() -> None:
    _, rows = sample(20)
    assert set(values(evaluate(["contradiction"] * 20, rows))) == {
        "accuracy",
        "recall_contradiction",
        "calibration_error",
        "calibration_error_contradiction",
        "brier_contradiction",
    }
    found = evaluate(["neutral", "entailment", "contradiction"], [Probabilities(0, 1, 0)] * 3)
    assert "precision_contradiction" not in values(found)
    assert values(found)["recall_contradiction"] == values(found)["f1_contradiction"] == 0


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 40), st.integers(0, 10_000), st.integers(0, 3))
def test_intervals_hold_their_values(size: int, seed: int, decimals: int) -> None:
    gold, rows = sample(size, seed, decimals)
    for metric in evaluate(gold, rows, samples=30, seed=seed):
        assert metric.n == size
        assert 0 <= metric.low <= metric.value <= metric.high <= 1 + 1e-12


def test_intervals_shrink_with_more_pairs() -> None:
    few, many = (
        {row.name: row.high - row.low for row in evaluate(*sample(size, 3), samples=200)}
        for size in (100, 2500)
    )
    assert few.keys() == many.keys()
    for name in few:
        assert many[name] < 0.5 * few[name], name


def test_interval_of_accuracy_is_the_binomial_one() -> None:
    gold, rows = sample(1000, 5)
    accuracy = evaluate(gold, rows, samples=2000)[0]
    error = 1.96 * (accuracy.value * (1 - accuracy.value) / 1000) ** 0.5
    assert accuracy.low == pytest.approx(accuracy.value - error, abs=0.15 * error)
    assert accuracy.high == pytest.approx(accuracy.value + error, abs=0.15 * error)


def test_the_seed_decides() -> None:
    gold, rows = sample(200)
    assert evaluate(gold, rows, seed=1) == evaluate(gold, rows, seed=1)
    assert evaluate(gold, rows, seed=1) != evaluate(gold, rows, seed=2)
    one, other = (values(evaluate(gold, rows, seed=seed)) for seed in (1, 2))
    assert one == other


def test_groups_are_evaluated_like_sets_of_their_own() -> None:
    gold, rows = sample(90)
    kinds = ["numeric", None, "antonym"] * 30
    found = evaluate(gold, rows, groups={"kind": kinds}, samples=50)
    alone = evaluate(gold[::3], rows[::3], samples=50)
    assert [(row.by, row.group) for row in found if row.name == "accuracy"] == [
        (None, None),
        ("kind", "antonym"),
        ("kind", "numeric"),
    ]
    numeric = [row for row in found if row.group == "numeric"]
    assert [(row.name, row.n, row.value, row.low, row.high) for row in numeric] == [
        (row.name, row.n, row.value, row.low, row.high) for row in alone
    ]


def test_a_group_of_two_labels_keeps_the_classes_of_the_set() -> None:
    rows = [Probabilities(0.4, 0.3, 0.3), Probabilities(0.6, 0.4, 0.0), Probabilities(0, 0, 1)]
    found = evaluate(
        ["entailment", "contradiction", "neutral"], rows, groups={"part": ["x", "x", "y"]}
    )
    assert values(found, "part", "x")["accuracy"] == 0.5


def test_keys_of_the_dictionary() -> None:
    metric = evaluate(*sample(10), samples=5)[0].as_dict()
    assert list(metric) == ["name", "n", "value", "low", "high", "by", "group"]
    assert all(type(metric[key]) is float for key in ("value", "low", "high"))


def test_wrong_use() -> None:
    gold, rows = sample(4)
    with pytest.raises(UsageError, match="3 labels for 4"):
        evaluate(gold[:3], rows)
    with pytest.raises(UsageError, match="2 values of 'kind' for 4"):
        evaluate(gold, rows, groups={"kind": ["a", "b"]})
    with pytest.raises(InputError, match="no labelled pairs"):
        evaluate([], [])
    with pytest.raises(InputError, match="'maybe' is none of"):
        evaluate(["maybe", "neutral"], rows[:2])
    with pytest.raises(InputError, match="in one set"):
        evaluate(["not_entailment", "not_contradiction"], rows[:2])


def test_reliability_adds_up() -> None:
    gold, rows = sample(500)
    table = reliability(gold, rows, bins=5)
    assert [(row["low"], row["high"]) for row in table] == [
        (number / 5, (number + 1) / 5) for number in range(5)
    ]
    assert sum(row["n"] for row in table) == 500
    for row in table:
        inside = [
            (pair.contradiction, label == "contradiction")
            for pair, label in zip(rows, gold, strict=True)
            if row["low"] <= pair.contradiction < row["high"] + (row["high"] == 1)
        ]
        assert row["n"] == len(inside)
        if inside:
            assert row["score"] == pytest.approx(np.mean([score for score, _ in inside]))
            assert row["share"] == pytest.approx(np.mean([hit for _, hit in inside]))
    empty = reliability(["neutral"], [Probabilities(0.1, 0.1, 0.8)], bins=2)[1]
    assert (empty["n"], empty["score"], empty["share"]) == (0, None, None)
