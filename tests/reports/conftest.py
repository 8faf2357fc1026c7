"""Reports made by hand for the tests of this folder. All people, places and papers are invented."""

from __future__ import annotations

from typing import Any

import pytest

from contradict.records import (
    Anchor,
    Claim,
    Document,
    Finding,
    ModelInfo,
    Pair,
    PairCount,
    Probabilities,
    Reason,
    Report,
    Skipped,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</style><img src=x onerror=alert(3)>",
    '" onmouseover="alert(4)" x=\'',
    "<!-- ]]> --> {{ 7 * 7 }} {% raw %}",
    "&lt;b&gt; & &amp;",
    "\u202eevil\u202c \x1b[31mred\x1b[0m \x00 \u2028 \ud800",
]

BRIEFING = Document(
    source="briefing.txt",
    name="briefing.txt",
    text=(
        "MS. ALDANA: Good morning. The ministry paid 40 million crowns for the Varna bridge "
        "last spring. No further money was set aside. We have not decided to close the ferry."
    ),
    date="2024-05-14",
    title="Morning briefing",
    url="https://example.org/briefing?day=14&part=1#top",
)
LETTER = Document(
    source="letter.md",
    name="letter.md",
    text=(
        "Dear Mr. Okoro, the Varna bridge cost the ministry 12 million crowns in all. "
        "The ferry closes on 1 June, as the minister ordered."
    ),
    date="2024-03-01",
    anchors=((0, Anchor(line=1)),),
)
TABLE = Document(
    source="statements.csv",
    name="17",
    text="The ferry will run until the end of the year.",
    speaker="Tomas Berg",
    date="2023",
    publication="Harbour Gazette",
    url="javascript:alert(5)",
)


def claim(document: Document, quote: str, **fields: Any) -> Claim:
    """The claim of that quote in a document."""
    start = document.text.index(quote)
    fields = {"text": quote, "date": document.date, "speaker": document.speaker} | fields
    return Claim(document=document, start=start, end=start + len(quote), **fields)


def reason(text: str, pair: Pair, left: str, right: str) -> Reason:
    """A reason that marks these words on either side."""
    spans = []
    for side, words in ((pair.left, left), (pair.right, right)):
        start = side.quote.index(words)
        spans.append((start, start + len(words)))
    return Reason(text, spans[0], spans[1])


def build_sample() -> Report:
    """Three findings of different verdicts, one skipped input, three documents."""
    cost = Pair(
        claim(
            LETTER,
            "the Varna bridge cost the ministry 12 million crowns in all",
            speaker="Harbour ministry",
            anchor=Anchor(line=1),
        ),
        claim(
            BRIEFING,
            "The ministry paid 40 million crowns for the Varna bridge last spring.",
            speaker="MS. ALDANA",
            anchor=Anchor(line=3),
        ),
        similarity=0.8125,
        found_by=("dense", "lexical"),
    )
    ferry = Pair(
        claim(
            LETTER, "The ferry closes on 1 June, as the minister ordered.", anchor=Anchor(page=2)
        ),
        claim(
            BRIEFING,
            "We have not decided to close the ferry.",
            speaker="MS. ALDANA",
            text="The ministry has not decided to close the ferry.",
            anchor=Anchor(time="00:12:31"),
        ),
        found_by=("dense",),
    )
    year = Pair(claim(TABLE, TABLE.text), ferry.left, similarity=0.5)
    return Report(
        findings=(
            Finding(
                id="a1b2",
                pair=cost,
                probabilities=Probabilities(0.97, 0.01, 0.02),
                strength=0.97,
                verdict="contradiction",
                kind="numeric",
                reasons=(
                    reason("12 million against 40 million.", cost, "12 million", "40 million"),
                ),
            ),
            Finding(
                id="c3d4",
                pair=ferry,
                probabilities=Probabilities(0.8999999999999999, 0.05, 0.05),
                strength=0.8999999999999999,
                verdict="contradiction",
                kind="commitment",
                reasons=(
                    reason("What is ordered is not undecided.", ferry, "ordered", "not decided"),
                    reason("The ferry closes, or it does not.", ferry, "closes", "close"),
                ),
                also=(Pair(year.left, ferry.right),),
            ),
            Finding(
                id="e5f6",
                pair=year,
                probabilities=Probabilities(0.3, 0.1, 0.6),
                strength=0.66,
                verdict="changed",
                reasons=(reason("An end of service moved.", year, "end of the year", "1 June"),),
            ),
        ),
        documents=(LETTER, BRIEFING, TABLE),
        skipped=(
            Skipped("scan.bin", "not text: a binary file"),
            Skipped("statements.csv", "the row has no text", row=4),
        ),
        pairs=PairCount(possible=1204, proposed=83, judged=83),
        models=(ModelInfo("judge", "judge", "ab" * 32), ModelInfo("encoder", "encoder")),
        settings={"threshold": 0.5, "limit": None, "seed": 0},
        version="0.1.0",
    )


def _poisoned(finding: dict[str, Any], text: str) -> dict[str, Any]:
    side = {
        "source": text,
        "document": text + "#",
        "start": 5,
        "end": 5 + len(text),
        "quote": text,
        "text": text + "!",
        "speaker": text,
        "date": text,
        "title": text,
        "url": "javascript:" + text,
        "anchor": {"page": None, "line": None, "time": text},
        "before": text,
        "after": text,
        "publication": text,
    }
    reasons = [{"text": text, "left_span": [2, 9], "right_span": [0, len(text)]}]
    return finding | {
        "id": text,
        "verdict": text,
        "kind": text,
        "left": side,
        "right": dict(side),
        "reasons": reasons * 2,
        "also": [{"left": side, "right": side}],
        "found_by": [text],
    }


@pytest.fixture
def sample() -> dict[str, Any]:
    """Three findings of different verdicts, two skipped inputs, three documents."""
    return build_sample().as_dict()


@pytest.fixture
def empty() -> dict[str, Any]:
    """Nothing read, nothing found."""
    return Report((), (), (), PairCount(0, 0, 0), (), {}, "0.1.0").as_dict()


@pytest.fixture
def attacks() -> list[str]:
    """Texts that would do harm where they are not escaped."""
    return list(HOSTILE)


@pytest.fixture
def hostile() -> dict[str, Any]:
    """A report whose every text is an attack, one attack a finding."""
    report = build_sample().as_dict()
    model = report["findings"][0]
    report["findings"] = [_poisoned(model, text) for text in HOSTILE]
    evil = " ".join(HOSTILE)
    for entry in report["documents"]:
        entry.update(
            source=evil, document=evil, title=evil, url="data:text/html," + evil, date=evil
        )
    report["skipped"] = [{"source": evil, "reason": evil, "row": None}]
    report["models"] = [{"role": evil, "name": evil, "sha256": evil}]
    report["settings"] = {evil: evil, "list": [evil]}
    report["version"] = evil
    return report
