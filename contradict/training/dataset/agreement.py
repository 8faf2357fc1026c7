"""Two readers' labels of the same pairs: how far they agree, and which pairs they dispute.

``second_labels.jsonl`` has a second reader's first answer for each pair (``label``, ``verdict``,
``kind``) beside the writer's as it stood at that time (``first_label`` and so on), before anything
was mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contradict.training.dataset.rows import Row, Splits

COLUMNS = ("label", "verdict", "kind")


def kappa(second: Sequence[Row], column: str) -> float:
    """Cohen's kappa of the two readers; no kind is a value of its own."""
    from sklearn.metrics import cohen_kappa_score

    first_values = [str(row[f"first_{column}"]) for row in second]
    return float(cohen_kappa_score(first_values, [str(row[column]) for row in second]))


def both_contradictions(second: Sequence[Row]) -> list[Row]:
    """Where both readers see a contradiction, so that both name a kind."""
    return [row for row in second if row["verdict"] == row["first_verdict"] == "contradiction"]


def of_split(second: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """The second labels of these rows."""
    ids = {row["id"] for row in rows}
    return [row for row in second if row["id"] in ids]


def disputes(answer: Row) -> dict[str, bool]:
    """The marks of a pair of the test split.

    ``disputed``: the readers differ in label or verdict; ``disputed_kind``: in the kind.
    """
    differs = {column: answer[column] != answer[f"first_{column}"] for column in COLUMNS}
    return {
        "disputed": differs["label"] or differs["verdict"],
        "disputed_kind": differs["kind"],
    }


def unsettled(second: Sequence[Row], splits: Splits) -> list[str]:
    """Ids of double-read rows that are not what they should be after the readers' answers.

    Rows of test keep the writer's labels and are marked; of the others none may keep a label or a
    verdict that the second reader does not share.
    """
    answers = {row["id"]: row for row in second}
    wrong = [row["id"] for row in splits["test"] if not _is_marked(row, answers.get(row["id"]))]
    for row in (*splits["train"], *splits["dev"]):
        answer = answers.get(row["id"], row)
        if any(row[column] != answer[column] for column in ("label", "verdict")):
            wrong.append(row["id"])
    return wrong


def table(second: Sequence[Row], splits: Splits) -> Iterator[str]:
    """A Markdown table: kappa by column, for all, the test split and the rest."""
    test = of_split(second, splits["test"])
    ids = {row["id"] for row in test}
    parts = [list(second), test, [row for row in second if row["id"] not in ids]]
    yield "| Cohen's kappa | all | test | train and dev |"
    yield "|---|---:|---:|---:|"
    yield "| pairs read twice | " + " | ".join(f"{len(part):,}" for part in parts) + " |"
    for column in COLUMNS:
        yield f"| {column} | " + " | ".join(f"{kappa(part, column):.3f}" for part in parts) + " |"
    both = [both_contradictions(part) for part in parts]
    cells = " | ".join(f"{kappa(part, 'kind'):.3f} ({len(part)})" for part in both)
    yield f"| kind, where both see a contradiction (pairs) | {cells} |"


def _is_marked(row: Row, answer: Row | None) -> bool:
    if answer is None:
        return False
    kept = all(row[column] == answer[f"first_{column}"] for column in COLUMNS)
    return kept and all(row[name] == value for name, value in disputes(answer).items())
