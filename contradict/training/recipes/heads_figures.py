"""How right the heads of a judge are on labelled pairs: kind, verdict, and the words marked.

python -m contradict.training.recipes.heads_figures data/statements/test.jsonl
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from contradict.errors import InputError
from contradict.findings.combiner import OTHERS, Combiner, load_combiner
from contradict.findings.evidence import Evidence
from contradict.findings.kind_evidence import combined_kind
from contradict.findings.kinds import flags, kind_of
from contradict.findings.marked import fold, marked_span
from contradict.judgements import load_judge
from contradict.protocols import Explainer
from contradict.records import KINDS, Explanation, Kind, Span
from contradict.symbols.words import words_in
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes.verdict_pairs import pair_of

PRIOR = 2.0  # added to every count


def lines(
    rows: Sequence[dict[str, Any]], judge: Explainer, combiner: Combiner | None = None
) -> Iterator[str]:
    """A Markdown table: shares of right kinds and verdicts, macro-F1, and F1 of marked words.

    As findings have them: with a combiner the symbols are counted in.
    """
    texts = [(fold(row["left"]), fold(row["right"])) for row in rows]
    pairs = [
        (row, said)
        for row, said in zip(rows, judge.explanations(texts), strict=True)
        if said is not None
    ]
    conflicts = [(row, said) for row, said in pairs if row["verdict"] == "contradiction"]
    kinds = [(row["kind"], _kind(row, said, combiner)) for row, said in conflicts]
    others = [
        (row, said) for row, said in pairs if row["verdict"] not in ("contradiction", "changed")
    ]
    verdicts = [(row["verdict"], _verdict(row, said, combiner)) for row, said in others]
    yield "| head | pairs | accuracy | macro-F1 |"
    yield "|---|---:|---:|---:|"
    for name, told in (("kind of contradictions", kinds), ("verdict of the rest", verdicts)):
        right = sum(gold == guess for gold, guess in told) / max(1, len(told))
        yield f"| {name} | {len(told)} | {right:.3f} | {macro_f1(told):.3f} |"
    marks = [
        word_f1(row[side], row[f"{side}_spans"], getattr(said, side))
        for row, said in conflicts
        for side in ("left", "right")
    ]
    yield f"| words that carry the conflict | {len(conflicts)} | | {sum(marks) / len(marks):.3f} |"


def rule_kind(row: dict[str, Any], said: Explanation) -> Kind:
    """What the rules say of a pair, on the words that the judge marks."""
    return kind_of(row["left"], row["right"], _evidence(row, said))


def _evidence(row: dict[str, Any], said: Explanation) -> Evidence:
    spans = [
        marked_span(row[side], getattr(said, side)) or (0, len(row[side]))
        for side in ("left", "right")
    ]
    return Evidence(spans[0], spans[1])


def _kind(row: dict[str, Any], said: Explanation, combiner: Combiner | None) -> Kind:
    if combiner is None:
        return combined_kind(said.kinds, rule_kind(row, said))
    marked = flags(row["left"], row["right"], _evidence(row, said))
    return combiner.kind(pair_of(row), said, marked)


def table(rows: Sequence[dict[str, Any]], judge: Explainer) -> Iterator[str]:
    """P(what the rules say | kind), a row a kind, for ``findings.kind_evidence``."""
    gold = [row for row in rows if row["verdict"] == "contradiction"]
    texts = [(fold(row["left"]), fold(row["right"])) for row in gold]
    counts = {kind: dict.fromkeys(KINDS, PRIOR) for kind in KINDS}
    for row, said in zip(gold, judge.explanations(texts), strict=True):
        if said is not None:
            counts[row["kind"]][rule_kind(row, said)] += 1
    for told in counts.values():
        yield ", ".join(f"{value / sum(told.values()):.3f}" for value in told.values())


def _verdict(row: dict[str, Any], said: Explanation, combiner: Combiner | None) -> str:
    """The likeliest verdict that is neither a contradiction nor a change."""
    if combiner is not None:
        return combiner.verdict(pair_of(row), said, OTHERS)
    return max(OTHERS, key=lambda name: said.verdicts[name])


def macro_f1(told: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over the gold names."""
    scores = []
    for name in sorted({gold for gold, _ in told}):
        hit = sum(gold == guess == name for gold, guess in told)
        size = sum(gold == name for gold, _ in told) + sum(guess == name for _, guess in told)
        scores.append(2 * hit / size if size else 0.0)
    return sum(scores) / max(1, len(scores))


def word_f1(text: str, spans: Sequence[Span], weighed: Any) -> float:
    """F1 of the words in the span that would be shown against those that were marked."""
    shown = marked_span(text, weighed)
    words = words_in(text)
    gold = {w.start for w in words if any(w.start < b and a < w.end for a, b in spans)}
    guess = {w.start for w in words if shown and w.start < shown[1] and shown[0] < w.end}
    return 2 * len(gold & guess) / max(1, len(gold) + len(guess))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--model", help="judge to measure  [default: the shipped one]")
    parser.add_argument("--table", action="store_true", help="count what the rules say instead")
    given = parser.parse_args()
    judge = load_judge(given.model)
    if not isinstance(judge, Explainer):
        raise InputError("this judge has no heads", source=str(given.model))
    rows = read_lines(given.labelled)
    combiner = load_combiner() if given.model is None else None
    print("\n".join(table(rows, judge) if given.table else lines(rows, judge, combiner)))


if __name__ == "__main__":
    main()
