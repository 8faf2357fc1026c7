"""Gold document sets under ``data/corpora``: what each must keep, and their counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from contradict.documents import read_documents
from contradict.records import KINDS, VERDICTS, Document
from contradict.training.dataset.rows import SIDES, Row, read_lines
from contradict.training.recipes.statements import SPLITS

GOLD_FIELDS = frozenset(
    (
        *("left_source", "left_quote", "right_source", "right_quote"),
        *("verdict", "kind", "note"),
    )
)
CONTRADICTIONS = range(2, 14)
SENTENCE_END = re.compile(r"[.!?]['\"’”)]*(?=\s|$)")


@dataclass(frozen=True)
class DocumentSet:
    """Documents that belong together, and the pairs of quotes that a careful reader marks."""

    folder: Path
    documents: tuple[Document, ...] = field(repr=False)
    gold: tuple[Row, ...] = field(repr=False)
    unread: tuple[str, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """Text by file name; the statements of a table one a line."""
        found: dict[str, list[str]] = {}
        for document in self.documents:
            found.setdefault(Path(document.source).name, []).append(document.text)
        return {name: "\n".join(parts) for name, parts in found.items()}

    @property
    def contradictions(self) -> int:
        return sum(pair["verdict"] == "contradiction" for pair in self.gold)

    @property
    def statements(self) -> int:
        """Sentences of the texts and rows of the tables, roughly."""
        return sum(max(1, len(_sentence_ends(document))) for document in self.documents)


def read_sets(folder: Path) -> dict[str, list[DocumentSet]]:
    """The sets of every split, by name."""
    return {split: [_read(path) for path in _folders(folder / split)] for split in SPLITS}


def paragraphs(sets: dict[str, list[DocumentSet]]) -> dict[str, list[str]]:
    """The paragraphs of texts and rows of tables of all sets, by split."""
    return {
        split: [line for one in part for text in one.texts.values() for line in text.splitlines()]
        for split, part in sets.items()
    }


def problems(one: DocumentSet) -> list[str]:
    """What is wrong with a set, in words; empty where nothing is."""
    found = [f"cannot be read: {reason}" for reason in one.unread]
    for path in sorted((one.folder / "documents").iterdir()):
        if "nvented" not in path.read_text(encoding="utf-8"):
            found.append(f"{path.name} does not say that it is invented")
    if one.contradictions not in CONTRADICTIONS:
        found.append(f"{one.contradictions} contradictions")
    texts = one.texts
    for number, pair in enumerate(one.gold, 1):
        wrong = list(_wrong(pair, texts)) or _out_of_order(pair, one.documents)
        found += [f"gold line {number}: {problem}" for problem in wrong]
    return found + _listed_twice(one.gold)


def table(sets: dict[str, list[DocumentSet]]) -> Iterator[str]:
    """A Markdown table: sets, documents, statements and gold pairs by split."""
    parts = [[one for part in sets.values() for one in part], *sets.values()]
    yield "| | all | " + " | ".join(sets) + " |"
    yield "|---|" + "---:|" * len(parts)
    yield _line("**sets**", [len(part) for part in parts])
    yield _line("files", [sum(len(one.texts) for one in part) for part in parts])
    yield _line("statements (about)", [sum(one.statements for one in part) for part in parts])
    pairs = [[pair for one in part for pair in one.gold] for part in parts]
    yield _line("gold pairs", [len(part) for part in pairs])
    for column, values in (("verdict", VERDICTS), ("kind", KINDS)):
        found = [Counter(pair[column] for pair in part) for part in pairs]
        for value in values:
            yield _line(f"{column} `{value}`", [count[value] for count in found])
    across = [sum(p["left_source"] != p["right_source"] for p in part) for part in pairs]
    yield _line("gold pairs across two files", across)


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir())


def _read(folder: Path) -> DocumentSet:
    documents, skipped = read_documents([folder / "documents"])
    unread = tuple(f"{Path(one.source).name}: {one.reason}" for one in skipped)
    return DocumentSet(folder, tuple(documents), tuple(read_lines(folder / "gold.jsonl")), unread)


def _wrong(pair: Row, texts: dict[str, str]) -> Iterator[str]:
    if set(pair) != GOLD_FIELDS:
        yield f"fields {sorted(set(pair) ^ GOLD_FIELDS)} missing or too many"
        return
    for side in SIDES:
        source, quote = pair[f"{side}_source"], pair[f"{side}_quote"]
        times = texts.get(source, "").count(quote) if quote.strip() else 0
        if times != 1:
            yield f"{side} quote stands {times} times in {source}"
    verdict, kind = pair["verdict"], pair["kind"]
    if verdict not in VERDICTS:
        yield f"verdict {verdict!r}"
    if (kind not in KINDS) if verdict == "contradiction" else (kind is not None):
        yield f"kind {kind!r} does not go with verdict {verdict!r}"
    if not pair["note"].strip():
        yield "no note"


def _out_of_order(pair: Row, documents: Sequence[Document]) -> list[str]:
    """Left is the earlier date, else the first file by name, else the earlier place."""
    left, right = (
        _place(documents, pair[f"{side}_source"], pair[f"{side}_quote"]) for side in SIDES
    )
    return [] if left < right else [f"left and right are the wrong way round: {left}, {right}"]


def _place(documents: Sequence[Document], name: str, quote: str) -> tuple[str, str, int, int]:
    """What orders the sides of a pair: date, file name, row, start."""
    parts = [one for one in documents if Path(one.source).name == name]
    row = next(number for number, one in enumerate(parts) if quote in one.text)
    return parts[row].date or "", name, row, parts[row].text.index(quote)


def _listed_twice(gold: Sequence[Row]) -> list[str]:
    sides = Counter(
        frozenset((pair.get(f"{side}_source"), pair.get(f"{side}_quote")) for side in SIDES)
        for pair in gold
    )
    return [f"{number} gold lines have the same quotes" for number in sides.values() if number > 1]


def _sentence_ends(document: Document) -> list[str]:
    if not document.blocks:
        return SENTENCE_END.findall(document.text)
    return [
        end
        for start, stop in document.blocks
        for end in SENTENCE_END.findall(document.text[start:stop])
    ]


def _line(name: str, figures: Sequence[int]) -> str:
    return f"| {name} | " + " | ".join(f"{figure:,}" for figure in figures) + " |"
