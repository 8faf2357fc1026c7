"""Who said it, and is it only reported? Figures of the claims stage on labelled statements.

    python -m contradict.training.recipes.attribution_figures --corpora CORPORA -o build/who.md

The labels (tests/claims/attribution) hold the place of every statement and a digest of its words;
the texts themselves are read anew. A label is right if the claim that shares most characters with
it has the same speaker. Statements that no claim was taken from are counted apart, as missed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from contradict.claims import load_extractor
from contradict.documents import read_documents
from contradict.errors import InputError
from contradict.lexicon import words
from contradict.protocols import Extractor
from contradict.records import Claim, Document
from contradict.training.recipes.figures import wilson

LABELS = Path("tests/claims/attribution")
HALVES = ("dev", "test")
SETS = ("transcript", "prose")
TARGETS = {"transcript": 0.92, "prose": 0.80, "reported": 0.80}
_ARTICLES = frozenset(["the", "a", "an", "of"])
_TITLES = words("titles")


@dataclass(frozen=True)
class Label:
    """A statement in a text: who asserts it, where it stands, and whether it is only reported.

    ``file`` is relative to the corpora, or to the labels where it begins with "invented/"; ``row``
    (from 1) and ``column`` say where in a table. ``speakers`` are the right names of the speaker,
    the fullest first; None is the author's own voice.
    """

    half: str
    set: str
    file: str
    row: int | None
    column: str | None
    start: int
    end: int
    sha256: str
    speakers: tuple[str | None, ...]
    place: str
    reported: bool


@dataclass(frozen=True)
class Outcome:
    """A label and the claim that covers it: ``claim`` is None where it was missed.

    ``moved`` says that the text is not, or no longer, the one that was labelled.
    """

    label: Label
    claim: Claim | None
    moved: bool = False

    @property
    def right(self) -> bool:
        """Whether the claim has the speaker of the label."""
        found = self.claim.speaker if self.claim else None
        return any(same_speaker(found, wanted) for wanted in self.label.speakers)

    @property
    def reported(self) -> bool:
        return self.claim is not None and self.claim.status == "reported"


def read_labels(folder: Path) -> list[Label]:
    """The labels of a folder; InputError where there are none."""
    path = folder / "labels.jsonl"
    if not path.is_file():
        raise InputError("no labels.jsonl here", source=str(folder), advice="name their folder")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kept = ("half", "set", "file", "row", "column", "start", "end", "sha256", "place")
    return [
        Label(
            **{name: row[name] for name in kept},
            speakers=(row["speaker"], *row["also"]),
            reported=row["status"] == "reported",
        )
        for row in rows
    ]


def same_speaker(found: str | None, wanted: str | None) -> bool:
    """Whether two names are one person: a title, an article or a first name more or less is.

    >>> same_speaker("Secretary Pell", "Ada Pell"), same_speaker("Otto Pell", "Ada Pell")
    (True, False)
    """
    if found is None or wanted is None:
        return found is wanted
    ours, theirs = _parts(found), _parts(wanted)
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _parts(name: str) -> set[str]:
    parts = re.findall(r"[\w'’-]+", re.sub(r"['’]s\b", "", name.casefold()))
    names = [part for part in parts if part not in _ARTICLES]
    return {part for part in names if part not in _TITLES} or set(names)


def outcomes(labels: Sequence[Label], corpora: Path, folder: Path) -> Iterator[Outcome]:
    """Read the texts of the labels and match each label with a claim."""
    extractor = load_extractor()
    files = sorted({(label.file, label.column) for label in labels}, key=str)
    for file, column in files:
        mine = [label for label in labels if (label.file, label.column) == (file, column)]
        root = folder if file.startswith("invented/") else corpora
        documents = _documents(root / file, column, {label.row for label in mine})
        yield from _matched(mine, documents, extractor)


def _documents(path: Path, column: str | None, rows: set[int | None]) -> dict[int | None, Document]:
    """The texts of a file by the row they stand in; a file that is no table has the row None."""
    if column is not None:
        cells = pd.read_parquet(path, columns=[column])[column]
        numbers = [row for row in rows if row is not None]
        return {row: Document(str(path), str(row), cells.iloc[row - 1]) for row in numbers}
    found, _ = read_documents([path])
    if rows == {None}:
        return dict.fromkeys(rows, found[0]) if found else {}
    return {int(one.name): one for one in found if one.name.isdigit() and int(one.name) in rows}


def _matched(
    labels: Iterable[Label], documents: Mapping[int | None, Document], extractor: Extractor
) -> Iterator[Outcome]:
    claims: dict[int | None, list[Claim]] = {row: [] for row in documents}
    rows = {id(document): row for row, document in documents.items()}
    for claim in extractor.claims(documents.values()):
        claims[rows[id(claim.document)]].append(claim)
    for label in labels:
        document = documents.get(label.row)
        stretch = document.text[label.start : label.end] if document else ""
        if digest(stretch) != label.sha256:
            yield Outcome(label, None, moved=True)
        else:
            yield Outcome(label, _covering(claims[label.row], label))


def digest(words: str) -> str:
    """SHA-256 of the words of a statement, 64 hexadecimal digits."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _covering(claims: Iterable[Claim], label: Label) -> Claim | None:
    """The claim that shares most characters with a label; the first one at a tie."""
    best: Claim | None = None
    most = 0
    for claim in claims:
        shared = min(claim.end, label.end) - max(claim.start, label.start)
        if shared > most:
            best, most = claim, shared
    return best


