"""What the data set holds: counts by split, verdict and kind, lengths, and what it aims for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from contradict.records import KINDS, LABELS, VERDICTS
from contradict.training.dataset.rows import SIDES, Row, Splits, every

LOOK_ALIKES = ("changed", "exception", "scope", "reported", "conditional", "refinement")
AIMS = {
    "pairs": 6000,
    "domains": 25,
    "styles": 15,
    **{f"verdict {verdict}": 250 for verdict in LOOK_ALIKES},
    **{f"kind {kind}": 250 for kind in KINDS},
    "kind commitment": 600,
}
QUANTILES = (0, 5, 25, 50, 75, 95, 100)  # per cent


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many there are of everything that there is an aim for."""
    return {
        "pairs": len(rows),
        "domains": len({row["domain"] for row in rows}),
        "styles": len({row["style"] for row in rows}),
        **Counter(f"verdict {row['verdict']}" for row in rows),
        **Counter(f"kind {row['kind']}" for row in rows),
    }


def shortfalls(rows: Sequence[Row]) -> dict[str, int]:
    """The count of whatever stays below its aim."""
    found = counts(rows)
    return {name: found.get(name, 0) for name, aim in AIMS.items() if found.get(name, 0) < aim}


def table(splits: Splits) -> Iterator[str]:
    """A Markdown table: pairs by split, label, verdict and kind, and how varied they are."""
    parts = [every(splits), *splits.values()]
    yield "| | all | " + " | ".join(splits) + " |"
    yield "|---|" + "---:|" * len(parts)
    yield _line("**pairs**", [len(part) for part in parts])
    for column, values in (("label", LABELS), ("verdict", VERDICTS), ("kind", KINDS)):
        for value in values:
            yield _line(
                f"{column} `{value}`",
                [sum(row[column] == value for row in part) for part in parts],
            )
    for column in ("scenario", "domain", "style"):
        yield _line(f"different {column}s", [len({row[column] for row in part}) for part in parts])
    yield _line("dated on both sides", [sum(map(_is_dated, part)) for part in parts])


def length_table(splits: Splits) -> Iterator[str]:
    """A Markdown table: quantiles of the words a side."""
    yield "| words a side | " + " | ".join(_quantile_name(q) for q in QUANTILES) + " |"
    yield "|---|" + "---:|" * len(QUANTILES)
    for side in SIDES:
        lengths = sorted(len(row[side].split()) for row in every(splits))
        last = len(lengths) - 1
        yield _line(side, [lengths[round(last * q / 100)] for q in QUANTILES])


def _quantile_name(per_cent: int) -> str:
    return {0: "least", 50: "median", 100: "most"}.get(per_cent, f"{per_cent} %")


def _is_dated(row: Row) -> bool:
    return bool(row["left_date"] and row["right_date"])


def _line(name: str, figures: Sequence[int]) -> str:
    return f"| {name} | " + " | ".join(f"{figure:,}" for figure in figures) + " |"
