"""The benchmark runs, at a tiny size; what it measures here says nothing about speed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from contradict.records import Claim, Document
from contradict.training.artefact import write_artefact
from contradict.training.base import load_base
from contradict.training.examples import Example
from contradict.training.heads import HeadedJudge
from tests.bench import __main__ as bench
from tests.bench import architectures, command_line, judge_speed, many_claims, thirty_lines
from tests.bench.rows import Row, markdown
from tests.bench.texts import pairs_of_length, paragraphs, sentences
from tests.bench.timing import in_turns
from tests.training.conftest import make_base

TEXT = (
    "The granary by the river is full again. Nobody in town expected such a harvest.\n\n"
    "The council sold the granary in spring! Why it did so was never explained to anyone. Short.\n"
)
TINY = {
    "DeBERTa-v3-tiny": {"layers": 1, "hidden": 32, "heads": 2, "inner": 32},
    "MiniLM2-tiny": {"layers": 1, "hidden": 32, "heads": 2, "inner": 32},
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "b.txt").write_text(TEXT, "utf-8")
    (folder / "a.md").write_text("The granary has been empty since the flood.\n", "utf-8")
    (folder / "c.csv").write_text("text\nNot read here at all, for it is a table.\n", "utf-8")
    return folder


@pytest.fixture
def judge(tmp_path: Path) -> Path:
    model, tokenizer = load_base(make_base(tmp_path / "base"), seed=0)
    dev = [Example("the bridge is open", "the bridge is closed", ("contradiction",))]
    return write_artefact(
        HeadedJudge(model), tokenizer, dev, tmp_path / "judge", base="toy", steps=0
    ).path


def fake_run(arguments: Sequence[str]) -> command_line.Ran:
    """A command that takes half a second and finds nothing."""
    if "scan" in arguments:
        report = {"documents": [{}, {}], "findings": [], "pairs": {"judged": 3}}
        Path(arguments[-1]).write_text(json.dumps(report), "utf-8")
    return command_line.Ran(0.5, 100.0)


def test_every_part_is_measured_and_written(
    corpus: Path,
    judge: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pairs = [("the bridge is open", "the school is full")] * 3
    monkeypatch.setattr(judge_speed, "candidate_pairs", lambda _: pairs)
    monkeypatch.setattr(command_line, "run", fake_run)
    size = bench.Size(pairs=3, sentences=3, rounds=2, processes=1, random_pairs=2)
    monkeypatch.setattr(bench, "QUICK", size)
    monkeypatch.setattr(thirty_lines, "measure", lambda *_: [])
    monkeypatch.setattr(architectures, "SIZES", TINY)
    output = tmp_path / "build"
    bench.main(["--quick", "--model", str(judge), "--corpus", str(corpus), "-o", str(output)])
    table = capsys.readouterr().out
    assert table == (output / "bench.md").read_text("utf-8")
    saved = json.loads((output / "bench.json").read_text("utf-8"))
    assert {"version", "python", "cores", "processor", "rows"} == set(saved)
    fields = {"part", "name", "n", "unit", "ours", "theirs", "factor", "note"}
    assert all(set(row) == fields for row in saved["rows"])
    counts = [row["part"] for row in saved["rows"]]
    assert counts.count("judge") == 2 * 4  # three lengths and the candidates, two ways each
    assert (counts.count("encoder"), counts.count("cold start"), counts.count("scan")) == (1, 2, 2)
    for row in saved["rows"]:
        assert row["ours"] > 0
        assert f"| {row['name']} |" in table
        if row["part"] in ("judge", "encoder"):
            assert row["theirs"] > 0
            assert row["factor"] > 0
    agree = [
        row["note"]
        for row in saved["rows"]
        if row["part"] == "judge" and "one direction" in row["name"]
    ]
    assert agree == ["100.0% of the labels agree"] * 4
    assert "3 pairs judged, 0 findings" in table


def test_a_command_that_fails_is_told(judge: Path) -> None:
    ran = command_line.run(["models", "list"])
    assert ran.seconds > 0
    assert 1 < ran.memory < 10_000  # MiB
    with pytest.raises(RuntimeError, match=r"^contradict: "):
        command_line.run(["score", "--model", str(judge / "nowhere"), "--", "a", "b"])


def test_the_order_changes_every_round_and_the_making_is_not_timed() -> None:
    order: list[str] = []

    def maker(name: str) -> object:
        def make(number: int) -> object:
            order.append(f"make {name}{number}")
            return lambda: order.append(f"{name}{number}")

        return make

    compared = in_turns(maker("a"), maker("b"), 2)  # type: ignore[arg-type]
    assert order == ["make a0", "make b0", "a0", "b0", "make a1", "make b1", "b1", "a1"]
    assert min(compared.ours, compared.theirs, compared.factor) > 0


def test_texts_are_made_of_the_sample_sentences(corpus: Path) -> None:
    found = sentences(corpus)
    assert found[0] == "The granary has been empty since the flood."
    assert len(found) == 5
    assert paragraphs(corpus)[0].startswith("The council sold")
    pairs = pairs_of_length(found, 23, 4, lambda text: len(text.split()), seed=1)
    assert all(len(text.split()) == 10 for pair in pairs for text in pair)
    assert pairs == pairs_of_length(found, 23, 4, lambda text: len(text.split()), seed=1)
    assert len(set(pairs)) == 4


def test_the_table_leaves_empty_what_is_not_compared() -> None:
    rows = [
        Row("judge", "pairs", 8, "pairs/s", 1234.5, 99.5, 12.407, "same"),
        Row("scan", "cold", 2, "s", 3.14159),
    ]
    lines = markdown(rows, "about").splitlines()
    assert lines[0] == "about"
    assert lines[4] == "| judge | pairs | 8 | pairs/s | 1,234 | 99.50 | 12.41× | same |"
    assert lines[5] == "| scan | cold | 2 | s | 3.14 |  |  |  |"


def test_recall_counts_gold_pairs_whichever_side_comes_first() -> None:
    gold = [
        {"left_source": "a.txt", "left_quote": "The granary is full.",
         "right_source": "b.txt", "right_quote": "The granary is empty."},
        {"left_source": "a.txt", "left_quote": "The council sold it.",
         "right_source": "b.txt", "right_quote": "Nobody sold it."},
    ]  # fmt: skip
    shown = [(("b.txt", "The granary is empty."), ("a.txt", "The granary is full."), 0.9)]
    assert thirty_lines.recall(shown, gold) == 0.5


def test_copies_of_claims_are_claims_of_their_own_documents() -> None:
    text = "The minister bought 40 ships in 2019. The harbour was closed for 3 days."
    document = Document("a.txt", "a.txt", text)
    real = [Claim(document, 0, 37, text[:37]), Claim(document, 38, 72, text[38:])]
    found = list(many_claims.copies(real, 7))
    assert found[:2] == real
    assert len(found) == 7
    assert all(one.quote == one.text for one in found)
    assert len({one.text for one in found}) > 5
    assert found == list(many_claims.copies(real, 7))
    assert list(many_claims.copies([], 7)) == []


def test_many_claims_are_embedded_searched_and_judged_in_part(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many_claims.main([str(corpus), "--claims", "200", "--sample", "5"])
    said = capsys.readouterr().out
    assert "200 with their copies" in said
    assert "judging all would take" in said