def report(found: Sequence[Outcome]) -> Iterator[str]:
    """The Markdown report: for each half the shares, their intervals and what was missed."""
    yield "| half | figure | right | of | share | 95 % interval | target |"
    yield "|---|---|---:|---:|---:|---|---:|"
    for half in HALVES:
        mine = [one for one in found if one.label.half == half and not one.moved]
        for name in SETS:
            claimed = [one for one in mine if one.label.set == name and one.claim]
            yield _line(half, f"speaker, {name}", [one.right for one in claimed], TARGETS[name])
        for place in sorted({one.label.place for one in mine}):
            there = [one.right for one in mine if one.label.place == place and one.claim]
            yield _line(half, f"speaker, {place}", there, None)
        gold = [one.reported for one in mine if one.label.reported and one.claim]
        said = [one.label.reported for one in mine if one.reported]
        yield _line(half, "reported, recall", gold, TARGETS["reported"])
        yield _line(half, "reported, precision", said, TARGETS["reported"])
        missed = [one.claim is None for one in mine]
        yield _line(half, "statements without a claim", missed, None)
    moved = sum(one.moved for one in found)
    yield ""
    yield f"Labels whose text was not found as it was labelled: {moved} of {len(found)}."


def _line(half: str, name: str, right: Sequence[bool], target: float | None) -> str:
    hits, total = sum(right), len(right)
    low, high = wilson(hits, total) if total else (0.0, 1.0)
    share = f"{hits / total:.3f}" if total else "–"
    wanted = f"{target:.2f}" if target is not None else ""
    return f"| {half} | {name} | {hits} | {total} | {share} | {low:.3f}–{high:.3f} | {wanted} |"


def wrong(found: Iterable[Outcome], half: str) -> Iterator[str]:
    """A JSON line for each label of a half that came out wrong."""
    for one in found:
        label, claim = one.label, one.claim
        bad = claim is None or not one.right or one.reported != label.reported
        if label.half == half and bad:
            line: dict[str, object] = {"file": label.file, "row": label.row}
            line |= {"start": label.start, "end": label.end}
            line |= {"place": label.place, "wanted": label.speakers, "reported": label.reported}
            if claim is not None:
                line |= {"found": claim.speaker, "status": claim.status, "quote": claim.quote}
            yield json.dumps(line, ensure_ascii=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--labels", type=Path, default=LABELS, help="folder with labels.jsonl")
    parser.add_argument("--wrong", type=Path, help="write what is wrong in the dev half here")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    found = list(outcomes(read_labels(given.labels), given.corpora, given.labels))
    text = "\n".join(report(found)) + "\n"
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(text, encoding="utf-8")
    if given.wrong:
        given.wrong.write_text("".join(f"{line}\n" for line in wrong(found, "dev")), "utf-8")
    print(text)


if __name__ == "__main__":
    main()
