"""Claims that do not stand alone: nobody can see what two of them have to do with each other.

"It's honest" and "It's transparent", or "That's a bad thing" in one debate and "It's not a bad
thing" in another, are near each other in every embedding, and a judge reads one and the same thing
into both. What a claim says by itself is the rarity of its content words, summed; where its subject
only points, the rest must say the more.

Of the first 100 findings among 64,290 sentences of debates, speeches and interviews 74 were of this
kind, of those in a year of press briefings that are none 36 in 100, and five of the 855 gold pairs
of data/corpora/dev that the judge takes for conflicts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from contradict.lexicon import words as lexicon
from contradict.pairs.barred import Indices
from contradict.pairs.terms import Floats, bucket, stems
from contradict.records import Claim
from contradict.symbols.words import words_in

FIRST_WORDS = 2  # of a claim, where its subject stands
FEWEST_SHARED = 2  # content words that make up for two missing subjects
# As models/terms counts: a word that one in a thousand sentences has weighs 8.
MOST = 9.0  # of one word: a name is no more than rare
ALONE = 12.0  # what a claim that points must say to be compared with any other
TOGETHER = 20.0  # what each of two must say where both point,
SHARED = 14.0  # or what they must say in the same words


def stand_alone(
    claims: Sequence[Claim], first: Indices, second: Indices, rarity: Floats | None
) -> npt.NDArray[np.bool_]:
    """Whether both claims of a pair can be compared; depends on the two claims alone.

    Without ``rarity`` only pairs are ruled out that both point and share fewer than FEWEST_SHARED
    content words.
    """
    subjects = [_subject(claim.text) for claim in claims]
    bare = _marks(bool(subject & lexicon("pointers")) for subject in subjects)
    vague = bare[first] & bare[second]
    for pair in np.flatnonzero(vague):
        vague[pair] = len(_shared(claims[first[pair]], claims[second[pair]])) < FEWEST_SHARED
    if rarity is None:
        return ~vague
    pointing = lexicon("vague_subjects") | lexicon("first_person")
    points = _marks(bool(_heads(subject) & pointing) for subject in subjects)
    known: dict[str, float] = {}  # what each stem weighs: most stand in many claims
    said = np.zeros(len(claims))  # of those that point, which are the only ones it is asked of
    for place in np.flatnonzero(points).tolist():
        said[place] = content(stems(claims[place].text), rarity, known)
    empty = points & (said < ALONE)
    vague |= empty[first] | empty[second]
    little = np.minimum(said[first], said[second]) < TOGETHER
    for pair in np.flatnonzero(points[first] & points[second] & little & ~vague):
        shared = _shared(claims[first[pair]], claims[second[pair]])
        vague[pair] = content(shared, rarity) < SHARED
    return ~vague


def content(words: Iterable[str], rarity: Floats, known: dict[str, float] | None = None) -> float:
    """What stems say by themselves: the rarity of each once, summed; ``known`` remembers them."""
    known = {} if known is None else known
    own = set(words)
    for stem in own:
        if stem not in known:
            known[stem] = min(MOST, float(rarity[bucket(stem)]))
    return math.fsum(known[stem] for stem in own)


def _marks(values: Iterable[bool]) -> npt.NDArray[np.bool_]:
    return np.fromiter(values, dtype=np.bool_)


def _shared(one: Claim, other: Claim) -> set[str]:
    """The stems of content words that two claims have in common."""
    return {*stems(one.text)} & {*stems(other.text)}


def _subject(text: str) -> frozenset[str]:
    return frozenset(word.text for word in words_in(text, FIRST_WORDS))


def _heads(words: frozenset[str]) -> frozenset[str]:
    """Words without what is contracted with them: he for "he's"."""
    return frozenset(word.partition("'")[0] for word in words)
