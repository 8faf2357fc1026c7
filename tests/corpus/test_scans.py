"""A grown corpus says what one full scan says, and computes only what is new."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.corpus import Changes, Compared, Corpus
from contradict.corpus import corpus as module
from contradict.errors import InputError
from contradict.protocols import Explainer, Vectors
from contradict.records import Document
from contradict.reports import write_report
from contradict.store import open_model
from contradict.worth import Worth
from tests.corpus.pieces import DOCUMENTS, ExplainingJudge, Models, document, scanned, states
from tests.judges import FixedJudge


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.create(tmp_path / "corpus.db") as made:
        yield made


def bytes_of(report: dict[str, Any], format: str = "json") -> bytes:
    stream = io.BytesIO()
    write_report(report, format=format, output=None, stdout=stream)
    return stream.getvalue()


def without_standing(compared: Compared) -> dict[str, Any]:
    """The report of a corpus as a plain scan would write it."""
    whole = compared.as_dict()
    found = [
        {name: cell for name, cell in one.items() if name not in ("state", "review")}
        for one in whole["findings"]
        if one["state"] != "resolved"
    ]
    return whole | {"findings": found}


# --- increments -----------------------------------------------------------------------------------

steps = st.lists(
    st.tuples(
        st.sampled_from([*DOCUMENTS, replace(DOCUMENTS[0], text="It rains.")]), st.booleans()
    ),
    max_size=6,
)


@given(steps, st.permutations(DOCUMENTS), st.booleans())
@settings(max_examples=25, deadline=None)
def test_any_order_of_increments_equals_one_full_scan(
    before: list[tuple[Document, bool]], last: list[Document], explains: bool
) -> None:
    kind = ExplainingJudge if explains else None
    with TemporaryDirectory() as folder, Corpus.create(Path(folder) / "c.db") as corpus:
        for one, scan_now in before:
            corpus.add([one])
            if scan_now:
                scanned(corpus, judge=kind and kind())
        for one in last:
            corpus.add([one])
        grown = scanned(corpus, judge=kind and kind())
    plain = Models(kind and kind()).detector.scan(DOCUMENTS)
    assert grown.report == plain
    for format in ("json", "csv", "html"):
        assert bytes_of(without_standing(grown), format) == bytes_of(plain.as_dict(), format)


def test_only_what_is_new_is_computed(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS[:3])
    first = Models()
    corpus.scan(first.detector)
    corpus.add(DOCUMENTS)
    second, third, full = Models(), Models(), Models()
    corpus.scan(second.detector)
    corpus.scan(third.detector)
    full.detector.scan(DOCUMENTS)
    assert second.extractor.asked == 1
    assert second.encoder.asked == 1  # the other sentence of d.txt stands in a.txt too
    assert 0 < len(second.judge.read) < len(full.judge.read)
    assert len(set(second.judge.read) & set(first.judge.read)) == 0
    assert third.asked == (0, 0, 0)


class CountingWorth(Worth):
    """Counts what it weighs, by the length of a text."""

    def __init__(self) -> None:
        super().__init__(open_model("worth", "worth"))
        self.asked: list[str] = []

    def of(self, texts: Sequence[str], vectors: Vectors) -> list[float]:
        assert len(texts) == len(vectors)
        self.asked += texts
        return [round(1 / len(text), 4) for text in texts]


def test_how_worthy_a_claim_is_is_kept_too(corpus: Corpus) -> None:
    def scan() -> tuple[Compared, list[str]]:
        models, worth = Models(min_worth=0.02), CountingWorth()
        models.detector.worth = worth
        return corpus.scan(models.detector), worth.asked

    corpus.add(DOCUMENTS[:3])
    first, asked = scan()
    again, nothing = scan()
    assert len(set(asked)) == len(asked) > 0
    assert nothing == []
    assert again.report == first.report
    corpus.add(DOCUMENTS)
    assert set(scan()[1]).isdisjoint(asked)


def test_explanations_are_kept_too(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS)
    first, second = ExplainingJudge(), ExplainingJudge()
    there, again = scanned(corpus, judge=first), scanned(corpus, judge=second)
    assert there.report == again.report
    assert first.explained > 0
    assert second.explained == 0


def test_a_judge_that_cannot_explain_stays_one(corpus: Corpus) -> None:
    assert not isinstance(corpus.detector(Models().detector).judge, Explainer)
    assert isinstance(corpus.detector(Models(ExplainingJudge()).detector).judge, Explainer)


def test_a_model_without_a_checksum_is_not_remembered(corpus: Corpus) -> None:
    judge = FixedJudge(0.9, 0.05)
    assert corpus.detector(Models(judge).detector).judge is judge


def test_another_model_device_or_setting_is_asked_anew(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS)
    scanned(corpus)
    for changed, device in (({"max_tokens": 64}, None), ({}, "cuda")):
        models = Models(**changed)
        corpus.scan(models.detector, device=device)
        assert len(models.judge.read) > 0
    models = Models(min_claim_words=2)
    corpus.scan(models.detector)
    assert models.asked == (len(DOCUMENTS), 0, 0)
    other = scanned(corpus, judge=ExplainingJudge())
    assert other.models_changed
    assert not scanned(corpus, judge=ExplainingJudge()).models_changed


# --- documents ------------------------------------------------------------------------------------


def test_adding_again_does_nothing(corpus: Corpus) -> None:
    assert corpus.add(DOCUMENTS) == Changes(added=4)
    assert corpus.add(DOCUMENTS[::-1]) == Changes(unchanged=4)
    assert corpus.documents() == list(DOCUMENTS)


def test_a_changed_source_is_replaced_and_its_findings_resolved(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS[:2])
    clash = ("The bridge is open.", "The bridge is not open.")
    assert clash in states(scanned(corpus))["new"]
    assert corpus.add([document("b.txt", "The harbour is closed.")]) == Changes(replaced=1)
    after = scanned(corpus)
    assert clash in states(after)["resolved"]
    assert [one["state"] for one in after.as_dict()["findings"]][-1] == "resolved"
    assert "resolved" not in states(scanned(corpus))  # told once
    corpus.add(DOCUMENTS[:2])
    assert clash in states(scanned(corpus))["new"]


def test_rows_of_a_table_keep_their_order_and_are_replaced_together(corpus: Corpus) -> None:
    rows = [Document("t.csv", str(number), f"The bridge is {number}.") for number in range(1, 12)]
    corpus.add(rows)
    assert corpus.documents() == rows
    changed = [*rows[:5], replace(rows[5], text="It is gone."), rows[7]]
    assert corpus.add(changed) == Changes(replaced=1, dropped=4, unchanged=6)
    assert corpus.documents() == changed
    assert corpus.add([*changed, rows[0]]) == Changes(added=1, unchanged=7)
    scanned(corpus)
    assert corpus.status()["to_scan"]["documents_added"] == 0


def test_removing(corpus: Corpus) -> None:
    corpus.add([replace(DOCUMENTS[0], source="f/a.txt"), *DOCUMENTS[1:]])
    scanned(corpus)
    with pytest.raises(InputError, match=r"no source 'z'"):
        corpus.remove(["f", "z"])
    assert len(corpus.documents()) == 4
    assert corpus.remove(["f", "b.txt"]) == 2
    assert corpus.status()["to_scan"]["documents_removed"] == 2
    assert corpus.remove(["c.txt", "d.txt"]) == 2
    assert set(states(scanned(corpus))) == {"resolved"}  # nothing is left


def test_words_of_removed_documents_leave_the_file(corpus: Corpus, tmp_path: Path) -> None:
    corpus.add([document("secret.txt", "The zeppelin is made of marzipan."), *DOCUMENTS])
    Models().detector.scan(corpus.documents())
    corpus.detector(Models().detector).scan(corpus.documents())
    assert b"marzipan" in (tmp_path / "corpus.db").read_bytes()
    corpus.remove(["secret.txt"])
    assert b"marzipan" not in (tmp_path / "corpus.db").read_bytes()


def test_a_corpus_to_which_nothing_was_added_is_told(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="no documents"):
        scanned(corpus)


# --- findings -------------------------------------------------------------------------------------


def test_findings_are_new_once_and_carried_then(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS[:2])
    first = states(scanned(corpus))
    assert set(first) == {"new"}
    corpus.add(DOCUMENTS)
    second = states(scanned(corpus))
    assert second["carried"] == first["new"]
    assert second["new"]


def test_another_threshold_resolves_nothing_and_finds_nothing_new(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS)
    low = states(scanned(corpus))["new"]
    high = scanned(corpus, threshold=0.95)
    assert set(states(high)) <= {"carried"}
    assert len(states(high).get("carried", ())) < len(low)
    assert high.report == Models(threshold=0.95).detector.scan(DOCUMENTS)
    assert states(scanned(corpus)) == {"carried": low}


def test_a_limit_is_of_what_is_written_only(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS)
    found = scanned(corpus, limit=1)
    whole = found.as_dict()["findings"]
    assert len(whole) > 2
    limited = found.as_dict(limit=2)
    assert limited["findings"] == whole[:2]
    assert limited["settings"]["limit"] == 2
    assert corpus.status()["findings"]["new"] == len(whole)


def test_a_finding_whose_words_are_repeated_elsewhere_is_the_same_one(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS[:2])
    first = scanned(corpus).as_dict()["findings"][0]
    corpus.review(first["id"], "false")
    corpus.add([replace(DOCUMENTS[0], source="A.txt", name="A.txt", text="The bridge is open.")])
    again = scanned(corpus)
    assert set(states(again)) == {"carried"}
    same = again.as_dict()["findings"][0]
    assert same["id"] != first["id"]
    assert same["review"] == "false"


def test_reviews_are_kept(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS[:2])
    name = scanned(corpus).as_dict()["findings"][0]["id"]
    corpus.review(name, "unsure")
    corpus.review(name, "real", "He \ud800 said so.")
    corpus.add(DOCUMENTS)
    by_id = {one["id"]: one["review"] for one in scanned(corpus).as_dict()["findings"]}
    assert by_id.pop(name) == "real"
    assert set(by_id.values()) == {None}
    corpus.remove(["a.txt"])  # d.txt says the same against b.txt
    moved = [one for one in scanned(corpus).as_dict()["findings"] if one["review"] is not None]
    assert [(one["state"], one["review"]) for one in moved] == [("carried", "real")]
    assert moved[0]["id"] != name
    corpus.remove(["b.txt"])
    gone = [one for one in scanned(corpus).as_dict()["findings"] if one["review"] is not None]
    assert [(one["state"], one["review"]) for one in gone] == [("resolved", "real")]
    assert corpus.status()["reviews"] == {"real": 1, "false": 0, "unsure": 0}
    for finding, verdict in (("nobody", "real"), (name, "maybe")):
        with pytest.raises(InputError):
            corpus.review(finding, verdict)


def test_a_scan_that_another_one_overtakes_compares_with_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, overtaken = Corpus._wide, []

    def slow(self: Corpus, *given_: Any) -> Any:
        if not overtaken:
            overtaken.append(True)
            with Corpus.open(tmp_path / "c.db") as other:
                scanned(other)
        return plain(self, *given_)

    with Corpus.create(tmp_path / "c.db") as corpus:
        corpus.add(DOCUMENTS)
        monkeypatch.setattr(module.Corpus, "_wide", slow)
        assert set(states(scanned(corpus))) == {"carried"}
        assert corpus.status()["runs"] == 2


def test_status(corpus: Corpus) -> None:
    corpus.add(DOCUMENTS[:3])
    before = corpus.status()
    assert (before["documents"], before["runs"], before["claims"]) == (3, 0, 0)
    assert before["to_scan"] == {
        "documents_added": 3, "documents_removed": 0, "documents_unread": 3,
    }  # fmt: skip
    found = scanned(corpus)
    corpus.add(DOCUMENTS)
    after = corpus.status()
    assert (after["documents"], after["sources"], after["runs"], after["claims"]) == (4, 4, 1, 6)
    assert after["pairs_judged"] == found.report.pairs.judged
    assert after["cached_judgements"] >= found.report.pairs.judged
    assert after["findings"]["new"] == len(found.report.findings)
    assert after["to_scan"] == {
        "documents_added": 1, "documents_removed": 0, "documents_unread": 1,
    }  # fmt: skip
