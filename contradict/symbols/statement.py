"""One statement as the symbols see it: words, negations, figures, dates, names and cues.

Everything is read from the words alone, without a parse, so that a text has the same symbols in
every command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from contradict.lexicon import scales
from contradict.lexicon import words as lexicon
from contradict.records import Claim, Moment, Quantity
from contradict.symbols.words import Word, is_function_word, negates, words_in

REMEMBERED = 65_536  # statements; about 2 kB each
NAME_ALONE = frozenset(["i", "i'm", "i've", "i'll", "i'd"])
FIRST_WORDS = 2  # of a statement, where a pointing word is its subject
NEITHER = re.compile(r"\bnot? (?:only|just|merely|simply)\b|\bnot? doubt\b|\bno longer\b", re.I)


@dataclass(frozen=True)
class Statement:
    """What one text shows. ``stems`` are those of content words, ``all`` of every word.

    ``negations`` counts words that turn the statement round, ``failures`` verbs of what did not
    take place beside them; ``ranks`` is the highest rank on each scale of commitment; ``names`` are
    stems of words with a capital inside of a sentence; ``vague`` says that its subject only points
    to something.
    """

    stems: frozenset[str]
    all: frozenset[str]
    negations: int
    failures: int
    universal: bool
    partial: bool
    hedged: bool
    conditional: bool
    planned: bool
    reported: bool
    believed: bool
    vague: bool
    first_person: bool
    names: tuple[str, ...]
    ranks: dict[str, int]
    quantities: tuple[Quantity, ...]
    moments: tuple[Moment, ...]


def read(claim: Claim) -> Statement:
    """The statement that a claim's stand-alone text makes."""
    return _read(claim.text, claim.quantities, claim.moments)


@lru_cache(REMEMBERED)
def _read(text: str, quantities: tuple[Quantity, ...], moments: tuple[Moment, ...]) -> Statement:
    words = tuple(words_in(text))
    texts = frozenset(word.text for word in words)
    every = frozenset(word.stem for word in words)
    content = frozenset(word.stem for word in words if not is_function_word(word))
    idle = len(NEITHER.findall(text.replace("’", "'")))
    return Statement(
        stems=content,
        all=every,
        negations=max(0, sum(map(negates, words)) - idle),
        failures=len(_failures(words)),
        universal=bool(texts & lexicon("universals")),
        partial=bool(texts & lexicon("partials")),
        hedged=bool(texts & lexicon("hedges")),
        conditional=bool(texts & lexicon("conditions")),
        planned=bool((texts | every) & lexicon("plans")) or bool(texts & lexicon("future")),
        reported=bool((texts | every) & lexicon("rumoured")),
        believed=bool((texts | every) & lexicon("beliefs")),
        vague=any(word.text in lexicon("vague_subjects") for word in words[:FIRST_WORDS]),
        first_person=bool(texts & lexicon("first_person")),
        names=tuple(_names(text, words)),
        ranks=_ranks(every),
        quantities=quantities,
        moments=moments,
    )


def _failures(words: tuple[Word, ...]) -> set[str]:
    """Verbs of what did not take place that are not counted as negations."""
    return {w.stem for w in words if w.stem in lexicon("implicatives") and not negates(w)}


def _names(text: str, words: tuple[Word, ...]) -> list[str]:
    """Stems of words with a capital that no beginning of a sentence explains, each once."""
    found = dict.fromkeys(
        word.stem
        for word in words
        if text[word.start].isupper()
        and word.text not in NAME_ALONE
        and _inside(text, word.start)
        and word.text not in lexicon("time_words")
    )
    return list(found)


def _inside(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \"“'‘(")
    return bool(before) and before[-1] not in ".!?:"


def _ranks(stems: frozenset[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    known = scales()
    for one in stems:
        for scale, rank in known.get(one, ()):
            found[scale] = max(rank, found.get(scale, 0))
    return found
