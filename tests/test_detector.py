"""The detector: the stages in order, one engine for a scan and a score."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.detector import Detector
from contradict.errors import InputError, ModelError
from contradict.labelled import PairRow
from contradict.protocols import Vectors
from contradict.records import Claim, Document, Finding, ModelInfo, Skipped
from contradict.settings import Settings
from contradict.version import __version__
from tests.judges import FixedJudge, RuleJudge

EVERYTHING = Settings(threshold=0.0, dense_floor=-1.0)


class SentenceExtractor:
    """Every sentence is a claim, said by the document's speaker."""

    info = ModelInfo("claims", "sentences", None)

    def __init__(self) -> None:
        self.asked = 0

    def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
        self.asked += 1
        for document in documents:
            for match in re.finditer(r"\w[^.!?]*[.!?]?", document.text):
                yield Claim(
                    document,
                    match.start(),
                    match.end(),
                    match.group(),
                    speaker=document.speaker,
                    date=document.date,
                )


class WordEncoder:
    """Bags of words, hashed into 32 numbers."""

    info = ModelInfo("encoder", "words", None)

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), 32), 0.01, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().split():
                rows[row, zlib.crc32(word.encode("utf-8", "replace")) % 32] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def detector(judge: Any = None, **changed: Any) -> Detector:
    judge, extractor = judge or RuleJudge(), SentenceExtractor()
    return Detector(
        extractor=lambda: extractor,
        encoder=WordEncoder,
        judge=lambda: judge,
        settings=replace(EVERYTHING, **changed),
    )


def documents(**texts: str) -> list[Document]:
    return [Document(f"{name}.txt", f"{name}.txt", text) for name, text in texts.items()]


def sides(finding: Finding) -> tuple[str, str]:
    return finding.left.quote, finding.right.quote


OPEN, SHUT = "The bridge is open.", "The bridge is not open."
CORPUS = documents(
    a=f"{OPEN} The mayor paid for the bridge.",
    b=f"The mayor is away. {SHUT}",
    c="The mayor was not away. Nobody paid for the bridge.",
)


# --- score ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [OPEN, "  no full stop\n", "one", "Is it open?", "A: b, c - d"])
def test_single_statements_are_scored_as_they_stand(text: str) -> None:
    def no_extractor() -> SentenceExtractor:
        raise AssertionError("a single statement needs no extractor")

    engine = Detector(extractor=no_extractor, encoder=WordEncoder, judge=RuleJudge)
    finding = engine.score(text, SHUT)
    assert sides(finding) == (text.strip(), SHUT)
    assert text[finding.left.start : finding.left.end] == text.strip()
    assert finding.left.text == " ".join(text.split())


def test_the_pair_of_claims_that_conflicts_most_speaks_for_two_texts() -> None:
    left = f"Good morning to you. {OPEN} The choir sang."
    right = f"They slept. {SHUT}"
    engine = detector()
    finding = engine.score(left, right)
    assert sides(finding) == (OPEN, SHUT)
    assert left[finding.left.start : finding.left.end] == OPEN
    assert right[finding.right.start : finding.right.end] == SHUT


def odds(probability: float) -> float:
    return probability / (1 - probability)


@pytest.mark.parametrize(("more_left", "more_right"), [(0, 0), (1, 0), (0, 2), (3, 1), (2, 2)])
@pytest.mark.parametrize("contradiction", [0.03, 0.5, 0.95])
def test_the_odds_are_divided_by_the_number_of_claims(
    more_left: int, more_right: int, contradiction: float
) -> None:
    engine = detector(FixedJudge(contradiction, round((1 - contradiction) / 4, 6)))
    left, right = OPEN + " And so on." * more_left, SHUT + " And so on." * more_right
    finding = engine.score(left, right)
    chances = 1 + max(more_left, more_right)
    assert odds(finding.score) == pytest.approx(odds(contradiction) / chances, rel=1e-3)
    found = finding.probabilities
    assert found.contradiction + found.entailment + found.neutral == pytest.approx(1, abs=1e-6)
    assert found.entailment == pytest.approx((1 - found.contradiction) / 4, abs=1e-5)


