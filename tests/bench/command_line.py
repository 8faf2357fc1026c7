"""Whole commands in fresh processes: cold start, and a scan of the sample corpus."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.rows import Row
from tests.bench.texts import paragraphs

SENTENCES = ("The ministry closed the northern mine in May.", "The northern mine is still open.")
TO_MIB = 1 / 2**20 if sys.platform == "darwin" else 1 / 2**10  # macOS counts bytes, Linux KiB


@dataclass(frozen=True)
class Ran:
    """What one process took: wall time in seconds, the most memory it held in MiB."""

    seconds: float
    memory: float


def cold_starts(model: Path, corpus: Path, rounds: int) -> list[Row]:
    """``contradict score A B``, for two sentences and for two paragraphs."""
    texts = {"two sentences": SENTENCES, "two paragraphs": tuple(paragraphs(corpus)[:2])}
    rows = []
    for name, pair in texts.items():
        runs = [run(["score", "--model", str(model), "--", *pair]) for _ in range(rounds)]
        seconds = median(one.seconds for one in runs)
        words = sum(len(text.split()) for text in pair)
        rows.append(
            Row("cold start", f"score, {name}", rounds, "s", seconds, note=f"{words} words")
        )
    return rows


def whole_scan(model: Path, corpus: Path) -> list[Row]:
    """``contradict scan`` of the corpus: seconds, pairs judged, memory."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        ran = run(
            ["scan", str(corpus), "--model", str(model), "--format", "json", "-o", str(output)]
        )
        report = json.loads(output.read_text(encoding="utf-8"))
    documents, judged = len(report["documents"]), report["pairs"]["judged"]
    note = f"{judged:,} pairs judged, {len(report['findings'])} findings"
    return [
        Row("scan", "the sample corpus, cold", documents, "s", ran.seconds, note=note),
        Row("scan", "most memory held", documents, "MiB", ran.memory),
    ]


def run(arguments: Sequence[str]) -> Ran:
    """Run ``contradict`` with arguments in a process of its own; raises where it fails."""
    with tempfile.TemporaryFile() as told:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "contradict", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            told.seek(0)
            raise RuntimeError(told.read().decode("utf-8", "replace").strip())
    return Ran(seconds, used.ru_maxrss * TO_MIB)
