"""Does a judge that reads speaker and date before each text beat one that reads bare texts?

    python -m contradict.training.recipes.text_fields --data DATA --folder build/lift

Goes on from the folder that ``recipes.lift`` left. "with" is its judge, which reads bare texts and
whose word on pairs of two dates the rule of ``findings.changed`` divides. "fields" is trained on
the same rows from the same base, but every statement pair that states a speaker or a date has it
before the text ("Milley, 6 January 2020: …") and keeps its own label where the dates decide.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.detector import load
from contradict.evaluation import Metric
from contradict.evaluation.files import evaluate_files
from contradict.records import attributed
from contradict.training.dataset.rows import read_lines, write_lines
from contradict.training.recipes import judge, lift
from contradict.training.recipes.neutrals import Row
from contradict.training.recipes.statements import FIELDS

if TYPE_CHECKING:
    import pandas as pd

GROUP = "stated"  # a column: whether speaker or date is known of either side
SHOWN = ("accuracy", "average_precision_contradiction")
PAIRS = {None: "all", "yes": "with speaker or date"}


def grouped(pairs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The pairs as they are, with the column GROUP."""
    for pair in pairs:
        yield pair | {GROUP: "yes" if any(pair[name] for name in FIELDS) else "no"}


def with_fields(pairs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The pairs with their fields in their texts and nowhere else."""
    for pair in grouped(pairs):
        texts = {
            side: attributed(pair[side], pair[f"{side}_speaker"], pair[f"{side}_date"])
            for side in ("left", "right")
        }
        yield pair | dict.fromkeys(FIELDS) | texts


def rows(train: Path, rest: pd.DataFrame) -> pd.DataFrame:
    """What "fields" learns from: ``rest``, and the statement pairs both ways with their fields.

    Where no date is read into the texts a change stays a conflict, as for every other judge.
    """
    import pandas as pd

    found: list[Row] = []
    for pair in with_fields(read_lines(train)):
        hidden = pair["verdict"] == "changed" and pair[GROUP] == "no"
        label = "contradiction" if hidden else pair["label"]
        found.append((pair["left"], pair["right"], label, "statements"))
        if pair["verdict"] != "refinement":
            found.append((pair["right"], pair["left"], label, "statements"))
    return pd.concat([rest, pd.DataFrame(found * judge.STATEMENT_PASSES, columns=judge.COLUMNS)])


def lines(folder: Path, plain: Path, read: Path) -> Iterator[str]:
    """The Markdown table: figures of both judges over all pairs and over those with fields."""
    yield "| pairs | metric | number | counted in | read | points |"
    yield "|---|---|---:|---|---|---:|"
    first, second = _figures(folder / "with", plain), _figures(folder / "fields", read)
    for (group, name), before in first.items():
        if name in SHOWN and group != "no":
            cells = lift.side_by_side(before, second[group, name])
            yield f"| {PAIRS[group]} | {name} | {cells} |"


def _figures(judge_folder: Path, test: Path) -> dict[tuple[str | None, str], Metric]:
    found = evaluate_files(test, load(str(judge_folder)), by=[GROUP])
    return {(one.group, one.name): one for one in found}


def main() -> None:
    import pandas as pd

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with eval/")
    parser.add_argument("--statements", type=Path, default=Path("data/statements"))
    parser.add_argument("--folder", type=Path, required=True, help="made by recipes.lift")
    given = parser.parse_args()
    splits = {name: read_lines(given.statements / f"{name}.jsonl") for name in ("dev", "test")}
    made = {
        name: write_lines(given.folder / f"fields_{name}.jsonl", with_fields(pairs))
        for name, pairs in splits.items()
    }
    if not (given.folder / "fields").is_dir():
        table = given.folder / "fields.parquet"
        without = pd.read_parquet(given.folder / "without.parquet")
        rows(given.statements / "train.jsonl", without).to_parquet(table, index=False)
        devs = [given.data / "eval" / "mnli.dev.parquet", made["dev"]]
        lift.train("fields", table, devs, given.folder)
    plain = write_lines(given.folder / "plain_test.jsonl", grouped(splits["test"]))
    text = "\n".join(lines(given.folder, plain, made["test"])) + "\n"
    (given.folder / "text_fields.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
