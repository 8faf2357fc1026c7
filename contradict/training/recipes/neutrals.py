"""Neutral pairs from real text: what a scan meets most, and what NLI sets do not hold.

Random partners, partners of the same document and of the same topic are compatible nearly always;
without them a judge trained on NLI sets takes unrelated sentences for contradictions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from contradict.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[str, str, str, str]  # premise, hypothesis, label, dataset
SENTENCE_END = re.compile(r"(?<=[.!])[\"”’)]*\s+(?=[A-Z“\"])")
SPEAKER_LABEL = re.compile(r"^[A-Z][A-Z .,'’\-]+:\s+|^Q\s+")
WORDS = (6, 45)
SENTENCES_COMPARED = 12_000


def briefing_sentences(folder: Path, months: Sequence[str]) -> list[list[str]]:
    """Declarative sentences of each Markdown briefing in ``folder/<month>/``, file by file."""
    documents = []
    for month in months:
        for path in sorted((folder / month).glob("*.md")):
            body = path.read_text(encoding="utf-8").split("\n---", 1)[-1]
            documents.append(sentences(body))
    return [document for document in documents if len(document) > 20]


def speech_sentences(table: Path, *, limit: int, seed: int) -> list[list[str]]:
    """Sentences of ``limit`` speeches drawn from a Parquet table with a ``text`` column."""
    import pandas as pd

    texts = pd.read_parquet(table, columns=["text"])["text"]
    documents = [sentences(text) for text in texts.sample(limit, random_state=seed)]
    return [document for document in documents if len(document) > 10]


def sentences(text: str) -> list[str]:
    """Sentences of 6 to 45 words, questions and labels left out; white space folded."""
    found = []
    for paragraph in re.split(r"\n\s*\n", text):
        flat = SPEAKER_LABEL.sub("", " ".join(paragraph.split()))
        for sentence in SENTENCE_END.split(flat):
            count = len(sentence.split())
            if "?" not in sentence and WORDS[0] <= count <= WORDS[1] and sentence[-1:] in '.!"”':
                found.append(sentence)
    return found


def random_pairs(documents: list[list[str]], count: int, seed: int, name: str) -> list[Row]:
    """Two sentences of two documents, of which there must be two."""
    random = np.random.default_rng(seed)
    rows: list[tuple[str, str]] = []
    while len(rows) < count:
        first, second = random.choice(len(documents), size=2, replace=False)
        rows.append((_pick(documents[first], random), _pick(documents[second], random)))
    return [(a, b, "neutral", name) for a, b in rows]


def near_pairs(
    documents: list[list[str]], count: int, seed: int, name: str, *, distance: int | None = None
) -> list[Row]:
    """Two sentences of one document, at most ``distance`` sentences apart where that is given."""
    if not any(len(set(document)) > 1 for document in documents):
        raise InputError("no document with two different sentences to pair")
    random = np.random.default_rng(seed)
    rows: list[Row] = []
    while len(rows) < count:
        document = documents[random.integers(len(documents))]
        first = int(random.integers(len(document)))
        if distance is None:
            second = int(random.integers(len(document)))
        else:
            second = first + int(random.integers(1, distance + 1)) * int(random.choice([-1, 1]))
        if first != second and 0 <= second < len(document) and document[first] != document[second]:
            rows.append((document[first], document[second], "neutral", name))
    return rows


def topic_pairs(documents: list[list[str]], count: int, seed: int, name: str) -> list[Row]:
    """A sentence and one of its TF-IDF neighbours in another document, near-copies left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    random = np.random.default_rng(seed)
    flat = [(number, text) for number, document in enumerate(documents) for text in document]
    size = min(SENTENCES_COMPARED, len(flat))
    chosen = [flat[i] for i in sorted(random.choice(len(flat), size=size, replace=False))]
    matrix = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(
        [text for _, text in chosen]
    )
    rows: list[Row] = []
    for start in range(0, len(chosen), 500):
        block = (matrix[start : start + 500] @ matrix.T).toarray()
        for offset, scores in enumerate(block):
            number, text = chosen[start + offset]
            for other in np.argsort(-scores)[1:6]:
                if 0.2 <= scores[other] <= 0.6 and chosen[other][0] != number:
                    rows.append((text, chosen[other][1], "neutral", name))
                    break
    return [
        rows[i] for i in sorted(random.choice(len(rows), size=min(count, len(rows)), replace=False))
    ]


def identical_pairs(documents: list[list[str]], count: int, seed: int, name: str) -> list[Row]:
    """A sentence beside itself: a restatement, which NLI sets hardly hold."""
    random = np.random.default_rng(seed)
    texts = [_pick(documents[random.integers(len(documents))], random) for _ in range(count)]
    return [(text, text, "entailment", name) for text in texts]


def shuffled_pairs(frame: pd.DataFrame, count: int, seed: int) -> list[Row]:
    """Premise and hypothesis of two different rows of one data set: same style, unrelated."""
    sample = frame.sample(min(count, len(frame)), random_state=seed).reset_index(drop=True)
    partner = np.roll(sample["hypothesis"].to_numpy(), 1)
    name = f"{sample['dataset'].iloc[0]}_shuffled"
    rows = zip(sample["premise"], partner, strict=True)
    return [(a, b, "neutral", name) for a, b in rows if a != b]


def _pick(document: list[str], random: np.random.Generator) -> str:
    return document[int(random.integers(len(document)))]
