"""contradict models: list and show."""

from __future__ import annotations

from pathlib import Path

import pytest

from contradict.store import Manifest, write_manifest
from tests.cli.conftest import Cli


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder with one small model, which stands in for the embedded ones."""
    model = tmp_path / "models" / "tiny"
    model.mkdir(parents=True)
    (model / "weights.bin").write_bytes(b"1234")
    (model / "README.md").write_text("# A tiny judge\n", encoding="utf-8")
    write_manifest(model, Manifest("judge", "tiny", "1", "Apache-2.0"))
    monkeypatch.setattr("contradict.store.models_root", lambda: tmp_path / "models")
    return model


def test_list(cli: Cli, folder: Path) -> None:
    (row,) = cli("models", "list", "--format", "json").json
    size = 4 + len("# A tiny judge\n")
    assert row == {
        "name": "tiny", "role": "judge", "version": "1", "licence": "Apache-2.0", "base": None,
        "bytes": size,
    }  # fmt: skip
    assert "tiny" in cli("models", "list").out


def test_show_by_name_and_by_folder(cli: Cli, folder: Path) -> None:
    assert "A tiny judge" in cli("models", "show", "tiny").out
    shown = cli("models", "show", folder, "--format", "json").json
    assert shown["name"] == "tiny"
    assert set(shown["files"]) == {"weights.bin", "README.md"}
    assert len(shown["sha256"]) == 64


def test_an_altered_file_is_told(cli: Cli, folder: Path) -> None:
    (folder / "weights.bin").write_bytes(b"4321")
    ran = cli("models", "show", "tiny")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "weights.bin" in ran.err


def test_an_unknown_name_is_answered_with_the_known_ones(cli: Cli, folder: Path) -> None:
    ran = cli("models", "show", "huge")
    assert ran.code == 2
    assert "tiny" in ran.err
