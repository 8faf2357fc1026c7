"""Token encoders of a spaCy pipeline learn what a larger encoder says of words, before any task.

The targets come from ``token_teacher``. Each token encoder gets a linear layer that predicts them,
which is thrown away afterwards; the idea is that of ``spacy pretrain`` with vectors as objective.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH_WORDS = 1500
LEARNING_RATE = 0.002
WARM_UP = 100  # steps
SHOWN_EVERY = 200  # steps

Targets = npt.NDArray[np.float32]


class Teacher:
    """Sentences and the targets of their words."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as kept:
            self.words = [line.split("\t") for line in kept["sentences"].tolist()]
            self.targets = kept["targets"]
        self.starts = np.cumsum([0] + [len(words) for words in self.words])

    def batches(self, nlp: Language, random: np.random.Generator) -> Iterator[tuple[Any, Targets]]:
        """One pass over all sentences in a drawn order: documents, and targets side by side."""
        from spacy.tokens import Doc

        docs: list[Doc] = []
        rows: list[Targets] = []
        size = 0
        for place in random.permutation(len(self.words)):
            words = self.words[place]
            docs.append(Doc(nlp.vocab, words=words))
            target = self.targets[self.starts[place] : self.starts[place + 1]]
            rows.append(target.astype(np.float32))
            size += len(words)
            if size >= BATCH_WORDS:
                yield docs, np.concatenate(rows)
                docs, rows, size = [], [], 0


def pretrain(nlp: Language, teacher: Teacher, *, passes: int, seed: int) -> None:
    """Train every token encoder of ``nlp`` (initialised) on the teacher's targets, in place."""
    for name, encoder in token_encoders(nlp):
        _learn(nlp, name, encoder, teacher, passes, seed)


def token_encoders(nlp: Language) -> list[tuple[str, Any]]:
    """(name of the part, its token encoder) of the parts that have one of their own."""
    found: list[tuple[str, Any]] = []
    for name in nlp.pipe_names:
        model: Any = getattr(nlp.get_pipe(name), "model", None)
        if model is None:
            continue
        if name == "tok2vec":
            found.append((name, model))
        elif model.has_ref("tok2vec"):
            layers = model.get_ref("tok2vec").layers  # the rest make one array of its output
            if layers and layers[0].name != "tok2vec-listener":
                found.append((name, layers[0]))
    return found


def _learn(
    nlp: Language, name: str, encoder: Any, teacher: Teacher, passes: int, seed: int
) -> None:
    from thinc.api import Adam, Linear
    from thinc.schedules import warmup_linear

    words, width = int(teacher.starts[-1]), teacher.targets.shape[1]
    steps = passes * words // BATCH_WORDS + 1
    rates: Any = warmup_linear(LEARNING_RATE, WARM_UP, steps)
    adam = Adam(rates)
    random = np.random.default_rng(seed)
    head: Any = None
    started, step, total = time.monotonic(), 0, 0.0
    for _ in range(passes):
        for docs, target in teacher.batches(nlp, random):
            hidden, back = encoder.begin_update(docs)
            flat = encoder.ops.xp.concatenate(hidden)
            if head is None:
                head = Linear(width, flat.shape[1]).initialize()
            guess, head_back = head.begin_update(flat)
            wrong = guess - target
            total += float((wrong**2).mean())
            gradient = head_back(wrong * (2.0 / len(wrong)))
            cuts = np.cumsum([len(one) for one in hidden])[:-1]
            back(encoder.ops.xp.split(gradient, cuts))
            encoder.finish_update(adam)
            head.finish_update(adam)
            adam.step_schedules()
            step += 1
            if step % SHOWN_EVERY == 0:
                spent = time.monotonic() - started
                line = f"{name} {step}/{steps}  {spent:.0f} s  error {total / SHOWN_EVERY:.3f}"
                print(line, file=sys.stderr, flush=True)
                total = 0.0
