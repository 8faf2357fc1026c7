"""The card of a trained judge."""

from __future__ import annotations

from pathlib import Path

from contradict.evaluation import Metric
from contradict.store import Manifest, read_folder, write_manifest
from contradict.training.card import table, write_card

BEFORE = [Metric("accuracy", 80, 0.5, 0.4, 0.6)]
AFTER = [
    Metric("accuracy", 80, 0.75, 0.65, 0.85),
    Metric("auroc_contradiction", 80, 0.9, 0.85, 0.95),
    Metric("brier_contradiction", 80, 0.1, 0.05, 0.2),
    Metric("accuracy", 20, 0.1, 0.0, 0.2, by="kind", group="numeric"),
]


def test_figures_stand_side_by_side_and_those_of_groups_are_left_out() -> None:
    assert table(BEFORE, AFTER) == [
        "| metric | pairs | before | after |",
        "|---|---:|---|---|",
        "| accuracy | 80 | 0.500 [0.400, 0.600] | 0.750 [0.650, 0.850] |",
        "| auroc_contradiction | 80 | – | 0.900 [0.850, 0.950] |",
    ]


def test_the_manifest_lists_the_card(tmp_path: Path) -> None:
    options = {"max_tokens": 64, "gate": {"pairs": 7, "accuracy_fp32": 1.0}, "steps": 9}
    manifest = Manifest("judge", "mine", "1", "none", base="other", options=options)
    folder = write_manifest(tmp_path, manifest)
    card = write_card(folder, BEFORE, AFTER, "seven pairs", ["## Data\n\nInvented."])
    text = card.file("README.md").read_text("utf-8")
    for said in ("# mine", "base: other", "steps: 9", "64 tokens", "seven pairs", "Invented."):
        assert said in text
    assert read_folder(tmp_path).manifest.options == options
