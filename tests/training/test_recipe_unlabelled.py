"""Pairs without labels: of groups of train, turned in turn, none that is held out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from contradict.documents import read_documents
from contradict.records import Document, Pair
from contradict.training.recipes import natural, unlabelled
from tests.judges import pair

PAIRS = [pair("The lock was shut.", "The lock was open."), pair("Ida sold it.", "It was sold.")]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Which documents the pairs were asked of; the second of three is held out by data/natural."""
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"The lock of {name} was shut.\n", "utf-8")
    documents, _ = read_documents(sorted(tmp_path.glob("*.txt")))
    seen: list[list[str]] = []

    def groups(*_: object) -> Iterator[natural.Group]:
        yield natural.Group("one", "train", tuple(documents))
        yield natural.Group("two", "test", tuple(documents))

    def shortlisted(_: object, given: Sequence[Document], *__: object) -> list[Pair]:
        seen.append([Path(one.source).name for one in given])
        return PAIRS

    barred = [{side: {"file": "b.txt", "document": None} for side in natural.SIDES}]
    monkeypatch.setattr(unlabelled, "groups", groups)
    monkeypatch.setattr(unlabelled, "shortlisted", shortlisted)
    monkeypatch.setattr(unlabelled, "read_lines", lambda _: barred)
    monkeypatch.setattr(unlabelled, "load", lambda: None)
    return seen


def test_pairs_come_from_documents_of_train_that_are_not_held_out(
    asked: list[list[str]], tmp_path: Path
) -> None:
    found = list(unlabelled.rows(tmp_path, 0, 5))
    assert asked == [["a.txt", "c.txt"]]
    texts = [(row["premise"], row["hypothesis"]) for row in found]
    assert texts == [
        ("The lock was shut.", "The lock was open."),
        ("It was sold.", "Ida sold it."),
    ]


def test_a_pair_that_shares_words_with_a_held_out_text_is_left_out(
    asked: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlabelled, "overlaps", lambda text: "Ida" in text)
    assert len(list(unlabelled.rows(tmp_path, 0, 5))) == 1
    assert asked
