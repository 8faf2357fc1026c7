"""The order of a model's labels, read by name from its own configuration, never assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contradict.errors import ModelError
from contradict.records import LABELS

ACCEPTED = "contradiction, entailment, neutral"


def positions(id2label: Mapping[Any, str] | None, source: str) -> list[int]:
    """Column of each of LABELS in the model's output.

    Raises ModelError where the configuration does not name exactly the three labels.
    """
    names = {int(index): str(name).strip().lower() for index, name in (id2label or {}).items()}
    by_name = {name: index for index, name in names.items()}
    in_range = sorted(names) == list(range(len(LABELS)))
    if set(by_name) != set(LABELS) or len(names) != len(LABELS) or not in_range:
        found = ", ".join(names[index] for index in sorted(names)) or "none"
        raise ModelError(
            f"{source}: its configuration names the labels {found}; need exactly {ACCEPTED}:"
            " use a natural language inference model that names them (id2label in config.json)"
        )
    return [by_name[label] for label in LABELS]
