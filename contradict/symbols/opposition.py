"""Words that stand against each other: opposites, verbs of exchanged roles, ranks of an act."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from contradict.lexicon import pairs
from contradict.symbols.statement import Statement


@cache
def _partners(name: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs(name):
        found[one].add(other)
        found[other].add(one)
    return {word: frozenset(others) for word, others in found.items()}


def opposites(left: Statement, right: Statement) -> int:
    """How many words of one side have an opposite among those that only the other side has."""
    return _count(left, right, "antonyms")


def converses(left: Statement, right: Statement) -> int:
    """How many verbs of one side stand on the other with the roles exchanged: sold, bought."""
    return _count(left, right, "converses")


def _count(left: Statement, right: Statement, name: str) -> int:
    partners = _partners(name)
    own, other = left.all - right.all, right.all - left.all
    return sum(bool(partners.get(word, frozenset()) & other) for word in own)


def own_names(one: Statement, other: Statement) -> frozenset[str]:
    """Names of one side whose word does not stand on the other at all.

    At the head of a sentence a name has no capital to tell it by, so any word of the other counts.
    """
    return frozenset(one.names) - other.all


def swapped(left: Statement, right: Statement) -> bool:
    """Whether two names that both sides give stand in the other order there."""
    shared = [name for name in left.names if name in right.names]
    if len(shared) < 2:
        return False
    order = [right.names.index(name) for name in shared]
    return order != sorted(order)


def rank_gap(left: Statement, right: Statement) -> int:
    """The largest distance of the two on a scale of commitment on which both stand."""
    both = left.ranks.keys() & right.ranks.keys()
    return max((abs(left.ranks[scale] - right.ranks[scale]) for scale in both), default=0)
