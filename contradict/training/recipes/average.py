"""The mean of two judges' weights as a judge of its own, calibrated anew.

    python -m contradict.training.recipes.average build/judge_4 build/judge_5 --dev DEV … -o FOLDER

What was trained further is better at what it was trained further on and worse at the rest; half way
between both is nearly as good as the better one at either (WiSE-FT, Wortsman et al. 2022).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.judgements import load_judge
from contradict.training.artefact import write_artefact
from contradict.training.card import write_card
from contradict.training.destination import written
from contradict.training.examples import read_examples
from contradict.training.judge_training import figures, headed_judge

if TYPE_CHECKING:
    from contradict.training.heads import HeadedJudge


def averaged(folders: Sequence[Path]) -> tuple[HeadedJudge, Path]:
    """A judge with the mean of all weights, heads included, and its tokenizer."""
    judges = [headed_judge(folder, seed=0) for folder in folders]
    (judge, tokenizer), states = judges[0], [one.state_dict() for one, _ in judges]
    judge.load_state_dict(mean_of(states))
    return judge, tokenizer


def mean_of(states: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The mean of each weight over models of one shape."""
    return {name: sum(state[name] for state in states) / len(states) for name in states[0]}


def write_mean(
    model: HeadedJudge,
    tokenizer: Path,
    before: Path,
    dev: Sequence[Path],
    output: Path,
    **more: Any,
) -> None:
    """Write the judge to its folder, calibrated on dev tables, with figures of one before it.

    ``more`` goes to ``write_artefact``.
    """
    examples, _ = read_examples(dev)
    with written(output) as partial:
        folder = write_artefact(model, tokenizer, examples, partial, **more)
        old, new = (figures(load_judge(path), examples) for path in (before, partial))
        write_card(folder, old, new, ", ".join(path.name for path in dev))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("judges", type=Path, nargs="+", help="folders of judges of one shape")
    parser.add_argument("--dev", type=Path, action="append", required=True, help="to calibrate on")
    parser.add_argument("--steps", type=int, default=0, help="of the last training, for the card")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    judge, tokenizer = averaged(given.judges)
    base = " and ".join(path.name for path in given.judges)
    write_mean(
        judge, tokenizer, given.judges[0], given.dev, given.output, base=base, steps=given.steps
    )


if __name__ == "__main__":
    main()
