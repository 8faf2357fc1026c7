"""How many gold pairs are among the candidates, with other people's claims all around them?

    python -m contradict.training.recipes.candidate_figures data/corpora/test --corpora CORPORA

The claims of all document sets of a split, mixed with claims of real briefings, are one corpus;
each set lies in a folder of its own, as the briefings of a month do. Every claim has a budget of 20
neighbours: ours shared out between the rules, beside the 20 nearest of plain all-MiniLM-L6-v2.
Recall is that of the gold pairs whose claims are found at all.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from contradict.detector import Detector, load
from contradict.documents import read_documents
from contradict.evaluation.matches import overlaps, side
from contradict.pairs import propose
from contradict.pairs.rules import RULES
from contradict.protocols import Vectors
from contradict.records import Claim, Judgement, Pair, Probabilities
from contradict.settings import Settings
from contradict.training.base import BASE_ENCODER, base_folder
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes.figures import wilson
from contradict.training.recipes.scans import SIDES, TRUE, matched

BUDGET = 20
SHARED_OUT: dict[str, Any] = {
    "dense_neighbours": 2,
    "lexical_neighbours": 2,
    "beside_neighbours": 16,
}
NONE: dict[str, Any] = {f"{rule}_neighbours": 0 for rule in RULES}
NOTHING = Probabilities(0.0, 0.0, 1.0)


def gold_sets(folder: Path, detector: Detector) -> tuple[list[Claim], list[dict[str, Any]]]:
    """The claims of all sets of a split, and the gold pairs both of whose claims are among them."""
    claims: list[Claim] = []
    gold: list[dict[str, Any]] = []
    for path in sorted(one for one in folder.iterdir() if one.is_dir()):
        documents, _ = read_documents([path / "documents"])
        own = detector.claims(documents)
        sides = [side(claim.document.source, claim.quote) for claim in own]
        for pair in read_lines(path / "gold.jsonl"):
            wanted = [side(pair[f"{name}_source"], pair[f"{name}_quote"]) for name in SIDES]
            there = all(any(overlaps(one, each) for one in sides) for each in wanted)
            if pair["verdict"] in TRUE and there:
                gold.append(pair)
        claims += own
    return claims, gold


def distractors(corpora: Path, detector: Detector, count: int) -> list[Claim]:
    """Claims of real briefings, in the order of their dates."""
    found: list[Claim] = []
    for path in sorted((corpora / "wh_press_briefings").glob("2024-*/*.md")):
        if len(found) >= count:
            break
        documents, _ = read_documents([path])
        found += detector.claims(documents)
    return found[:count]


def recalled(pairs: Sequence[Pair], gold: Sequence[dict[str, Any]]) -> set[int]:
    """Numbers of the gold pairs that are among the candidates."""
    numbers = matched([Judgement(pair, NOTHING) for pair in pairs], gold)
    return {number for number in numbers if number is not None}


def plain_vectors(texts: Sequence[str]) -> Vectors:
    """Those of all-MiniLM-L6-v2 as its own library gives them."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(base_folder(BASE_ENCODER), device="cpu")
    rows = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(rows, dtype=np.float32)


def lines(folder: Path, corpora: Path, count: int) -> Iterator[str]:
    """A Markdown table."""
    detector = load()
    own, gold = gold_sets(folder, detector)
    claims = own + distractors(corpora, detector, count)
    texts = [claim.text for claim in claims]
    settings = replace(Settings(few_pairs=0, min_pair_worth=0.0), **NONE)
    ours = replace(settings, **SHARED_OUT)
    everywhere = replace(settings, dense_neighbours=12, lexical_neighbours=8)
    theirs = replace(settings, dense_neighbours=BUDGET, dense_floor=-1.0)
    yield f"{len(own):,} claims with {len(gold)} gold pairs among {len(claims):,} claims."
    yield ""
    yield "| candidates, at most 20 for a claim | pairs | gold found | recall | 95 % interval |"
    yield "|---|---:|---:|---:|---|"
    for name, encode, chosen in (
        ("plain all-MiniLM-L6-v2", plain_vectors, theirs),
        ("our encoder alone", detector.encoder.encode, theirs),
        ("our encoder (12) and shared words (8)", detector.encoder.encode, everywhere),
        ("our encoder (2 and 16 of the folder), shared words (2)", detector.encoder.encode, ours),
    ):
        pairs = propose(claims, encode(texts), settings=chosen, terms=detector.terms)
        found = len(recalled(pairs, gold))
        low, high = wilson(found, len(gold))
        share = f"{found / len(gold):.3f} | {low:.3f} to {high:.3f}"
        yield f"| {name} | {len(pairs):,} | {found} | {share} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="a split of data/corpora")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--distractors", type=int, default=50_000)
    given = parser.parse_args()
    for line in lines(given.folder, given.corpora, given.distractors):
        print(line, flush=True)


if __name__ == "__main__":
    main()