@given(st.integers(0, 10**6), st.floats(0, 1), st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_corrected_probabilities_are_probabilities(
    contradiction: int, share: float, claims: int
) -> None:
    high = contradiction / 10**6
    entailment = round((1 - high) * share, 6)
    engine = detector(FixedJudge(high, entailment))
    found = engine.score(" ".join([OPEN] * claims), SHUT).probabilities
    shares = (found.contradiction, found.entailment, found.neutral)
    assert all(0 <= one <= 1 for one in shares)
    assert math.fsum(shares) == pytest.approx(1, abs=1e-6)
    assert found.contradiction <= high


def test_left_stays_left_and_the_score_the_same() -> None:
    engine = detector()
    several = f"The choir sang. {OPEN}"
    for left, right in ((OPEN, SHUT), (SHUT, OPEN), (several, SHUT), (SHUT, several)):
        there, back = engine.score(left, right), engine.score(right, left)
        assert there.left.quote in left
        assert there.right.quote in right
        assert (there.score, there.id) == (back.score, back.id)


def test_dates_count_whichever_side_they_are_on() -> None:
    engine = detector()
    there = engine.score(OPEN, SHUT, left_date="2020", right_date="2024")
    back = engine.score(SHUT, OPEN, left_date="2024", right_date="2020")
    undated = engine.score(OPEN, SHUT)
    assert there.verdict == back.verdict == "changed"
    assert (there.score, there.strength) == (back.score, back.strength)
    assert there.score < undated.score
    assert back.left.quote == SHUT


def test_a_row_takes_nothing_from_the_others() -> None:
    engine = detector()
    rows = [
        PairRow(1, OPEN, SHUT),
        PairRow(2, f"They sang. {OPEN}", SHUT, left_date="2020", right_date="2021-05"),
        PairRow(3, OPEN, OPEN, left_speaker="Ada Pell"),
        PairRow(4, OPEN, SHUT),
    ]
    together = engine.score_rows(rows)
    assert together == [engine.score_rows([row])[0] for row in rows]
    assert engine.score_rows(rows[::-1]) == together[::-1]
    assert engine.score_rows([]) == []


def test_several_sentences_without_a_claim_are_one_statement() -> None:
    class Nothing(SentenceExtractor):
        def claims(self, documents: Iterable[Document]) -> Iterator[Claim]:
            yield from ()

    engine = Detector(extractor=Nothing, encoder=WordEncoder, judge=RuleJudge)
    text = f" Hello. {OPEN} "
    assert engine.score(text, SHUT).left.quote == text.strip()


@pytest.mark.parametrize("texts", [("", SHUT), (OPEN, " \n")])
def test_an_empty_text_is_refused(texts: tuple[str, str]) -> None:
    with pytest.raises(InputError, match="empty"):
        detector().score(*texts)


def test_a_single_statement_scores_in_a_scan_as_by_itself() -> None:
    engine = detector()
    left = Document("a.txt", "a.txt", OPEN, speaker="Ada Pell", date="2021-05-01")
    for date in (None, "2021-05", "2023"):
        right = Document("b.txt", "b.txt", SHUT, speaker="Bo Lind", date=date)
        (found,) = engine.scan([left, right]).findings
        scored = engine.score(
            OPEN,
            SHUT,
            left_speaker="Ada Pell",
            left_date="2021-05-01",
            right_speaker="Bo Lind",
            right_date=date,
        )
        assert found.probabilities == scored.probabilities
        assert (found.strength, found.verdict, found.kind) == (
            scored.strength,
            scored.verdict,
            scored.kind,
        )
        assert [r.text for r in found.reasons] == [r.text for r in scored.reasons]


# --- scan -----------------------------------------------------------------------------------------


def test_a_scan_reports_what_it_read_compared_and_used() -> None:
    engine = detector(threshold=0.5)
    skipped = (Skipped("bad.bin", "no text"),)
    report = engine.scan(CORPUS, skipped=skipped)
    assert report.documents == tuple(CORPUS)
    assert report.skipped == skipped
    assert report.pairs.possible == 6 * 5 // 2
    assert report.pairs.proposed == report.pairs.judged == len(engine.pairs(CORPUS))
    assert [model.role for model in report.models] == ["claims", "encoder", "judge"]
    assert report.settings == engine.settings.as_dict()
    assert report.version == __version__
    assert {sides(one) for one in report.findings} >= {(OPEN, SHUT)}
    assert all(one.strength >= 0.5 and one.reasons for one in report.findings)


def test_the_count_is_what_a_scan_then_judges() -> None:
    engine = detector()
    for against in (None, CORPUS[1:]):
        counted = engine.count(CORPUS[:1], against=against)
        done = engine.scan(CORPUS[:1], against=against).pairs
        assert (counted.possible, counted.proposed) == (done.possible, done.proposed)
        assert counted.judged == 0


def test_against_compares_across_the_two_sides_only() -> None:
    engine = detector()
    report = engine.scan(CORPUS[:2], against=CORPUS[2:])
    assert report.documents == tuple(CORPUS)
    assert report.pairs.possible == 4 * 2
    assert report.findings
    for finding in report.findings:
        assert [c.document.name == "c.txt" for c in (finding.left, finding.right)].count(True) == 1


@pytest.mark.parametrize("limit", [0, 1, 2, None])
def test_a_limit_keeps_the_first_and_judges_the_same(limit: int | None) -> None:
    everything, some = detector().scan(CORPUS), detector(limit=limit).scan(CORPUS)
    assert some.findings == everything.findings[:limit]
    assert some.pairs == everything.pairs


def test_a_corpus_without_claims_is_an_empty_report() -> None:
    for nothing in ([], documents(a="")):
        report = detector().scan(nothing)
        assert report.findings == ()
        assert report.pairs.possible == report.pairs.judged == 0


def test_the_order_of_the_documents_decides_on_left_and_right_only() -> None:
    engine = detector()
    there, back = engine.scan(CORPUS), engine.scan(CORPUS[::-1])
    assert engine.scan(CORPUS) == there
    assert {one.id for one in there.findings} == {one.id for one in back.findings}
    by_id = {one.id: one for one in back.findings}
    for one in there.findings:
        other = by_id[one.id]
        assert (one.score, one.strength) == (other.score, other.strength)
        assert {one.left, one.right} == {other.left, other.right}


def test_the_earlier_date_goes_left() -> None:
    engine = detector()
    dated = [replace(CORPUS[0], date="2024"), replace(CORPUS[1], date="2020")]
    for given_ in (dated, dated[::-1]):
        for finding in engine.scan(given_).findings:
            if finding.left.document != finding.right.document:
                assert (finding.left.date, finding.right.date) == ("2020", "2024")


def test_judging_in_parts_gives_the_same_and_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = detector().scan(CORPUS)
    monkeypatch.setattr("contradict.detector.Detector.at_once", 2)
    told: list[tuple[str, int, int]] = []
    parts = detector().scan(CORPUS, progress=lambda *sign: told.append(sign))
    assert parts == whole
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["claims", "vectors", "pairs", "judgements", "findings"]
    assert [done for stage, done, _ in told if stage == "judgements"] == list(
        range(0, whole.pairs.proposed, 2)
    )


def test_models_are_loaded_when_first_needed_and_once() -> None:
    made: list[str] = []

    def make(name: str, model: Any) -> Any:
        made.append(name)
        return model

    engine = Detector(
        extractor=lambda: make("extractor", SentenceExtractor()),
        encoder=lambda: make("encoder", WordEncoder()),
        judge=lambda: make("judge", RuleJudge()),
    )
    assert made == []
    engine.score(OPEN, SHUT)
    assert made == ["judge"]
    engine.scan(CORPUS)
    engine.scan(CORPUS)
    assert sorted(made) == ["encoder", "extractor", "judge"]


def test_a_model_that_is_not_there_is_an_error_of_ours(tmp_path: Any) -> None:
    from contradict.detector import load

    with pytest.raises(ModelError):
        load(model=tmp_path / "nowhere").score(OPEN, SHUT)
