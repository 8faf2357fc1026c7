"""Pairs a second: our judge beside ``CrossEncoder.predict`` at its defaults, same weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from contradict.detector import load
from contradict.documents import read_documents
from contradict.judgements.onnx_judge import OnnxJudge
from contradict.settings import Settings
from contradict.store import open_model
from tests.bench.rows import Row
from tests.bench.texts import Pairs, pairs_of_length, sentences
from tests.bench.timing import in_turns

LENGTHS = (32, 64, 128)  # tokens of a pair
WARM_UP = [("The ferry sails on Monday.", "The ferry is out of service.")]


def candidate_pairs(corpus: Path) -> Pairs:
    """What a scan of ``corpus`` would judge."""
    documents, _ = read_documents([str(corpus)])
    return [(pair.left.text, pair.right.text) for pair in load().pairs(documents)]


def pair_sets(model: Path, corpus: Path, count: int, rounds: int) -> dict[str, Pairs]:
    """Pairs by the name of the set, enough for ``rounds`` rounds of ``count`` different ones."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    def tokens_of(text: str) -> int:
        return len(tokenizer.encode(text, add_special_tokens=False).ids)

    pool = sentences(corpus)
    sets = {
        f"{length} tokens": pairs_of_length(pool, length, count * rounds, tokens_of, length)
        for length in LENGTHS
    }
    candidates = candidate_pairs(corpus)
    if candidates:
        sets["candidates of the sample corpus"] = candidates
    return sets


def measure(
    model: Path, corpus: Path, count: int, rounds: int, sets: dict[str, Pairs] | None = None
) -> list[Row]:
    """Both directions of comparison for every set of pairs."""
    theirs = cross_encoder(model)
    sets = pair_sets(model, corpus, count, rounds) if sets is None else sets
    rows: list[Row] = []
    for name, pairs in sets.items():
        chosen = [_slice(pairs, number, count) for number in range(rounds)]
        rows.append(_one_direction(model, theirs, name, chosen))
        rows.append(_both_directions(model, theirs, name, chosen))
    return rows


def cross_encoder(model: Path) -> Any:
    """The folder's safetensors in fp32, whatever they are stored in."""
    import torch
    from sentence_transformers import CrossEncoder

    return CrossEncoder(str(model), device="cpu", model_kwargs={"dtype": torch.float32})


def _one_direction(model: Path, theirs: Any, name: str, rounds: Sequence[Pairs]) -> Row:
    """The same work: logits of each pair as it stands."""
    compared = in_turns(
        lambda number: _ours(model, lambda judge: judge.logits(rounds[number])),
        lambda number: lambda: theirs.predict(rounds[number]),
        len(rounds),
    )
    count = len(rounds[0])
    ours, others = _fresh(model).logits(rounds[0]), np.asarray(theirs.predict(rounds[0]))
    same = float((ours.argmax(1) == others.argmax(1)).mean())
    return Row(
        "judge", f"{name}, one direction", count, "pairs/s",
        count / compared.ours, count / compared.theirs, compared.factor,
        f"{same:.1%} of the labels agree",
    )  # fmt: skip


def _both_directions(model: Path, theirs: Any, name: str, rounds: Sequence[Pairs]) -> Row:
    """Ours does twice the work here, and calibrates."""
    compared = in_turns(
        lambda number: _ours(model, lambda judge: judge.probabilities(rounds[number])),
        lambda number: lambda: theirs.predict(rounds[number]),
        len(rounds),
    )
    count = len(rounds[0])
    return Row(
        "judge", f"{name}, both directions", count, "pairs/s",
        count / compared.ours, count / compared.theirs, compared.factor,
        "theirs one direction only",
    )  # fmt: skip


def _ours(model: Path, work: Callable[[OnnxJudge], object]) -> Callable[[], object]:
    judge = _fresh(model)
    return lambda: work(judge)


def _fresh(model: Path) -> OnnxJudge:
    """A judge that is loaded but has seen none of the texts: it remembers their tokens."""
    judge = OnnxJudge(open_model(model, "judge"), Settings())
    judge.logits(WARM_UP)
    return judge


def _slice(pairs: Pairs, number: int, count: int) -> Pairs:
    """The pairs of one round; a set that is too small goes round."""
    start = number * count
    return [pairs[place % len(pairs)] for place in range(start, start + min(count, len(pairs)))]
