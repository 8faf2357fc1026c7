"""Recipe of models/worth: check-worthiness from ClaimBuster's sentences, and its figures.

    python -m contradict.training.recipes.worth --corpora CORPORA -o models/worth

Trained on the two-class set's train part and the cross-validation set; sentences that stand in its
test part or in CheckThat 2018 are left out first. The weight of the penalty is chosen on a tenth of
the training sentences.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contradict.embeddings import load_encoder
from contradict.store import Manifest, ModelFolder
from contradict.training.destination import write_numbers
from contradict.version import __version__
from contradict.worth import FILE, features

if TYPE_CHECKING:
    import pandas as pd

TABLE = "claimbuster/claimbuster.checkworthy_labels.parquet"
CHECKTHAT = "checkthat_2018/checkthat_2018.parquet"
TRAINED_ON = ("claimbuster_two_class", "claimbuster_kfold_2.5xNCS")
PENALTIES = (0.3, 1.0, 3.0, 10.0)
DRAWS = 2000
LICENCE = "Apache-2.0 (code); the data state no licence of their own, see README.md"


def key(text: str) -> str:
    """The words alone: the same sentence in two sets is one."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def parts(corpora: Path) -> dict[str, pd.DataFrame]:
    """Sentences to train on, the two-class test part, and CheckThat's three debates."""
    import pandas as pd

    table = pd.read_parquet(corpora / TABLE)
    table["key"] = table["text"].map(key)
    debates = pd.read_parquet(corpora / CHECKTHAT)
    debates["key"] = debates["text"].map(key)
    test = table[(table["set"] == TRAINED_ON[0]) & (table["split"] == "test")]
    train = table[table["set"].isin(TRAINED_ON) & (table["split"] != "test")]
    seen = set(test["key"]) | set(debates["key"])
    train = train[~train["key"].isin(seen)].drop_duplicates("key")
    return {
        "train": train.reset_index(drop=True),
        "test": test.reset_index(drop=True),
        "debates": debates.reset_index(drop=True),
    }


def fit(rows: Any, labels: Any, seed: int) -> tuple[Any, float, float]:
    """(model, its penalty, its area under ROC on a tenth held back)."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    random = np.random.default_rng(seed)
    held = random.permutation(len(labels)) < len(labels) // 10
    best: tuple[float, float] = (0.0, PENALTIES[0])
    for penalty in PENALTIES:
        model = LogisticRegression(C=penalty, max_iter=3000).fit(rows[~held], labels[~held])
        area = float(roc_auc_score(labels[held], model.decision_function(rows[held])))
        best = max(best, (area, penalty))
    model = LogisticRegression(C=best[1], max_iter=3000).fit(rows, labels)
    return model, best[1], best[0]


def area_with_interval(labels: Any, scores: Any, seed: int = 0) -> tuple[float, float, float]:
    """Area under ROC, and its 95 % bootstrap interval."""
    from sklearn.metrics import roc_auc_score

    random = np.random.default_rng(seed)
    areas = []
    for _ in range(DRAWS):
        drawn = random.integers(len(labels), size=len(labels))
        if 0 < labels[drawn].sum() < len(drawn):
            areas.append(roc_auc_score(labels[drawn], scores[drawn]))
    low, high = np.quantile(areas, [0.025, 0.975])
    return float(roc_auc_score(labels, scores)), float(low), float(high)


def figures(model: Any, encode: Any, data: dict[str, pd.DataFrame]) -> list[str]:
    """Rows of the card's table."""
    from sklearn.metrics import average_precision_score

    shown = []
    test = data["test"]
    scores = model.decision_function(_rows(encode, test["text"].tolist()))
    area, low, high = area_with_interval(test["label"].to_numpy(), scores)
    shown.append(
        f"| ClaimBuster, two classes, test | area under ROC | {len(test)}"
        f" | {area:.3f} [{low:.3f}, {high:.3f}] |"
    )
    debates = data["debates"]
    scores = model.decision_function(_rows(encode, debates["text"].tolist()))
    found = []
    for name, rows in debates.groupby("doc_id"):
        value = float(average_precision_score(rows["label"], scores[rows.index]))
        found.append(value)
        share = float(rows["label"].mean())
        shown.append(
            f"| CheckThat 2018, {name} | average precision (chance {share:.3f}) | {len(rows)}"
            f" | {value:.3f} |"
        )
    shown.append(f"| CheckThat 2018, mean | average precision | 3 | {np.mean(found):.3f} |")
    return shown


def _rows(encode: Any, texts: Sequence[str]) -> Any:
    return features(texts, encode(list(texts)))


def build(model: Any, card: str, output: Path) -> ModelFolder:
    """Write model, card and manifest to ``output`` in place of what stood there."""
    weights = {"weights": model.coef_[0], "offset": model.intercept_}
    manifest = Manifest("worth", "worth", __version__, LICENCE)
    return write_numbers(output, FILE, weights, card, manifest)


CARD = """\
# worth: how check-worthy a claim is

Logistic regression on hashed words and word pairs, a dozen plain features (figures, length, first
person, tense, opinion words, names) and the claim's embedding by `models/encoder`. It gives the
probability that a sentence states something that the public would want checked, for sentences as
they come in the training set ({share:.0%} check-worthy): on other texts it ranks, and is no share.

Weights as safetensors: no pickle, no code.

## Trained on

{count:,} sentences of American presidential debates from the ClaimBuster data (two-class set, train
part; cross-validation set), labelled check-worthy factual against the rest. The data state no
licence of their own. Sentences that also stand in a test set were left out.

## Measured

| data | figure | n | value and 95 % interval |
|---|---|---:|---|
{table}

Penalty {penalty} was chosen on a tenth of the training sentences (area under ROC there
{dev:.3f}). No published figures stand beside these: those of ClaimBuster are for other splits.

## Limits

Debates of American politics 1960 to 2016. What is check-worthy there (the economy, crime, records)
weighs more than it would in a court or a company. Questions and fragments score low.

## To build it again

    python -m contradict.training.recipes.worth --corpora CORPORA -o models/worth
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with claimbuster/")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    data = parts(given.corpora)
    encode = load_encoder().encode
    train = data["train"]
    labels = train["label"].to_numpy()
    model, penalty, dev = fit(_rows(encode, train["text"].tolist()), labels, given.seed)
    table = figures(model, encode, data)
    card = CARD.format(
        share=float(labels.mean()),
        count=len(train),
        table="\n".join(table),
        penalty=penalty,
        dev=dev,
    )
    build(model, card, given.output)
    print("\n".join([f"penalty {penalty}, dev {dev:.3f}", *table]))


if __name__ == "__main__":
    main()
