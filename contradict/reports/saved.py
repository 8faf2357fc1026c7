"""Saved reports and lists of findings, read back and checked."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from contradict.errors import InputError

MAX_BYTES = 512 * 2**20  # a report of a hundred thousand findings has 200 MB

_ADVICE = "give a file that `contradict scan --format json` or `--format jsonl` wrote"
_REQUIRED = object()
_TEXT_OR_NULL = (str, type(None))
_COUNT_OR_NULL = (int, type(None))
_DOCUMENT_FIELDS = ("document", "title", "date", "speaker", "url", "sha256")


def read_report(path: Path) -> dict[str, Any]:
    """Read a report (JSON) or its findings (JSON lines) into the shape of ``Report.as_dict()``.

    A list of findings does not know what was read or compared: ``documents``, ``skipped`` and
    ``models`` are empty then, ``version`` and the numbers of pairs are None. Fields that a finding
    may lack are filled with null. Raises InputError naming the file and the line or finding.
    """
    text = _read_text(path)
    whole = _parsed_whole(text)
    if isinstance(whole, dict) and "findings" in whole:
        return _checked_report(whole, str(path))
    if not text.strip() and path.suffix not in (".jsonl", ".ndjson"):
        raise InputError("the file is empty", source=str(path), advice=_ADVICE)
    if isinstance(whole, (str, int, float, list)):
        raise InputError("this is no report", source=str(path), advice=_ADVICE)
    lines = [(f"{path}, line 1", whole)] if isinstance(whole, dict) else _lines(text, path)
    findings = [_Record(value, where).finding() for where, value in lines]
    return {
        "findings": findings,
        "documents": [],
        "skipped": [],
        "pairs": {"possible": None, "proposed": None, "judged": None},
        "models": [],
        "settings": {},
        "version": None,
    }


def _read_text(path: Path) -> str:
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            limit = f"larger than {MAX_BYTES // 2**20} MB"
            raise InputError(limit, source=str(path), advice="scan with a higher --threshold")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        raise InputError(problem, source=str(path), advice=_ADVICE) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8 text", source=str(path), advice=_ADVICE) from error


def _parsed_whole(text: str) -> Any:
    """The text as one JSON value, or None where it is not one."""
    try:
        return _parse(text)
    except (ValueError, RecursionError):
        return None


def _lines(text: str, path: Path) -> Iterator[tuple[str, Any]]:
    """Every line that is not blank as (where, value); only a line feed ends a line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            yield where, _parse(line)
        except json.JSONDecodeError as error:
            problem = f"not JSON ({error.msg} at character {error.colno})"
            raise InputError(problem, source=where, advice=_ADVICE) from error
        except (ValueError, RecursionError) as error:
            problem = "not JSON that a report holds"
            raise InputError(problem, source=where, advice=_ADVICE) from error


def _parse(text: str) -> Any:
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _checked_report(whole: dict[str, Any], source: str) -> dict[str, Any]:
    report = _Record(whole, source)
    findings = report.records("findings", "finding")
    pairs = _Record(report.get("pairs", dict, {}), f"{source}, pairs")
    return whole | {
        "findings": [finding.finding() for finding in findings],
        "documents": [
            entry.filled(source=str, **dict.fromkeys(_DOCUMENT_FIELDS, _TEXT_OR_NULL))
            for entry in report.records("documents", "document")
        ],
        "skipped": [
            entry.filled(source=str, reason=str, row=_COUNT_OR_NULL)
            for entry in report.records("skipped", "skipped input")
        ],
        "pairs": pairs.filled(
            possible=_COUNT_OR_NULL, proposed=_COUNT_OR_NULL, judged=_COUNT_OR_NULL
        ),
        "models": [
            entry.filled(role=str, name=str, sha256=_TEXT_OR_NULL)
            for entry in report.records("models", "model")
        ],
        "settings": report.get("settings", dict, {}),
        "version": report.get("version", _TEXT_OR_NULL, None),
    }


