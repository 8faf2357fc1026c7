"""Steps 4 and 5 of models/judge: the heads are learnt, and pairs as a scan meets them.

    python -m contradict.training.recipes.scan_mixture --data DATA --corpora CORPORA \\
        --scans build/scans.parquet --natural build/natural_train.jsonl \\
        --mined build/mined.jsonl -o build/judge_4.parquet

Once more all public pairs; statement pairs with verdict, kind and marked spans; gold pairs and the
hardest other pairs of the training documents (``scans``); pairs of real transcripts that readers
have labelled (``natural``, of which hardly any conflicts) and others that a judge flags and nobody
has read (``mined``), taken as no contradiction: of those that were read 1 in 100 was one. Step 5
(``--further``) is the same from scans by the judge of step 4, with an eighth of the public pairs,
and with pairs whose speakers and dates stand before the texts.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.records import attributed
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes import judge, names, neutrals, scans
from contradict.training.recipes.natural import places, places_in
from contradict.training.recipes.statements import FIELDS

if TYPE_CHECKING:
    import pandas as pd

NATURAL = Path("data/natural")
COLUMNS = [*judge.COLUMNS, "verdict", "kind", "left_spans", "right_spans"]
STATEMENT_PASSES = 3
RENAMED = 1
GOLD_PASSES = 3  # over the gold pairs of the scans; the others are seen once
REAL_PASSES = 2  # over pairs of real transcripts
TURNED = 0.2  # of the public pairs are seen the other way round too
CAPPED = {  # contradictions only, and long tables
    "decode_parsed": 5000,
    "cannot_wikifactcheck_negated": 4000,
    "infotabs": 8000,
}
TOO_LONG = frozenset(["curriculum_control"])  # passages of several hundred words
ATTRIBUTED = 0.2  # of the pairs of scans that are not gold are seen with speaker and date too
NEUTRAL_SHARE = 0.3
FURTHER_SHARE = 0.12  # of the public pairs and of the neutrals, in step 5
FURTHER_PASSES = 2  # over the statement pairs


def statement_rows(path: Path) -> Iterator[dict[str, Any]]:
    """All statement pairs both ways with what the heads learn from.

    A change between two dates is a conflict of the two texts, which is all that the judge is
    shown; its verdict is left open, as are those of a refinement turned round.
    """
    for pair in read_lines(path):
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
        turned = _turned(row)
        if pair["verdict"] == "refinement":
            turned["label"] = "not_contradiction"
        yield turned


def attributed_statements(path: Path) -> Iterator[dict[str, Any]]:
    """Statement pairs of which a speaker or a date is known, both ways, with these in the texts.

    Here the judge sees what tells a change from a contradiction, so every label is as annotated.
    """
    for pair in read_lines(path):
        if any(pair[name] for name in FIELDS):
            row = {
                "premise": pair["left"],
                "hypothesis": pair["right"],
                "label": pair["label"],
                "dataset": "statements_attributed",
                **{name: pair[name] for name in (*FIELDS, "verdict", "kind")},
                **{name: pair[name] or None for name in ("left_spans", "right_spans")},
            }
            yield attributed_row(row)
            if pair["verdict"] != "refinement":
                yield attributed_row(_turned(row))


def attributed_scans(rows: pd.DataFrame, seed: int) -> Iterator[dict[str, Any]]:
    """Pairs of scans with speakers and dates in the texts: gold ones, and a share of the others."""
    known = rows[rows[list(FIELDS)].notna().any(axis=1)].astype(object)
    known = known.where(known.notna(), None)
    gold = known[known["gold"].notna()]
    rest = known[known["gold"].isna()].sample(frac=ATTRIBUTED, random_state=seed)
    for row in _dictionaries(gold):
        label = "neutral" if row["gold"] == "changed" else row["label"]
        shown = {**row, "label": label, "verdict": row["gold"], "dataset": "scans_attributed"}
        yield attributed_row(shown)
    for row in _dictionaries(rest):
        yield attributed_row({**row, "dataset": "scans_attributed"})


def _dictionaries(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in rows.to_dict("records"):
        yield {str(name): cell for name, cell in row.items()}


def attributed_row(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its fields in its texts, marked spans moved along."""
    found = dict(row)
    for text, side in (("premise", "left"), ("hypothesis", "right")):
        whole = attributed(row[text], row[f"{side}_speaker"], row[f"{side}_date"])
        more = len(whole) - len(row[text])
        spans = row.get(f"{side}_spans")
        found[text] = whole
        found[f"{side}_spans"] = spans and [[a + more, b + more] for a, b in spans]
    return found


def _turned(row: dict[str, Any]) -> dict[str, Any]:
    """Premise and hypothesis in each other's place, with all that belongs to either."""
    sides = {f"left_{part}": f"right_{part}" for part in ("speaker", "date", "spans")}
    swaps = {"premise": "hypothesis", **sides}
    swaps |= {new: old for old, new in swaps.items()}
    return {name: row[swaps.get(name, name)] for name in row}


