"""With the models that come with the package."""

from __future__ import annotations

from pathlib import Path

from contradict.corpus import Corpus
from contradict.detector import load
from contradict.records import Document, Explanation
from contradict.settings import Settings

TEXTS = (
    "MS. ALDANA: I met the minister on 14 May 2024. He paid about $4,900, Dr. Lind said.",
    "MS. ALDANA: I never met the minister. The ministry denies that he paid for anything.",
)
DOCUMENTS = [
    Document(f"{name}.txt", f"{name}.txt", text, date="2024-06")
    for name, text in zip("ab", TEXTS, strict=True)
]


def test_two_tiny_documents(tmp_path: Path) -> None:
    settings = Settings(threshold=0.0)
    plain = load(settings=settings).scan(DOCUMENTS)
    assert plain.findings
    with Corpus.create(tmp_path / "c.db") as corpus:
        corpus.add(DOCUMENTS[1:])
        corpus.scan(load(settings=settings))
        corpus.add(DOCUMENTS)
        first = corpus.scan(load(settings=settings))
        again = corpus.scan(load(settings=settings))
        remembered = corpus.detector(load(settings=settings))
        assert list(remembered.extractor.claims(DOCUMENTS)) == list(
            load().extractor.claims(DOCUMENTS)
        )
        pair = [(plain.findings[0].left.text, plain.findings[0].right.text)]
        (said,) = remembered.judge.explanations(pair)  # type: ignore[attr-defined]
        assert isinstance(said, Explanation)
        assert [said] == load().judge.explanations(pair)  # type: ignore[attr-defined]
    assert first.report == again.report == plain


def test_claims_do_not_depend_on_the_documents_beside_them() -> None:
    extractor = load().extractor
    alone = [claim for one in DOCUMENTS for claim in extractor.claims([one])]
    assert alone == list(extractor.claims(DOCUMENTS))
    assert alone == [
        claim
        for claim in extractor.claims([*DOCUMENTS, Document("c", "c", "It rained. " * 50)])
        if claim.document.source != "c"
    ]
