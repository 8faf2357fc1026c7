"""Claims that only point to what they are about: two of them share no subject that anyone can see.

"It's honest" and "It's transparent" are near each other in every embedding, and a judge reads one
and the same thing into both. Of 186 findings in 20 press briefings 51 were of this kind, of the 825
gold pairs of data/corpora (train and dev) two.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from contradict.lexicon import words as lexicon
from contradict.pairs.neighbours import Indices
from contradict.records import Claim
from contradict.symbols.words import is_function_word, words_in

FIRST_WORDS = 2  # of a claim, where its subject stands
FEWEST_SHARED = 2  # content words that make up for the missing subject


def both_point(claims: Sequence[Claim], first: Indices, second: Indices) -> npt.NDArray[np.bool_]:
    """Whether both claims of a pair point, and share fewer than FEWEST_SHARED content words."""
    stems = {
        place: found
        for place, claim in enumerate(claims)
        if (found := _stems_if_pointing(claim.text)) is not None
    }
    points = np.zeros(len(claims), dtype=np.bool_)
    points[list(stems)] = True
    both = points[first] & points[second]
    for pair in np.flatnonzero(both):
        both[pair] = len(stems[int(first[pair])] & stems[int(second[pair])]) < FEWEST_SHARED
    return both


def _stems_if_pointing(text: str) -> frozenset[str] | None:
    """The stems of a claim's content words; None where it has a subject of its own."""
    if not any(word.text in lexicon("pointers") for word in words_in(text, FIRST_WORDS)):
        return None
    return frozenset(word.stem for word in words_in(text) if not is_function_word(word))
