"""Tokenised examples as one file of arrays, small enough to travel to a machine with a GPU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from contradict.errors import InputError
from contradict.training.batches import TokenisedExamples
from contradict.training.examples import Example

SMALL: dict[str, Any] = {
    **{"lengths": np.int16, "ids": np.uint16, "types": np.bool_, "targets": np.bool_},
    **{"verdicts": np.int8, "kinds": np.int8},
}


def pack(
    path: Path, epochs: Mapping[str, Sequence[Example]], tokenizer_file: Path, max_tokens: int
) -> int:
    """Write the examples of several kinds of epoch, each example once; returns how many.

    An example that an epoch has several times is counted. Compressed, 50 bytes an example. Raises
    InputError where the vocabulary has more than 65,536 tokens.
    """
    every = list(dict.fromkeys(one for part in epochs.values() for one in part))
    place = {one: number for number, one in enumerate(every)}
    found = TokenisedExamples(every, tokenizer_file, max_tokens)
    marked = sorted(found.marks)
    arrays: dict[str, npt.NDArray[Any]] = {
        "lengths": found.lengths,
        "ids": np.concatenate(found.ids),
        "types": np.concatenate(found.types),
        "targets": found.targets,
        "verdicts": found.verdicts,
        "kinds": found.kinds,
    }
    if arrays["ids"].max(initial=0) > np.iinfo(np.uint16).max:
        raise InputError("a token's number needs more than 16 bits", source=str(tokenizer_file))
    arrays = {name: array.astype(SMALL[name]) for name, array in arrays.items()}
    arrays["marked"] = np.asarray(marked, dtype=np.int32)
    arrays["marks"] = np.concatenate([found.marks[i] for i in marked] or [np.zeros(0, np.int8)])
    for name, part in epochs.items():
        times = np.bincount([place[one] for one in part], minlength=len(every))
        arrays[f"times_{name}"] = times.astype(np.int32)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:  # given a name, numpy may add to it
        np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]
    return len(every)


def unpack(path: Path, epoch: str) -> TokenisedExamples:
    """The examples of one kind of epoch, those that it has not left out."""
    with np.load(path, allow_pickle=False) as arrays:
        found = TokenisedExamples([], None, 0)
        times = arrays[f"times_{epoch}"].astype(np.int64)
        kept = np.flatnonzero(times)
        lengths = arrays["lengths"].astype(np.int64)
        borders = np.cumsum(lengths)[:-1]
        ids = np.split(arrays["ids"].astype(np.int32), borders)
        types = np.split(arrays["types"].astype(np.int8), borders)
        marked, marks = arrays["marked"], arrays["marks"]
        pieces = np.split(marks, np.cumsum(lengths[marked])[:-1]) if len(marked) else []
        known = dict(zip(marked.tolist(), pieces, strict=True))
        found.ids, found.types = [ids[i] for i in kept], [types[i] for i in kept]
        found.marks = {new: known[old] for new, old in enumerate(kept.tolist()) if old in known}
        found.targets = arrays["targets"][kept].astype(np.float32)
        found.verdicts = arrays["verdicts"][kept].astype(np.int64)
        found.kinds = arrays["kinds"][kept].astype(np.int64)
        found.lengths, found.times = lengths[kept], times[kept]
    return found
