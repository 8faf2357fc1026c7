"""A share of the scenarios: whole ones, the same on every run, growing with the share."""

from __future__ import annotations

import json
from pathlib import Path

from contradict.training.dataset.rows import read_lines
from contradict.training.recipes import learning_curve


def test_a_share_holds_whole_scenarios(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    rows = [{"scenario": f"s{n // 3}", "left": f"a{n}", "right": f"b{n}"} for n in range(60)]
    pairs.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    target = tmp_path / "some.jsonl"
    assert learning_curve.some_pairs(pairs, 0.25, target, seed=0) == 15
    first = target.read_text(encoding="utf-8")
    kept = {row["scenario"] for row in read_lines(target)}
    assert all((row["scenario"] in kept) == (row in read_lines(target)) for row in rows)
    learning_curve.some_pairs(pairs, 0.25, target, seed=0)
    assert target.read_text(encoding="utf-8") == first
