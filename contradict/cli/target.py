"""Where a command's result goes and in which format."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENDINGS = {"txt": "text", "ndjson": "jsonl", "htm": "html"}  # others are the format's own name


@dataclass(frozen=True)
class Target:
    """A format and a file, None for standard output; checked before any work is done."""

    format: str
    path: Path | None = None

    @classmethod
    def of(cls, format: str | None, path: Path | None, known: Sequence[str]) -> Target:
        """Choose the format by the file's ending where none is given, and check both.

        Raises UsageError and OutputError.
        """
        from contradict import reports

        if format is None:
            ending = path.suffix.lower().lstrip(".") if path is not None else ""
            named = ENDINGS.get(ending, ending)
            format = named if named in known else known[0]
        reports.check_output(format=format, output=path, stdout=sys.stdout)
        return cls(format, path)

    def report(self, report: Mapping[str, Any]) -> None:
        """Write a whole report."""
        from contradict import reports

        reports.write_report(report, format=self.format, output=self.path, stdout=sys.stdout)

    def rows(self, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
        """Write rows; ``columns`` come first and are there even when no row is."""
        from contradict import reports

        reports.write_rows(
            rows, format=self.format, output=self.path, stdout=sys.stdout, columns=columns
        )

    def record(self, record: Mapping[str, Any]) -> None:
        """Write one object."""
        from contradict import reports

        reports.write_record(record, format=self.format, output=self.path, stdout=sys.stdout)

    def text(self, text: str) -> None:
        """Write finished text."""
        from contradict.reports.output import open_output, text_style

        style = text_style(self.path, sys.stdout)
        with open_output(self.path, sys.stdout) as stream:
            stream.write(text.encode(style.encoding, "replace"))
