"""Findings and gold -> figures: how good a judge is on labelled pairs, and a scan on a corpus."""

from __future__ import annotations

from contradict.evaluation.matches import Matches, match_findings
from contradict.evaluation.metrics import Metric, evaluate, reliability

__all__ = ["Matches", "Metric", "evaluate", "match_findings", "reliability"]
