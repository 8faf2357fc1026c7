"""How the findings of a run stand against those of the run before: new, carried, resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from contradict.findings import identity
from contradict.records import Finding, Report

State = Literal["new", "carried", "resolved", "hidden"]

STATES = ("new", "carried", "resolved")
SHOWN = ("new", "carried")  # what a run found; hidden ones lie below its threshold


@dataclass(frozen=True)
class Standing:
    """A finding as a dictionary, with its ids: its own, those of its copies, earlier ones."""

    id: str
    state: State
    strength: float
    ids: tuple[str, ...]
    finding: Mapping[str, Any]


@dataclass(frozen=True)
class Compared:
    """The report of a scan, and every finding with its state, resolved ones last."""

    report: Report
    standing: tuple[Standing, ...]
    reviews: Mapping[str, str]
    models_changed: bool = False

    def as_dict(self, limit: int | None = None) -> dict[str, Any]:
        """As ``Report.as_dict``; findings carry ``state`` and ``review``, at most ``limit``."""
        whole = self.report.as_dict()
        found = [self._row(one) for one in self.standing if one.state in STATES]
        whole["settings"]["limit"] = limit
        return whole | {"findings": found[:limit]}

    def _row(self, one: Standing) -> dict[str, Any]:
        # what was reviewed may be a copy that came first in an earlier run
        review = next((self.reviews[name] for name in one.ids if name in self.reviews), None)
        return {**one.finding, "state": one.state, "review": review}


def compared(report: Report, wide: Report, last: Sequence[Standing]) -> tuple[Standing, ...]:
    """The standing of a run's findings against the ``last`` run.

    ``wide`` is the same scan at a threshold no higher than the last run's, without which a raised
    threshold would resolve findings. A finding is known again by any of its copies: which of them
    comes first may change with a document that repeats it.
    """
    before = {name: one.ids for one in last if one.state != "resolved" for name in one.ids}
    context = int(report.settings["context_characters"])
    shown = [_standing(finding, before, context) for finding in report.findings]
    current = {name for one in shown for name in one.ids}
    hidden = [
        replace(_standing(finding, before, context), state="hidden")
        for finding in wide.findings
        if not current & set(_ids(finding))
    ]
    current |= {name for one in hidden for name in one.ids}
    resolved = [
        replace(one, state="resolved")
        for one in last
        if one.state in SHOWN and not current & set(one.ids)
    ]
    return (*shown, *hidden, *resolved)


def _standing(finding: Finding, before: Mapping[str, tuple[str, ...]], context: int) -> Standing:
    ids = _ids(finding)
    # With the names it had before: a review stays with it when the copy reviewed is gone.
    earlier = [name for one in ids for name in before.get(one, ())]
    return Standing(
        finding.id,
        "carried" if earlier else "new",
        finding.strength,
        tuple(dict.fromkeys((*ids, *earlier))),
        finding.as_dict(context),
    )


def _ids(finding: Finding) -> tuple[str, ...]:
    """The finding's own id first, then those of its copies."""
    copies = [identity(pair.left, pair.right) for pair in finding.also]
    return (finding.id, *copies)
