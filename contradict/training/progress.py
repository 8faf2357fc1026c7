"""What a training tells whoever watches; results never go this way."""

from __future__ import annotations

import sys
import time
from typing import SupportsFloat


def say(text: str) -> None:
    """One line on standard error."""
    print(text, file=sys.stderr, flush=True)


class Progress:
    """One line on a terminal that renews itself; a line every ``every`` steps in a log."""

    def __init__(self, total: int, *, shown: bool, every: int = 200) -> None:
        self.total, self.shown, self.every = total, shown, every
        self.started, self.first = time.monotonic(), 0

    def step(self, step: int, loss: SupportsFloat) -> None:
        """``loss`` is asked for its figure only where that is shown: a GPU need not wait for it."""
        if not self.shown or (not sys.stderr.isatty() and step % self.every):
            return
        rate = (step - self.first) / max(time.monotonic() - self.started, 1e-9)
        left = (self.total - step) / max(rate, 1e-9) / 60
        pace = f"{rate:.1f} steps/s  {left:.0f} min left"
        line = f"step {step}/{self.total}  loss {float(loss):.4f}  {pace}"
        end = "\r" if sys.stderr.isatty() else "\n"
        print(line, end=end, file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        if self.shown:
            say(text)
