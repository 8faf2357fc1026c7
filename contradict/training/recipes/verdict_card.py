"""The card of models/verdict: what it is, how it was fitted, what it adds."""

from __future__ import annotations

from typing import Any

from contradict.symbols import NAMES
from contradict.training.recipes.scan_precision import PROMISES

TEMPLATE = """\
# verdict: the judge's word and the symbols of a pair

Three small logistic regressions (scikit-learn; kept as numbers in safetensors, nothing pickled):

- **score**: P(the texts conflict) from the judge's log-odds and {count} signals, fitted on pairs
  that the judge was not trained on, which also calibrates it;
- **kind** of a contradiction and **verdict** of the rest: a second expert beside the judge's heads,
  which reads figures, negations, opposites, quantifiers, names and cues exactly.

Signals are computed from the words, dates and speakers by `contradict.symbols`; its lists are in
`contradict/lexicon`. Used with the shipped judge only, for which it was fitted.

## Fitted on

Score: `data/statements` dev, scans of `data/corpora` dev, `data/natural` dev, samples of the dev
parts of MultiNLI, SNLI, CAD-NLI, NewProtocols and ConjNLI, and two months of White House briefings
(CC0), each scanned as one corpus, whose hardest pairs nobody has read and which count as no
conflicts. Kind and verdict: `data/statements` train. Licence: Apache-2.0.

Weights of the score, for signals between 0 and 3:

| signal | weight |
|---|---:|
{weights}

## For `--precision`

Strength from which on so many of the findings are real, over scans of `data/corpora` dev, whose
documents are full of contradictions; elsewhere, where they are rarer, fewer will be. What it keeps
on other documents of the kind: `python -m contradict.training.recipes.scan_precision
data/corpora/test`.

| precision | strength |
|---|---:|
{thresholds}

## To build it again

    python -m contradict.training.recipes.verdict --data DATA --corpora CORPORA \\
        --natural build/natural_dev.jsonl -o models/verdict
"""


def card(numbers: dict[str, Any]) -> str:
    """The card as Markdown."""
    weights = list(zip(("judge's log-odds", *NAMES), numbers["score.weights"], strict=True))
    used = [(name, float(weight)) for name, weight in weights if weight]
    lines = "\n".join(f"| {name} | {weight:+.2f} |" for name, weight in used)
    shown = "\n".join(
        f"| {asked:.1f} | {numbers['thresholds'][round(asked * 100) - 1]:.3f} |"
        for asked in PROMISES
    )
    return TEMPLATE.format(count=len(used) - 1, weights=lines, thresholds=shown)
