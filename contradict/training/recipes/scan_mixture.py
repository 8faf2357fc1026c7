"""Step 4 of models/judge: the heads are learnt, and pairs as a scan meets them.

    python -m contradict.training.recipes.scan_mixture --data DATA --corpora CORPORA \\
        --scans build/scans.parquet --natural build/natural.jsonl -o build/judge_4.parquet

Statement pairs with verdict, kind and marked spans, gold pairs and the hardest other pairs of the
training documents (``scans``), pairs that the judge flags in real transcripts though hardly any of
them conflicts (``natural``: taken as no contradiction without having been read, some three in a
hundred wrongly), and a sample of what the steps before saw, so that it is not forgotten.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.training.recipes import judge, names, neutrals

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = [*judge.COLUMNS, "verdict", "kind", "left_spans", "right_spans"]
STATEMENT_PASSES = 3
RENAMED = 1
SCAN_PASSES = 2
REPLAYED = 2.5  # times the rows of public NLI that step 2 keeps
NEUTRAL_SHARE = 0.3


def statement_rows(path: Path) -> Iterator[dict[str, Any]]:
    """All statement pairs both ways with what the heads learn from.

    A change between two dates is a conflict of the two texts, which is all that the judge is
    shown; its verdict is left open, as are those of a refinement turned round.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        changed = pair["verdict"] == "changed"
        row = {
            "premise": pair["left"],
            "hypothesis": pair["right"],
            "label": "contradiction" if changed else pair["label"],
            "dataset": "statements",
            "verdict": None if changed else pair["verdict"],
            "kind": pair["kind"],
            "left_spans": pair["left_spans"] or None,
            "right_spans": pair["right_spans"] or None,
        }
        yield row
        turned = row | {
            "premise": pair["right"],
            "hypothesis": pair["left"],
            "left_spans": row["right_spans"],
            "right_spans": row["left_spans"],
        }
        if pair["verdict"] == "refinement":
            turned["label"] = "not_contradiction"
        yield turned


def natural_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Candidates of the training groups that nobody has labelled, as no contradictions."""
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        if pair["split"] != "train":
            continue
        texts = (pair["texts"]["left"], pair["texts"]["right"])
        for premise, hypothesis in (texts, texts[::-1]):
            row = {"premise": premise, "hypothesis": hypothesis, "label": "not_contradiction"}
            yield row | {"dataset": "natural"}


def mixture(
    data: Path, corpora: Path, statements: Path, scans: Path, natural: Path, seed: int
) -> pd.DataFrame:
    """All rows, in a fixed order, those that touch held-out texts left out."""
    import pandas as pd

    public = judge.public_rows(data)
    parts = []
    for name, count in judge.KEPT.items():
        rows = public[public["dataset"] == name]
        size = min(len(rows), round(REPLAYED * count))
        chosen = rows.sample(size, random_state=seed + 11)
        parts.append(chosen)
        if name not in judge.ONE_WAY:
            parts.append(judge.turned_round(chosen.sample(frac=0.5, random_state=seed)))
    real = pd.DataFrame(judge.real_text_rows(corpora, seed + 200), columns=judge.COLUMNS)
    parts.append(real.sample(frac=NEUTRAL_SHARE, random_state=seed))
    texts = neutrals.briefing_sentences(corpora / "wh_press_briefings", judge.TRAIN_MONTHS)
    renamed = names.renamed(
        judge.conflict_rows(statements), names.frequent_names(texts), RENAMED, seed
    )
    parts.append(pd.DataFrame(renamed, columns=judge.COLUMNS))
    parts += [pd.DataFrame(statement_rows(statements))] * STATEMENT_PASSES
    parts += [pd.read_parquet(scans)] * SCAN_PASSES
    parts += [pd.DataFrame(natural_rows(natural))] * SCAN_PASSES
    whole = judge.without_held_out([part.reindex(columns=COLUMNS) for part in parts])
    return whole.astype(object).where(whole.notna(), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and eval/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--statements", type=Path, default=Path("data/statements/train.jsonl"))
    parser.add_argument("--scans", type=Path, required=True, help="made by recipes.scans")
    parser.add_argument("--natural", type=Path, required=True, help="made by recipes.natural")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    frame = mixture(
        given.data, given.corpora, given.statements, given.scans, given.natural, given.seed
    )
    given.output.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(given.output, index=False)
    print(frame.groupby(["dataset", "label"]).size().unstack(fill_value=0).to_string())


if __name__ == "__main__":
    main()
