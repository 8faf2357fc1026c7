"""Token ids -> padded batches of similar length, in an order fixed by seed and epoch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from contradict.records import KINDS, LABELS, VERDICTS
from contradict.training.examples import Example, target_of

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

Ids = npt.NDArray[np.int64]
Marks = npt.NDArray[np.int8]

POOL = 64  # batches sorted by length together: less padding, still well mixed
LENGTH_STEP = 16  # few distinct shapes, so that the kernels compiled for each are found again
SOFT = len(LABELS) + len(VERDICTS) + len(KINDS)
UNSAID = -1  # the place of a verdict, a kind or a mark that the annotation does not give


@dataclass(frozen=True)
class Batch:
    """Arrays of shape (batch, length), and targets (batch, 3) of 0/1 in the order of LABELS.

    ``verdicts`` and ``kinds``, shape (batch,), are places in VERDICTS and KINDS; ``evidence``,
    shape (batch, length), is 1 for tokens that carry the conflict, else 0; each may be UNSAID.
    ``soft``, shape (batch, SOFT), is what teachers say, see ``TokenisedExamples.soft``.
    """

    input_ids: Ids
    attention_mask: Ids
    token_type_ids: Ids
    targets: npt.NDArray[np.float32]
    verdicts: Ids
    kinds: Ids
    evidence: Marks
    soft: npt.NDArray[np.float32] | None = None


class TokenisedExamples:
    """Examples as token ids, cut to ``max_tokens`` from the longer text first."""

    def __init__(
        self, examples: Sequence[Example], tokenizer_file: Path | None, max_tokens: int
    ) -> None:
        """Without a tokenizer there may be no examples; ``packed`` fills in its own."""
        self.ids: list[npt.NDArray[np.int32]] = []
        self.types: list[npt.NDArray[np.int8]] = []
        self.marks: dict[int, Marks] = {}  # of the examples whose spans are marked
        self.cut = 0
        tokenizer = _tokenizer(tokenizer_file, max_tokens) if tokenizer_file else None
        for start in range(0, len(examples), 4096):
            part = examples[start : start + 4096]
            assert tokenizer is not None
            encodings = tokenizer.encode_batch([(e.left, e.right) for e in part])
            for example, encoding in zip(part, encodings, strict=True):
                if example.left_spans and example.right_spans:
                    self.marks[len(self.ids)] = marks_of(example, encoding)
                self.ids.append(np.asarray(encoding.ids, dtype=np.int32))
                self.types.append(np.asarray(encoding.type_ids, dtype=np.int8))
                self.cut += bool(encoding.overflowing)
        self.targets = np.asarray([target_of(e) for e in examples], dtype=np.float32)
        self.verdicts = _places([e.verdict for e in examples], VERDICTS)
        self.kinds = _places([e.kind for e in examples], KINDS)
        self.lengths = np.asarray([len(ids) for ids in self.ids])
        self.times: Ids | None = None  # how often an epoch has each example; None: once
        # Probabilities by teachers, shape (examples, SOFT): of labels, verdicts, kinds, in a row.
        self.soft: npt.NDArray[np.float16] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def arrays(self) -> list[npt.NDArray[Any]]:
        """All that the examples are to a model, for a digest."""
        ids, types = np.concatenate(self.ids), np.concatenate(self.types)
        marks: list[npt.NDArray[Any]] = [self.marks[index] for index in sorted(self.marks)]
        marks += [array for array in (self.soft, self.times) if array is not None]
        return [self.lengths, ids, types, self.targets, self.verdicts, self.kinds, *marks]

    def batch(self, indices: Sequence[int]) -> Batch:
        """The examples at ``indices``, padded to a multiple of LENGTH_STEP."""
        longest = int(max(self.lengths[list(indices)]))
        length = -(-longest // LENGTH_STEP) * LENGTH_STEP
        shape = (len(indices), length)
        ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, index in enumerate(indices):
            size = len(self.ids[index])
            ids[row, :size] = self.ids[index]
            types[row, :size] = self.types[index]
            mask[row, :size] = 1
        evidence = np.full(shape, UNSAID, dtype=np.int8)
        for row, index in enumerate(indices):
            if index in self.marks:
                evidence[row, : len(self.marks[index])] = self.marks[index]
        chosen = list(indices)
        targets, verdicts, kinds = self.targets[chosen], self.verdicts[chosen], self.kinds[chosen]
        soft = self.soft[chosen].astype(np.float32) if self.soft is not None else None
        return Batch(ids, mask, types, targets, verdicts, kinds, evidence, soft)

    def epoch(self) -> Ids:
        """The places of the examples that one epoch has, as often as it has them."""
        places = np.arange(len(self))
        return places if self.times is None else np.repeat(places, self.times)

    def plan(self, batch_size: int, *, epoch: int, seed: int) -> list[list[int]]:
        """Indices of each batch of one epoch; the same for the same seed and epoch."""
        random = np.random.default_rng([seed, epoch])
        order = random.permutation(self.epoch())
        batches: list[list[int]] = []
        for start in range(0, len(order), batch_size * POOL):
            pool = order[start : start + batch_size * POOL]
            pool = pool[np.argsort(self.lengths[pool], kind="stable")]
            batches += [pool[i : i + batch_size].tolist() for i in range(0, len(pool), batch_size)]
        random.shuffle(batches)
        return batches

    def in_order(self, batch_size: int) -> Iterator[tuple[list[int], Batch]]:
        """All examples by length, for evaluation: (indices, batch)."""
        order = np.argsort(self.lengths, kind="stable")
        for start in range(0, len(order), batch_size):
            indices = order[start : start + batch_size].tolist()
            yield indices, self.batch(indices)


def marks_of(example: Example, encoding: Any) -> Marks:
    """1 for every token inside a marked span, 0 for other words, UNSAID for special tokens."""
    spans = (example.left_spans, example.right_spans)
    marks = np.full(len(encoding.ids), UNSAID, dtype=np.int8)
    sides = encoding.sequence_ids
    for place, (side, (start, end)) in enumerate(zip(sides, encoding.offsets, strict=True)):
        if side is not None:
            marks[place] = any(start < last and first < end for first, last in spans[side])
    return marks


def _tokenizer(path: Path, max_tokens: int) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens, strategy="longest_first")
    return tokenizer


def sent(array: npt.NDArray[Any], device: str) -> torch.Tensor:
    """The array on the device; to a GPU it goes while that works on what it already has."""
    import torch

    found = torch.from_numpy(array)
    if device.startswith("cuda"):
        return found.pin_memory().to(device, non_blocking=True)
    return found.to(device)


def _places(names: Sequence[str | None], known: Sequence[str]) -> Ids:
    place = {name: number for number, name in enumerate(known)}
    return np.asarray([UNSAID if n is None else place[n] for n in names], dtype=np.int64)
