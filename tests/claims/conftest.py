"""One extractor for all tests of this folder; its pipeline is loaded once per process."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from contradict.claims import SpacyExtractor, load_extractor
from contradict.records import Claim, Document
from contradict.store import models_root


@pytest.fixture(scope="session")
def extractor() -> SpacyExtractor:
    return load_extractor(os.environ.get("CONTRADICT_CLAIMS") or models_root() / "claims")


@pytest.fixture(scope="session")
def read(extractor: SpacyExtractor) -> Callable[..., list[Claim]]:
    """Claims of a text: ``read("…", speaker="Ada Pell")``."""

    def claims_of(text: str, **fields: object) -> list[Claim]:
        return list(extractor.claims([Document("test.txt", "test.txt", text, **fields)]))

    return claims_of
