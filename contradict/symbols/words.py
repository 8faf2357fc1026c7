"""Words of a quote with their places, phrases of words, and which words both sides share."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, zip_longest
from typing import NamedTuple

from contradict.lexicon import words as lexicon
from contradict.records import Span

WORD = re.compile(r"\d[\d.,:]*\d|\d|[^\W\d_]+(?:['’.\-&][^\W\d_]+)*|\w+")
PHRASE_END = re.compile(r"[,;:.!?()…—–\"“”]")
KNOWN = 65_536  # words whose stems are kept: a large scan asks for each a hundred times
MOST_PHRASES = 10  # a quote is probed by removing one phrase at a time


class Word(NamedTuple):
    """One word of a quote: ``quote[start:end]``; ``stem`` compares across inflections."""

    start: int
    end: int
    text: str
    stem: str


def words_in(quote: str, most: int | None = None) -> list[Word]:
    """The words of ``quote`` in order, or the first; digits with their separators are one word."""
    found = []
    for match in islice(WORD.finditer(quote), most):
        text = match.group().replace("’", "'").casefold()
        found.append(Word(match.start(), match.end(), text, stem(text)))
    return found


@lru_cache(KNOWN)
def stem(word: str) -> str:
    """A crude stem: enough to see that "orders" and "ordered" are one word."""
    word = word.removesuffix("'s").removesuffix("n't")
    for suffix in ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith("ply"):
            base = word[: -len(suffix)]
            word = base + "y" if suffix in ("ies", "ied") else base
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1].isalpha():
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def negates(word: Word) -> bool:
    """Whether a word turns its clause into the opposite."""
    return word.text in lexicon("negations") or word.text.endswith("n't")


def is_function_word(word: Word) -> bool:
    """Articles, prepositions, auxiliaries, pronouns: words that carry little by themselves."""
    return word.text in lexicon("function_words")


def phrases(quote: str) -> list[list[Word]]:
    """Short runs of words, cut at punctuation and before function words, at most MOST_PHRASES."""
    runs: list[list[Word]] = []
    for word in words_in(quote):
        last = runs[-1] if runs else None
        if last is None or _starts_phrase(quote, last, word):
            runs.append([word])
        else:
            last.append(word)
    while len(runs) > 2 * MOST_PHRASES:  # a very long quote: two by two, to stay fast
        runs = [[*one, *two] for one, two in zip_longest(runs[::2], runs[1::2], fillvalue=())]
    while len(runs) > MOST_PHRASES:
        sizes = [len(runs[i]) + len(runs[i + 1]) for i in range(len(runs) - 1)]
        at = sizes.index(min(sizes))
        runs[at : at + 2] = [runs[at] + runs[at + 1]]
    return runs


def _starts_phrase(quote: str, last: list[Word], word: Word) -> bool:
    if PHRASE_END.search(quote[last[-1].end : word.start]):
        return True
    full = any(not is_function_word(one) for one in last)
    return full and is_function_word(word)


def span_of(run: list[Word]) -> Span:
    """From the first character of a run of words to its last."""
    return run[0].start, run[-1].end


def unshared(words: list[Word], others: list[Word]) -> list[Word]:
    """Words of one side that the other side does not have, function words left out."""
    there = {word.stem for word in others}
    return [word for word in words if word.stem not in there and not is_function_word(word)]
