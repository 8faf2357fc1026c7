"""Treebanks and name corpora as sentences of gold tokens, and those as spaCy documents.

A gold token keeps the white space that follows it, so that the text of a document can be put
together, varied (``augmentation``) and given to a tokenizer that has never seen the gold tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.errors import InputError

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

UNKNOWN = "-"  # the entity of a token of which the corpus does not say what it is
OUTSIDE = "O"
PARAGRAPH = "\n\n"
COLUMNS = 10


@dataclass(frozen=True)
class Token:
    """A gold token; empty ``tag`` means that the corpus has no syntax.

    ``head`` is an index in the sentence, its own for a root. ``entity`` is O, B-LABEL, I-LABEL,
    or ``UNKNOWN``. ``after`` is the white space up to the next token, empty for none.
    """

    text: str
    tag: str = ""
    pos: str = ""
    morph: str = ""
    lemma: str = ""
    head: int = 0
    dep: str = ""
    entity: str = UNKNOWN
    after: str = " "


Sentence = list[Token]
Document = list[Sentence]  # sentences in their order, of one text


@dataclass
class _Block:
    """Comment lines and rows of one CoNLL-U sentence."""

    comments: list[str]
    rows: list[list[str]]

    def says(self, key: str) -> bool:
        return any(line.lstrip("# ").split(" ")[0] == key for line in self.comments)

    @property
    def identity(self) -> str:
        names = [line for line in self.comments if line.startswith("# sent_id")]
        return names[0].split("=", 1)[1].strip() if names else ""


def read_conllu(path: Path, entities: dict[str, list[str]] | None = None) -> list[Document]:
    """The documents of a CoNLL-U file; paragraphs end in a blank line.

    ``entities`` maps a sentence id to the entity of each word; sentences that it does not name, or
    with another number of words (another release), keep ``UNKNOWN``. Raises InputError where a row
    is not CoNLL-U.
    """
    documents: list[Document] = []
    for block in _blocks(path):
        sentence = _sentence(block, path)
        names = (entities or {}).get(block.identity, [])
        if len(names) == len(sentence):
            sentence = [
                replace(token, entity=name) for token, name in zip(sentence, names, strict=True)
            ]
        starts = block.says("newdoc") or not documents
        if documents and (starts or block.says("newpar")):
            last = documents[-1][-1]
            last[-1] = replace(last[-1], after=PARAGRAPH)
        if starts:
            documents.append([])
        documents[-1].append(sentence)
    return documents


def _blocks(path: Path) -> Iterator[_Block]:
    block = _Block([], [])
    text = path.read_text(encoding="utf-8") + "\n\n"
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            block.comments.append(line)
        elif line.strip():
            row = line.split("\t")
            if len(row) != COLUMNS:
                raise InputError(
                    f"{len(row)} columns instead of {COLUMNS}",
                    source=str(path),
                    row=number,
                    advice="give a CoNLL-U file",
                )
            block.rows.append(row)
        elif block.rows:
            yield block
            block = _Block([], [])


def _sentence(block: _Block, path: Path) -> Sentence:
    """Words in order; the space after a multi-word token is that of its last word."""
    spaceless: dict[int, bool] = {}
    inside: dict[int, int] = {}  # word -> last word of its multi-word token
    for row in block.rows:
        if "-" in row[0]:
            first, last = (int(part) for part in row[0].split("-"))
            spaceless[last] = _spaceless(row)
            inside.update(dict.fromkeys(range(first, last), last))
    words = [row for row in block.rows if row[0].isdigit()]
    tokens = []
    for index, row in enumerate(words):
        number = int(row[0])
        head = int(row[6])
        if number != index + 1 or head > len(words):
            raise InputError(
                f"word {row[0]} or its head {row[6]} is out of order",
                source=f"{path}, sentence {block.identity}",
                advice="give a valid CoNLL-U file",
            )
        glued = number in inside or spaceless.get(number, _spaceless(row))
        tokens.append(
            Token(
                text=row[1],
                tag=row[4],
                pos=row[3],
                morph="" if row[5] == "_" else row[5],
                lemma=row[2],
                head=head - 1 if head else index,
                dep="ROOT" if row[7] == "root" else row[7],
                after="" if glued else " ",
            )
        )
    return tokens


def _spaceless(row: list[str]) -> bool:
    return "SpaceAfter=No" in row[9].split("|")


def to_doc(vocab: Vocab, document: Iterable[Sentence]) -> Doc:
    """A gold spaCy document with tags, heads, sentence starts and names; spaces are tokens too.

    White space beyond one blank becomes a token of its own, as spaCy's tokenizer does, and hangs
    on the token before it.
    """
    from spacy.tokens import Doc

    rows: list[Token] = []
    spaces: list[bool] = []
    starts: list[bool] = []
    heads: list[int] = []
    for sentence in document:
        places, place = [], len(rows)
        for token in sentence:
            places.append(place)
            place += 1 + bool(_extra(token))
        for index, token in enumerate(sentence):
            rows.append(token)
            starts.append(index == 0)
            heads.append(places[token.head])
            spaces.append(token.after.startswith(" "))
            if extra := _extra(token):
                rows.append(_space_token(token, extra))
                starts.append(False)
                heads.append(places[index])
                spaces.append(False)
    parsed = all(token.tag for token in rows)
    syntax: dict[str, Any] = {"sent_starts": starts}
    if parsed:
        syntax = {
            "tags": [token.tag for token in rows],
            "pos": [token.pos for token in rows],
            "morphs": [token.morph for token in rows],
            "lemmas": [token.lemma for token in rows],
            "heads": heads,
            "deps": [token.dep for token in rows],
        }
    doc = Doc(vocab, words=[token.text for token in rows], spaces=spaces, **syntax)
    _set_entities(doc, [token.entity for token in rows])
    return doc


def _extra(token: Token) -> str:
    return token.after[1:] if token.after.startswith(" ") else token.after


def _space_token(before: Token, text: str) -> Token:
    entity = OUTSIDE if before.entity != UNKNOWN else UNKNOWN
    if not before.tag:
        return Token(text=text, entity=entity)
    return Token(text=text, tag="_SP", pos="SPACE", lemma=text, dep="dep", entity=entity)


def _set_entities(doc: Doc, entities: list[str]) -> None:
    """Names as spans; a name may go on over a line break, but not begin or end with one."""
    from spacy.tokens import Span

    spans, missing = [], []
    index = 0
    while index < len(entities):
        label = entities[index]
        end = index + 1
        if label == UNKNOWN:
            missing.append(doc[index:end])
        elif label != OUTSIDE:
            inside = f"I-{label[2:]}"
            while inside in entities[end : end + 1] or (
                doc[end - 1 : end + 1][-1].is_space and inside in entities[end + 1 : end + 2]
            ):
                end += 1
            spans.append(Span(doc, index, end, label=label[2:]))
        index = end
    doc.set_ents(spans, missing=missing, default="outside")
