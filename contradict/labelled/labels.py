"""Names of labels: the three, the two-way names, and what else a column of labels may say."""

from __future__ import annotations

from collections.abc import Mapping

from contradict.errors import InputError, UsageError
from contradict.records import LABELS, Label

ALLOWED: dict[str, tuple[Label, ...]] = {
    **{name: (name,) for name in LABELS},
    "not_entailment": ("contradiction", "neutral"),
    "not_contradiction": ("entailment", "neutral"),
}
ACCEPTED = ", ".join(ALLOWED)


def allowed(label: str) -> tuple[Label, ...]:
    """The classes that a label leaves open: one for a class, two for a two-way name.

    >>> allowed("not_entailment")
    ('contradiction', 'neutral')

    Raises InputError for any other label.
    """
    try:
        return ALLOWED[label]
    except KeyError:
        raise InputError(f"label '{label}' is none of: {ACCEPTED}") from None


def read_label(name: str | None, labels: Mapping[str, str]) -> str:
    """The label that a cell names, in any case, or by ``labels``; raises ValueError for another."""
    if name is None:
        raise ValueError(f"no label; accepted: {ACCEPTED}")
    name = labels.get(name, name)
    plain = name.lower().replace("-", "_").replace(" ", "_")
    if plain in ALLOWED:
        return plain
    if name.lstrip("+-").isdigit():
        raise ValueError(
            f"label {name} is ambiguous, for numbers mean other classes in every data set; "
            f"say what it stands for, such as {name}=entailment, or use: {ACCEPTED}"
        )
    raise ValueError(f"label '{name}' is none of: {ACCEPTED}")


def checked_map(labels: Mapping[str, str] | None) -> Mapping[str, str]:
    """The map with stripped keys; raises UsageError where it leads to an unknown label."""
    for value, label in (labels or {}).items():
        if label not in ALLOWED:
            raise UsageError(f"label map {value}={label}: '{label}' is none of: {ACCEPTED}")
    return {str(value).strip(): label for value, label in (labels or {}).items()}
