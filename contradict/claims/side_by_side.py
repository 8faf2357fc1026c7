"""Much text: its claims are taken out by several processes, and come in the same order.

The parser keeps to one core and most of what takes claims out is Python, which threads do not run
side by side. A document is read by one process; the claims of a document do not depend on those
beside it. joblib starts the processes, so that a caller's own script is not run again in them.
"""

from __future__ import annotations

import os
import threading
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import cache
from itertools import chain, islice
from typing import Any

from contradict.claims.extractor import BATCH_CHARACTERS
from contradict.claims.portions import portions
from contradict.errors import ContradictError
from contradict.protocols import Extractor
from contradict.records import Claim, Document, LeftOut, ModelInfo
from contradict.runtime import usable_cores

PART = BATCH_CHARACTERS  # that a process reads at once: as many as the parser takes in one go
FEW = 3  # parts: a process takes seconds to start, in which this one reads as many
IDLE = 5  # seconds after which a process without work gives its memory back
MOST = 16  # processes, unless more are asked for: each takes 250 MB
NOWHERE = Document("", "", "")  # stands for a claim's document while it travels

_Claims = list[tuple[int, Claim]]  # with the number of its document within the part


class SideBySideExtractor:
    """See ``protocols.Extractor``; ``processes`` work side by side (default: the cores there are).

    Where no processes can be started all is read in this one. Documents may be drawn from a thread
    of joblib's. Raises what the extractor within raises, and ContradictError where a process is
    killed.
    """

    def __init__(self, inner: Extractor, processes: int | None = None) -> None:
        self._inner, self._asked = inner, processes

    @property
    def info(self) -> ModelInfo:
        return self._inner.info

    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        """Yield claims in document order, then by start."""
        parts = portions(documents, lambda document: len(document.text), PART)
        first = list(islice(parts, FEW))
        processes = 1 if len(first) < FEW else self._asked or _cores()
        if processes == 1:
            return self._inner.claims(chain(chain.from_iterable(first), chain.from_iterable(parts)))
        return self._side_by_side(chain(first, parts), processes)

    def everything(self, documents: Iterable[Document]) -> Iterator[Claim | LeftOut]:
        """As the one within, in this process."""
        return self._inner.everything(documents)

    def _side_by_side(self, parts: Iterable[list[Document]], processes: int) -> Iterator[Claim]:
        sent: list[list[Document]] = []  # what is out, the oldest first
        coming = _pool(processes)(self._sent_out(parts, sent))
        try:
            for found in coming:
                yield from given_back(found, sent.pop(0))
        except BrokenProcessPool as error:
            raise ContradictError(
                "a process that takes claims out was killed; give fewer documents at a time, or set"
                " OMP_NUM_THREADS=1 to do without"
            ) from error
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # that what was out is cancelled
                coming.close()

    def _sent_out(
        self, parts: Iterable[list[Document]], sent: list[list[Document]]
    ) -> Iterator[Any]:
        """A task a part, which is noted in ``sent`` as it goes."""
        from joblib import delayed

        for part in parts:
            sent.append(part)
            yield delayed(_work)(self._inner, part, os.getpid())


def _pool(processes: int) -> Any:
    """What carries tasks out, and gives their results in order as they are asked for."""
    from joblib import Parallel

    return Parallel(
        processes,
        backend="loky",  # threads would share one pipeline, whose memory is not shared
        return_as="generator",
        batch_size=1,
        max_nbytes=None,
        idle_worker_timeout=IDLE,
    )


def _work(extractor: Extractor, documents: Sequence[Document], parent: int) -> _Claims:
    """What a process does; it ends with the one that started it, even where that is killed."""
    _end_with(parent)
    return taken_out(extractor, documents)


@cache
def _end_with(parent: int) -> None:
    """Watch the parent from a thread of its own; without it a process would wait for ever.

    Does nothing in the parent itself, where joblib falls back to it.
    """
    if os.getpid() == parent or os.name != "posix":  # elsewhere orphans keep their parent's number
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def taken_out(extractor: Extractor, documents: Sequence[Document]) -> _Claims:
    """The claims of some documents as they travel: without their documents."""
    numbers = {id(document): number for number, document in enumerate(documents)}
    return [
        (numbers[id(claim.document)], replace(claim, document=NOWHERE))
        for claim in extractor.claims(documents)
    ]


def given_back(found: _Claims, documents: Sequence[Document]) -> Iterator[Claim]:
    """What ``taken_out`` gave, with the very documents that it was given.

    By the object a detector knows which side a claim is on.
    """
    return (replace(claim, document=documents[number]) for number, claim in found)


def _cores() -> int:
    """The cores that this process may use, as far as a container allows, at most MOST."""
    from joblib import cpu_count

    return int(min(usable_cores(), cpu_count(), MOST))
