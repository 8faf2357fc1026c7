"""Token ids -> padded batches of similar length, in an order fixed by seed and epoch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from contradict.training.examples import Example, target_of

Ids = npt.NDArray[np.int64]

POOL = 64  # batches sorted by length together: less padding, still well mixed
LENGTH_STEP = 16  # few distinct shapes, so that the kernels compiled for each are found again


@dataclass(frozen=True)
class Batch:
    """Arrays of shape (batch, length), and targets (batch, 3) of 0/1 in the order of LABELS."""

    input_ids: Ids
    attention_mask: Ids
    token_type_ids: Ids
    targets: npt.NDArray[np.float32]


class TokenisedExamples:
    """Examples as token ids, cut to ``max_tokens`` from the longer text first."""

    def __init__(self, examples: Sequence[Example], tokenizer_file: Path, max_tokens: int) -> None:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(tokenizer_file))
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_tokens, strategy="longest_first")
        self.ids: list[npt.NDArray[np.int32]] = []
        self.types: list[npt.NDArray[np.int8]] = []
        self.cut = 0
        for start in range(0, len(examples), 4096):
            part = examples[start : start + 4096]
            for encoding in tokenizer.encode_batch([(e.left, e.right) for e in part]):
                self.ids.append(np.asarray(encoding.ids, dtype=np.int32))
                self.types.append(np.asarray(encoding.type_ids, dtype=np.int8))
                self.cut += bool(encoding.overflowing)
        self.targets = np.asarray([target_of(e) for e in examples], dtype=np.float32)
        self.lengths = np.asarray([len(ids) for ids in self.ids])

    def __len__(self) -> int:
        return len(self.ids)

    def arrays(self) -> list[npt.NDArray[Any]]:
        """All that the examples are to a model, for a digest."""
        return [self.lengths, np.concatenate(self.ids), np.concatenate(self.types), self.targets]

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
        return Batch(ids, mask, types, self.targets[list(indices)])

    def plan(self, batch_size: int, *, epoch: int, seed: int) -> list[list[int]]:
        """Indices of each batch of one epoch; the same for the same seed and epoch."""
        random = np.random.default_rng([seed, epoch])
        order = random.permutation(len(self))
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
