"""Step 6 of models/judge: several judges from one mixture, and one that learns from all of them.

    R=contradict.training.recipes.distil
    python -m $R pack build/judge_6.parquet build/judge_6_further.parquet \\
        --unlabelled build/unlabelled.parquet --base build/judge -o build/pairs.npz
    python -m $R pack-dev --dev DEV … --base build/judge -o build/dev.npz
    python -m $R teach build/pairs.npz --dev build/dev.npz --base build/judge --seed 1 \\
        -o build/teachers/1
    python -m $R learn build/pairs.npz --dev build/dev.npz --base build/judge \\
        --teachers build/teachers/1 build/teachers/2 -o build/student
    python -m $R keep --base build/judge -o build/before
    python -m $R write build/before build/student --base build/judge --dev DEV … -o models/judge

Each teacher sees the whole mixture some times, then the further one, with another order of the
pairs and other units dropped. The student starts from the mean of the teachers' weights (Wortsman
et al. 2022) and learns the further mixture and pairs without labels, from the labels and from the
mean of what the teachers say (Hinton et al. 2015). ``write`` takes the mean of several weights, of
the judge that all started from among them (Wortsman et al., WiSE-FT 2022). Meant for a GPU: tables
are turned into token ids where the tables are (``pack``), and what is learnt comes back as weights.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contradict.errors import InputError, ModelError
from contradict.records import LABELS
from contradict.training import trainer
from contradict.training.batches import SOFT, TokenisedExamples
from contradict.training.examples import Example, read_examples
from contradict.training.judge_training import MAX_TOKENS, best_device, headed_judge
from contradict.training.packed import pack, unpack
from contradict.training.prediction import autocast, tensors
from contradict.training.progress import say
from contradict.training.recipes.average import mean_of, write_mean

if TYPE_CHECKING:
    import torch

    from contradict.training.heads import HeadedJudge

WEIGHTS = "weights.safetensors"
SAID = "said.npy"
WORDS = "word_embeddings"  # frozen, so what comes back need not have them
SCHEDULE = trainer.Schedule(
    batch_size=256, learning_rate=2e-4, dropout=0.1, keep_best=False, patience=1000
)
FURTHER_RATE = 0.5  # of the learning rate of the whole mixture
AT_ONCE = 1024  # pairs that a teacher reads together


def packed(
    whole: Path, further: Path, unlabelled: Path | None, tokenizer: Path, output: Path
) -> int:
    """One file with three kinds of epoch: ``whole``, ``further``, and ``taught`` for the student.

    That is ``further`` and the unlabelled pairs, of which any label is allowed.
    """
    epochs = {name: read(path) for name, path in (("whole", whole), ("further", further))}
    more = read(unlabelled) if unlabelled is not None else []
    epochs["taught"] = epochs["further"] + [Example(one.left, one.right, LABELS) for one in more]
    return pack(output, epochs, tokenizer, MAX_TOKENS)


def read(path: Path) -> list[Example]:
    """The examples of a table; says how many rows are none."""
    found, bad = read_examples([path])
    if bad:
        say(f"{path}: {len(bad)} rows left out, the first {bad[0].row}: {bad[0].reason}")
    return found


def teach(
    pairs: Path, dev: TokenisedExamples, model: HeadedJudge, given: argparse.Namespace
) -> list[Any]:
    """Train on the whole mixture, then on the further one; returns both histories.

    What the teacher says of the pairs that a student learns from is kept beside its weights,
    unless it stays ``alone`` and only its weights are wanted.
    """
    first = replace(
        SCHEDULE,
        epochs=given.epochs,
        seed=given.seed,
        learning_rate=given.rate,
        layer_rate=given.layer_rate,
    )
    second = replace(
        first, epochs=given.further_epochs, learning_rate=given.rate * FURTHER_RATE, warmup=0.02
    )
    parts = (("whole", first), ("further", second))
    found = [
        _run(model, unpack(pairs, name), dev, plan, given) for name, plan in parts if plan.epochs
    ]
    if given.alone:
        (given.output / SAID).unlink(missing_ok=True)
    else:
        np.save(given.output / SAID, said(model, unpack(pairs, "taught"), given.device))
    return found


def learn(
    pairs: Path, dev: TokenisedExamples, model: HeadedJudge, given: argparse.Namespace
) -> list[Any]:
    """Start from the mean of the teachers and learn from what they say."""
    taught = unpack(pairs, "taught")
    shares = [_said(folder / SAID, len(taught)) for folder in given.teachers]
    taught.soft = (sum(shares) / len(shares)).astype(np.float16)
    put(model, mean_of([load_weights(folder) for folder in given.teachers]))
    save_weights(model, given.output / "mean")
    plan = replace(SCHEDULE, epochs=given.epochs, seed=given.seed, learning_rate=given.rate)
    return [_run(model, taught, dev, plan, given)]


def _said(path: Path, count: int) -> Any:
    if not path.is_file():
        raise InputError("is missing", source=str(path), advice="teach without --alone")
    found = np.load(path, allow_pickle=False).astype(np.float32)
    if found.shape != (count, SOFT):
        raise InputError("is about other pairs", source=str(path), advice="teach on the same file")
    return found


def said(model: HeadedJudge, examples: TokenisedExamples, device: str) -> Any:
    """Probabilities of labels, verdicts and kinds, in a row: shape (examples, SOFT)."""
    import torch

    model.eval()
    parts: list[tuple[list[int], torch.Tensor]] = []
    with torch.inference_mode(), autocast(device):
        for indices, batch in examples.in_order(AT_ONCE):
            found = model(**tensors(batch, device))
            shares = [
                logits.float().softmax(-1) for logits in (found.logits, found.verdicts, found.kinds)
            ]
            parts.append((indices, torch.cat(shares, -1).half()))
    order = np.concatenate([indices for indices, _ in parts])
    result = np.empty((len(examples), SOFT), dtype=np.float16)
    result[order] = torch.cat([share for _, share in parts]).cpu().numpy()
    return result


def save_weights(model: HeadedJudge, folder: Path) -> None:
    """All weights but the word embeddings, in fp16."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    state = model.state_dict()
    kept = {n: w.half().cpu().contiguous() for n, w in state.items() if WORDS not in n}
    save_file(kept, folder / WEIGHTS)


