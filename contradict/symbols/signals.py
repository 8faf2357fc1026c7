"""The signals of a pair: what words, figures, names, dates and speakers say, as numbers.

Each is the same for (a, b) and (b, a), is computed from texts, dates and speakers alone, and lies
between 0 and about 3. ``NAMES`` gives their order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from contradict.records import Claim, Document, Pair
from contradict.symbols.figures import Compared, arithmetic, compare_amounts, compare_moments
from contradict.symbols.opposition import converses, opposites, own_names, rank_gap, swapped
from contradict.symbols.statement import Statement, read

Floats = npt.NDArray[np.float64]

FEW_WORDS = 3  # content words; a shorter statement hardly says what it is about


def signals(left: Claim, right: Claim) -> dict[str, float]:
    """The signals of a pair by name."""
    one, other = read(left), read(right)
    found = _overlap(one, other) | _polarity(one, other)
    amounts, moments = compare_amounts(one, other), compare_moments(one, other)
    found |= _compared("amounts", amounts) | _compared("moments", moments)
    ruled = arithmetic(one, other)
    found["figures_conflict"] = float(ruled is True)
    found["figures_agree"] = float(ruled is False)
    found |= _names(one, other) | _cues(one, other) | _who_and_when(left, right)
    found |= _circumstances(found)
    close = found["contained"]
    for name in ("odd_negation", "opposites", "rank_gap", "amounts_conflict", "moments_conflict"):
        found[f"{name}_close"] = found[name] * close
    return found


def matrix(pairs: Sequence[Pair]) -> Floats:
    """One row of signals a pair, in the order of NAMES, shape (len(pairs), len(NAMES))."""
    rows = [list(signals(pair.left, pair.right).values()) for pair in pairs]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))


def _overlap(one: Statement, other: Statement) -> dict[str, float]:
    shared = len(one.stems & other.stems)
    smaller, larger = sorted((len(one.stems), len(other.stems)))
    return {
        "contained": shared / smaller if smaller else 0.0,
        "alike": shared / (smaller + larger - shared) if larger else 0.0,
        "shared_words": min(shared, 6) / 6,
        "shorter": math.log1p(smaller) / 2,
        "longer": math.log1p(larger) / 2,
        "short": float(smaller < FEW_WORDS),
    }


def _polarity(one: Statement, other: Statement) -> dict[str, float]:
    negated = (one.negations % 2, other.negations % 2)
    turned = ((one.negations + one.failures) % 2, (other.negations + other.failures) % 2)
    opposed, exchanged = opposites(one, other), bool(converses(one, other))
    return {
        "odd_negation": float(negated[0] != negated[1]),
        "odd_parity": float(turned[0] != turned[1]),
        "both_negated": float(all(negated)),
        "opposites": float(min(2, opposed)),
        "opposites_negated": float(bool(opposed) and negated[0] != negated[1]),
        "converses": float(exchanged),
        "converses_swapped": float(exchanged and swapped(one, other)),
        "rank_gap": min(3, rank_gap(one, other)) / 3,
    }


def _compared(name: str, found: Compared) -> dict[str, float]:
    return {
        f"{name}_conflict": float(found.decided is True),
        f"{name}_mixed": float(bool(found.conflict and found.agree)),
        f"{name}_agree": float(found.decided is False),
        f"{name}_alone": float(bool(found.alone and not found.agree and not found.conflict)),
    }


def _names(one: Statement, other: Statement) -> dict[str, float]:
    own = (own_names(one, other), own_names(other, one))
    shared = (set(one.names) | set(other.names)) & one.all & other.all
    return {
        "names_shared": min(2, len(shared)) / 2,
        "names_differ": float(bool(own[0] and own[1])),
        "names_alone": float(bool(own[0]) != bool(own[1])),
        "names_swapped": float(swapped(one, other)),
    }


def _cues(one: Statement, other: Statement) -> dict[str, float]:
    found = {
        "universal_partial": float(
            (one.universal and other.partial) or (other.universal and one.partial)
        ),
        "universal_negated": float(
            (one.universal and bool(other.negations)) or (other.universal and bool(one.negations))
        ),
    }
    for cue in ("conditional", "hedged", "planned", "reported", "believed", "vague"):
        both = getattr(one, cue) + getattr(other, cue)
        found[f"{cue}_one"], found[f"{cue}_both"] = float(both == 1), float(both == 2)
    found["first_person_both"] = float(one.first_person and other.first_person)
    return found


def _who_and_when(left: Claim, right: Claim) -> dict[str, float]:
    """Who speaks and when; all 0 where it is not known of both."""
    named = left.speaker is not None and right.speaker is not None
    same = named and str(left.speaker).casefold() == str(right.speaker).casefold()
    dated = left.date is not None and right.date is not None
    return {
        "same_speaker": float(same),
        "other_speaker": float(named and not same),
        "same_date": float(dated and left.date == right.date),
        "other_date": float(dated and left.date != right.date),
    }


def _circumstances(found: dict[str, float]) -> dict[str, float]:
    """Two things together: one voice on one day, and amounts that differ as their times do.

    A speaker who goes on talking seldom contradicts himself, and "142,000 jobs last month" fits
    "250,000 in September" where it was said in August.
    """
    other_time = max(found["moments_conflict"], found["moments_alone"] * found["other_date"])
    return {
        "one_voice": found["same_speaker"] * found["same_date"],
        "amounts_of_two_times": found["amounts_conflict"] * other_time,
    }


_NOTHING = Claim(Document("", "", ""), 0, 0, "")
NAMES = tuple(signals(_NOTHING, _NOTHING))
