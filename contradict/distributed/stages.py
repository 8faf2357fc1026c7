"""The stages as Ray Data runs them: an extractor, an encoder and a judge that spread their work.

Each fits the protocol that a detector asks for. Rows carry texts and places, never documents with
their claims, so that no text is shipped more than once; what comes back is put in order by place.
Few rows are worked out here: starting actors would take longer. Pickles pass between the driver and
its own actors only, as everything does in Ray; none is read from a file.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from contradict.distributed.cluster import Cluster
from contradict.protocols import Encoder, Explainer, Extractor, Judge, Vectors
from contradict.records import Claim, Document, Explanation, LeftOut, ModelInfo, Probabilities

FEW = 256  # texts or pairs
NOWHERE = Document("", "", "")  # stands for a claim's document while it travels

Batch = dict[str, Any]
Open = Callable[[], Any]


class Extracting:
    """An actor that holds the extractor."""

    def __init__(self, make: Open) -> None:
        self._extractor: Extractor = make()

    def __call__(self, batch: Batch) -> Batch:
        found = []
        for packed in batch["document"]:
            claims = self._extractor.claims([pickle.loads(packed)])
            found.append(pickle.dumps([replace(claim, document=NOWHERE) for claim in claims]))
        return {"place": batch["place"], "claims": np.array(found, dtype=object)}


class Encoding:
    """An actor that holds the encoder."""

    def __init__(self, make: Open) -> None:
        self._encoder: Encoder = make()

    def __call__(self, batch: Batch) -> Batch:
        return {"place": batch["place"], "vector": self._encoder.encode(list(batch["text"]))}


class Judging:
    """An actor that holds the judge."""

    def __init__(self, make: Open) -> None:
        self._judge: Judge = make()

    def __call__(self, batch: Batch) -> Batch:
        texts = list(zip(batch["left"], batch["right"], strict=True))
        found = self._judge.probabilities([(str(left), str(right)) for left, right in texts])
        names = ("contradiction", "entailment", "neutral")
        shares = {name: np.array([getattr(one, name) for one in found]) for name in names}
        return {**batch, **shares}


class SpreadExtractor:
    """Takes claims out of many documents at once."""

    def __init__(self, make: Open, cluster: Cluster) -> None:
        self._make, self._cluster = make, cluster
        self._here: Extractor = make()

    @property
    def info(self) -> ModelInfo:
        return self._here.info

    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        given = list(documents)
        if len(given) < 2:
            yield from self._here.claims(given)
            return
        rows = [{"place": n, "document": pickle.dumps(one)} for n, one in enumerate(given)]
        found = _mapped(rows, Extracting, self._make, self._cluster, batch=4)
        for row in found:
            document = given[row["place"]]
            claims = pickle.loads(row["claims"])
            yield from (replace(claim, document=document) for claim in claims)

    def everything(self, documents: Iterable[Document]) -> Iterator[Claim | LeftOut]:
        return self._here.everything(documents)


class SpreadEncoder:
    """Embeds many texts at once, each once."""

    def __init__(self, make: Open, cluster: Cluster) -> None:
        self._make, self._cluster = make, cluster
        self._here: Encoder = make()

    @property
    def info(self) -> ModelInfo:
        return self._here.info

    def encode(self, texts: Sequence[str]) -> Vectors:
        if len(texts) < FEW:
            return self._here.encode(texts)
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        rows = [{"place": place, "text": text} for text, place in places.items()]
        found = _mapped(rows, Encoding, self._make, self._cluster, batch=1024)
        vectors = np.stack([row["vector"] for row in found]).astype(np.float32)
        return vectors[[places[text] for text in texts]]


class SpreadJudge:
    """Judges many pairs at once, each pair of texts once; says why on this machine.

    With ``parquet`` what was judged is written there, a folder a call, a row a pair of texts.
    """

    def __init__(self, make: Open, cluster: Cluster, batch: int, parquet: Path | None) -> None:
        self._make, self._cluster = make, cluster
        self._batch, self._parquet, self._calls = batch, parquet, 0
        self._here: Judge = make()

    @property
    def info(self) -> ModelInfo:
        return self._here.info

    def probabilities(self, texts: Sequence[tuple[str, str]]) -> list[Probabilities]:
        if len(texts) < FEW:
            return self._here.probabilities(texts)
        places = {pair: place for place, pair in enumerate(dict.fromkeys(texts))}
        rows = [{"place": p, "left": pair[0], "right": pair[1]} for pair, p in places.items()]
        self._calls += 1
        kept = self._parquet and self._parquet / f"{self._calls:03}"
        judged = _mapped(rows, Judging, self._make, self._cluster, self._batch, kept)
        found = [
            Probabilities(row["contradiction"], row["entailment"], row["neutral"]) for row in judged
        ]
        return [found[places[pair]] for pair in texts]

    def explanations(self, texts: Sequence[tuple[str, str]]) -> list[Explanation | None]:
        if isinstance(self._here, Explainer):
            return self._here.explanations(texts)
        return [None] * len(texts)


def _mapped(
    rows: list[dict[str, Any]],
    work: type,
    make: Open,
    cluster: Cluster,
    batch: int,
    parquet: Path | None = None,
) -> list[dict[str, Any]]:
    """The rows as the actors give them back, in order of place."""
    import ray

    blocks = max(1, min(len(rows), -(-len(rows) // batch), 8 * cluster.workers))
    data = ray.data.from_items(rows, override_num_blocks=blocks).map_batches(
        work,
        fn_constructor_args=(make,),
        batch_size=batch,
        **cluster.actors(),
    )
    if parquet is not None:
        data.write_parquet(str(parquet))
        data = ray.data.read_parquet(str(parquet))
    return sorted(data.take_all(), key=lambda row: int(row["place"]))
