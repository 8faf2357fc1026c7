"""One person, one name: labels of a document that differ by a slip or a form are joined.

``MR SULLVIAN`` beside many ``MR. SULLIVAN``, ``THE PRESIDENT`` beside ``PRESIDENT X``, ``Mr. Orr``
beside ``Mr. Dan Orr``. A shared surname alone joins nobody: other titles, other first names and two
persons that would both fit keep labels apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from contradict.documents.label_words import TITLES
from contradict.records import Turn

LONG_NAME = 6  # letters from which a name with one slip is still known
MOST_ALIKE = 200  # labels of one pattern; more are a list of people, not slips
RARE = 4  # times that the right form must be as frequent as the slip
OFFICES = {"THE PRESIDENT": "PRESIDENT", "THE VICE PRESIDENT": "VICE PRESIDENT"}
ONE_OF_MANY = re.compile(r"\b(?:SPEAKER|PERSON|VOICE|PARTICIPANT|WITNESS|OFFICIAL)[_ #]*[\dA-Z]\b")


@dataclass(frozen=True)
class _Label:
    """A label taken apart; ``title`` is empty for a plain name."""

    form: str
    plain: str  # upper case, no full stops, single blanks
    title: str
    first: tuple[str, ...]
    surname: str


def canonical(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with one form for each person: the most frequent that stands in the text."""
    counts = Counter(turn.speaker for turn in turns if turn.speaker and not turn.asks)
    names = canonical_names(counts)
    return tuple(
        replace(turn, speaker=names[turn.speaker]) if turn.speaker and not turn.asks else turn
        for turn in turns
    )


def canonical_names(counts: Counter[str]) -> dict[str, str]:
    """Every label -> the form that stands for its person; does not depend on any order."""
    labels = [_taken_apart(form) for form in sorted(counts)]
    groups = _Groups([label.form for label in labels])
    for near in _alike(labels):
        for one, other in combinations(near, 2):
            if one.plain == other.plain or _is_slip(one, other, counts):
                groups.join(one.form, other.form)
    for one, other in _same_person(labels, groups):
        groups.join(one.form, other.form)
    chosen: dict[str, str] = {}
    for group in groups.all():
        best = max(group, key=lambda form: _rank(form, counts, group))
        chosen |= dict.fromkeys(group, best)
    return chosen


def _rank(form: str, counts: Counter[str], group: Sequence[str]) -> tuple[bool, int, int, str]:
    """A name before an office, then the most frequent form, then the longest."""
    own = OFFICES.get(form.upper())
    office = own is not None and any(other.upper().startswith(f"{own} ") for other in group)
    return not office, counts[form], len(form), form


def _taken_apart(form: str) -> _Label:
    plain = " ".join(form.upper().replace(".", " ").replace(",", " ").split())
    words = plain.split()
    titles: list[str] = []
    while len(words) > 1 and words[0] in TITLES:
        titles.append(words.pop(0))
    return _Label(form, plain, " ".join(titles), tuple(words[:-1]), words[-1] if words else "")


def _alike(labels: Sequence[_Label]) -> Iterator[list[_Label]]:
    """Groups of labels that differ in one word at most: only these need to be compared."""
    found: dict[tuple[str, ...], list[_Label]] = {}
    for label in labels:
        words = label.plain.split()
        for place, word in enumerate(words):
            found.setdefault((*words[:place], word[:1] + "*", *words[place + 1 :]), []).append(
                label
            )
    for group in found.values():
        if 1 < len(group) <= MOST_ALIKE:
            yield group


def _is_slip(one: _Label, other: _Label, counts: Counter[str]) -> bool:
    """Whether one label is the other with one letter wrong, missing, doubled or swapped."""
    many, few = sorted((counts[one.form], counts[other.form]), reverse=True)
    if many < RARE * few or ONE_OF_MANY.search(one.plain):
        return False
    words, others = one.plain.split(), other.plain.split()
    if len(words) != len(others):
        return False
    wrong = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    if len(wrong) != 1:
        return False
    first, second = wrong[0]
    titles = first in TITLES and second in TITLES
    digits = any(map(str.isdigit, first + second))
    long = min(len(first), len(second)) >= LONG_NAME - 1 and max(map(len, wrong[0])) >= LONG_NAME
    return long and not titles and not digits and _one_slip(first, second)


def _one_slip(one: str, other: str) -> bool:
    """Whether two words are one edit apart, neighbours swapped included (Damerau 1964)."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        swapped = len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
        return a[1:] == b[1:] or swapped
    return a[1:] == b or a == b[1:]


def _same_person(labels: Sequence[_Label], groups: _Groups) -> Iterator[tuple[_Label, _Label]]:
    """Pairs of a shorter and a fuller form where only one fuller form fits."""
    by_surname: dict[str, list[_Label]] = {}
    for label in labels:
        by_surname.setdefault(label.surname, []).append(label)
    offices = [label for label in labels if label.plain in OFFICES]
    for short in [label for label in labels if label.title and not label.first] + offices:
        near = labels if short.plain in OFFICES else by_surname[short.surname]
        fuller = [one for one in near if _fits(short, one)]
        persons = {groups.root(one.form) for one in fuller}
        rivals = [one for one in near if _rivals(short, one)]
        if len(persons) == 1 and not rivals:
            yield short, fuller[0]


def _fits(short: _Label, full: _Label) -> bool:
    """Whether ``full`` may be ``short`` with more said: first names, or the name of an office."""
    if short.plain in OFFICES:
        own = OFFICES[short.plain]
        return full.plain.startswith(f"{own} ") and not full.plain.startswith(f"{own} OF ")
    if short.surname != full.surname or not short.title or short.first or not full.first:
        return False
    return full.title in ("", short.title)


def _rivals(short: _Label, other: _Label) -> bool:
    """Whether somebody else has the surname: with another title, or with other first names."""
    if short.plain in OFFICES or short.surname != other.surname or short.form == other.form:
        return False
    return bool(other.title) and other.title != short.title


class _Groups:
    """Labels that belong together (union-find)."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._parent = {form: form for form in forms}

    def root(self, form: str) -> str:
        while self._parent[form] != form:
            form = self._parent[form]
        return form

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parent[second] = first

    def all(self) -> list[list[str]]:
        found: dict[str, list[str]] = {}
        for form in self._parent:
            found.setdefault(self.root(form), []).append(form)
        return list(found.values())
