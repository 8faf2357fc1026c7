"""Draw sentences to label, by a seed: `python tests/claims/attribution/sample.py CORPORA`.

Prints one JSON object a line: file, row and column of a table, start, end, the stratum it was drawn
for, the label of its turn, and the words around it. What no statement is, the labeller throws away.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd

from contradict import Document, read_documents

SEED = 20240817
STRATA = {
    "quote": re.compile(r"[\"“”]|``|''"),
    "speech": re.compile(
        r"\b(?:said|says|told|tells|according to|testified|denied|confirmed|wrote|announced"
        r"|warned|argued|added|stated)\b",
        re.I,
    ),
    "belief": re.compile(
        r"\b(?:believes?d?|expect(?:s|ed)?|alleg\w+|accus\w+|claim(?:s|ed)|reportedly|rumou?r\w*"
        r"|critics|some (?:say|said|people|of)|people (?:say|think|believe)|thinks?|thought"
        r"|suspect\w*|contends?|contended|many (?:say|believe)|supporters|opponents|supposedly"
        r"|fears?|feared|assum\w+|is said to|are said to)\b",
        re.I,
    ),
    "plain": re.compile(r"."),
}
# file pattern, documents drawn, then sentences of each stratum drawn from all of them together
TRANSCRIPTS = [
    (
        "wh_press_briefings/2024-1[0-2]/*.md",
        24,
        {"plain": 50, "quote": 20, "speech": 16, "belief": 30},
    ),
    ("formats/02*", 1, {"plain": 8}),
    ("formats/03*", 1, {"plain": 10, "belief": 3}),
    ("formats/04*", 1, {"plain": 12, "belief": 4}),
    ("formats/07*", 1, {"plain": 2}),
    ("formats/14*", 1, {"plain": 10, "quote": 3, "belief": 5}),
    ("formats/19*", 1, {"plain": 3}),
    ("known_lies/known_lies.parquet", 2000, {"plain": 22, "quote": 4, "speech": 6, "belief": 14}),
    (
        "congress_iraq/congress_iraq.parquet",
        60,
        {"plain": 16, "speech": 8, "quote": 6, "belief": 14},
    ),
]
PROSE = [
    ("formats/17*", 1, {"plain": 14}),
    ("formats/08*", 1, {"plain": 16, "speech": 4}),
    (
        "congress_iraq/congress_iraq.parquet",
        40,
        {"plain": 22, "speech": 14, "quote": 14, "belief": 8},
    ),
    ("claimdiff/claimdiff.parquet", 300, {"plain": 12, "speech": 22, "quote": 20, "belief": 30}),
]
# a second draw, of what others are said to hold
OTHERS = re.compile(
    r"\b(?:critics|opponents|observers|some (?:say|argue|believe|claim|think|people)|many (?:say"
    r"|argue|believe|think)|people (?:say|think|believe)|reportedly|allegedly|rumou?r\w*"
    r"|(?:it|is|was|are|were) (?:alleged|rumou?red|believed|said to|expected|feared|accused"
    r"|suspected|thought)|(?:he|she|they|[a-z]+s|President|[A-Z][a-z]+) "
    r"(?:believes?|thinks?|accuse[sd]|expects?|alleges?|contends?"
    r"|fears?|suspects?|claims?))\b"
)
REPORTED = [
    ("transcript", "wh_press_briefings/2024-1[0-2]/*.md", 24, 16),
    ("transcript", "known_lies/known_lies.parquet", 12000, 10),
    ("transcript", "congress_iraq/congress_iraq.parquet", 150, 16),
    ("prose", "claimdiff/claimdiff.parquet", 600, 24),
]
ARTICLE = re.compile(r"(?i)\[From the |the following (?:article|editorial)|as follows:")
_END = re.compile(
    r"(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bU\.S\.)(?<!\b[A-Z]\.)"
    r"(?<=[.!?\"”'])\s+(?=[\"“‘'`A-Z])"
)


def main(corpora: Path) -> None:
    """Print the sample of both halves."""
    rng = random.Random(SEED)
    for half, plan in (("transcript", TRANSCRIPTS), ("prose", PROSE)):
        for pattern, count, wanted in plan:
            pool = list(_documents(corpora, pattern, count, rng, half))
            sentences = [one for document in pool for one in _sentences(*document)]
            taken: set[tuple[object, ...]] = set()
            for stratum, number in wanted.items():
                fitting = [
                    s
                    for s in sentences
                    if STRATA[stratum].search(s["text"]) and _key(s) not in taken
                ]
                for one in rng.sample(fitting, min(number, len(fitting))):
                    taken.add(_key(one))
                    print(json.dumps({"half": half, "stratum": stratum, **one}, ensure_ascii=False))
    rng = random.Random(SEED + 1)
    for half, pattern, count, number in REPORTED:
        pool = list(_documents(corpora, pattern, count, rng, half))
        sentences = [one for document in pool for one in _sentences(*document)]
        fitting = [one for one in sentences if OTHERS.search(str(one["text"]))]
        for one in rng.sample(fitting, min(number, len(fitting))):
            print(json.dumps({"half": half, "stratum": "reported", **one}, ensure_ascii=False))


def _key(sentence: dict[str, object]) -> tuple[object, ...]:
    return sentence["file"], sentence["row"], sentence["start"]


def _documents(
    corpora: Path, pattern: str, count: int, rng: random.Random, half: str
) -> Iterator[tuple[str, int | None, str | None, Document]]:
    files = sorted(corpora.glob(pattern))
    if pattern.startswith("claimdiff"):
        table = pd.read_parquet(files[0])
        for row in rng.sample(list(table.index[table["split"] == "train"]), count):
            text = table.at[row, "text_a"]
            yield pattern, int(row) + 1, "text_a", Document(pattern, str(row + 1), text)
        return
    if files[0].suffix == ".parquet":
        documents = read_documents(files)[0]
        if half == "prose":
            documents = [one for one in documents if ARTICLE.search(one.text)]
        for one in rng.sample(list(documents), count):
            yield pattern, int(one.name), None, one
        return
    for file in rng.sample(files, min(count, len(files))):
        for one in read_documents([file])[0]:
            yield str(file.relative_to(corpora)), None, None, one


def _sentences(
    file: str, row: int | None, column: str | None, document: Document
) -> Iterator[dict[str, object]]:
    text = document.text
    for first, last in document.blocks or ((0, len(text)),):
        turn = next((t for t in document.turns if t.start <= first < t.end), None)
        if turn is not None and turn.asks:
            continue
        cuts = [first, *(m.end() for m in re.finditer(r"\n\s*\n", text) if first < m.end() < last)]
        cuts = sorted({*cuts, *(m.end() for m in _END.finditer(text, first, last)), last})
        for start, end in pairwise(cuts):
            words = text[start:end].split()
            if len(words) < 5 or words[-1].rstrip("\"'”’").endswith("?"):
                continue
            end = start + len(text[start:end].rstrip())
            yield {
                "file": file,
                "row": row,
                "column": column,
                "start": start,
                "end": end,
                "turn": turn.speaker if turn else document.speaker,
                "text": text[start:end],
                "before": text[max(0, start - 300) : start],
                "after": text[end : end + 160],
            }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
