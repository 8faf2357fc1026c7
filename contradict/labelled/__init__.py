"""Tables of text pairs, with labels where there are any: for ``score``, ``train``, ``evaluate``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.errors import InputError
from contradict.labelled.labels import ALLOWED, allowed, checked_map
from contradict.labelled.pairs import TEXT_COLUMNS, BadRow, PairRow, Reading, pairs_of
from contradict.settings import Settings
from contradict.tables import TABLE_SUFFIXES, read_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ALLOWED",
    "TEXT_COLUMNS",
    "BadRow",
    "PairRow",
    "allowed",
    "pairs_from_frame",
    "read_pairs",
]

DEFAULTS = Settings()


def read_pairs(
    path: Path,
    *,
    require_label: bool = False,
    check_details: bool = False,
    labels: Mapping[str, str] | None = None,
    settings: Settings = DEFAULTS,
) -> Iterator[PairRow | BadRow]:
    """Yield every row of a CSV, TSV, JSON lines or Parquet file, in order.

    With ``require_label`` a row without a usable label is bad; otherwise its label is None, for a
    column of that name may mean anything in a table that is only to be scored. ``check_details``
    does the same for verdict, kind and spans. ``labels`` maps values of the label column to labels,
    such as ``{"0": "entailment"}``. Raises InputError where the file is unusable or has no two
    text columns, UsageError where ``labels`` names an unknown label.
    """
    reading = Reading(require_label, check_details, checked_map(labels))
    source = str(path)
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        advice = "use " + ", ".join(TABLE_SUFFIXES)
        raise InputError("not a table of pairs by its name", source=source, advice=advice)
    try:
        with path.open("rb") as stream:
            content = stream.read(settings.max_file_bytes + 1)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", source=source) from error
    rows = read_table(content, source=source, suffix=suffix, settings=settings)
    yield from pairs_of(rows, source, reading)


def pairs_from_frame(
    frame: pd.DataFrame,
    *,
    require_label: bool = False,
    check_details: bool = False,
    labels: Mapping[str, str] | None = None,
) -> Iterator[PairRow | BadRow]:
    """Yield every row of a pandas frame as ``read_pairs`` does, numbered from 1."""
    reading = Reading(require_label, check_details, checked_map(labels))
    names = [str(name).strip() for name in frame.columns]
    if len(set(names)) < len(names):
        raise InputError("two columns of one name", source="frame", advice="rename one")
    cells = frame.astype(object).where(frame.notna(), None)
    cells.columns = names
    records: Any = cells.to_dict("records")
    rows = ((number, dict(record)) for number, record in enumerate(records, 1))
    yield from pairs_of(rows, "frame", reading)
