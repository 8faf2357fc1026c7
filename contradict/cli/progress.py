"""Progress on standard error: bars on a terminal, nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Report = Callable[[str, int, int], None]


@contextmanager
def bars(*, quiet: bool) -> Iterator[Report | None]:
    """Give a callback (stage, done, total) that draws one bar a stage, or None where none is shown.

    The bars vanish when the work is done, so that they never mix with the result.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    class Rate(ProgressColumn):
        """How many are done a second, once that is known."""

        def render(self, task: Any) -> str:
            return "" if not task.speed else f"{task.speed:,.0f}/s"

    look = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeLeft())
    with Progress(*look, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, int] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for begun in progress.tasks:  # a new stage begins when the others are done
                    progress.update(begun.id, completed=begun.total)
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield advance
