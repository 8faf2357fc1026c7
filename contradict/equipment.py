"""The models that a detector works with, each opened when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from contradict.findings import Combiner
from contradict.pairs.cascade import Cascade
from contradict.pairs.terms import Terms
from contradict.protocols import Encoder, Extractor, Judge
from contradict.records import ModelInfo
from contradict.settings import Settings
from contradict.worth import Worth

DEFAULTS = Settings()


class Equipment:
    """Makers of models in, models out; whatever is None is done without."""

    def __init__(
        self,
        *,
        extractor: Callable[[], Extractor],
        encoder: Callable[[], Encoder],
        judge: Callable[[], Judge],
        worth: Callable[[], Worth | None] = lambda: None,
        combiner: Callable[[], Combiner | None] = lambda: None,
        cascade: Callable[[], Cascade | None] = lambda: None,
        terms: Callable[[], Terms | None] = lambda: None,
        settings: Settings = DEFAULTS,
    ) -> None:
        self._make_extractor, self._make_encoder, self._make_judge = extractor, encoder, judge
        self._make_worth, self._make_combiner, self._make_cascade = worth, combiner, cascade
        self._make_terms = terms
        self.settings = settings

    @cached_property
    def extractor(self) -> Extractor:
        return self._make_extractor()

    @cached_property
    def encoder(self) -> Encoder:
        return self._make_encoder()

    @cached_property
    def judge(self) -> Judge:
        return self._make_judge()

    @cached_property
    def worth(self) -> Worth | None:
        return self._make_worth()

    @cached_property
    def combiner(self) -> Combiner | None:
        return self._make_combiner()

    @cached_property
    def cascade(self) -> Cascade | None:
        return self._make_cascade()

    @cached_property
    def terms(self) -> Terms | None:
        return self._make_terms()

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """The models of a scan, with their checksums."""
        further = (self.worth, self.terms, self.cascade, self.combiner)
        more = [one.info for one in further if one is not None]
        return (self.extractor.info, self.encoder.info, self.judge.info, *more)
