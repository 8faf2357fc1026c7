"""Recipe of models/judge, in three steps; ``recipes.__main__`` has the commands in order.

1. One pass over public NLI sets, with neutrals from real text and the first statement pairs.
2. A short further training on the statement pairs written for this project, mixed with a sample of
   step 1, so that the one is learnt and the other not forgotten.
3. The same once more and shorter, with real names in the statement pairs and without the neutral
   pairs from speeches on one subject: after step 2 the name of a country alone made a pair neutral.

This command makes each mixture; ``contradict train`` does the rest, as for any labelled file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from contradict.training.recipes import names, neutrals
from contradict.training.recipes.heldout import overlaps
from contradict.training.recipes.neutrals import Row
from contradict.training.recipes.statements import TRAIN_ONLY

if TYPE_CHECKING:
    import pandas as pd

TRAIN_MONTHS = [f"2024-{month:02d}" for month in range(1, 9)]  # the others are for measuring
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
STATEMENT_PASSES = 3
KEPT = {  # rows of step 1 that step 2 sees again
    "mnli": 13_000,
    "lingnli": 5_000,
    "snli": 3_000,
    "newprotocols_base": 2_000,
    "newprotocols_contrast": 1_000,
    "newprotocols_edit_premise": 1_000,
    "conjnli": 1_000,
    "cad_nli": 500,
    "decode_parsed": 500,
    "cannot_wikifactcheck_negated": 500,
    "tnli_temporal": 500,
    "megaveridicality_3way": 500,
}
ONE_WAY = frozenset(["tnli_temporal", "megaveridicality_3way"])  # premise and hypothesis differ
NEUTRAL_SHARE = 0.35
THIRD_SHARE = 0.3
RENAMED = 3  # draws of names for a pair


def first_mixture(data: Path, corpora: Path, statements: Path, seed: int) -> pd.DataFrame:
    """All public pairs once, half of MultiNLI twice, neutrals, and the first statement batches."""
    import pandas as pd

    public = public_rows(data)
    parts = [public]
    for name, share in REPEATED.items():
        parts.append(public[public["dataset"] == name].sample(frac=share, random_state=seed))
    rows = real_text_rows(corpora, seed)
    for name, count in SHUFFLED.items():
        rows += neutrals.shuffled_pairs(public[public["dataset"] == name], count, seed)
    rows += statement_rows(statements, TRAIN_ONLY) * 2
    return without_held_out([*parts, pd.DataFrame(rows, columns=COLUMNS)])


def second_mixture(data: Path, corpora: Path, statements: Path, seed: int) -> pd.DataFrame:
    """The statement pairs STATEMENT_PASSES times, in both directions, and samples of step 1."""
    import pandas as pd

    public = public_rows(data)
    parts = [
        public[public["dataset"] == name].sample(count, random_state=seed + 1)
        for name, count in KEPT.items()
    ]
    parts += [turned_round(part) for part in parts if part["dataset"].iloc[0] not in ONE_WAY]
    neutral = pd.DataFrame(real_text_rows(corpora, seed + 100), columns=COLUMNS)
    parts.append(neutral.sample(frac=NEUTRAL_SHARE, random_state=seed))
    rows = conflict_rows(statements) * STATEMENT_PASSES
    return without_held_out([*parts, pd.DataFrame(rows, columns=COLUMNS)])


def third_mixture(data: Path, corpora: Path, statements: Path, seed: int) -> pd.DataFrame:
    """Statement pairs with their own and with real names, and smaller samples of step 2."""
    import pandas as pd

    second = second_mixture(data, corpora, statements, seed + 7)
    kept = second[second["dataset"] != "statements"]
    kept = kept[~kept["dataset"].str.startswith("speeches")]
    parts = [kept.sample(frac=THIRD_SHARE, random_state=seed)]
    pairs = conflict_rows(statements)
    texts = neutrals.briefing_sentences(corpora / "wh_press_briefings", TRAIN_MONTHS)
    texts += neutrals.speech_sentences(_speeches(corpora), limit=1500, seed=seed)
    rows = pairs + names.renamed(pairs, names.frequent_names(texts), RENAMED, seed)
    return without_held_out([*parts, pd.DataFrame(rows, columns=COLUMNS)])


def turned_round(rows: pd.DataFrame) -> pd.DataFrame:
    """Hypothesis first: what contradicts does so both ways, of the rest only that it does not.

    The score is that of both directions, and NLI sets show the judge one only.
    """
    turned = rows.rename(columns={"premise": "hypothesis", "hypothesis": "premise"})[COLUMNS]
    label = turned["label"].where(turned["label"] == "contradiction", "not_contradiction")
    return turned.assign(label=label)


def public_rows(data: Path) -> pd.DataFrame:
    """All rows of the public sets with three labels."""
    import pandas as pd

    return pd.read_parquet(data / "train" / "train_3way.parquet")[COLUMNS]


def without_held_out(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """All rows in a fixed order, those that touch held-out texts dropped."""
    import pandas as pd

    frame = pd.concat(parts, ignore_index=True)
    keep = ~(frame["premise"] + " \n " + frame["hypothesis"]).map(overlaps)
    return frame[keep].reset_index(drop=True)


def real_text_rows(corpora: Path, seed: int) -> list[Row]:
    """Neutrals (and a few identical pairs) from briefings and floor speeches."""
    briefings = neutrals.briefing_sentences(corpora / "wh_press_briefings", TRAIN_MONTHS)
    speeches = neutrals.speech_sentences(_speeches(corpora), limit=1500, seed=seed)
    return (
        neutrals.random_pairs(briefings, 8000, seed, "briefings_random")
        + neutrals.near_pairs(briefings, 6000, seed + 1, "briefings_same_document")
        + neutrals.near_pairs(briefings, 3000, seed + 2, "briefings_near", distance=5)
        + neutrals.topic_pairs(briefings, 3500, seed + 3, "briefings_same_topic")
        + neutrals.random_pairs(speeches, 2000, seed + 4, "speeches_random")
        + neutrals.near_pairs(speeches, 3000, seed + 5, "speeches_same_document")
        + neutrals.identical_pairs(briefings, 1000, seed + 6, "briefings_identical")
    )


def _speeches(corpora: Path) -> Path:
    return corpora / "congress_iraq" / "congress_iraq.parquet"


def statement_rows(path: Path, batches: Collection[str]) -> list[Row]:
    """Statement pairs of the named batches, those that only their dates decide left out."""
    return [
        (pair["left"], pair["right"], pair["label"], "statements")
        for pair in _pairs(path)
        if pair["verdict"] != "changed" and pair["id"].split("-")[0] in batches
    ]


def conflict_rows(path: Path) -> list[Row]:
    """All statement pairs as the judge should see them, who is shown no dates.

    A change between two dates is a conflict of the two texts; that it is no contradiction is found
    later, from the dates. Every pair comes in both directions but the more precise beside the less
    precise, whose label depends on the direction.
    """
    rows: list[Row] = []
    for pair in _pairs(path):
        label = "contradiction" if pair["verdict"] == "changed" else pair["label"]
        rows.append((pair["left"], pair["right"], label, "statements"))
        if pair["verdict"] != "refinement":
            rows.append((pair["right"], pair["left"], label, "statements"))
    return rows


def _pairs(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and eval/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--statements", type=Path, required=True, help="train.jsonl of the pairs")
    parser.add_argument("--step", type=int, choices=(1, 2, 3), required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    mixture = (first_mixture, second_mixture, third_mixture)[arguments.step - 1]
    frame = mixture(arguments.data, arguments.corpora, arguments.statements, arguments.seed)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(arguments.output, index=False)
    print(frame.groupby(["dataset", "label"]).size().unstack(fill_value=0).to_string())


if __name__ == "__main__":
    main()
