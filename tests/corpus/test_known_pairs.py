"""What a corpus remembers of neighbours and pairs spares work and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.corpus import Corpus
from contradict.corpus import remembered_selection as module
from contradict.errors import InputError
from contradict.pairs.cascade import Floats
from contradict.pairs.neighbours import Cosine, SharedTerms
from contradict.pairs.rules import Candidates
from contradict.protocols import Vectors
from contradict.records import Claim, Document, ModelInfo, Probabilities, Report
from tests.corpus.pieces import Models, document
from tests.judges import DatedJudge, ScreeningJudge

SUBJECTS = ("The bridge", "The mayor", "The harbour", "Ada Pell", "The lock", "The ferry")
VERBS = ("is open", "is not open", "is away", "was paid for", "was not paid for", "is closed")
CHOOSY = {
    **{"few_pairs": 0, "min_pair_worth": 0.0, "dense_neighbours": 2, "lexical_neighbours": 2},
    **{"beside_neighbours": 1, "speaker_neighbours": 1, "judged_neighbours": 3},
    "cascade_floor": -3.0,
}


class LengthCascade:
    """Likes claims whose words are about as many; counts what it is asked."""

    info = ModelInfo("cascade", "lengths", "5" * 64)

    def __init__(self) -> None:
        self.asked = 0

    def logits(self, found: Candidates, claims: Sequence[Claim], vectors: Vectors) -> Floats:
        self.asked += len(found.first)
        length = np.array([len(claim.text) for claim in claims], dtype=np.float64)
        return -np.abs(length[found.first] - length[found.second])


class UnsureJudge(DatedJudge):
    """Less sure of conflicts: some lie between WEAK and the usual threshold."""

    def _one(self, left: str, right: str) -> Probabilities:
        found = super()._one(left, right)
        lower = round(found.contradiction * 0.9, 6)
        return Probabilities(lower, found.entailment, round(1 - lower - found.entailment, 6))


def models(**changed: Any) -> Models:
    found = Models(ScreeningJudge(), **{**CHOOSY, **changed})
    cascade = LengthCascade()
    found.detector._make_cascade = lambda: cascade  # type: ignore[assignment,return-value]
    return found


def documents_of(number: int, seed: int) -> list[Document]:
    random = np.random.default_rng(seed)
    found = []
    for place in range(number):
        said = [f"{random.choice(SUBJECTS)} {random.choice(VERBS)}." for _ in range(3)]
        speaker = random.choice(["Ada Pell", "Ida Brandt", ""]) or None
        name = f"{random.choice(['north', 'south'])}/{place}.txt"
        date = random.choice(["2024-01", "2024-02", "2024-03", ""]) or None
        found.append(document(name, " ".join(said), speaker=speaker, date=date))
    return found


def full(corpus: Corpus, **changed: Any) -> Report:
    return models(**changed).detector.scan(corpus.documents())


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.create(tmp_path / "corpus.db") as made:
        yield made


steps = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "scan", "low", "thorough"]), st.integers(0, 11)),
    max_size=12,
)


@given(steps, st.integers(0, 50), st.sampled_from([0.5, 0.3, 0.1]))
@settings(max_examples=60, deadline=None)
def test_a_scan_after_any_steps_is_the_scan_without_a_memory(
    taken: list[tuple[str, int]], seed: int, threshold: float
) -> None:
    given_ones = documents_of(12, seed)
    with TemporaryDirectory() as folder, Corpus.create(Path(folder) / "c.db") as corpus:
        corpus.add(given_ones[:4])
        for step, number in [*taken, ("scan", 0)]:
            one = given_ones[number]
            if step == "add":
                corpus.add([one])
            elif step == "remove" and one.source in {d.source for d in corpus.documents()}:
                corpus.remove([one.source])
            elif step in ("scan", "low", "thorough"):
                asked = {"threshold": 0.05 if step == "low" else threshold}
                asked |= {"screen_floor": None} if step == "thorough" else {}
                found = corpus.scan(models(**asked).detector).report
                assert found == full(corpus, **asked)


def test_what_a_high_threshold_left_rough_is_no_weak_pair_at_a_lower_one(corpus: Corpus) -> None:
    """The rule halves the conflict of 0.45 between two dates; the judge, when asked, does not."""

    def dated(threshold: float) -> Models:
        return Models(
            UnsureJudge("contradiction"),
            **{**CHOOSY, "cascade_floor": None, "threshold": threshold},
        )

    corpus.add(
        [
            document("a.txt", "The bridge opens.", date="2024-01"),
            document("b.txt", "The mayor opens not.", date="2024-02"),
        ]
    )
    assert corpus.scan(dated(0.5).detector).report.findings == ()
    (found,) = corpus.scan(dated(0.3).detector).report.findings
    assert found.strength > 0.4
    assert dated(0.3).detector.scan(corpus.documents()).findings == (found,)


def test_only_what_is_new_is_searched_sifted_and_weighed(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[int] = []
    for kind in (Cosine, SharedTerms):
        near = kind.near

        def counted(
            self: Any, search: Any, rows: Any, columns: Any, *more: Any, near: Any = near
        ) -> Any:
            searched.append(len(rows) * len(columns))
            return near(self, search, rows, columns, *more)

        monkeypatch.setattr(kind, "near", counted)
    every = documents_of(30, 1)
    corpus.add(every[:29])
    first, again, more = models(threshold=0.5), models(threshold=0.5), models(threshold=0.5)
    corpus.scan(first.detector)
    whole, asked = sum(searched), first.detector.cascade.asked  # type: ignore[union-attr]
    searched.clear()
    corpus.scan(again.detector)
    assert sum(searched) == 0
    assert again.detector.cascade.asked == 0  # type: ignore[union-attr]
    corpus.add(every)
    corpus.scan(more.detector)
    assert 0 < sum(searched) < whole / 3
    assert 0 < more.detector.cascade.asked < asked / 3  # type: ignore[union-attr]


def test_what_was_screened_out_is_not_judged_again(corpus: Corpus) -> None:
    corpus.add(documents_of(12, 4))
    first, again = models(), models()
    report = corpus.scan(first.detector).report
    assert corpus._database.value("SELECT count(*) FROM screened WHERE far") > 0
    corpus._database.write("DELETE FROM known_pairs", [()])
    assert corpus.scan(again.detector).report == report
    assert again.judge.read == []


def test_other_models_settings_or_code_search_anew(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.add(documents_of(10, 2))
    corpus.scan(models().detector)
    assert corpus.scan(models(dense_neighbours=4).detector).report == full(
        corpus, dense_neighbours=4
    )
    monkeypatch.setattr("contradict.corpus.corpus.choice", lambda *_: "other code")
    monkeypatch.setattr(module._Then, "near", lambda _: pytest.fail("remembered"))
    corpus.scan(models().detector)


def test_a_model_without_a_checksum_leaves_nothing_behind(corpus: Corpus) -> None:
    corpus.add(documents_of(10, 3))
    nameless = models()
    nameless.encoder.info = replace(nameless.encoder.info, sha256=None)  # type: ignore[misc]
    corpus.scan(nameless.detector)
    assert corpus._database.value("SELECT count(*) FROM known_pairs") == 0


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE known_pairs SET cell = x'00' WHERE name = 'first'",
        "UPDATE known_pairs SET cell = x'ffffff7f' || substr(cell, 5) WHERE name = 'dense.two'",
        "DELETE FROM known_pairs WHERE name = 'claims'",
        "UPDATE known_pairs SET cell = '' WHERE name = 'weak'",
    ],
)
def test_what_was_altered_is_refused(corpus: Corpus, damage: str) -> None:
    corpus.add(documents_of(10, 4))
    corpus.scan(models().detector)
    with corpus._database.transaction():
        corpus._database.write(damage, [()])
    with pytest.raises(InputError, match="damaged"):
        corpus.scan(models().detector)
