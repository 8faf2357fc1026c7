"""Reports and rows as text: for a terminal with colour, for files and pipes plain."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contradict.reports.passages import (
    counted,
    date_words,
    number_words,
    place_line,
    reason_spans,
    segments,
    verdict_counts,
)
from contradict.reports.tabular import all_columns, flat_row

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Texts come from anywhere. Escape sequences could drive a terminal, and the signs that turn the
# direction of writing around could make a line read as what it does not say.
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")

_MARKED = "bold yellow"
_VERDICT_STYLES = {"contradiction": "bold red", "changed": "bold blue"}
_LEAST_COLUMN = 12  # a table whose columns would be narrower is shown as blocks instead


def render_report(report: Mapping[str, Any], *, width: int, styled: bool) -> str:
    """Findings one after the other, then what was read and compared.

    ``width`` counts columns. Not ``styled`` means: no escape sequences, conflicting words in «…».
    """
    console = _console(width, styled)
    for rank, finding in enumerate(report["findings"], start=1):
        _print_finding(console, rank, finding, styled)
    _print_summary(console, report)
    return _printed(console)


def render_rows(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str] | None,
    *,
    width: int,
    styled: bool,
) -> str:
    """A table with a line a row, or a block a row where the columns do not fit side by side."""
    flat = [flat_row(row) for row in rows]
    names = list(columns) if columns is not None else all_columns(flat, ())
    cells = [[clean(_cell_words(row.get(name))) for name in names] for row in flat]
    console = _console(width, styled)
    if _fits(names, cells, width):
        _print_table(console, names, cells, _numeric(names, flat))
    else:
        _print_blocks(console, names, cells)
    return _printed(console)


def clean(text: str) -> str:
    """On one line, with nothing in it that a terminal would obey."""
    return _UNSAFE.sub("\ufffd", _BLANKS.sub(" ", text))


def _print_finding(console: Console, rank: int, finding: Mapping[str, Any], styled: bool) -> None:
    from rich.text import Text

    verdict = clean(finding["verdict"])
    head = Text(f"{rank}. ", style="bold")
    head.append(verdict, style=_VERDICT_STYLES.get(verdict, "bold"))
    if finding["kind"] is not None:
        head.append(f" · {clean(finding['kind'])}")
    head.append(f"   strength {number_words(finding['strength'])}")
    head.append(f"   score {number_words(finding['score'])}")
    _print_lines(console, head, indent=0)
    if finding.get("state") is not None:  # of a corpus: what a reviewer needs to know
        _print_lines(console, Text(_standing_words(finding), style="dim"), indent=3)
    for name in ("left", "right"):
        side = finding[name]
        _print_lines(console, _side_head(side), indent=3)
        _print_lines(console, _quote(side, reason_spans(finding, name), styled), indent=5)
    for reason in finding["reasons"]:
        _print_lines(console, Text(f"→ {clean(reason['text'])}"), indent=3, hanging=2)
    for pair in finding["also"]:
        where = " / ".join(clean(place_line(pair[name])) for name in ("left", "right"))
        _print_lines(console, Text(f"also: {where}", style="dim"), indent=3, hanging=2)
    console.print()


def _standing_words(finding: Mapping[str, Any]) -> str:
    review = finding.get("review")
    said = f"reviewed: {review}" if review is not None else "not reviewed"
    return clean(f"{finding['state']}, {said}, id {finding['id']}")


def _side_head(side: Mapping[str, Any]) -> Text:
    from rich.text import Text

    head = Text()
    head.append(clean(side.get("speaker") or "speaker unknown"), style="bold cyan")
    head.append(f", {clean(date_words(side.get('date')))}")
    head.append(f" — {clean(place_line(side))}", style="dim")
    return head


def _quote(side: Mapping[str, Any], spans: Iterable[Sequence[int]], styled: bool) -> Text:
    from rich.text import Text

    quote = Text("“")
    for stretch, marked in segments(side["quote"], spans):
        if not marked:
            quote.append(clean(stretch))
        elif styled:
            quote.append(clean(stretch), style=_MARKED)
        else:
            quote.append(f"«{clean(stretch)}»")
    quote.append("”")
    return quote


def _print_summary(console: Console, report: Mapping[str, Any]) -> None:
    from rich.text import Text

    findings = report["findings"]
    verdicts = ", ".join(f"{number:,} {clean(name)}" for name, number in verdict_counts(findings))
    lines = [counted(len(findings), "finding") + (f": {verdicts}" if verdicts else "")]
    states = Counter(str(one["state"]) for one in findings if one.get("state") is not None)
    if states:
        lines.append(", ".join(f"{number:,} {clean(name)}" for name, number in states.items()))
    if report.get("version") is not None:  # a bare list of findings does not say what was read
        lines.append(f"Read {counted(len(report['documents']), 'document')}.")
    pairs = report["pairs"]
    if pairs.get("possible") is not None:
        counts = ", ".join(f"{pairs[name]:,} {name}" for name in ("possible", "proposed", "judged"))
        lines.append(f"Pairs: {counts}.")
    if report["skipped"]:
        lines.append(f"Skipped {counted(len(report['skipped']), 'input')}:")
    for line in lines:
        _print_lines(console, Text(line), indent=0)
    for skipped in report["skipped"]:
        row = "" if skipped.get("row") is None else f", row {skipped['row']}"
        line = clean(f"{skipped['source']}{row}: {skipped['reason']}")
        _print_lines(console, Text(line), indent=2, hanging=2)


def _print_lines(console: Console, text: Text, *, indent: int, hanging: int = 0) -> None:
    """Wrap and indent; rich's own padding would fill every line with blanks to its end."""
    from rich.text import Text

    room = max(10, console.width - indent - hanging)
    for number, line in enumerate(text.wrap(console, room, overflow="fold")):
        line.rstrip()
        blanks = indent + (hanging if number else 0)
        console.print(Text(" " * blanks).append_text(line), soft_wrap=True)


