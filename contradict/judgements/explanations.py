"""What the heads of a judge say: verdict, kind, and the words that carry a conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from contradict.errors import ModelError
from contradict.judgements.calibration import Array
from contradict.records import KINDS, VERDICTS, Explanation, Kind, Span, Verdict, Weighed
from contradict.runtime import OnnxText

DECIMALS = 4  # far above floating point noise, fine enough to rank by
HEADS = ("verdicts", "kinds", "evidence")


@dataclass(frozen=True)
class Heads:
    """The columns of the heads by name, as the manifest of a judge states them."""

    verdicts: tuple[str, ...]
    kinds: tuple[str, ...]

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Heads | None:
        """None where the judge has no heads; raises ModelError where it names others than ours."""
        if "verdicts" not in options and "kinds" not in options:
            return None
        try:
            found = cls(tuple(options["verdicts"]), tuple(options["kinds"]))
        except (KeyError, TypeError) as error:
            raise ModelError(f"the manifest's heads are unusable ({error})") from error
        if set(found.verdicts) != set(VERDICTS) or set(found.kinds) != set(KINDS):
            raise ModelError("the manifest names verdicts or kinds that are unknown here")
        return found


def explain(
    model: OnnxText, heads: Heads, texts: Sequence[tuple[str, str]], batch_tokens: int
) -> list[Explanation | None]:
    """One explanation a pair; None for a pair that does not fit one input of the model."""
    encoded = [(model.pieces(left), model.pieces(right)) for left, right in texts]
    fitting = [
        place
        for place, (left, right) in enumerate(encoded)
        if len(left.ids) + len(right.ids) <= model.room_pair
    ]
    inputs = []
    for place in fitting:
        left, right = encoded[place]
        inputs += [model.pair(left.ids, right.ids), model.pair(right.ids, left.ids)]
    outputs = model.outputs(inputs, batch_tokens)
    found: list[Explanation | None] = [None] * len(texts)
    for number, place in enumerate(fitting):
        left, right = encoded[place]
        forward, backward = outputs[2 * number], outputs[2 * number + 1]
        if not set(HEADS) <= set(forward):
            raise ModelError("model.onnx lacks the heads that its manifest names")
        here = model.places(len(left.ids))
        there = model.places(len(right.ids))
        found[place] = Explanation(
            cast(Mapping[Verdict, float], _shares(heads.verdicts, "verdicts", forward, backward)),
            cast(Mapping[Kind, float], _shares(heads.kinds, "kinds", forward, backward)),
            _weighed(left.spans, forward, here[0], backward, there[1]),
            _weighed(right.spans, forward, here[1], backward, there[0]),
        )
    return found


def _shares(
    names: Sequence[str], head: str, forward: Mapping[str, Any], backward: Mapping[str, Any]
) -> dict[str, float]:
    """Mean of both directions' softmax by name, in the order of ``names``."""
    both = np.sort(np.stack([_softmax(forward[head]), _softmax(backward[head])]), axis=0)
    mean = both.sum(axis=0) / 2
    return {name: round(float(mean[place]), DECIMALS) for place, name in enumerate(names)}


def _softmax(logits: Any) -> Array:
    wide = np.asarray(logits, dtype=np.float64)
    raised = np.exp(wide - wide.max())
    return np.asarray(raised / raised.sum())


def _weighed(
    spans: Sequence[Span],
    forward: Mapping[str, Any],
    at: int,
    backward: Mapping[str, Any],
    back_at: int,
) -> tuple[Weighed, ...]:
    """Pieces of a text with the mean of what both directions say of them."""
    size = len(spans)
    first = np.asarray(forward["evidence"][at : at + size], dtype=np.float64)
    second = np.asarray(backward["evidence"][back_at : back_at + size], dtype=np.float64)
    mean = np.sort(np.stack([first, second]), axis=0).sum(axis=0) / 2
    return tuple(
        (start, end, round(float(weight), DECIMALS))
        for (start, end), weight in zip(spans, mean, strict=True)
    )
