"""What a small encoder cannot do is computed: figures, negations, opposites, ranks, names, dates.

``signals(left, right)`` gives the numbers of a pair by name; ``arithmetic`` decides what figures
alone decide.
"""

from contradict.symbols.figures import arithmetic
from contradict.symbols.signals import NAMES, matrix, signals
from contradict.symbols.statement import read

__all__ = ["NAMES", "arithmetic", "matrix", "read", "signals"]
