"""How a contradiction works: the first kind that fits, in the order of the definitions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from contradict.findings.evidence import Evidence
from contradict.lexicon import pairs
from contradict.lexicon import words as lexicon
from contradict.records import Kind
from contradict.symbols.words import Word, is_function_word, negates, unshared, words_in

NUMBER = re.compile(r"^\d[\d.,:]*$")
YEAR = re.compile(r"^(1[5-9]|20)\d\d$")
LOOK_BACK = 32  # characters before a word in which a sentence may end
SHARED_FOR_ANTONYM = 0.34  # share of content words in common from which the rest is one exchange


@dataclass(frozen=True)
class _Sides:
    """Both quotes as words: all of them, those of one side alone, and the evidence."""

    quotes: tuple[str, str]
    words: tuple[list[Word], list[Word]]
    own: tuple[list[Word], list[Word]]
    carried: tuple[list[Word], list[Word]]


def kind_of(left: str, right: str, evidence: Evidence) -> Kind:
    """The kind of a contradiction between two quotes."""
    sides = _sides(left, right, evidence)
    return next((kind for kind, fits in RULES if fits(sides)), "factual")


def flags(left: str, right: str, evidence: Evidence) -> list[float]:
    """1 for each of RULES that fits, else 0."""
    sides = _sides(left, right, evidence)
    return [float(fits(sides)) for _, fits in RULES]


def _sides(left: str, right: str, evidence: Evidence) -> _Sides:
    words = (words_in(left), words_in(right))
    own = (unshared(words[0], words[1]), unshared(words[1], words[0]))
    spans = (evidence.left, evidence.right)
    carried = tuple(
        [word for word in side if word.start < span[1] and word.end > span[0]]
        for side, span in zip(words, spans, strict=True)
    )
    return _Sides((left, right), words, own, (carried[0], carried[1]))


def _commitment(sides: _Sides) -> bool:
    """A weak act against a strong one, or a strong one said and denied."""
    weak, strong = lexicon("commitment_weak"), lexicon("commitment_strong")
    weaker = [_has(words, weak) for words in sides.own]
    stronger = [_has(words, strong) for words in sides.words]
    if (weaker[0] and stronger[1]) or (weaker[1] and stronger[0]):
        return True
    acts = [_has(words, strong) for words in sides.carried]
    return all(acts) and _denied(sides.words[0]) != _denied(sides.words[1])


def _scope(sides: _Sides) -> bool:
    """A universal against a counterexample."""
    universal, partial = lexicon("universals"), lexicon("partials")
    for one, other in ((0, 1), (1, 0)):
        everything = any(word.text in universal for word in _alone(sides, one))
        some = any(word.text in partial for word in _alone(sides, other))
        if everything and some:
            return True
    return False


def _entity(sides: _Sides) -> bool:
    """Another name in the same place, or the same names with roles swapped."""
    names = [[word for word in own if _is_name(word, sides, side)] for side, own in _each(sides)]
    carried = [{word.start for word in words} for words in sides.carried]
    return all(any(word.start in carried[side] for word in names[side]) for side in (0, 1))


def _temporal(sides: _Sides) -> bool:
    """Another time, order or duration."""
    return all(any(_is_time(word) for word in own) for own in sides.own)


def _numeric(sides: _Sides) -> bool:
    """Two figures."""
    return all(any(_is_number(word) for word in own) for own in sides.own)


def _negation(sides: _Sides) -> bool:
    """Said on one side, denied on the other."""
    return _denied(sides.words[0]) != _denied(sides.words[1])


def _antonym(sides: _Sides) -> bool:
    """Opposite words, or much the same sentence with one word exchanged."""
    stems = [{word.stem for word in words} for words in sides.words]
    for first, second in pairs("antonyms"):
        if (first in stems[0] and second in stems[1]) or (second in stems[0] and first in stems[1]):
            return True
    content = [{w.stem for w in words if not is_function_word(w)} for words in sides.words]
    smaller = max(1, min(len(content[0]), len(content[1])))
    return len(content[0] & content[1]) / smaller >= SHARED_FOR_ANTONYM


RULES: tuple[tuple[Kind, Callable[[_Sides], bool]], ...] = (
    ("commitment", _commitment),
    ("scope", _scope),
    ("entity", _entity),
    ("temporal", _temporal),
    ("numeric", _numeric),
    ("negation", _negation),
    ("antonym", _antonym),
)


def _each(sides: _Sides) -> list[tuple[int, list[Word]]]:
    return [(0, sides.own[0]), (1, sides.own[1])]


def _alone(sides: _Sides, side: int) -> list[Word]:
    """Words that the other side does not have, function words included."""
    there = {word.text for word in sides.words[1 - side]}
    return [word for word in sides.words[side] if word.text not in there]


def _has(words: list[Word], stems: frozenset[str]) -> bool:
    return any(word.stem in stems or word.text in stems for word in words)


def _denied(words: list[Word]) -> bool:
    """Is the number of negations odd?"""
    return sum(map(negates, words)) % 2 == 1


def _is_number(word: Word) -> bool:
    return bool(NUMBER.match(word.text)) or word.text in lexicon("number_words")


def _is_time(word: Word) -> bool:
    return word.text in lexicon("time_words") or bool(YEAR.match(word.text)) or ":" in word.text


def _is_name(word: Word, sides: _Sides, side: int) -> bool:
    """Written with a capital, not merely because a sentence begins there."""
    quote = sides.quotes[side]
    before = quote[max(0, word.start - LOOK_BACK) : word.start].rstrip(" \n\"“'‘")
    inside = bool(before) and before[-1] not in ".!?:"
    return inside and quote[word.start].isupper() and not _is_time(word) and word.text != "i"
