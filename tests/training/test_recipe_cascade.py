"""The cascade's fit: it foretells the judge, counts gold as likely, and its table counts."""

from __future__ import annotations

import numpy as np

from contradict.judgements.calibration import Array
from contradict.pairs.cascade import network
from contradict.training.recipes import cascade, cascade_card
from tests.judges import pair
from tests.training.test_recipe_scans import LOCKS, Claims

READ = 6  # columns, as far as the fit is concerned


def drawn(seed: int, size: int = 9000) -> cascade.Candidates:
    """Odds that no sum of the columns could tell: where the first two have one sign."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(size, READ)).astype(np.float32) * 3 + 5
    centred = values - 5
    odds = np.where(centred[:, 0] * centred[:, 1] > 0, 0.0, -6.0)
    return cascade.Candidates(values, np.zeros(size, dtype=bool), odds=odds)


def test_the_network_foretells_the_odds_of_candidates_that_it_was_not_fitted_on() -> None:
    model = cascade.fit([drawn(0), drawn(1)])
    assert model["hidden_weights"].shape == (READ, cascade.HIDDEN)
    other = drawn(2)
    found = network(other.values, model)
    assert ((found > -3) == (other.odds > -3)).mean() > 0.9


def test_gold_counts_as_likely_whatever_the_judge_says() -> None:
    random = np.random.default_rng(0)
    values = random.normal(size=(20_000, READ)).astype(np.float32)
    gold = values[:, 0] > 1
    parts = [cascade.Candidates(values, gold, odds=np.full(len(values), -20.0))]
    found = network(values, cascade.fit(parts))
    assert found[gold].mean() > found[~gold].mean() + 5
    assert found[~gold].mean() > cascade.FAR - 1  # what is far is no farther than that


def test_the_table_counts_what_a_point_throws_out_and_loses() -> None:
    weights = {
        "hidden_weights": np.array([[1.0], [0.0]]),
        "hidden_offset": np.array([100.0]),
        "weights": np.array([1.0]),
        "offset": np.array([-100.0]),
    }
    part = cascade.Candidates(
        np.array([[-9.0, 0], [-4.1, 0], [-4.1, 0], [0.0, 0]]),
        np.array([False, True, False, True]),
        strength=np.array([0.0, 0.9, 0.8, 0.9]),
    )
    rows = {
        tuple(line.split(" | ")[:2]): line for line in cascade_card.lines(weights, {"dev": [part]})
    }
    assert rows["| dev", "-4.0"].endswith("| 4 | 0.750 | 2 of 3 | 1 of 2 |")
    assert rows["| dev", "-4.5"].endswith("| 4 | 0.250 | 0 of 3 | 0 of 2 |")


class Halves:
    """Adds up both directions and halves them."""

    def odds(self, forward: Array, backward: Array) -> Array:
        return np.asarray((forward + backward)[:, 0] / 2)


class Reading:
    """A judge whose log-odds are the length of the left text; remembers what it was asked."""

    calibration = Halves()

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def logits(self, texts: list[tuple[str, str]]) -> Array:
        self.asked += texts
        return np.array([[float(len(left)), 0.0, 0.0] for left, _ in texts])


def test_the_judge_is_read_in_one_direction_to_fit() -> None:
    judge = Reading()
    assert cascade.one_way(judge, [pair("a", "bcd"), pair("bcd", "a")]).tolist() == [1.0, 3.0]
    assert judge.asked == [("a", "bcd"), ("bcd", "a")]
    assert len(cascade.one_way(judge, [])) == 0


def test_all_of_gold_is_fitted_on_however_few_are_drawn() -> None:
    gold = [
        {
            **{"left_source": "3.txt", "left_quote": LOCKS[0], "verdict": "contradiction"},
            **{"right_source": "4.txt", "right_quote": LOCKS[1]},
        }
    ]
    detector = Claims()
    detector.judge = Reading()  # type: ignore[attr-defined]
    claims, vectors = detector.prepared(None)
    wide = np.repeat(vectors, 96, axis=1) / 96**0.5
    found = cascade.among(detector, claims, wide, gold, cascade.Draw(2))  # type: ignore[arg-type]
    assert found.gold.sum() == 1
    assert len(found.gold) == len(found.odds) == len(found.values) in (2, 3)
    assert found.odds[found.gold] == [float(len(LOCKS[0]))]
