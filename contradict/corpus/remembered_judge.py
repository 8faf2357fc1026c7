"""A judge that remembers what it said of two texts, in the file of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from contradict.corpus import stored
from contradict.corpus.database import Database, damaged
from contradict.protocols import Explainer, Judge, Screener, can_read_dates
from contradict.records import Explanation, ModelInfo, Probabilities

PAIRS_AT_ONCE = 2048  # judged between two commits: half a minute of a CPU

Texts = tuple[str, str]
Said = TypeVar("Said")


class RememberingJudge:
    """See ``protocols.Judge``; keeps the three figures exactly, under the hash of both texts."""

    def __init__(self, inner: Judge, database: Database, model: int) -> None:
        self._inner, self._database, self._model = inner, database, model

    @property
    def info(self) -> ModelInfo:
        return self._inner.info

    @property
    def reads_dates(self) -> bool:
        return can_read_dates(self._inner)

    def probabilities(self, texts: Sequence[Texts]) -> list[Probabilities]:
        """Judge (left, right) text pairs in both directions; independent of the batch."""
        hashes = {pair: stored.hash_of(*pair) for pair in texts}
        known = self._known(list(hashes.values()))
        _complete(known, hashes, self._inner.probabilities, self._keep)
        return [known[hashes[pair]] for pair in texts]

    def screened(self, texts: Sequence[Texts], floor: float) -> list[Probabilities | None]:
        """See ``protocols.Screener``; a judge that does not screen judges all.

        A pair that was only ever judged in full is screened once more, so that a corpus never
        shows what a scan without memory would not.
        """
        if not isinstance(self._inner, Screener):
            return list(self.probabilities(texts))
        hashes = {pair: stored.hash_of(*pair) for pair in texts}
        rows = self._database.among(
            "SELECT pair, far FROM screened WHERE model = ? AND floor = ? AND pair IN",
            (self._model, floor),
            list(hashes.values()),
        )
        seen = dict(rows)
        near = self._known([digest for digest, far in seen.items() if not far])
        known = dict.fromkeys(digest for digest, far in seen.items() if far) | near
        screen, keep = self._inner.screened, partial(self._keep_screened, floor)
        _complete(known, hashes, lambda part: screen(part, floor), keep)
        return [known[hashes[pair]] for pair in texts]

    def _known(self, digests: Sequence[bytes]) -> dict[bytes, Probabilities]:
        rows = self._database.among(
            "SELECT pair, contradiction, entailment, neutral FROM judgements"
            " WHERE model = ? AND pair IN",
            (self._model,),
            digests,
        )
        return {digest: Probabilities(*figures) for digest, *figures in rows}

    def _keep(self, new: dict[bytes, Probabilities]) -> None:
        with self._database.transaction():
            self._write(new)

    def _keep_screened(self, floor: float, new: dict[bytes, Probabilities | None]) -> None:
        with self._database.transaction():
            self._write({digest: one for digest, one in new.items() if one is not None})
            self._database.write(
                "INSERT OR IGNORE INTO screened (model, floor, pair, far) VALUES (?, ?, ?, ?)",
                [(self._model, floor, digest, int(one is None)) for digest, one in new.items()],
            )

    def _write(self, new: Mapping[bytes, Probabilities]) -> None:
        """Keep figures; only inside a transaction."""
        self._database.write(
            "INSERT OR IGNORE INTO judgements"
            " (model, pair, contradiction, entailment, neutral) VALUES (?, ?, ?, ?, ?)",
            [
                (self._model, digest, one.contradiction, one.entailment, one.neutral)
                for digest, one in new.items()
            ],
        )


class RememberingExplainer(RememberingJudge):
    """A judge that can also say why, see ``protocols.Explainer``, and remembers that too."""

    def __init__(self, inner: Judge, explainer: Explainer, database: Database, model: int) -> None:
        super().__init__(inner, database, model)
        self._explainer = explainer

    def explanations(self, texts: Sequence[Texts]) -> list[Explanation | None]:
        """One for each (left, right) pair; None where the judge has none."""
        hashes = {pair: stored.hash_of(*pair) for pair in texts}
        rows = self._database.among(
            "SELECT pair, explanation FROM explanations WHERE model = ? AND pair IN",
            (self._model,),
            list(hashes.values()),
        )
        try:
            known = {digest: stored.explanation_of(said) for digest, said in rows}
        except (ValueError, TypeError, KeyError) as error:
            raise damaged(self._database.path, error) from error
        _complete(known, hashes, self._explainer.explanations, self._keep_why)
        return [known[hashes[pair]] for pair in texts]

    def _keep_why(self, new: dict[bytes, Explanation | None]) -> None:
        with self._database.transaction():
            self._database.write(
                "INSERT OR IGNORE INTO explanations (model, pair, explanation) VALUES (?, ?, ?)",
                [
                    (self._model, digest, stored.explanation_cell(one))
                    for digest, one in new.items()
                ],
            )


def remembering(inner: Judge, database: Database, model: int) -> Judge:
    """The judge with a memory; one that cannot explain stays one that cannot."""
    if isinstance(inner, Explainer):
        return RememberingExplainer(inner, inner, database, model)
    return RememberingJudge(inner, database, model)


def _complete(
    known: dict[bytes, Said],
    hashes: dict[Texts, bytes],
    ask: Callable[[Sequence[Texts]], list[Said]],
    keep: Callable[[dict[bytes, Said]], None],
) -> None:
    """Ask for what is not known, keep it chunk by chunk, and add it to ``known``."""
    missing = [pair for pair, digest in hashes.items() if digest not in known]
    for start in range(0, len(missing), PAIRS_AT_ONCE):
        part = missing[start : start + PAIRS_AT_ONCE]
        new = {hashes[pair]: said for pair, said in zip(part, ask(part), strict=True)}
        keep(new)
        known.update(new)
