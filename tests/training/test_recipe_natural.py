"""Pairs from real transcripts: kept as references, built again by whoever has the texts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from contradict.documents import read_documents
from contradict.records import Claim, Finding, Pair, Probabilities
from contradict.training.recipes import natural

TEXT = "# Briefing\n\nMS. BRANDT: The lock was shut on Monday. Nobody\nopened it.\n"


@pytest.fixture
def claims(tmp_path: Path) -> list[Claim]:
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    (document,), _ = read_documents([tmp_path / "a.md"])
    places = [TEXT.index("The lock"), TEXT.index("Nobody")]
    ends = [TEXT.index(" Nobody"), len(TEXT) - 1]
    return [
        Claim(document, start, end, TEXT[start:end], speaker="MS. BRANDT")
        for start, end in zip(places, ends, strict=True)
    ]


def row(claims: list[Claim], corpora: Path) -> dict[str, object]:
    sides = dict(
        zip(natural.SIDES, (natural.reference(one, corpora) for one in claims), strict=True)
    )
    return {"id": "n-1", "label": "neutral", "verdict": "unrelated", "kind": None, "group": "a",
            "drawn": "random", **sides}  # fmt: skip


def test_a_reference_holds_no_words_and_gives_them_back(
    claims: list[Claim], tmp_path: Path
) -> None:
    kept = row(claims, tmp_path)
    assert "lock" not in json.dumps(kept)
    (found,), wrong = natural.rebuild([kept], tmp_path)
    assert wrong == []
    assert (found["left"], found["right"]) == (
        "The lock was shut on Monday.",
        "Nobody opened it.",
    )
    assert found["left_speaker"] == "MS. BRANDT"


def test_another_text_or_a_missing_one_is_told(claims: list[Claim], tmp_path: Path) -> None:
    kept = row(claims, tmp_path)
    (tmp_path / "a.md").write_text(TEXT.replace("shut", "open"), "utf-8")
    assert natural.rebuild([kept], tmp_path) == ([], ["n-1: a.md: other words at 24"])
    (tmp_path / "a.md").unlink()
    assert len(natural.rebuild([kept], tmp_path)[1]) == 1


def test_pairs_are_drawn_by_shares_and_no_claim_stands_in_many(claims: list[Claim]) -> None:
    def finding(number: int, strength: float) -> Finding:
        pair = Pair(*claims)
        return Finding(
            str(number), pair, Probabilities(strength, 0, 1 - strength), strength, "unrelated"
        )

    found = [finding(n, 0.9) for n in range(5)] + [finding(n, 0.1) for n in range(5, 9)]
    drawn = natural.drawn(found, 40, np.random.default_rng(0))
    assert [why for why, _ in drawn] == ["flagged", "flagged"]  # each of the two claims twice


def test_readers_see_a_claim_in_its_place(claims: list[Claim]) -> None:
    shown = natural.around(claims[1])
    assert "[[Nobody opened it.]]" in shown
    assert shown.startswith("# Briefing MS. BRANDT:")
