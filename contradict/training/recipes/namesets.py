"""Name corpora brought to three labels, PERSON, ORG and LOC, in the manner of UNER.

A title is no part of a name, a nationality is no name, a country is a LOC. Where a corpus follows
another manner (GUM and re3d mark descriptions and pronouns too), only what is plainly a name is
kept, and what may be one is ``UNKNOWN``, which training leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from pathlib import Path

from contradict.training.recipes.treebanks import OUTSIDE, UNKNOWN, Document, Sentence, Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LABELS = {
    **dict.fromkeys(("PER", "person", "Person", "politician"), "PERSON"),
    **dict.fromkeys(
        ("ORG", "organization", "organisation", "Organisation", "politicalparty"), "ORG"
    ),
    **dict.fromkeys(("LOC", "place", "location", "Location", "country"), "LOC"),
}
TITLES = _words(
    """mr mrs ms miss dr sir lord lady dame professor prof rev president vice prime deputy minister
    foreign secretary state senator sen representative rep congressman congresswoman governor gov
    mayor chancellor ambassador envoy general gen colonel col lt lieutenant major maj captain capt
    sergeant sgt admiral adm commander king queen prince princess pope chairman chairwoman
    spokesman spokeswoman judge justice director former speaker"""
)
JOINTS = _words("of the for and & de la del al el bin ibn van von der den du - – ' ’ 's .")
PRONOUNS = _words(
    """i you he she it we they me him her us them my your his its our their who this that these
    those one here there himself herself itself themselves ourselves"""
)
ENDINGS = frozenset({"s", "t", "re", "ve", "ll", "d", "m"})  # of a word cut at its apostrophe
CLOSING = re.compile(r"[,.;:!?)\]%”’]|n't$|'(s|re|ve|ll|d|m)?$")
MARK = re.compile(r"\((\d+)-([^-()]+)[^()]*(\))?|(\d+)\)")
Span = tuple[int, int, str]  # first word, one past the last, label of the corpus


def read_iob2(path: Path) -> dict[str, list[str]]:
    """Sentence id -> entity of each word, of a Universal NER file."""
    sentences: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id"):
            current = sentences.setdefault(line.split("=", 1)[1].strip(), [])
        elif line and not line.startswith("#"):
            current.append(_label(line.split("\t")[2]))
    return sentences


def _label(mark: str) -> str:
    """A label of a corpus as one of ours; types that are no names of ours are outside."""
    kind = LABELS.get(mark[2:])
    return f"{mark[:2]}{kind}" if kind else OUTSIDE


def read_columns(
    paths: Iterable[Path], *, descriptions: bool = False, places: Container[str] = ()
) -> list[Document]:
    """Documents without syntax of files with a word and its label a line, one document a file.

    ``descriptions``: the corpus marks descriptions too (see above). ``places`` are texts that are
    a LOC even where the corpus has a country act as an organisation.
    """
    documents = []
    for path in paths:
        blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())
        rows = [[line.split() for line in block.splitlines() if line.strip()] for block in blocks]
        words = [_spaced([(row[0], row[-1]) for row in block if len(row) > 1]) for block in rows]
        documents.append([sentence for sentence in words if sentence])
    if not descriptions:
        return documents
    return [[_plain(sentence, places) for sentence in document] for document in documents]


def _spaced(rows: list[tuple[str, str]]) -> Sentence:
    """Tokens with the blanks that the corpus has lost, by the usual rules of typing."""
    tokens: list[Token] = []
    opened = False
    before = OUTSIDE
    for index, (text, mark) in enumerate(rows):
        following = [word for word, _ in rows[index + 1 : index + 3]] + ["", ""]
        if text == '"':
            opened = not opened
        glued = _opens(text, following[0], opened) or _closes(following[0], following[1], opened)
        if mark.startswith("I-") and before[2:] != mark[2:]:  # the IO format has no B-
            mark = f"B-{mark[2:]}"
        before = mark
        tokens.append(Token(text=text, entity=_label(mark), after="" if glued else " "))
    return tokens


def _opens(text: str, following: str, opened: bool) -> bool:
    """Whether the next word stands close to ``text``; ``opened``: inside straight quotes."""
    if text == '"':
        return opened
    if text in {"'", "’"}:
        return following in ENDINGS
    return text in {"(", "[", "$", "£", "€", "“", "‘"} or (text == "-" and following.islower())


def _closes(text: str, following: str, opened: bool) -> bool:
    """Whether ``text`` stands close to the word before it."""
    if text == '"':
        return opened
    return bool(CLOSING.match(text)) or (text == "-" and following.islower())


def _plain(sentence: Sentence, places: Container[str]) -> Sentence:
    spans = _spans([token.entity for token in sentence])
    moved = []
    for start, end, label in spans:
        text = " ".join(token.text for token in sentence[start:end]).removeprefix("the ")
        moved.append((start, end, "LOC" if text in places else label))
    entities = plain_names([token.text for token in sentence], moved)
    return [
        Token(text=token.text, entity=entity, after=token.after)
        for token, entity in zip(sentence, entities, strict=True)
    ]


def _spans(entities: list[str]) -> list[Span]:
    spans: list[Span] = []
    for index, entity in enumerate(entities):
        if entity.startswith("B-"):
            spans.append((index, index + 1, entity[2:]))
        elif entity.startswith("I-") and spans:
            spans[-1] = (spans[-1][0], index + 1, spans[-1][2])
    return spans


def plain_names(
    words: list[str], mentions: list[Span], proper: Callable[[int], bool] | None = None
) -> list[str]:
    """The entity of each word, from mentions that may nest and may be descriptions.

    A mention is a name where, without article and titles, all of it is proper (by default: begins
    with a capital); the longest wins. Proper words of other mentions are ``UNKNOWN``.

    >>> plain_names(["President", "Amal", "Okoro", "met", "our", "Kenyan", "friends"],
    ...             [(0, 3, "PERSON"), (4, 7, "PERSON")])
    ['-', 'B-PERSON', 'I-PERSON', 'O', 'O', '-', 'O']
    """
    proper = proper or (lambda index: _capital(words[index]))
    entities = [OUTSIDE] * len(words)
    for start, end, _ in mentions:
        for index in range(start, end):
            if proper(index):
                entities[index] = UNKNOWN
    taken: set[int] = set()
    for start, end, label in sorted(mentions, key=lambda span: (span[0] - span[1], span)):
        first = _first_of_name(words, start, end)
        if taken.intersection(range(first, end)) or not _is_name(words, first, end, proper):
            continue
        taken.update(range(first, end))
        entities[first:end] = [f"B-{label}"] + [f"I-{label}"] * (end - first - 1)
    return entities


def _capital(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in PRONOUNS


def _first_of_name(words: list[str], start: int, end: int) -> int:
    while start < end and (words[start].lower() == "the" or _is_title(words[start])):
        start += 1
    return start


def _is_name(words: list[str], start: int, end: int, proper: Callable[[int], bool]) -> bool:
    if start >= end or not proper(start) or not proper(end - 1):
        return False
    return all(
        (proper(index) or words[index].lower() in JOINTS) and not _is_title(words[index])
        for index in range(start, end)
    )


def _is_title(word: str) -> bool:
    return word.lower().rstrip(".") in TITLES


def read_gum_entities(path: Path) -> dict[str, list[str]]:
    """Sentence id -> entity of each word, from the mentions in MISC of a GUM file."""
    sentences = {}
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        name = re.search(r"^# sent_id = (.+)$", block, re.MULTILINE)
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        words = [row for row in rows if row[0].isdigit()]
        if name:
            sentences[name.group(1).strip()] = _gum_names(words)
    return sentences


def _gum_names(rows: list[list[str]]) -> list[str]:
    spans: list[Span] = []
    opened: dict[str, list[tuple[int, str]]] = {}
    for index, row in enumerate(rows):
        fields = dict(field.split("=", 1) for field in row[9].split("|") if "=" in field)
        for mark in MARK.finditer(fields.get("Entity", "")):
            if mark.group(1):
                opened.setdefault(mark.group(1), []).append((index, mark.group(2)))
            closes = mark.group(4) or (mark.group(1) if mark.group(3) else None)
            if closes and opened.get(closes):
                start, kind = opened[closes].pop()
                if kind in LABELS:
                    spans.append((start, index + 1, LABELS[kind]))
    return plain_names(
        [row[1] for row in rows], spans, lambda index: rows[index][4] in {"NNP", "NNPS"}
    )


def unambiguous_names(documents: Iterable[Document], label: str) -> frozenset[str]:
    """Texts of the names that these documents give ``label`` and never another."""
    kinds: dict[str, set[str]] = {}
    for document in documents:
        for sentence in document:
            for start, end, kind in _spans([token.entity for token in sentence]):
                text = " ".join(token.text for token in sentence[start:end])
                kinds.setdefault(text, set()).add(kind)
    return frozenset(text for text, found in kinds.items() if found == {label})