def load_weights(folder: Path) -> dict[str, Any]:
    """What ``save_weights`` wrote, in fp32."""
    from safetensors.torch import load_file

    return {name: weight.float() for name, weight in load_file(folder / WEIGHTS).items()}


def put(model: HeadedJudge, state: dict[str, Any]) -> None:
    """Give the model these weights; it keeps its word embeddings.

    Raises ModelError where they are of another model.
    """
    own = model.state_dict()
    if set(state) != {name for name in own if WORDS not in name}:
        raise ModelError("weights of another model; start from the judge that they started from")
    model.load_state_dict({name: state.get(name, weight) for name, weight in own.items()})


def _run(
    model: HeadedJudge,
    examples: TokenisedExamples,
    dev: TokenisedExamples,
    plan: trainer.Schedule,
    given: argparse.Namespace,
) -> Any:
    steps = round(len(examples.epoch()) / plan.batch_size * plan.epochs)
    often = max(1, steps // 4)
    plan = replace(plan, evaluate_every=often, checkpoint_every=10 * max(1, steps))
    work = given.output / "work"
    found = trainer.run(
        model, examples, dev, plan, device=given.device, work=work, resume=False, progress=True
    )
    save_weights(model, given.output)
    shutil.rmtree(work)  # a run of minutes is not gone on with
    return found


def write(given: argparse.Namespace) -> None:
    """The judge's folder, calibrated on dev tables, with its card."""
    model, tokenizer = headed_judge(given.base, 0)
    put(model, mean_of([load_weights(folder) for folder in given.weights]))
    more = {"base": str(given.base), "steps": 0, "reads_dates": True}
    write_mean(model, tokenizer, Path(given.base), given.dev, given.output, **more)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    steps = parser.add_subparsers(dest="step", required=True)
    one = steps.add_parser("pack")
    one.add_argument("whole", type=Path)
    one.add_argument("further", type=Path)
    one.add_argument("--unlabelled", type=Path)
    for name in ("teach", "learn"):
        two = steps.add_parser(name)
        two.add_argument("pairs", type=Path)
        two.add_argument("--dev", type=Path, required=True)
        two.add_argument("--seed", type=int, default=0)
        two.add_argument("--epochs", type=float, default=3.0)
        two.add_argument("--rate", type=float, default=SCHEDULE.learning_rate)
        two.add_argument("--device", default=best_device(), help="[default: a GPU if there is one]")
    teacher = steps.choices["teach"]
    teacher.add_argument("--further-epochs", type=float, default=2.0)
    teacher.add_argument("--layer-rate", type=float, default=SCHEDULE.layer_rate)
    teacher.add_argument("--alone", action="store_true", help="no student will learn from it")
    steps.choices["learn"].add_argument("--teachers", type=Path, nargs="+", required=True)
    steps.add_parser("pack-dev").add_argument("--dev", type=Path, action="append", required=True)
    steps.add_parser("keep", help="the weights of the base, for a mean")
    last = steps.add_parser("write")
    last.add_argument("weights", type=Path, nargs="+")
    last.add_argument("--dev", type=Path, action="append", required=True)
    for each in steps.choices.values():
        each.add_argument("--base", required=True, help="the judge to start from")
        each.add_argument("-o", "--output", type=Path, required=True)
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    given = _arguments().parse_args(arguments)
    if given.step == "write":
        write(given)
        return
    model, tokenizer = headed_judge(given.base, 0)
    if given.step == "pack":
        count = packed(given.whole, given.further, given.unlabelled, tokenizer, given.output)
        print(f"{count} different pairs")
        return
    if given.step == "pack-dev":
        pack(
            given.output,
            {"whole": [one for path in given.dev for one in read(path)]},
            tokenizer,
            MAX_TOKENS,
        )
        return
    if given.step == "keep":
        save_weights(model, given.output)
        return
    model.to(given.device)
    if given.device.startswith("cuda"):  # where the fused kernel is the faster one
        model.classifier.set_attn_implementation("sdpa")  # type: ignore[operator]
    given.output.mkdir(parents=True, exist_ok=True)
    step = teach if given.step == "teach" else learn
    history = step(given.pairs, unpack(given.dev, "whole"), model, given)
    (given.output / "history.json").write_text(json.dumps(history, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
