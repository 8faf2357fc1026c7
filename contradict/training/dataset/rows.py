"""Rows of ``data/statements``: reading them, and what each must keep."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from contradict.records import KINDS, VERDICTS
from contradict.training.recipes.statements import ISO_DATE, LABELS_OF, SPLITS

Row = dict[str, Any]
Splits = dict[str, list[Row]]

SIDES = ("left", "right")
TEXTS = ("id", "left", "right", "scenario", "domain", "style", "label", "verdict")
OPTIONAL = ("kind", "left_speaker", "left_date", "right_speaker", "right_date")
SPANS = ("left_spans", "right_spans")
DISPUTES = ("disputed", "disputed_kind")  # of the test split only
FIELDS = frozenset((*TEXTS, *OPTIONAL, *SPANS))
WORDS_A_SIDE = (3, 64)


def read_lines(path: Path) -> list[Row]:
    """One dictionary a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_lines(path: Path, rows: Iterable[Row]) -> Path:
    """One row a line; returns the path."""
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def read_splits(folder: Path) -> Splits:
    """The rows of ``train.jsonl``, ``dev.jsonl`` and ``test.jsonl``, in that order."""
    return {split: read_lines(folder / f"{split}.jsonl") for split in SPLITS}


def every(splits: Splits) -> list[Row]:
    """All rows, those of train first."""
    return [row for rows in splits.values() for row in rows]


def problems(row: Row, split: str) -> list[str]:
    """What is wrong with a row, in words; empty where nothing is."""
    wanted = FIELDS | set(DISPUTES if split == "test" else ())
    if set(row) != wanted:
        return [f"fields {sorted(set(row) ^ wanted)} missing or too many"]
    wrong = _wrong_types(row)
    return wrong or [*_wrong_words(row), *_wrong_texts(row), *_wrong_spans(row)]


def all_problems(splits: Splits) -> list[str]:
    """What is wrong with any row, each with the row's id, and ids that stand twice."""
    found = [
        f"{row.get('id')}: {problem}"
        for split, rows in splits.items()
        for row in rows
        for problem in problems(row, split)
    ]
    return found + [f"{identity}: stands twice" for identity in repeated(splits)]


def repeated(splits: Splits) -> list[str]:
    """Ids of more than one row."""
    found = Counter(row["id"] for row in every(splits))
    return sorted(identity for identity, number in found.items() if number > 1)


def _wrong_types(row: Row) -> list[str]:
    wrong = [name for name in TEXTS if not isinstance(row[name], str) or not row[name].strip()]
    wrong += [name for name in OPTIONAL if not isinstance(row[name], str | None)]
    wrong += [name for name in SPANS if not _is_spans(row[name])]
    wrong += [name for name in DISPUTES if not isinstance(row.get(name, False), bool)]
    return [f"{name} is {row[name]!r}" for name in wrong]


def _is_spans(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, list) and len(span) == 2 and all(type(place) is int for place in span)
        for span in value
    )


def _wrong_words(row: Row) -> Iterator[str]:
    """Label, verdict and kind go together; dates are ISO, and there where a change needs them."""
    verdict, kind = row["verdict"], row["kind"]
    if verdict not in VERDICTS:
        yield f"verdict {verdict!r}"
    if row["label"] not in LABELS_OF.get(verdict, ("neutral",)):
        yield f"label {row['label']!r} does not go with verdict {verdict!r}"
    if (kind not in KINDS) if verdict == "contradiction" else (kind is not None):
        yield f"kind {kind!r} does not go with verdict {verdict!r}"
    for side in SIDES:
        date = row[f"{side}_date"]
        if date is not None and not ISO_DATE.match(date):
            yield f"{side}_date {date!r} is not ISO"
        if date is None and verdict == "changed":
            yield f"a change without {side}_date"


def _wrong_texts(row: Row) -> Iterator[str]:
    fewest, most = WORDS_A_SIDE
    for side in SIDES:
        text = row[side]
        if text != text.strip() or "[[" in text or "]]" in text:
            yield f"{side} has blanks around it or marks in it"
        if not fewest <= len(text.split()) <= most:
            yield f"{side} has {len(text.split())} words"


def _wrong_spans(row: Row) -> Iterator[str]:
    """Spans in order, inside the text, around words: on both sides of contradictions only."""
    for side in SIDES:
        spans, text = row[f"{side}_spans"], row[side]
        if bool(spans) != (row["verdict"] == "contradiction"):
            yield f"{side}_spans {spans}"
        if not _in_order(spans, len(text)):
            yield f"{side}_spans {spans} are not in order inside the text"
        if any(text[start:end].strip() != text[start:end] for start, end in spans):
            yield f"{side}_spans {spans} begin or end with a blank"


def _in_order(spans: Sequence[Iterable[int]], length: int) -> bool:
    places = [place for span in spans for place in span]
    inside = all(0 <= place <= length for place in places)
    return inside and all(one < next_ for one, next_ in pairwise(places))