def natural_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Pairs that readers have labelled, both ways; a change is a conflict of the two texts."""
    for pair in read_lines(path):
        conflict = pair["verdict"] in scans.TRUE
        label = "contradiction" if conflict else "not_contradiction"
        yield from _both_ways((pair["left"], pair["right"]), label, "natural")


def mined_rows(path: Path, held_out: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Pairs that a judge flags and nobody has read, as no contradictions.

    None of a document that a file of ``held_out`` has pairs of.
    """
    barred = places_in(held_out)
    for pair in read_lines(path):
        if pair["split"] == "train" and not barred & places(pair):
            texts = (pair["texts"]["left"], pair["texts"]["right"])
            yield from _both_ways(texts, "not_contradiction", "mined")


def _both_ways(texts: tuple[str, str], label: str, name: str) -> Iterator[dict[str, Any]]:
    for premise, hypothesis in (texts, texts[::-1]):
        yield {"premise": premise, "hypothesis": hypothesis, "label": label, "dataset": name}


@dataclass(frozen=True)
class Sources:
    """Where the pairs of the mixture come from.

    ``natural`` is train.jsonl with its words; of the documents in ``held_out`` nothing is mined.
    """

    data: Path
    corpora: Path
    statements: Path
    scans: tuple[Path, ...]
    natural: Path
    mined: Path
    held_out: tuple[Path, ...] = (NATURAL / "dev.jsonl", NATURAL / "test.jsonl")


def mixture(
    sources: Sources, seed: int, *, further: bool = False, share: float | None = None
) -> pd.DataFrame:
    """All rows, in a fixed order, those that touch held-out texts left out.

    Those of step 5 where ``further``, else those of step 4; ``share`` (0 to 1) of the public pairs
    and of the neutrals.
    """
    import pandas as pd

    if share is None:
        share = FURTHER_SHARE if further else 1.0
    passes = FURTHER_PASSES if further else STATEMENT_PASSES
    parts = [part.sample(frac=share, random_state=seed) for part in _public(sources.data, seed)]
    corpora, statements = sources.corpora, sources.statements
    real = pd.DataFrame(judge.real_text_rows(corpora, seed + 200), columns=judge.COLUMNS)
    parts.append(real.sample(frac=NEUTRAL_SHARE * share, random_state=seed))
    texts = neutrals.briefing_sentences(corpora / "wh_press_briefings", judge.TRAIN_MONTHS)
    renamed = names.renamed(
        judge.conflict_rows(statements), names.frequent_names(texts), RENAMED, seed
    )
    parts.append(pd.DataFrame(renamed, columns=judge.COLUMNS))
    parts += [pd.DataFrame(statement_rows(statements))] * passes
    hard = pd.concat([pd.read_parquet(path) for path in sources.scans])
    hard = hard.drop_duplicates(["premise", "hypothesis"])
    parts += [hard, *[hard[hard["label"] != "not_contradiction"]] * (GOLD_PASSES - 1)]
    if further:
        parts.append(pd.DataFrame(attributed_statements(statements)))
        parts.append(pd.DataFrame(attributed_scans(hard, seed)))
    parts += [pd.DataFrame(natural_rows(sources.natural))] * REAL_PASSES
    parts += [pd.DataFrame(mined_rows(sources.mined, sources.held_out))] * REAL_PASSES
    whole = judge.without_held_out([part.reindex(columns=COLUMNS) for part in parts])
    return whole.astype(object).where(whole.notna(), None)


def _public(data: Path, seed: int) -> Iterator[pd.DataFrame]:
    """The public sets, each as it is and a share turned round."""
    for name, rows in judge.public_rows(data).groupby("dataset", sort=True):
        if name in TOO_LONG:
            continue
        chosen = rows.sample(min(len(rows), CAPPED.get(str(name), len(rows))), random_state=seed)
        yield chosen
        if name not in judge.ONE_WAY:
            yield judge.turned_round(chosen.sample(frac=TURNED, random_state=seed + 1))


def fraction(text: str) -> float:
    """A number of 0 to 1; raises ValueError where it is none."""
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and eval/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--statements", type=Path, default=Path("data/statements/train.jsonl"))
    parser.add_argument(
        "--scans", type=Path, nargs="+", required=True, help="made by recipes.scans"
    )
    parser.add_argument("--natural", type=Path, required=True, help="rebuilt by recipes.natural")
    parser.add_argument("--mined", type=Path, required=True, help="candidates of recipes.natural")
    parser.add_argument("--further", action="store_true", help="the mixture of step 5")
    parser.add_argument(
        "--share",
        type=fraction,
        help="of the public pairs and neutrals, 0 to 1  [default: by step]",
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    sources = Sources(
        given.data,
        given.corpora,
        given.statements,
        tuple(given.scans),
        given.natural,
        given.mined,
    )
    frame = mixture(sources, given.seed, further=given.further, share=given.share)
    given.output.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(given.output, index=False)
    print(frame.groupby(["dataset", "label"]).size().unstack(fill_value=0).to_string())


if __name__ == "__main__":
    main()
