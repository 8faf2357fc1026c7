"""The kind of a contradiction from two witnesses: a judge's head, and the rules over the words.

The head has learnt kinds from labelled pairs and calls too much a matter of commitment; the rules
read figures, dates and negations exactly and little else. Their words are combined as by Bayes:
the head's shares times how often the rules say what they say of each kind, the rules at half
weight. The table was counted on data/statements train (``recipes.heads_figures --table``), the
weight chosen on dev: macro-F1 0.46 there, head alone 0.38, rules alone 0.32.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from contradict.records import KINDS, Kind

RULE_WEIGHT = 0.5
FLOOR = 1e-3  # of a share, so that no kind is ruled out by the head alone
# P(what the rules say | kind): a row a kind, both in the order of KINDS.
SAID: tuple[tuple[float, ...], ...] = (
    (0.246, 0.059, 0.004, 0.051, 0.029, 0.349, 0.193, 0.070),
    (0.013, 0.216, 0.013, 0.153, 0.169, 0.212, 0.148, 0.076),
    (0.015, 0.049, 0.078, 0.063, 0.049, 0.390, 0.312, 0.044),
    (0.027, 0.093, 0.009, 0.558, 0.093, 0.062, 0.115, 0.044),
    (0.025, 0.155, 0.008, 0.055, 0.660, 0.042, 0.042, 0.013),
    (0.028, 0.067, 0.008, 0.095, 0.071, 0.545, 0.142, 0.043),
    (0.036, 0.056, 0.008, 0.068, 0.048, 0.257, 0.418, 0.108),
    (0.016, 0.058, 0.047, 0.189, 0.068, 0.226, 0.216, 0.179),
)


def combined_kind(shares: Mapping[Kind, float], rule: Kind) -> Kind:
    """The likeliest kind given the head's ``shares`` and the rules' word; ties: first of KINDS."""
    column = KINDS.index(rule)

    def weight(kind: Kind) -> float:
        said = SAID[KINDS.index(kind)][column]
        return math.log(shares[kind] + FLOOR) + RULE_WEIGHT * math.log(said)

    return max(KINDS, key=weight)
