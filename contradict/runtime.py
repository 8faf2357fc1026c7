"""Runs a BERT-like ONNX text model fast on the CPU, with results that no batch can change.

Every input is padded to its own length rounded up to ``PAD_TO``, and a batch holds inputs of one
padded length only: what an input is padded with depends on nothing but the input.  Graphs compute
in fp32, or in integers whose scales were settled when they were written, never in integers whose
scales are taken over the batch: a row's figures take nothing from its neighbours.  Each call of the
model uses one thread, and several calls run side by side: on two cores as fast as two threads in
one call where the machine is idle, faster where it is not, and how the work is cut up cannot depend
on the number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from contradict.errors import InputError, ModelError
from contradict.tokenizer import Ids, Input, Pieces, TextTokenizer

__all__ = ["TOKENS_GIVEN", "Ids", "Input", "OnnxText", "Pieces", "Rows"]

Rows = npt.NDArray[np.float32]

PAD_TO = 4  # tokens: at 8 a twentieth slower, at 1 no faster
FEWEST_ROWS = 2  # some kernels have another path for a single row, which rounds otherwise
TOKENS_GIVEN = "tokens_given"  # an optional input: how many tokens the last layer must give


class OnnxText:
    """A tokenizer and an ONNX graph from token ids to one row of numbers an input.

    ``max_tokens`` counts the tokens of a whole input, special ones included; ``threads`` is the
    number of calls that run side by side (default: the cores this process may use).  The graph is
    loaded at the first run.  Raises ModelError where a file cannot be used.
    """

    def __init__(
        self,
        onnx_path: Path,
        tokenizer_path: Path,
        *,
        max_tokens: int,
        threads: int | None = None,
    ) -> None:
        self.max_tokens = max_tokens
        self._onnx_path = onnx_path
        self._threads = threads or usable_cores()
        self._tokenizer = TextTokenizer(tokenizer_path, remember_up_to=max_tokens)
        self._template = self._tokenizer.template

    @property
    def room_single(self) -> int:
        """How many tokens a text may have to fit an input of its own."""
        return self.max_tokens - self._template.extra_single

    @property
    def room_pair(self) -> int:
        """How many tokens two texts may have together to fit a pair input."""
        return self.max_tokens - self._template.extra_pair

    def tokenise(self, texts: Sequence[str]) -> list[Ids]:
        """Token ids of each text without special tokens; a text is tokenised once."""
        return self._tokenizer.tokenise(texts)

    def pieces(self, text: str) -> Pieces:
        """The tokens of a text with the characters that each stands for."""
        return self._tokenizer.pieces(text)

    def places(self, left: int) -> tuple[int, int]:
        """Where in a pair's input the first token of either text stands; left has ``left``."""
        return self._template.places(left)

    def single(self, ids: Ids) -> Input:
        """The input of one text: ``[CLS] text [SEP]``."""
        return self._template.single(ids)

    def pair(self, left: Ids, right: Ids) -> Input:
        """The input of two texts: ``[CLS] left [SEP] right [SEP]``."""
        return self._template.pair(left, right)

    def run(self, inputs: Sequence[Input], batch_tokens: int) -> Rows:
        """One float32 row an input, shape (len(inputs), width), in the order of ``inputs``.

        ``batch_tokens`` bounds the tokens of one call, padding included; it changes speed and
        memory, never a figure.  Raises InputError where an input is longer than ``max_tokens``:
        nothing is cut off here, the caller splits.
        """
        longest = max((len(ids) for ids, _ in inputs), default=0)
        if longest > self.max_tokens:
            raise InputError(
                f"a text takes {longest} tokens and the model {self.max_tokens}",
                advice="split it into shorter ones",
            )
        session = self._session
        first = [session.get_outputs()[0].name]
        result = np.zeros((len(inputs), self._width), dtype=np.float32)

        def call(batch: list[int]) -> None:
            feed = self._feed([inputs[index] for index in batch]) | self._first_token
            rows = session.run(first, feed)[0]
            result[batch] = rows[: len(batch)]

        _side_by_side(call, self._batches(inputs, batch_tokens), self._threads)
        if not np.isfinite(result).all():
            raise ModelError(f"{self._onnx_path}: gives figures that are no numbers; replace it")
        return result

    def outputs(self, inputs: Sequence[Input], batch_tokens: int) -> list[dict[str, Rows]]:
        """All named outputs of the graph for each input; those a token as long as the input.

        Slower than ``run`` by what it copies; for the few inputs of which more is asked.
        """
        session = self._session
        # a width that is no number is that of the tokens; eight columns may be as wide as a batch
        names = {one.name: isinstance(one.shape[-1], int) for one in session.get_outputs()}
        found: list[dict[str, Rows]] = [{} for _ in inputs]

        def call(batch: list[int]) -> None:
            feed = self._feed([inputs[index] for index in batch])
            for name, rows in zip(names, session.run(list(names), feed), strict=True):
                for row, index in enumerate(batch):
                    size = None if names[name] else len(inputs[index][0])
                    found[index][name] = rows[row][:size]

        _side_by_side(call, self._batches(inputs, batch_tokens), self._threads)
        return found

    def _batches(self, inputs: Sequence[Input], batch_tokens: int) -> list[list[int]]:
        """Indices of inputs of one padded length each, the costliest first."""
        lengths = [_padded(len(ids)) for ids, _ in inputs]
        share = -(-sum(lengths) // self._threads)  # no thread idles while another has it all
        order = sorted(range(len(inputs)), key=lambda index: (-lengths[index], index))
        batches = []
        for length, group in groupby(order, key=lambda index: lengths[index]):
            same = list(group)
            size = max(1, min(batch_tokens, share) // length)
            batches += [same[start : start + size] for start in range(0, len(same), size)]
        return batches

    def _feed(self, batch: list[Input]) -> dict[str, npt.NDArray[np.int64]]:
        """The arrays of one call, as far as the graph asks for them."""
        length = _padded(len(batch[0][0]))
        rows = batch + [batch[-1]] * (FEWEST_ROWS - len(batch))
        arrays = {
            "input_ids": np.full((len(rows), length), self._template.pad, dtype=np.int64),
            "attention_mask": np.zeros((len(rows), length), dtype=np.int64),
            "token_type_ids": np.zeros((len(rows), length), dtype=np.int64),
        }
        for row, (ids, types) in enumerate(rows):
            arrays["input_ids"][row, : len(ids)] = ids
            arrays["attention_mask"][row, : len(ids)] = 1
            arrays["token_type_ids"][row, : len(ids)] = types
        return {name: arrays[name] for name in self._input_names}

    @cached_property
    def _session(self) -> Any:
        """The loaded graph; weights only stored in 8 bits become fp32 constants here."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = 4  # what fails is raised, and told in one line
        try:
            return onnxruntime.InferenceSession(
                str(self._onnx_path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the runtime raises classes of its own, all from Exception
            raise ModelError.refused(self._onnx_path, error) from error

    @cached_property
    def _input_names(self) -> list[str]:
        names = [one.name for one in self._session.get_inputs()]
        unknown = set(names) - {"input_ids", "attention_mask", "token_type_ids"}
        if unknown:
            raise ModelError(f"{self._onnx_path}: asks for unknown inputs {sorted(unknown)}")
        return names

    @cached_property
    def _first_token(self) -> dict[str, npt.NDArray[np.int64]]:
        """Asks the last layer for no other token, of which the first output says nothing."""
        optional = [one.name for one in self._session.get_overridable_initializers()]
        return {TOKENS_GIVEN: np.ones(1, dtype=np.int64)} if TOKENS_GIVEN in optional else {}

    @cached_property
    def _width(self) -> int:
        shape = self._session.get_outputs()[0].shape
        if len(shape) != 2 or not isinstance(shape[1], int):
            raise ModelError(f"{self._onnx_path}: the first output has no shape (batch, width)")
        return shape[1]


def _side_by_side(call: Any, batches: list[list[int]], threads: int) -> None:
    """Call ``call`` on every batch, ``threads`` at a time; stop at the first error."""
    if threads == 1 or len(batches) < 2:
        for batch in batches:
            call(batch)
        return
    with ThreadPoolExecutor(min(threads, len(batches))) as pool:
        running = [pool.submit(call, batch) for batch in batches]
        try:
            for one in running:
                one.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _padded(length: int) -> int:
    return -(-length // PAD_TO) * PAD_TO


def usable_cores() -> int:
    """How many cores this process may use, at least 1."""
    told = os.environ.get("OMP_NUM_THREADS", "")  # how Ray and batch systems tell a process
    if told.isdigit() and int(told):
        return int(told)
    if hasattr(os, "sched_getaffinity"):  # a container or a batch system may have given us fewer
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
