"""The judge's word and the symbols of a pair together: final score, verdict and kind.

Three linear models fitted by ``training.recipes.verdict`` with scikit-learn (logistic regression on
held-out pairs, which calibrates it; for verdict and kind a product of experts: Hinton 2002) and
kept as plain numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from contradict.errors import ModelError
from contradict.findings.kinds import RULES
from contradict.findings.log_odds import expit, odds
from contradict.records import KINDS, VERDICTS, Explanation, Kind, Pair, Verdict
from contradict.settings import DEFAULT_VERDICT
from contradict.store import NumbersModel, open_model
from contradict.symbols import NAMES, matrix

FILE = "model.safetensors"
OTHERS: tuple[Verdict, ...] = tuple(v for v in VERDICTS if v not in ("contradiction", "changed"))
FLOOR = 1e-3  # of a share, so that no expert rules a name out alone
SIZES = {  # shape of each array
    "score.weights": (1 + len(NAMES),),
    "score.offset": (1,),
    "kinds.weights": (len(NAMES) + len(RULES), len(KINDS)),
    "kinds.offset": (len(KINDS),),
    "verdicts.weights": (len(NAMES), len(OTHERS)),
    "verdicts.offset": (len(OTHERS),),
    "trust": (2,),  # in the symbols' word on kind and on verdict, the judge's being 1
    "thresholds": (99,),  # on strength, for a precision of 1 to 99 in a hundred
}

Floats = npt.NDArray[np.float64]
Name = TypeVar("Name", Kind, Verdict)


class Combiner(NumbersModel):
    """The numbers are read with the first pair."""

    def conflict(self, pair: Pair, judged: float) -> float:
        """P(the texts conflict) from what the judge makes of it and the symbols; not rounded."""
        values = np.concatenate([[odds(judged)], signals_of(pair)])
        total = self._arrays["score.weights"] @ values + self._offset("score")[0]
        return expit(float(total))

    def kind(self, pair: Pair, said: Explanation, flags: Sequence[float]) -> Kind:
        """The likeliest kind; ``flags`` are those of ``kinds.flags``."""
        values = np.concatenate([signals_of(pair), flags])
        return _likeliest(said.kinds, KINDS, self._shares("kinds", values), self._trust(0))

    def verdict(self, pair: Pair, said: Explanation, open_ones: Sequence[Verdict]) -> Verdict:
        """The likeliest verdict of ``open_ones``, none of which is a contradiction or a change."""
        shares = self._shares("verdicts", signals_of(pair))
        symbols = shares[[OTHERS.index(one) for one in open_ones]]
        return _likeliest(said.verdicts, open_ones, symbols, self._trust(1))

    def threshold(self, precision: float) -> float:
        """The strength from which on the findings of a scan have at least this precision, 0 to 1.

        Fitted on scans of document sets whose pairs are known (``recipes.scan_precision``).
        """
        place = min(max(math.ceil(round(precision * 100, 6)), 1), 99) - 1
        return float(self._arrays["thresholds"][place])

    def _shares(self, name: str, values: Floats) -> Floats:
        """The share of each name by the symbols alone."""
        logits = values @ self._arrays[f"{name}.weights"] + self._offset(name)
        return np.asarray(np.exp(logits - np.logaddexp.reduce(logits)))

    def _offset(self, name: str) -> Floats:
        return self._arrays[f"{name}.offset"]

    def _trust(self, place: int) -> float:
        return float(self._arrays["trust"][place])

    @cached_property
    def _arrays(self) -> dict[str, Floats]:
        found = self._folder.numbers(FILE, SIZES)
        if tuple(self._folder.manifest.options.get("signals", ())) != NAMES:
            raise ModelError(f"{self._folder.path}: made for other signals; restore the folder")
        return found


def signals_of(pair: Pair) -> Floats:
    """The signals of a pair, shape (len(NAMES),)."""
    found: Floats = matrix([pair])[0]
    return found


def load_combiner(name: str | Path | None = None) -> Combiner:
    """Open a model by name or folder; ModelError where there is none."""
    folder = open_model(name or DEFAULT_VERDICT, "verdict")
    folder.file(FILE)
    return Combiner(folder)


def _likeliest(
    said: Mapping[Name, float], names: Sequence[Name], symbols: Floats, trust: float
) -> Name:
    """The name with the largest product of both experts' shares; ties: the first."""
    total = [
        math.log(said[name] + FLOOR) + trust * math.log(share + FLOOR)
        for name, share in zip(names, symbols, strict=True)
    ]
    return names[total.index(max(total))]
