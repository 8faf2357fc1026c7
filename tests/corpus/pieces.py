"""Models with checksums that need no files, and count what they are asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from contradict.corpus import Compared, Corpus
from contradict.detector import Detector
from contradict.protocols import Vectors
from contradict.records import KINDS, VERDICTS, Claim, Document, Explanation, LeftOut, ModelInfo
from contradict.settings import Settings
from tests.judges import RuleJudge
from tests.test_detector import SentenceExtractor, WordEncoder

SETTINGS = Settings(threshold=0.3, dense_floor=-1.0)


class CountingExtractor(SentenceExtractor):
    info = ModelInfo("claims", "sentences", "1" * 64)

    def __init__(self) -> None:
        self.asked = 0

    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        given = list(documents)
        self.asked += len(given)
        yield from super().claims(given)
        self.asked -= 1  # of the class above, which counts calls

    def everything(self, documents: Iterable[Document]) -> Iterator[Claim | LeftOut]:
        yield from self.claims(documents)


class CountingEncoder(WordEncoder):
    info = ModelInfo("encoder", "words", "2" * 64)

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return super().encode(texts)


class ExplainingJudge(RuleJudge):
    """The rule, with even shares and weights by position."""

    info = ModelInfo("judge", "explaining", "3" * 64)

    def __init__(self) -> None:
        super().__init__()
        self.explained = 0

    def explanations(self, texts: Sequence[tuple[str, str]]) -> list[Explanation | None]:
        self.explained += len(texts)
        return [self._why(left, right) for left, right in texts]

    def _why(self, left: str, right: str) -> Explanation | None:
        if "mayor" in left:
            return None
        return Explanation(
            {name: 1 / len(VERDICTS) for name in VERDICTS},
            {name: 1 / len(KINDS) for name in KINDS},
            ((0, len(left), 0.1),),
            ((0, len(right), -0.3),),
        )


class Models:
    """A detector, and its parts to look at."""

    def __init__(self, judge: Any = None, **changed: Any) -> None:
        self.extractor, self.encoder = CountingExtractor(), CountingEncoder()
        self.judge = judge or RuleJudge()
        self.detector = Detector(
            extractor=lambda: self.extractor,
            encoder=lambda: self.encoder,
            judge=lambda: self.judge,
            settings=replace(SETTINGS, **changed),
        )

    @property
    def asked(self) -> tuple[int, int, int]:
        """Documents, texts and pairs that the models were given so far."""
        return self.extractor.asked, self.encoder.asked, len(self.judge.read)


def document(name: str, text: str, **known: Any) -> Document:
    return Document(name, name, text, **known)


DOCUMENTS = (
    document("a.txt", "The bridge is open. The mayor paid for the bridge.", date="2021-05-01"),
    document("b.txt", "The mayor is away. The bridge is not open.", speaker="Ada Pell"),
    document("c.txt", "The mayor was not away. Nobody paid for the bridge."),
    document("d.txt", "The bridge is open. The harbour is not closed.", title="Notes"),
)


def scanned(corpus: Corpus, **changed: Any) -> Compared:
    return corpus.scan(Models(**changed).detector)


def states(compared: Compared) -> dict[str, set[tuple[str, str]]]:
    """The quotes of both sides, by state."""
    found: dict[str, set[tuple[str, str]]] = {}
    for one in compared.as_dict()["findings"]:
        sides = (one["left"]["quote"], one["right"]["quote"])
        found.setdefault(one["state"], set()).add(sides)
    return found
