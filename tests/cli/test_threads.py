"""The number of threads is no part of a result: whole scans in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "data" / "samples" / "corpus"
COUNTS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def scanned(threads: int) -> bytes:
    settings = dict.fromkeys(COUNTS, str(threads))
    done = subprocess.run(
        [sys.executable, "-m", "contradict", "scan", str(CORPUS), "--format", "json", "--quiet"],
        env={**os.environ, **settings},
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_one_thread_gives_the_bytes_of_three() -> None:
    one = scanned(1)
    assert one.count(b'"strength"') > 20
    assert one == scanned(3)
