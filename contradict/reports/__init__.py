"""Reports and rows on their way out: text, JSON, JSON lines, CSV, Parquet and one HTML page.

Every writer works from the plain dictionaries of ``Report.as_dict()``, so that a saved report is
written exactly as a fresh one. The same dictionaries give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from contradict.errors import UsageError
from contradict.reports.output import can_take_bytes, open_output, text_style
from contradict.reports.saved import read_report

FORMATS = ("text", "json", "jsonl", "csv", "parquet", "html")
ROW_FORMATS = ("text", "json", "jsonl", "csv", "parquet")

__all__ = [
    "FORMATS",
    "ROW_FORMATS",
    "check_output",
    "read_report",
    "write_record",
    "write_report",
    "write_rows",
]

Stream = TextIO | BinaryIO


def check_output(*, format: str, output: Path | None, stdout: Stream) -> None:
    """Say before any work is done whether a result can be written.

    Raises UsageError for an unknown format or Parquet on a terminal, OutputError where the file
    cannot be written. Leaves no file behind and alters none.
    """
    from contradict.reports.output import check_writable

    _check_format(format, FORMATS, output, stdout)
    if output is not None:
        check_writable(output)


def write_report(
    report: Mapping[str, Any], *, format: str, output: Path | None, stdout: Stream
) -> None:
    """Write a report, as ``Report.as_dict()`` gives it, to a file or to ``stdout``.

    ``json`` is the whole report, ``jsonl`` one finding a line, ``csv`` and ``parquet`` one
    finding a row, ``html`` one self-contained page. A file appears whole or not at all. Raises
    UsageError and OutputError; BrokenPipeError passes through.
    """
    _check_format(format, FORMATS, output, stdout)
    findings = report["findings"]
    if format == "text":
        from contradict.reports.console import render_report

        style = text_style(output, stdout)
        content = render_report(report, width=style.width, styled=style.styled)
        with open_output(output, stdout) as stream:
            stream.write(content.encode(style.encoding, "replace"))
    elif format == "html":
        from contradict.reports.page import render_page

        content = render_page(report)
        with open_output(output, stdout) as stream:
            stream.write(content.encode("utf-8", "replace"))
    elif format == "json":
        _write_json(report, output, stdout)
    else:
        from contradict.reports.tabular import FINDING_COLUMNS

        _write_table(findings, format, output, stdout, FINDING_COLUMNS)


def write_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    format: str,
    output: Path | None,
    stdout: Stream,
    columns: Sequence[str] | None = None,
) -> None:
    """Write rows (claims, pairs, scores, metrics) to a file or to ``stdout``.

    ``json`` is a list and ``jsonl`` one object a line, both with the rows as they are. ``csv`` and
    ``parquet`` begin with ``columns`` (present even where there are no rows) and go on with any
    others in the order seen; ``text`` shows ``columns`` only. Nested sides are flattened as
    ``records.flatten`` does it, so columns are named ``left_quote`` and the like. Raises as
    ``write_report`` does.
    """
    _check_format(format, ROW_FORMATS, output, stdout)
    if format == "json":
        _write_json(list(rows), output, stdout)
    elif format == "text":
        from contradict.reports.console import render_rows

        style = text_style(output, stdout)
        text = render_rows(list(rows), columns, width=style.width, styled=style.styled)
        with open_output(output, stdout) as stream:
            stream.write(text.encode(style.encoding, "replace"))
    else:
        _write_table(rows, format, output, stdout, columns or ())


def write_record(
    record: Mapping[str, Any], *, format: str, output: Path | None, stdout: Stream
) -> None:
    """Write one object, such as the score of two texts: ``json`` is an object, not a list."""
    _check_format(format, ROW_FORMATS, output, stdout)
    if format == "json":
        _write_json(record, output, stdout)
    else:
        write_rows([record], format=format, output=output, stdout=stdout)


def _write_json(value: Any, output: Path | None, stdout: Stream) -> None:
    from contradict.reports.structured import write_json

    with open_output(output, stdout) as stream:
        write_json(value, stream)


def _write_table(
    rows: Iterable[Mapping[str, Any]],
    format: str,
    output: Path | None,
    stdout: Stream,
    columns: Sequence[str],
) -> None:
    from contradict.reports import structured, tabular

    with open_output(output, stdout) as stream:
        if format == "jsonl":
            structured.write_json_lines(rows, stream)
        elif format == "csv":
            tabular.write_csv(rows, stream, columns)
        else:
            tabular.write_parquet(rows, stream, columns)


def _check_format(format: str, known: Sequence[str], output: Path | None, stdout: Stream) -> None:
    if format not in known:
        raise UsageError(f"no format '{format}' here; choose one of: {', '.join(known)}")
    if format == "parquet" and output is None and not can_take_bytes(stdout):
        raise UsageError("parquet is not for a terminal; give a file with -o FILE or pipe it on")
