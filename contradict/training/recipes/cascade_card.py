"""The card of models/cascade: what each operating point throws out, and what that loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from contradict.pairs.cascade import HIDDEN, PLAIN, network
from contradict.settings import Settings

if TYPE_CHECKING:
    from contradict.training.recipes.cascade import Candidates

POINTS = (-4.5, -4.25, -4.0, -3.75, -3.5, -3.25, -3.0, -2.75, -2.5, -2.25, -2.0, -1.5)
CARD = """\
# cascade: which candidates the judge need not see

A network with one hidden layer of {hidden} units (scikit-learn; kept as numbers in safetensors,
nothing pickled) on the sums, differences and products of two claims' vectors by `models/encoder`
and {plain} plain facts: {names}.
It foretells the judge's log-odds of contradiction in one direction. Used where a scan has many
candidates; those below {point} are not judged. `--thorough` judges them all.

Fitted on {count:,} candidates of scans: briefings (public domain) of January to August 2024 as one
corpus and, of {months}, a few together, speeches in the American Congress (public
domain), debates (`known_lies`, no licence stated), and a fifth of the training documents of
`data/corpora`. Licence: Apache-2.0.

## Measured

On `data/corpora` dev, alone and among others' claims, briefings of {later}, other debates and
speeches (which the judge itself may have learnt from, as no conflicts). "Findings" are candidates
whose strength is at least the default threshold; most of those of real texts are false alarms.

{table}

## To build it again

    python -m contradict.training.recipes.cascade --corpora CORPORA -o models/cascade
"""


def card(count: int, months: Sequence[str], later: str, table: str) -> str:
    """The card of a model fitted on so many candidates."""
    return CARD.format(
        hidden=HIDDEN,
        plain=len(PLAIN),
        names=", ".join(PLAIN),
        point=Settings.cascade_floor,
        count=count,
        months=", ".join(months),
        later=later,
        table=table,
    )


def lines(model: dict[str, Any], sets: Mapping[str, Sequence[Candidates]]) -> Iterator[str]:
    """A Markdown table: what each operating point throws out and what that loses."""
    yield "| candidates | from log-odds | n | thrown out | findings lost | gold shown lost |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, parts in sets.items():
        logits = np.concatenate([network(part.values, model) for part in parts])
        strength = np.concatenate([part.strength for part in parts])
        gold = np.concatenate([part.gold for part in parts])
        shown = strength >= Settings.threshold
        for point in POINTS:
            out = logits < point
            lost = f"{(out & shown).sum()} of {shown.sum()}"
            gold_lost = f"{(out & shown & gold).sum()} of {(shown & gold).sum()}"
            yield f"| {name} | {point} | {len(out)} | {out.mean():.3f} | {lost} | {gold_lost} |"
