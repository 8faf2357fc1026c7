"""For every test: no model is ever looked for on the network, in child processes neither."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from contradict.store import models_root

os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture
def altered(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a shipped model by name, with something else in place of its numbers."""

    def copy(name: str) -> Path:
        folder = shutil.copytree(models_root() / name, tmp_path / name)
        (folder / "model.safetensors").write_bytes(b"no model")
        return folder

    return copy
