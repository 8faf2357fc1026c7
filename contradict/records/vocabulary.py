"""The closed sets of words, in a fixed order each; what they mean stands in the documentation."""

from __future__ import annotations

from typing import Literal, get_args

Label = Literal["contradiction", "entailment", "neutral"]
Verdict = Literal[
    "contradiction",
    "changed",
    "exception",
    "scope",
    "reported",
    "conditional",
    "refinement",
    "restatement",
    "unrelated",
]
Kind = Literal[
    "commitment", "scope", "entity", "temporal", "numeric", "negation", "antonym", "factual"
]
Status = Literal["asserted", "denied", "possible", "planned", "conditional", "reported"]

Polarity = Literal["affirmative", "negative"]

LABELS: tuple[Label, ...] = get_args(Label)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
KINDS: tuple[Kind, ...] = get_args(Kind)

Span = tuple[int, int]
