"""Recipe of models/terms: rarity is counted over sentences, and what is written can be opened."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from contradict.pairs.terms import bucket, load_terms
from contradict.training.recipes import terms

SENTENCES = ["The ferry left.", "The ferry came.", "The lock and the lock were open."]


def test_rarity_is_that_of_the_sentences_with_a_term() -> None:
    found, total = terms.rarity(SENTENCES)
    assert total == 3
    assert found[bucket("ferry")] == pytest.approx(math.log(4 / 3) + 1)
    assert found[bucket("lock")] == pytest.approx(math.log(4 / 2) + 1)  # twice in one counts once
    assert found[bucket("zeppelin")] == pytest.approx(math.log(4) + 1) == found.max()


def test_what_is_built_can_be_opened_and_says_what_it_was_counted_on(tmp_path: Path) -> None:
    folder = terms.build(SENTENCES, tmp_path / "terms")
    opened = load_terms(folder.path)
    assert opened.rarity[bucket("ferry")] == pytest.approx(math.log(4 / 3) + 1, rel=1e-6)
    assert "3 sentences" in (folder.path / "README.md").read_text(encoding="utf-8")


def test_sentences_of_briefings_and_speeches_come_once(
    sources: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    found = terms.sentences(tmp_path / "corpora", seed=0)
    assert len(found) == len(set(found)) > 80
    assert any("2024-01" in one for one in found)
    assert not any("2024-12" in one for one in found)  # held out
