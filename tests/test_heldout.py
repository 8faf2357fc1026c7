"""Nothing of this project shares four consecutive words with a text held out for testing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contradict.training.recipes import heldout
from contradict.training.recipes.heldout import held_out, overlaps, sequences

ROOT = Path(__file__).resolve().parent.parent
NOT_TEXT = {".parquet", ".onnx", ".safetensors", ".bin", ".png", ".gz"}
TABLES = {".csv", ".tsv", ".jsonl"}


def stretches(path: Path) -> Iterator[tuple[int, str]]:
    """(number from 1, text) of every line of a table or paragraph of a text."""
    border = r"\n" if path.suffix in TABLES else r"\n\s*\n"
    yield from enumerate(re.split(border, path.read_text("utf-8")), 1)


def written_texts() -> Iterator[tuple[str, str]]:
    """(where, text) of all that a rule, a lexicon or a sample says."""
    for path in sorted((ROOT / "contradict" / "lexicon").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            yield path.name, line
    for path in sorted((ROOT / "contradict").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value
    for path in sorted((ROOT / "data").rglob("*")):
        if path.is_file() and path.suffix not in NOT_TEXT:
            for number, part in stretches(path):
                yield f"{path.relative_to(ROOT)}:{number}", part


def test_no_rule_lexicon_entry_or_sample_shares_four_words_with_a_held_out_text() -> None:
    texts = list(written_texts())
    places = {place.split(":")[0].split("/")[0] for place, _ in texts}
    assert {"contradict", "data"} <= places  # it looked
    assert [place for place, text in texts if overlaps(text)] == []


def test_the_hashes_are_hashes() -> None:
    assert len(held_out()) > 100
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in held_out())


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = frozenset(sequences("Seven herons crossed the frozen canal."))
    monkeypatch.setattr(heldout, "held_out", lambda: hashes)


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At dawn seven herons crossed the ice.", True),
        ("SEVEN «herons», crossed -- the\nfrozen sea", True),
        ("They saw herons crossed the frozen canal", True),
        ("Seven herons crossed a frozen canal.", False),
        ("herons crossed the", False),
        ("", False),
    ],
)
def test_four_words_in_a_row_are_found_whatever_their_case_and_marks(
    text: str, found: bool
) -> None:
    assert overlaps(text) is found


def test_a_short_text_has_no_sequence() -> None:
    assert sequences("one two three") == set()
    assert len(sequences("one two three four five")) == 2
    assert sequences("One, two; THREE four") == sequences("one two three four")
