"""What readers say of natural pairs -> the labelled references under ``data/natural``.

    python -m contradict.training.recipes.natural_labels build/natural.jsonl \\
        --first a.tsv --second b.tsv --settled c.tsv -o data/natural

An answer is a line: id, verdict, and for a contradiction its kind, for a refinement the more
precise side. Two readers answer for every pair without seeing the other or any score; where they
differ, a third settles it. Pairs are split by group, so by document.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contradict.errors import InputError
from contradict.records import KINDS, VERDICTS
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes.natural import HELD_OUT_MONTH
from contradict.training.recipes.scans import TRUE
from contradict.training.recipes.statements import SPLITS

DEV_EVERY = 5  # of the groups that may be trained on
WORDS = {"contradiction": KINDS, "refinement": ("left", "right")}


@dataclass(frozen=True)
class Answer:
    """A verdict, with the kind of a contradiction or the more precise side of a refinement."""

    verdict: str
    word: str | None = None

    @property
    def label(self) -> str:
        if self.verdict == "contradiction":
            return "contradiction"
        entails = self.verdict == "restatement" or (self.verdict, self.word) == (
            "refinement",
            "left",
        )
        return "entailment" if entails else "neutral"

    @property
    def kind(self) -> str | None:
        return self.word if self.verdict == "contradiction" else None


def read_answers(path: Path) -> dict[str, Answer]:
    """Answers by id; InputError where a line is none, or an id has two."""
    found: dict[str, Answer] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, *words = line.split() or [""]
        verdict, word = [*words, None, None][:2]
        known = verdict in VERDICTS and (word is not None) == (verdict in WORDS)
        if not known or len(words) > 2 or name in found:
            raise InputError("no answer", source=str(path), row=number, advice="see the recipe")
        if word is not None and word not in WORDS[str(verdict)]:
            raise InputError(f"unknown {word!r}", source=str(path), row=number)
        found[name] = Answer(str(verdict), word)
    return found


def labelled(
    candidates: Sequence[dict[str, Any]],
    first: Mapping[str, Answer],
    second: Mapping[str, Answer],
    settled: Mapping[str, Answer],
) -> Iterator[dict[str, Any]]:
    """The references with labels and both answers, each pair once.

    KeyError where a reader has left a pair out.
    """
    for row in {row["id"]: row for row in candidates}.values():  # groups may share a document
        one, other = first[row["id"]], second[row["id"]]
        final = one if one == other else settled[row["id"]]
        yield {
            **{name: row[name] for name in ("id", "group", "drawn", "left", "right")},
            "label": final.label,
            "verdict": final.verdict,
            "kind": final.kind,
            "answers": [[answer.verdict, answer.word] for answer in (one, other)],
        }


def splits(candidates: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Group -> split: test as drawn and from HELD_OUT_MONTH on, every fifth other group dev."""
    drawn = {row["group"]: row["split"] for row in candidates}
    held_out = {g for g, split in drawn.items() if split == "test" or _is_late(g)}
    others = sorted(set(drawn) - held_out)
    dev = set(others[DEV_EVERY - 1 :: DEV_EVERY])
    return {g: "test" if g in held_out else "dev" if g in dev else "train" for g in drawn}


def _is_late(group: str) -> bool:
    """Whether a group of briefings, named by its first file, is of the held-out months."""
    return group.startswith("2024-") and group >= HELD_OUT_MONTH


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("candidates", type=Path)
    for name in ("first", "second", "settled"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    candidates = read_lines(given.candidates)
    answers = [read_answers(path) for path in (given.first, given.second, given.settled)]
    rows = list(labelled(candidates, *answers))
    split_of = splits(candidates)
    given.output.mkdir(parents=True, exist_ok=True)
    for split in SPLITS:
        part = [row for row in rows if split_of[row["group"]] == split]
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in part)
        (given.output / f"{split}.jsonl").write_text(lines + "\n", encoding="utf-8")
        conflicts = sum(row["verdict"] in TRUE for row in part)
        print(f"{split}: {len(part)} pairs, {conflicts} contradictions or changes")


if __name__ == "__main__":
    main()
