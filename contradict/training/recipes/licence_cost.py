"""What it costs a judge to leave out the public sets whose licence is not stated (tier U).

    python -m contradict.training.recipes.licence_cost --data DATA --folder build/lift

Goes on from the folder that ``recipes.lift`` left. Both of its trainings, "base" and "with", are
made once more from the same rows less those of such sets; nothing takes their place, so the second
judge has also seen fewer pairs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from contradict.detector import load
from contradict.evaluation.files import evaluate_files
from contradict.training.recipes import lift

if TYPE_CHECKING:
    import pandas as pd

UNSTATED = "U"
BEFORE = "stated_base"
AFTER = "stated"
SHOWN = ("accuracy", "average_precision_contradiction", "calibration_error")


def unstated_sets(public: pd.DataFrame) -> set[str]:
    """The data sets of tier U; ``public`` has the columns ``dataset`` and ``licence_tier``."""
    return set(public.loc[public["licence_tier"] == UNSTATED, "dataset"])


def stated_only(rows: pd.DataFrame, unstated: set[str]) -> pd.DataFrame:
    """The rows of the other sets, in their order."""
    return rows[~rows["dataset"].isin(unstated)].reset_index(drop=True)


def lines(folder: Path, sets: dict[str, Path], rows: dict[str, int]) -> Iterator[str]:
    """The Markdown table: both judges' figures on every set, the second less the first in points.

    ``rows`` is how many pairs each of the trainings "with" and AFTER saw, those of its base among
    them.
    """
    yield f"| set | metric | pairs | all, {rows['with']:,} | stated, {rows[AFTER]:,} | points |"
    yield "|---|---|---:|---|---|---:|"
    judges = [load(str(folder / name)) for name in ("with", AFTER)]
    for name, path in sets.items():
        first, second = ({one.name: one for one in evaluate_files(path, judge)} for judge in judges)
        for metric in SHOWN:
            yield f"| {name} | {metric} | {lift.side_by_side(first[metric], second[metric])} |"


def main() -> None:
    import pandas as pd

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and eval/")
    parser.add_argument("--statements", type=Path, default=Path("data/statements"))
    parser.add_argument("--folder", type=Path, required=True, help="made by recipes.lift")
    given = parser.parse_args()
    table = given.data / "train" / "train_3way.parquet"
    unstated = unstated_sets(pd.read_parquet(table, columns=["dataset", "licence_tier"]))
    evals = given.data / "eval"
    devs = [evals / "mnli.dev.parquet"]
    counts = {"with": 0, AFTER: 0}
    for source, name in (("base", BEFORE), ("with", AFTER)):
        rows = pd.read_parquet(given.folder / f"{source}.parquet")
        kept = stated_only(rows, unstated)
        counts["with"] += len(rows)
        counts[AFTER] += len(kept)
        if not (given.folder / name).is_dir():
            path = given.folder / f"{name}.parquet"
            kept.to_parquet(path, index=False)
            lift.train(name, path, devs, given.folder, start=BEFORE)
        devs.append(given.statements / "dev.jsonl")
    sets = {
        "statements test": given.statements / "test.jsonl",
        "mnli.test": evals / "mnli.test.parquet",
        "snli.test": evals / "snli.test.parquet",
    }
    text = "\n".join(lines(given.folder, sets, counts)) + "\n"
    (given.folder / "licence_cost.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
