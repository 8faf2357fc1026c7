"""Check-worthiness that is remembered, in the file of a corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contradict.corpus import stored
from contradict.corpus.database import Database
from contradict.protocols import Vectors
from contradict.worth import Worth


class RememberingWorth(Worth):
    """See ``Worth``; keeps the share of each text under its hash.

    ``model`` stands for the encoder as well, whose vectors count.
    """

    def __init__(self, inner: Worth, database: Database, model: int) -> None:
        super().__init__(inner._folder)
        self._inner, self._database, self._number = inner, database, model

    def of(self, texts: Sequence[str], vectors: Vectors) -> list[float]:
        """How check-worthy each text is, 0 to 1; ``vectors`` are its rows of the encoder."""
        hashes = [stored.hash_of(text) for text in texts]
        known: dict[bytes, float] = dict(
            self._database.among(
                "SELECT text, worth FROM worths WHERE model = ? AND text IN",
                (self._number,),
                list(dict.fromkeys(hashes)),
            )
        )
        places = {digest: place for place, digest in enumerate(hashes) if digest not in known}
        new = list(places.values())
        shares = self._inner.of([texts[place] for place in new], vectors[np.array(new, dtype=int)])
        found = dict(zip(places, shares, strict=True))
        if found:
            with self._database.transaction():
                self._database.write(
                    "INSERT OR IGNORE INTO worths (model, text, worth) VALUES (?, ?, ?)",
                    [(self._number, digest, share) for digest, share in found.items()],
                )
        known |= found
        return [known[digest] for digest in hashes]
