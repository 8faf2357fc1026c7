"""Running the command line in this process, with a detector that needs no models."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from contradict.cli import engine
from contradict.cli.program import run
from contradict.settings import Settings
from tests.cli.fakes import FakeDetector


@dataclass(frozen=True)
class Ran:
    """What one command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Cli = Callable[..., Ran]


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run ``contradict ARGS`` and return exit code, output and errors; ``stdin`` is bytes."""

    def call(*args: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run([str(arg) for arg in args])
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode("utf-8"), err.decode("utf-8"))

    return call


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands open the fake detector instead of models."""

    def open_fake(*_: object, settings: Settings, **__: object) -> FakeDetector:
        return FakeDetector(settings)

    monkeypatch.setattr(engine, "open_detector", open_fake)


@pytest.fixture
def statements(tmp_path: Path) -> Path:
    """A folder with two small texts that clash, and a file that is no text."""
    folder = tmp_path / "statements"
    folder.mkdir()
    (folder / "a.txt").write_text("The bridge is open. The mayor paid for it.\n", "utf-8")
    (folder / "b.txt").write_text("The bridge is not open.\n", "utf-8")
    return folder