def _print_table(
    console: Console, names: Sequence[str], cells: Iterable[Sequence[str]], numeric: set[str]
) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in names:
        right = name in numeric
        table.add_column(
            Text(clean(name)), justify="right" if right else "left", overflow="fold", no_wrap=right
        )
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _print_blocks(console: Console, names: Sequence[str], cells: Iterable[Sequence[str]]) -> None:
    from rich.text import Text

    widest = min(max((len(name) for name in names), default=0), console.width // 2)
    for row in cells:
        for name, cell in zip(names, row, strict=True):
            label = Text(clean(name)[:widest].ljust(widest) + "  ", style="bold")
            room = max(10, console.width - widest - 2)
            for line in Text(cell).wrap(console, room, overflow="fold") if cell else ():
                line.rstrip()
                console.print(label.append_text(line), soft_wrap=True)
                label = Text(" " * (widest + 2))
        console.print()


def _fits(names: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> bool:
    needed = 0
    for index, name in enumerate(names):
        longest = max([len(name), *(len(row[index]) for row in cells)])
        needed += max(len(name), min(longest, _LEAST_COLUMN)) + 2
    return needed <= width


def _numeric(names: Sequence[str], flat: Sequence[Mapping[str, Any]]) -> set[str]:
    return {
        name
        for name in names
        if any(row.get(name) is not None for row in flat)
        and all(isinstance(row.get(name), (int, float, type(None))) for row in flat)
    }


def _cell_words(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _console(width: int, styled: bool) -> Console:
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=styled,
        force_jupyter=False,
        legacy_windows=False,
        color_system="standard" if styled else None,  # the user's own sixteen colours
        no_color=not styled,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _printed(console: Console) -> str:
    stream = console.file
    assert isinstance(stream, io.StringIO)
    return "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))
