"""python -m tests.bench: measures, prints the table, writes build/bench.json and build/bench.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from contradict.store import models_root
from contradict.version import __version__
from tests.bench import architectures, command_line, encoder_speed, judge_speed, thirty_lines
from tests.bench.rows import Row, markdown

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Size:
    """How much is measured: items a timed run, rounds of comparisons, fresh processes."""

    pairs: int
    sentences: int
    rounds: int
    processes: int
    random_pairs: int


FULL = Size(pairs=200, sentences=400, rounds=7, processes=5, random_pairs=32)
QUICK = Size(pairs=8, sentences=8, rounds=2, processes=1, random_pairs=2)


def measured(model: Path, encoder: Path | None, corpus: Path, size: Size) -> Iterator[Row]:
    """All rows, as they come."""
    yield from judge_speed.measure(model, corpus, size.pairs, size.rounds)
    yield from encoder_speed.measure(encoder, corpus, size.sentences, size.rounds)
    yield from command_line.cold_starts(model, corpus, size.processes)
    yield from command_line.whole_scan(model, corpus)
    yield from thirty_lines.measure(model, corpus, corpus.parent / "gold_findings.jsonl")
    yield from architectures.measure(size.random_pairs, size.rounds)


def about() -> dict[str, object]:
    """What the figures depend on beside the code."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "version": __version__,
        "python": platform.python_version(),
        "cores": cores,
        "processor": _processor(),
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def write(rows: Sequence[Row], facts: dict[str, object], folder: Path) -> str:
    """Write both files into ``folder``; returns the table."""
    line = (
        f"contradict {facts['version']}, Python {facts['python']}, {facts['cores']} cores of"
        f" {facts['processor']}. Medians; factor = theirs / ours in seconds, round by round."
    )
    table = markdown(rows, line)
    folder.mkdir(parents=True, exist_ok=True)
    content = {**facts, "rows": [asdict(row) for row in rows]}
    (folder / "bench.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (folder / "bench.md").write_text(table, encoding="utf-8")
    return table


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--model", type=Path, default=models_root() / "judge", metavar="FOLDER")
    parser.add_argument("--encoder", type=Path, metavar="FOLDER")
    parser.add_argument("--corpus", type=Path, default=ROOT / "data" / "samples" / "corpus")
    parser.add_argument("--quick", action="store_true", help="few pairs: does it run at all?")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build", metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    rows = []
    size = QUICK if chosen.quick else FULL
    for row in measured(chosen.model, chosen.encoder, chosen.corpus, size):
        print(f"{row.part}: {row.name}", file=sys.stderr, flush=True)
        rows.append(row)
    print(write(rows, about(), chosen.output), end="")


if __name__ == "__main__":
    main()
