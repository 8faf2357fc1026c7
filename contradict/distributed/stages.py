"""The stages as Ray Data runs them: an extractor, an encoder and a judge that spread their work.

Each fits the protocol that a detector asks for. Rows carry texts and places, never documents with
their claims, so that no text is shipped more than once; what comes back is put in order by place.
Few rows are worked out here: starting actors would take longer. Pickles pass between the driver and
its own actors only, as everything does in Ray; none is read from a file.
"""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from contradict.claims.side_by_side import given_back, taken_out
from contradict.distributed.cluster import Pool
from contradict.judgements import word_on
from contradict.judgements.directions import BothWays
from contradict.protocols import Encoder, Explainer, Extractor, Judge, Vectors, can_read_dates
from contradict.records import (
    LABELS,
    Claim,
    Document,
    Explanation,
    LeftOut,
    ModelInfo,
    Probabilities,
)

FEW = 256  # texts or pairs
DOCUMENTS_AT_ONCE = 4
TEXTS_AT_ONCE = 1024
BLOCKS_A_WORKER = 32  # at most, of work sent out: what a lost worker costs, and what Ray counts

Batch = dict[str, Any]
Open = Callable[[], Any]


class Extracting:
    """An actor that holds the extractor."""

    def __init__(self, make: Open) -> None:
        self._extractor: Extractor = make()

    def __call__(self, batch: Batch) -> Batch:
        found = []
        for packed in batch["document"]:
            found.append(pickle.dumps(taken_out(self._extractor, [pickle.loads(packed)])))
        return {"place": batch["place"], "claims": np.array(found, dtype=object)}


class Encoding:
    """An actor that holds the encoder."""

    def __init__(self, make: Open) -> None:
        self._encoder: Encoder = make()

    def __call__(self, batch: Batch) -> Batch:
        texts = [_text(packed) for packed in batch["text"]]
        return {"place": batch["place"], "vector": self._encoder.encode(texts)}


class Judging:
    """An actor that holds the judge; figures of a pair that it screens out are nan."""

    def __init__(self, make: Open, floor: float | None) -> None:
        self._judge: Judge = make()
        self._floor = floor

    def __call__(self, batch: Batch) -> Batch:
        pairs = zip(batch["left"], batch["right"], strict=True)
        texts = [(_text(left), _text(right)) for left, right in pairs]
        found = word_on(self._judge, texts, self._floor)
        shares: Batch = {
            name: np.array([getattr(one, name) if one else np.nan for one in found])
            for name in LABELS
        }
        return {"place": batch["place"], **shares}


class SpreadExtractor:
    """Takes claims out of many documents at once."""

    def __init__(self, make: Open, pool: Pool) -> None:
        self._make, self._pool = make, pool
        self._here: Extractor = make()

    @property
    def info(self) -> ModelInfo:
        return self._here.info

    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        given = list(documents)
        if len(given) < 2:
            yield from self._here.claims(given)
            return
        columns = {"document": [pickle.dumps(one) for one in given]}
        work = _mapped(columns, Extracting, (self._make,), DOCUMENTS_AT_ONCE, self._pool)
        found: list[bytes] = [b""] * len(given)
        for batch in work:
            for place, claims in zip(batch["place"], batch["claims"], strict=True):
                found[place] = claims
        for document, packed in zip(given, found, strict=True):
            yield from given_back(pickle.loads(packed), [document])

    def everything(self, documents: Iterable[Document]) -> Iterator[Claim | LeftOut]:
        return self._here.everything(documents)


class SpreadEncoder:
    """Embeds many texts at once, each once."""

    def __init__(self, make: Open, pool: Pool, *, gpu: bool = False) -> None:
        self._make, self._pool, self._gpu = make, pool, gpu
        self._here: Encoder = make()

    @property
    def info(self) -> ModelInfo:
        return self._here.info

    def encode(self, texts: Sequence[str]) -> Vectors:
        if len(texts) < FEW:
            return self._here.encode(texts)
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        columns = {"text": [_packed(text) for text in places]}
        work = _mapped(columns, Encoding, (self._make,), TEXTS_AT_ONCE, self._pool, gpu=self._gpu)
        vectors: Vectors | None = None
        for batch in work:
            rows = batch["vector"]
            if vectors is None:
                vectors = np.empty((len(places), rows.shape[1]), dtype=np.float32)
            vectors[batch["place"]] = rows
        assert vectors is not None  # there are FEW texts at least
        return vectors[[places[text] for text in texts]]


class SpreadJudge(BothWays):
    """Judges many pairs at once, each pair of texts once; says why on this machine."""

    def __init__(self, make: Open, pool: Pool, batch: int, *, gpu: bool = False) -> None:
        self._make, self._pool, self._batch, self._gpu = make, pool, batch, gpu
        self._here: Judge = make()

    @property
    def info(self) -> ModelInfo:
        return self._here.info

    @property
    def reads_dates(self) -> bool:
        return can_read_dates(self._here)

    def _judged(
        self, texts: Sequence[tuple[str, str]], floor: float | None
    ) -> list[Probabilities | None]:
        if len(texts) < FEW:
            return list(word_on(self._here, texts, floor))
        places = {pair: place for place, pair in enumerate(dict.fromkeys(texts))}
        columns = {
            "left": [_packed(left) for left, _ in places],
            "right": [_packed(right) for _, right in places],
        }
        shares = np.empty((len(places), len(LABELS)), dtype=np.float64)
        made_of = (self._make, floor)
        work = _mapped(columns, Judging, made_of, self._batch, self._pool, gpu=self._gpu)
        for batch in work:
            shares[batch["place"]] = np.column_stack([batch[name] for name in LABELS])
        found = [
            None if math.isnan(row[0]) else Probabilities(**dict(zip(LABELS, row, strict=True)))
            for row in shares.tolist()
        ]
        return [found[places[pair]] for pair in texts]

    def explanations(self, texts: Sequence[tuple[str, str]]) -> list[Explanation | None]:
        if isinstance(self._here, Explainer):
            return self._here.explanations(texts)
        return [None] * len(texts)


def _mapped(
    columns: dict[str, list[bytes]],
    work: type,
    made_of: tuple[Any, ...],
    batch: int,
    pool: Pool,
    *,
    gpu: bool = False,
) -> Iterator[Batch]:
    """What the actors make of the rows, in any order; "place" is the number of a row."""
    import pyarrow as pa
    import ray

    arrays = {name: pa.array(values, pa.large_binary()) for name, values in columns.items()}
    size = len(next(iter(arrays.values())))
    table = pa.table({"place": pa.array(range(size), pa.int64()), **arrays})
    rows = max(batch, -(-size // (BLOCKS_A_WORKER * pool.workers)))
    blocks = [table.slice(start, rows) for start in range(0, size, rows)]
    data = ray.data.from_arrow(blocks).map_batches(
        work, fn_constructor_args=made_of, batch_size=batch, **pool.actors(gpu=gpu)
    )
    found: Iterable[Any] = data.iter_batches(batch_size=None, batch_format="numpy")
    yield from found


def _packed(text: str) -> bytes:
    """A text as Arrow takes it, lone surrogates included."""
    return text.encode("utf-8", "surrogatepass")


def _text(packed: bytes) -> str:
    return packed.decode("utf-8", "surrogatepass")
