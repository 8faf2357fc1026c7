"""Recipe of models/terms: how rare words and word pairs are, counted once over real sentences.

    python -m contradict.training.recipes.terms --corpora CORPORA -o models/terms

Sentences of White House briefings and of speeches in the American Congress, both in the public
domain; the words are hashed and cannot be read out of the model.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from contradict.pairs.terms import BUCKETS, FILE, bucket, word_terms
from contradict.records import Claim, Document
from contradict.store import Manifest, ModelFolder
from contradict.training.destination import write_numbers
from contradict.training.recipes import neutrals
from contradict.version import __version__

LICENCE = "CC0-1.0"
BRIEFINGS, SPEECHES = "wh_press_briefings", "congress_iraq/congress_iraq.parquet"
MONTHS = tuple(f"2024-{month:02}" for month in range(1, 10))  # the later ones are held out
MOST_SPEECHES = 4000

CARD = """\
# terms: how rare words are

The inverse document frequency of {buckets:,} hashed buckets of stems and pairs of stems, counted
over {sentences:,} sentences: White House briefings of January to September 2024 (CC0) and speeches
in the American Congress of 2007 to 2010 (public domain). The rules that look for claims with the
same words weigh them by it. It is fixed, so that a claim's neighbours do not change with every
document that is added to a corpus; what is common in one corpus only still counts as rare.

One array in safetensors; log((1 + n) / (1 + n with the term)) + 1. English.

## To build it again

    python -m contradict.training.recipes.terms --corpora CORPORA -o models/terms
"""


def rarity(sentences: Iterable[str]) -> tuple[Any, int]:
    """(inverse document frequency of each bucket, number of sentences)."""
    counts = np.zeros(BUCKETS, dtype=np.int64)
    total = 0
    for text in sentences:
        claim = Claim(Document("", "", text), 0, len(text), text)
        counts[list({bucket(term) for term in word_terms(claim)})] += 1
        total += 1
    return np.log((1 + total) / (1 + counts)) + 1, total


def sentences(corpora: Path, seed: int) -> list[str]:
    """Distinct sentences of all texts, in a fixed order."""
    found = neutrals.briefing_sentences(corpora / BRIEFINGS, MONTHS)
    found += neutrals.speech_sentences(corpora / SPEECHES, limit=MOST_SPEECHES, seed=seed)
    return list(dict.fromkeys(sentence for document in found for sentence in document))


def build(found: Iterable[str], output: Path) -> ModelFolder:
    """Count and write the model to ``output``, in place of what stood there."""
    numbers, total = rarity(found)
    card = CARD.format(buckets=BUCKETS, sentences=total)
    manifest = Manifest("terms", "terms", __version__, LICENCE)
    return write_numbers(output, FILE, {"rarity": numbers}, card, manifest)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    build(sentences(given.corpora, given.seed), given.output)


if __name__ == "__main__":
    main()
