"""One extractor for all tests of this folder; its pipeline is loaded once per process."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contradict.claims import SpacyExtractor, load_extractor
from contradict.records import Claim, Document
from contradict.store import models_root


@pytest.fixture(scope="session")
def model() -> Path:
    """The shipped pipeline; CONTRADICT_CLAIMS names another one to try."""
    return Path(os.environ.get("CONTRADICT_CLAIMS") or models_root() / "claims")


@pytest.fixture(scope="session")
def extractor(model: Path) -> SpacyExtractor:
    return load_extractor(model)


@pytest.fixture(scope="session")
def read(extractor: SpacyExtractor) -> Callable[..., list[Claim]]:
    """Claims of a text: ``read("…", speaker="Ada Pell")``."""

    def claims_of(text: str, **fields: Any) -> list[Claim]:
        return list(extractor.claims([Document("test.txt", "test.txt", text, **fields)]))

    return claims_of
