"""Recipe of models/claims: a spaCy pipeline from treebanks and name corpora, without torch.

    python -m contradict.training.recipes.claims --data DATA --teacher FILE.npz -o models/claims

DATA holds ``treebanks/``, FILE.npz is made by ``recipes.token_teacher``; ``claims.cfg`` beside this
file holds the architecture. One core, about an hour.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from contradict.claims.pipeline import torch_kept_out
from contradict.errors import InputError
from contradict.store import Manifest, ModelFolder, read_folder, write_manifest
from contradict.training.recipes import namesets
from contradict.training.recipes.augmentation import vary
from contradict.training.recipes.claims_card import LICENCE, card
from contradict.training.recipes.entity_patterns import NAME as RULES
from contradict.training.recipes.entity_patterns import add_rules
from contradict.training.recipes.parsing_figures import evaluate_documents, evaluate_pipeline
from contradict.training.recipes.pretraining import Teacher, pretrain
from contradict.training.recipes.tokenizer_rules import tune_tokenizer
from contradict.training.recipes.treebanks import Document, read_conllu, to_doc

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

__all__ = ["build", "evaluate_documents", "evaluate_pipeline", "held_out_figures", "train"]

VERSION = "0.1.0"
CONFIG = Path(__file__).with_suffix(".cfg")
NAMES_PART = "ner"
STEPS = 7200
SENTENCES = 8  # most sentences in a training document
BATCH = 16  # training documents in a batch, about 1,200 words
LEARNING_RATE = 0.0015
WARM_UP = 200  # steps
PASSES = 2  # over the teacher's words
DROPOUT = 0.1
HELD_OUT = 10  # every tenth re3d text is kept back
EWT = "UD_English-EWT/en_ewt-ud-{}.conllu"
UNER = "UNER_English-EWT/en_ewt-ud-{}.iob2"
GUM = "UD_English-GUM-open/en_gum-open-{}.conllu"
UNLICENSED = {"BBC_Online"}  # re3d states no licence for these texts
RE3D = "NER_re3d/CONLL-format/data-by-source/conll/*/*.conll"
CROSSNER = "NER_CrossNER/politics/{}.txt"
WIKIGOLD = "NER_wikigold/CONLL-format/data/wikigold.conll.txt"


def treebank_documents(treebanks: Path, gum: bool) -> list[Document]:
    """Training documents with syntax, and with names where the treebank gives them."""
    documents = _ewt(treebanks, "train.rebuilt", "train.cleaned")
    if gum:
        path = treebanks / GUM.format("train")
        documents += read_conllu(path, namesets.read_gum_entities(path))
    return documents


def _ewt(treebanks: Path, part: str, names: str) -> list[Document]:
    entities = namesets.read_iob2(treebanks / UNER.format(names))
    return read_conllu(treebanks / EWT.format(part), entities)


def name_documents(treebanks: Path) -> list[Document]:
    """Training documents of the corpora that follow UNER's manner."""
    parts = [treebanks / CROSSNER.format(part) for part in ("train", "dev")]
    return namesets.read_columns([treebanks / WIKIGOLD, *parts])


def official_documents(
    treebanks: Path, places: frozenset[str], *, held_out: bool
) -> list[Document]:
    """The re3d texts to train on, or every tenth, kept back; ``places`` are no organisations."""
    paths = [path for path in sorted(treebanks.glob(RE3D)) if path.parent.name not in UNLICENSED]
    chosen = [path for index, path in enumerate(paths) if (index % HELD_OUT == 0) is held_out]
    return namesets.read_columns(chosen, descriptions=True, places=places)


def train(
    parsed: list[Document],
    named: list[Document],
    *,
    steps: int = STEPS,
    seed: int = 0,
    teacher: Path | None = None,
) -> Language:
    """Train the pipeline of ``claims.cfg``; the same data, steps and seed give the same weights.

    ``teacher`` is a file of ``token_teacher``: what the token encoders learn first.
    """
    with torch_kept_out():
        import spacy
        from thinc.api import Adam, fix_random_seed
        from thinc.schedules import warmup_linear

    fix_random_seed(seed)
    random = Random(seed)
    nlp = spacy.util.load_model_from_config(spacy.util.load_config(CONFIG), auto_fill=True)
    tune_tokenizer(nlp)
    sample = [*_pieces(parsed, random), *_pieces(named, random)]
    nlp.initialize(lambda: [_example(nlp, piece, random) for piece in sample])
    if teacher is not None:
        pretrain(nlp, Teacher(teacher), passes=PASSES, seed=seed)
    rates: Any = warmup_linear(LEARNING_RATE, WARM_UP, steps)
    adam = Adam(rates, use_averages=True)
    syntax = [name for name in nlp.pipe_names if name != NAMES_PART]
    streams = ((_batches(parsed, random), [NAMES_PART]), (_batches(named, random), syntax))
    started = time.monotonic()
    for step in range(1, steps + 1):
        losses: dict[str, float] = {}
        for stream, without in streams:
            batch = [_example(nlp, piece, random) for piece in next(stream)]
            nlp.update(batch, sgd=adam, drop=DROPOUT, losses=losses, exclude=without)
        adam.step_schedules()
        if step % 100 == 0 or step == steps:
            _log(step, time.monotonic() - started, losses)
    with nlp.use_params(adam.averages):
        content = nlp.to_bytes()
    return nlp.from_bytes(content)


