"""The order of a model's labels, read by name from its own configuration, never assumed."""

from __future__ import annotations

from typing import Any

from contradict.errors import ModelError
from contradict.records import LABELS

ACCEPTED = "contradiction, entailment, neutral"


def positions(id2label: Any, source: str) -> list[int]:
    """Column of each of LABELS in the model's output.

    ``id2label`` is what the configuration says, of whatever type. Raises ModelError where it does
    not name exactly the three labels.
    """
    names = _names(id2label)
    by_name = {name: index for index, name in names.items()}
    in_range = sorted(names) == list(range(len(LABELS)))
    if set(by_name) != set(LABELS) or not in_range:
        found = ", ".join(names[index] for index in sorted(names)) or "none"
        raise ModelError(
            f"{source}: its configuration names the labels {found}; need exactly {ACCEPTED}:"
            " use a natural language inference model that names them (id2label in config.json)"
        )
    return [by_name[label] for label in LABELS]


def _names(id2label: Any) -> dict[int, str]:
    """Names in lower case by column; empty where the configuration holds anything else."""
    try:
        return {int(index): str(name).strip().lower() for index, name in id2label.items()}
    except (AttributeError, ValueError, TypeError):
        return {}
