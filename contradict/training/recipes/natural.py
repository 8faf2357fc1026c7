"""Pairs of claims from real transcripts: found by a scan, kept as references, built again.

    N=contradict.training.recipes.natural
    python -m $N candidates --corpora CORPORA -o build/natural.jsonl
    python -m $N rebuild data/natural/train.jsonl --corpora CORPORA -o build/natural_train.jsonl

``recipes.natural_labels`` makes what is kept out of candidates and the readers' answers.

Hand-written pairs leave a gap to real speech. ``candidates`` scans transcripts, speeches and
debates and draws pairs of claims: those that the judge is surest of, those it is unsure of, and
random ones (with ``--shortlist`` all of these among the likeliest by the cascade). Readers label
them. What is kept under ``data/natural`` are file, document, offsets and digest of both sides with
the labels, never the words; ``rebuild`` puts the words back for whoever has the corpora, and says
which pairs it cannot.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from contradict import findings, judgements
from contradict.detector import Detector, load
from contradict.documents import read_documents
from contradict.records import Claim, Document, Finding, Pair
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes.scans import shortlisted

BRIEFINGS = "wh_press_briefings"
SPEECHES = "congress_iraq/congress_iraq.parquet"
DEBATES = "known_lies/known_lies.parquet"
HELD_OUT_MONTH = "2024-09"  # briefings from here on are for measuring
TOGETHER = 3  # briefings scanned as one corpus
JUDGED = 6000  # pairs of a group, drawn from those proposed
SURE, UNSURE = 0.5, 0.15  # scores from which a pair counts as flagged, and as unsure
SHARES = {"flagged": 0.5, "unsure": 0.25, "random": 0.25}
SIDES = ("left", "right")


@dataclass(frozen=True)
class Group:
    """Documents that are scanned together, all of one split."""

    name: str
    split: str
    documents: tuple[Document, ...]


def groups(corpora: Path, seed: int, counts: dict[str, int]) -> Iterator[Group]:
    """Briefings by month, the speeches of one speaker, one debate: ``counts`` of each, drawn."""
    random = np.random.default_rng(seed)
    yield from _briefings(corpora, random, counts["briefings"])
    yield from _tables(corpora / SPEECHES, "speaker", random, counts["speeches"], rows=(4, 12))
    yield from _tables(corpora / DEBATES, "doc_id", random, counts["debates"], rows=(200, 2000))


def files_of(briefings: Path, months: Iterable[str]) -> list[Path]:
    """The briefings of some months, month by month."""
    return [file for month in months for file in sorted((briefings / month).glob("*.md"))]


def _briefings(corpora: Path, random: np.random.Generator, count: int) -> Iterator[Group]:
    """Some runs of briefings; those of the last four months are held out."""
    files = sorted((corpora / BRIEFINGS).glob("2024-*/*.md"))
    starts = sorted(random.choice(len(files) - TOGETHER, size=count, replace=False))
    for start in starts:
        chosen = files[start : start + TOGETHER]
        held_out = any(path.parent.name >= HELD_OUT_MONTH for path in chosen)
        documents, _ = read_documents(chosen)
        yield Group(chosen[0].name, "test" if held_out else "train", tuple(documents))


def _tables(
    table: Path, column: str, random: np.random.Generator, count: int, rows: tuple[int, int]
) -> Iterator[Group]:
    """Rows of a table that share a value of ``column``; every third group is held out."""
    import pandas as pd

    values = pd.read_parquet(table, columns=[column])[column].fillna("")
    sizes = values.value_counts()
    fitting = sorted(
        str(name) for name, size in sizes.items() if rows[0] <= size <= rows[1] and name
    )
    documents, _ = read_documents([table])
    numbered = list(documents)
    if len(numbered) != len(values):
        raise ValueError(f"{table}: {len(values)} rows but {len(numbered)} documents")
    chosen = random.choice(len(fitting), size=min(count, len(fitting)), replace=False)
    for number, place in enumerate(sorted(chosen)):
        members = [numbered[i] for i in np.flatnonzero((values == fitting[place]).to_numpy())]
        yield Group(str(fitting[place]), "test" if number % 3 == 2 else "train", tuple(members))


def mined(
    detector: Detector, group: Group, random: np.random.Generator, shortlist: int | None = None
) -> list[Finding]:
    """Pairs of a group with their figures, of those that a scan proposes.

    The ``shortlist`` likeliest by the cascade, or at most JUDGED drawn at random.
    """
    documents = list(group.documents)
    if shortlist is not None:
        pairs = shortlisted(detector, documents, [], shortlist)
    else:
        pairs = _thinned(detector.pairs(documents), random)
    judged = judgements.judge_pairs(detector.judge, pairs)
    return sorted(findings.weigh(judged), key=findings.order)


def _thinned(pairs: list[Pair], random: np.random.Generator) -> list[Pair]:
    if len(pairs) <= JUDGED:
        return pairs
    chosen = random.choice(len(pairs), size=JUDGED, replace=False)
    return [pairs[place] for place in sorted(chosen)]


def drawn(
    found: Sequence[Finding], count: int, random: np.random.Generator
) -> list[tuple[str, Finding]]:
    """(why, pair): about ``count`` pairs by SHARES, no claim more than twice."""
    bands = {
        "flagged": [one for one in found if one.strength >= SURE],
        "unsure": [one for one in found if UNSURE <= one.strength < SURE],
        "random": [one for one in found if one.strength < UNSURE],
    }
    used: dict[tuple[str, int], int] = {}
    chosen: list[tuple[str, Finding]] = []
    for why, band in bands.items():
        wanted = round(count * SHARES[why])
        order = range(len(band)) if why == "flagged" else random.permutation(len(band))
        for place in order:
            one = band[int(place)]
            keys = [(side.document.sha256, side.start) for side in (one.left, one.right)]
            if wanted and all(used.get(key, 0) < 2 for key in keys):
                for key in keys:
                    used[key] = used.get(key, 0) + 1
                chosen.append((why, one))
                wanted -= 1
    return chosen


def reference(claim: Claim, corpora: Path) -> dict[str, Any]:
    """Where a claim stands: file below the corpora, document, offsets, digest of its words."""
    file, row = place(claim.document, corpora)
    return {
        "file": file,
        "document": row,
        "start": claim.start,
        "end": claim.end,
        "sha256": digest(claim.quote),
        "speaker": claim.speaker,
        "date": claim.date,
    }


def place(document: Document, corpora: Path) -> tuple[str, str | None]:
    """File below the corpora, and name of the row where it is one."""
    source = Path(document.source).resolve().relative_to(corpora.resolve())
    return source.as_posix(), document.name if document.is_row else None


def places(pair: dict[str, Any]) -> set[tuple[str, str | None]]:
    """The documents of both sides of a kept pair."""
    return {(pair[side]["file"], pair[side]["document"]) for side in SIDES}


def places_in(files: Iterable[Path]) -> set[tuple[str, str | None]]:
    """The documents of all pairs kept in some files."""
    return {place for file in files for pair in read_lines(file) for place in places(pair)}


def digest(quote: str) -> str:
    """SHA-256 of the words, 64 hexadecimal digits."""
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()


def candidates(
    corpora: Path,
    seed: int,
    each: int,
    counts: dict[str, int],
    model: str | None = None,
    shortlist: int | None = None,
) -> Iterator[dict[str, Any]]:
    """Rows to be labelled: references, and the words for the readers."""
    detector = load(model)
    random = np.random.default_rng(seed)
    for group in groups(corpora, seed, counts):
        found = mined(detector, group, random, shortlist)
        print(f"{group.split} {group.name}: {len(found)} pairs judged", file=sys.stderr, flush=True)
        for why, one in drawn(found, each, random):
            yield {
                "id": f"n-{one.id}",
                "split": group.split,
                "group": group.name,
                "drawn": why,
                **{side: reference(getattr(one, side), corpora) for side in SIDES},
                "texts": {side: getattr(one, side).text for side in SIDES},
                "around": {side: around(getattr(one, side)) for side in SIDES},
            }


def around(claim: Claim, characters: int = 240) -> str:
    """The claim in its place, for readers: what stands before and after it, blanks made single."""
    text = claim.document.text
    before, after = text[max(0, claim.start - characters) : claim.start], text[claim.end :]
    return " ".join(f"{before} [[{claim.quote}]] {after[:characters]}".split())


def rebuilt(
    row: dict[str, Any], documents: dict[tuple[str, str | None], Document]
) -> dict[str, Any]:
    """The row with the words of both sides; raises ValueError where a text is not the one meant."""
    texts = {}
    for side in SIDES:
        where = row[side]
        document = documents.get((where["file"], where["document"]))
        quote = document.text[where["start"] : where["end"]] if document is not None else ""
        if digest(quote) != where["sha256"]:
            raise ValueError(f"{where['file']}: other words at {where['start']}")
        texts[side] = " ".join(quote.split())
    dates = {f"{side}_{name}": row[side][name] for side in SIDES for name in ("speaker", "date")}
    kept = {name: row[name] for name in ("id", "label", "verdict", "kind", "group", "drawn")}
    return {**kept, **texts, **dates}


def rebuild(
    rows: Sequence[dict[str, Any]], corpora: Path
) -> tuple[list[dict[str, Any]], list[str]]:
    """All rows with their words, and what is wrong with those that cannot be built."""
    documents: dict[tuple[str, str | None], Document] = {}
    for file in sorted({row[side]["file"] for row in rows for side in SIDES}):
        if not (corpora / file).is_file():
            continue
        for document in read_documents([corpora / file])[0]:
            whole = document.name == document.source
            documents[file, None if whole else document.name] = document
    found, wrong = [], []
    for row in rows:
        try:
            found.append(rebuilt(row, documents))
        except ValueError as error:
            wrong.append(f"{row['id']}: {error}")
    return found, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("candidates", "rebuild"))
    parser.add_argument("rows", nargs="?", type=Path, help="references to rebuild")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--model", help="judge to scan with  [default: the shipped one]")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--each", type=int, default=45, help="pairs of a group")
    parser.add_argument("--briefings", type=int, default=18, help="groups of briefings")
    parser.add_argument("--speeches", type=int, default=15, help="speakers of floor speeches")
    parser.add_argument("--debates", type=int, default=15, help="debates and interviews")
    parser.add_argument(
        "--shortlist", type=int, help="judge so many pairs of a group, the likeliest by the cascade"
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    if given.what == "candidates":
        counts = {name: getattr(given, name) for name in ("briefings", "speeches", "debates")}
        how = (given.seed, given.each, counts, given.model, given.shortlist)
        found = list(candidates(given.corpora, *how))
    else:
        rows = read_lines(given.rows)
        found, wrong = rebuild(rows, given.corpora)
        for line in wrong:
            print(line, file=sys.stderr)
    given.output.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) for row in found]
    given.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} pairs")


if __name__ == "__main__":
    main()
