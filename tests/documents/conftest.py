"""One document from a few lines of text, and its running text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contradict.documents import read_documents
from contradict.records import Document

Make = Callable[..., Document]


@pytest.fixture
def document(tmp_path: Path) -> Make:
    """Write ``text`` to a file of that name and read it as the one document that it must be."""

    def make(text: str, name: str = "page.txt") -> Document:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        documents, skipped = read_documents([path])
        assert (len(documents), skipped) == (1, [])
        return documents[0]

    return make


@pytest.fixture
def said() -> Callable[[Document], list[str]]:
    """The blocks of a document as text."""
    return lambda document: [document.text[start:end] for start, end in document.blocks]
