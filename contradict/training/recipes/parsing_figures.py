"""Figures of a pipeline on a treebank, from raw text: what it makes of text that nobody cut for it.

Units are matched by their characters, as in the CoNLL 2018 shared task: a word, sentence or name
counts as found where a gold one has the same start and end, so errors of the tokenizer count too.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from contradict.training.recipes.namesets import read_iob2
from contradict.training.recipes.treebanks import Document, read_conllu, to_doc

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

Unit = tuple[object, ...]
FIGURES = (
    "tokens",
    "sentences",
    "tag",
    "pos",
    "morph",
    "lemma",
    "uas",
    "las",
    "las_subtypes",
    "names",
)


def evaluate_pipeline(
    nlp: Language, conllu_path: Path, names: Path | None = None
) -> dict[str, float]:
    """F1, 0 to 1, of each of ``FIGURES`` on the raw text of a CoNLL-U file.

    ``las`` compares relations without subtypes, as the shared task does. ``names`` is the Universal
    NER file of the same sentences; without it there is no figure of that name. Names are counted
    only where the gold says of every word whether it is one.
    """
    entities = read_iob2(names) if names else None
    return evaluate_documents(nlp, read_conllu(conllu_path, entities))


def evaluate_documents(nlp: Language, documents: list[Document]) -> dict[str, float]:
    """The figures of ``evaluate_pipeline`` for gold documents in memory."""
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    right: Counter[str] = Counter()
    golds = [to_doc(nlp.vocab, document) for document in documents]
    for gold_doc, doc in zip(golds, nlp.pipe(doc.text for doc in golds), strict=True):
        ours, theirs = _units(doc), _units(gold_doc)
        ours["names"] = _decidable(ours["names"], gold_doc)
        for name in FIGURES:
            found[name] += len(ours[name])
            gold[name] += len(theirs[name])
            right[name] += len(ours[name] & theirs[name])
    return {name: 2 * right[name] / (found[name] + gold[name]) for name in FIGURES if gold[name]}


def _units(doc: Doc) -> dict[str, set[Unit]]:
    units: dict[str, set[Unit]] = {name: set() for name in FIGURES}
    units["names"] = {(name.start_char, name.end_char, name.label_) for name in doc.ents}
    for sentence in doc.sents:
        words = [token for token in sentence if not token.is_space]
        if words:
            units["sentences"].add((_span(words[0])[0], _span(words[-1])[1]))
    for token in doc:
        if token.is_space:
            continue
        span, head = _span(token), _head(token)
        relation = token.dep_.split(":")[0]
        units["tokens"].add(span)
        units["tag"].add((span, token.tag_))
        units["pos"].add((span, token.pos_))
        units["morph"].add((span, str(token.morph)))
        units["lemma"].add((span, token.lemma_))
        units["uas"].add((span, head))
        units["las"].add((span, head, relation))
        units["las_subtypes"].add((span, head, token.dep_))
    return units


def _decidable(names: set[Unit], gold: Doc) -> set[Unit]:
    """Found names without those that touch a word of which the gold does not say what it is."""
    unknown: set[object] = set()
    for token in gold:
        if not token.ent_iob_:
            unknown.update(range(token.idx, token.idx + len(token)))
    return {name for name in names if not unknown.intersection(range(*name[:2]))}  # type: ignore


def _span(token: Token) -> tuple[int, int]:
    return token.idx, token.idx + len(token)


def _head(token: Token) -> tuple[int, int] | None:
    """Characters of the head, of the next word above where the head is white space; None: root."""
    head = token
    while head.head.i != head.i:
        head = head.head
        if not head.is_space:
            return _span(head)
    return None
