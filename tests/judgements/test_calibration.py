"""Calibration: probabilities sum to 1, contradiction is symmetric to the bit and rises with it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.errors import ModelError
from contradict.judgements.calibration import Calibration, as_records

LOGIT = st.floats(-1e4, 1e4) | st.floats(-8, 8)
ROWS = st.lists(st.tuples(*[LOGIT] * 6), min_size=1, max_size=5)
NUMBER = st.floats(-4, 4)
CALIBRATIONS = st.builds(Calibration, st.floats(0.1, 4), NUMBER, st.floats(0.1, 4), NUMBER)


@given(ROWS, CALIBRATIONS)
@settings(max_examples=200, deadline=None)
def test_probabilities_are_probabilities_and_symmetric(
    rows: list[tuple[float, ...]], calibration: Calibration
) -> None:
    both = np.array(rows)
    forward, backward = both[:, :3], both[:, 3:]
    there, back = calibration.apply(forward, backward), calibration.apply(backward, forward)
    assert ((there >= 0) & (there <= 1)).all()
    assert np.abs(there.sum(axis=1) - 1).max() <= 1e-6
    assert (there[:, 0] == back[:, 0]).all()


def test_the_defaults_leave_the_models_own_softmax() -> None:
    logits = np.array([[1.0, 0.5, -2.0]])
    expected = np.exp(logits) / np.exp(logits).sum()
    assert Calibration().apply(logits, logits) == pytest.approx(expected, abs=1e-6)


def test_entailment_is_that_of_the_direction_left_to_right() -> None:
    forward, backward = np.array([[0.0, 4.0, 0.0]]), np.array([[0.0, 0.0, 4.0]])
    (there,), (back,) = (
        Calibration().apply(forward, backward),
        Calibration().apply(backward, forward),
    )
    assert there[1] > 0.9 > 0.1 > back[1]


def test_records_are_plain_floats_with_names() -> None:
    (record,) = as_records(np.array([[0.7, 0.2, 0.1]]))
    assert (record.contradiction, record.entailment, record.neutral) == (0.7, 0.2, 0.1)
    assert type(record.contradiction) is float


def test_options_go_there_and_back() -> None:
    calibration = Calibration(1.5, -0.5, 2.0, 0.25)
    assert Calibration.from_options({"calibration": calibration.as_dict()}) == calibration
    assert Calibration.from_options({}) == Calibration()


@pytest.mark.parametrize("stated", [{"slope": 1.0}, [1.0], {"contradiction_slope": "steep"}, None])
def test_unusable_options_are_refused(stated: object) -> None:
    with pytest.raises(ModelError, match="calibration"):
        Calibration.from_options({"calibration": stated})