class _Record:
    """One JSON object with the place where it stands, for errors that name it."""

    def __init__(self, value: Any, where: str) -> None:
        self.where = where
        if not isinstance(value, dict):
            self.fail("not a JSON object")
        self.value: dict[str, Any] = value

    def fail(self, problem: str) -> NoReturn:
        raise InputError(problem, source=self.where, advice=_ADVICE)

    def get(self, name: str, types: Any, default: Any = _REQUIRED) -> Any:
        value = self.value.get(name, default)
        if value is _REQUIRED:
            self.fail(f"no field '{name}'")
        allowed = types if isinstance(types, tuple) else (types,)
        if type(value) not in allowed:  # not isinstance: true and false are no numbers here
            self.fail(f"'{name}' is not {_type_words(allowed)}")
        return value

    def filled(self, **fields: Any) -> dict[str, Any]:
        """The record with every field checked; those that may be null are null where missing."""
        for name, types in fields.items():
            nullable = isinstance(types, tuple) and type(None) in types
            fields[name] = self.get(name, types, None if nullable else _REQUIRED)
        return self.value | fields

    def records(self, name: str, noun: str) -> list[_Record]:
        """A list of objects under ``name``; empty where there is none."""
        entries = self.get(name, list, [])
        return [
            _Record(entry, f"{self.where}, {noun} {number}")
            for number, entry in enumerate(entries, start=1)
        ]

    def record(self, name: str) -> _Record:
        return _Record(self.get(name, dict), f"{self.where}, {name}")

    def finding(self) -> dict[str, Any]:
        """Check a finding and fill what it may lack."""
        left, right = self.record("left").side(), self.record("right").side()
        reasons = self.records("reasons", "reason")
        also = [
            {"left": pair.record("left").side(), "right": pair.record("right").side()}
            for pair in self.records("also", "also")
        ]
        fields = {
            "id": self.get("id", _TEXT_OR_NULL, None),
            "score": self.probability("score"),
            "strength": self.probability("strength"),
            "verdict": self.get("verdict", str),
            "kind": self.get("kind", _TEXT_OR_NULL, None),
            "similarity": self.get("similarity", (float, int, type(None)), None),
            "found_by": self.get("found_by", list, []),
            "left": left,
            "right": right,
            "reasons": [reason.reason(left["quote"], right["quote"]) for reason in reasons],
            "also": also,
        }
        return fields | {key: cell for key, cell in self.value.items() if key not in fields}

    def side(self) -> dict[str, Any]:
        """Check one side of a finding and fill what it may lack."""
        anchor = _Record(self.get("anchor", dict, {}), f"{self.where}, anchor")
        fields = {
            "source": self.get("source", str),
            "document": self.get("document", _TEXT_OR_NULL, None),
            "start": self.get("start", int),
            "end": self.get("end", int),
            "quote": self.get("quote", str),
        }
        names = ("text", "speaker", "date", "title", "url")
        fields |= {name: self.get(name, _TEXT_OR_NULL, None) for name in names}
        fields["anchor"] = anchor.filled(
            page=_COUNT_OR_NULL, line=_COUNT_OR_NULL, time=_TEXT_OR_NULL
        )
        fields |= {name: self.get(name, str, "") for name in ("before", "after")}
        return fields | {key: cell for key, cell in self.value.items() if key not in fields}

    def reason(self, left: str, right: str) -> dict[str, Any]:
        """Check one reason against the quotes of both sides."""
        return {
            "text": self.get("text", str),
            "left_span": self.span("left_span", len(left)),
            "right_span": self.span("right_span", len(right)),
        }

    def span(self, name: str, length: int) -> list[int]:
        """Two character offsets inside a quote of that length."""
        span = self.get(name, list)
        if [type(offset) for offset in span] != [int, int]:
            self.fail(f"'{name}' is not a pair of offsets")
        if not 0 <= span[0] <= span[1] <= length:
            self.fail(f"'{name}' {span} lies outside the quote, which has {length} characters")
        return [span[0], span[1]]

    def probability(self, name: str) -> float:
        """A number from 0 to 1, as it stands."""
        value = self.get(name, (float, int))
        if not (math.isfinite(value) and 0 <= value <= 1):
            self.fail(f"'{name}' is {value}, not a number from 0 to 1")
        return float(value)


def _type_words(types: tuple[type, ...]) -> str:
    names = {str: "a text", int: "a whole number", float: "a number", dict: "an object"}
    names |= {list: "a list", type(None): "null"}
    return " or ".join(names[kind] for kind in types)
