"""Scans that were done, with what they found, in the file of a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from contradict.corpus.database import Database, damaged
from contradict.corpus.standing import Standing
from contradict.corpus.stored import json_cell, json_of
from contradict.records import Report

RUN = ("version", "models", "settings", "threshold", "documents", "possible", "proposed", "judged")


def last_run(database: Database) -> int | None:
    """The number of the last run, None before the first."""
    found = database.value("SELECT max(id) FROM runs")
    return None if found is None else int(found)


def threshold_of(database: Database, run: int) -> float:
    """The least strength that a run showed."""
    return float(database.value("SELECT threshold FROM runs WHERE id = ?", (run,)))


def same_models(database: Database, run: int, report: Report) -> bool:
    """Whether a run used the models of this report."""
    said = database.value("SELECT models FROM runs WHERE id = ?", (run,))
    return bool(said == _models(report))


def standing_of(database: Database, run: int) -> list[Standing]:
    """The findings of a run; raises InputError where a row is not as it was written."""
    rows = database.rows(
        "SELECT id, state, strength, ids, finding FROM findings WHERE run = ? ORDER BY place",
        (run,),
    )
    try:
        return [
            Standing(name, state, strength, tuple(json_of(ids)), json_of(finding))
            for name, state, strength, ids, finding in rows
        ]
    except (ValueError, TypeError) as error:
        raise damaged(database.path, error) from error


def record(
    database: Database, report: Report, standing: Sequence[Standing], digests: Sequence[str]
) -> int:
    """Write a run; only inside a transaction. ``digests`` are those of the documents scanned."""
    marks = ", ".join("?" * len(RUN))
    database.write(f"INSERT INTO runs ({', '.join(RUN)}) VALUES ({marks})", [_run_row(report)])
    run = last_run(database)
    assert run is not None
    database.write(
        "INSERT INTO findings (run, place, id, state, strength, ids, finding)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                run,
                place,
                one.id,
                one.state,
                one.strength,
                json_cell(one.ids),
                json_cell(one.finding),
            )
            for place, one in enumerate(standing)
        ),
    )
    database.write(
        "UPDATE documents SET run = ? WHERE digest = ?", [(run, digest) for digest in set(digests)]
    )
    return run


def _run_row(report: Report) -> tuple[Any, ...]:
    pairs = report.pairs
    return (
        report.version,
        _models(report),
        json_cell(report.settings),
        float(report.settings["threshold"]),
        len(report.documents),
        *(pairs.possible, pairs.proposed, pairs.judged),
    )


def _models(report: Report) -> str | bytes:
    return json_cell([asdict(model) for model in report.models])