def _log(step: int, seconds: float, losses: dict[str, float]) -> None:
    shown = "  ".join(f"{name} {loss:.0f}" for name, loss in losses.items())
    print(f"step {step}  {seconds:.0f} s  {shown}", file=sys.stderr, flush=True)


def _pieces(documents: list[Document], random: Random) -> list[Document]:
    """All documents cut into runs of one to ``SENTENCES`` sentences, shuffled."""
    pieces: list[Document] = []
    for document in documents:
        start = 0
        while start < len(document):
            end = start + random.randint(1, SENTENCES)
            pieces.append(document[start:end])
            start = end
    random.shuffle(pieces)
    return pieces


def _batches(documents: list[Document], random: Random) -> Iterator[list[Document]]:
    while True:
        pieces = _pieces(documents, random)
        for start in range(0, len(pieces) - BATCH + 1, BATCH):
            yield pieces[start : start + BATCH]
        if len(pieces) < BATCH:
            yield pieces


def _example(nlp: Language, document: Document, random: Random) -> Example:
    """The raw text as the tokenizer cuts it, beside the gold tokens."""
    from spacy.training import Example

    gold = to_doc(nlp.vocab, vary(document, random))
    return Example(nlp.make_doc(gold.text), gold)


def held_out_figures(
    nlp: Language, treebanks: Path, places: frozenset[str]
) -> dict[str, dict[str, float]]:
    """Figures on texts that no training saw, by corpus."""
    gum = treebanks / GUM.format("test")
    politics = namesets.read_columns([treebanks / CROSSNER.format("test")])
    official = official_documents(treebanks, places, held_out=True)
    return {
        "EWT test": evaluate_documents(nlp, _ewt(treebanks, "test", "test")),
        "GUM test (open texts)": evaluate_documents(
            nlp, read_conllu(gum, namesets.read_gum_entities(gum))
        ),
        "CrossNER politics test": _only_names(nlp, politics),
        "re3d, every tenth text": _only_names(nlp, official),
    }


def _only_names(nlp: Language, documents: list[Document]) -> dict[str, float]:
    return {"names": evaluate_documents(nlp, documents)["names"]}


def build(
    nlp: Language, figures: dict[str, dict[str, float]], output: Path, gum: bool
) -> ModelFolder:
    """Write pipeline, card and manifest to ``output``, in place of what stood there."""
    nlp.meta.update(
        name="claims",
        version=VERSION,
        license=LICENCE,
        spacy_version=">=3.8.0,<3.9.0",
        description="Sentences, tags, lemmas, dependencies and names of English statements",
        performance={},
    )
    if RULES not in nlp.pipe_names:
        add_rules(nlp)
    partial = output.with_name(output.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    nlp.to_disk(partial)
    strings = json.dumps(_needed_strings(nlp), ensure_ascii=False, indent=0)
    (partial / "vocab" / "strings.json").write_text(strings + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in partial.rglob("*") if path.is_file())
    (partial / "README.md").write_text(card(figures, size, gum), encoding="utf-8")
    options: dict[str, Any] = {"pipeline": list(nlp.pipe_names)}
    labels = tuple(sorted(nlp.pipe_labels[NAMES_PART]))
    manifest = Manifest("claims", "claims", VERSION, LICENCE, labels=labels, options=options)
    write_manifest(partial, manifest)
    shutil.rmtree(output, ignore_errors=True)
    partial.rename(output)
    return read_folder(output)


def _needed_strings(nlp: Language) -> list[str]:
    """Labels and the parts of edit trees; the words of every text ever seen are not needed."""
    import srsly  # type: ignore[import-untyped]

    strings = nlp.vocab.strings
    needed = {label for labels in nlp.pipe_labels.values() for label in labels}
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    for tree in srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]:
        needed.update(strings[tree[side]] for side in ("orig", "subst") if side in tree)
    return sorted(text for text in needed if isinstance(text, str) and text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebanks/")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--teacher", type=Path, help="file of token_teacher to learn from first")
    parser.add_argument("--without-gum", action="store_true", help="leave UD_English-GUM out")
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    treebanks, gum = arguments.data / "treebanks", not arguments.without_gum
    if not treebanks.is_dir():
        raise InputError("no folder treebanks", source=str(arguments.data))
    parsed = treebank_documents(treebanks, gum)
    named = parsed + name_documents(treebanks)
    places = namesets.unambiguous_names(named, "LOC")
    named += official_documents(treebanks, places, held_out=False)
    nlp = train(
        parsed, named, steps=arguments.steps, seed=arguments.seed, teacher=arguments.teacher
    )
    figures = held_out_figures(nlp, treebanks, places)
    build(nlp, figures, arguments.output, gum)
    for corpus, values in figures.items():
        print(corpus, {name: round(value, 4) for name, value in values.items()})


if __name__ == "__main__":
    main()
