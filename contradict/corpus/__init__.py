"""A corpus that grows: documents, what was worked out of them, and the findings, in one file.

The file is plain SQLite. Claims, vectors and judgements are kept under the digests of what they
were made from, so that a scan of a grown corpus is the scan of all its documents, with only what is
new left to compute.
"""

from __future__ import annotations

from contradict.corpus.corpus import Corpus
from contradict.corpus.reviews import VERDICTS
from contradict.corpus.sources import Changes
from contradict.corpus.standing import STATES, Compared

__all__ = ["STATES", "VERDICTS", "Changes", "Compared", "Corpus"]
