"""contradict corpus: one file, from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from contradict.cli import corpus as command
from contradict.cli import engine
from contradict.corpus import VERDICTS
from contradict.detector import Detector
from contradict.settings import Settings
from tests.cli.conftest import Cli
from tests.corpus.pieces import Models

pytestmark = pytest.mark.usefixtures("small_models")


@pytest.fixture
def small_models(monkeypatch: pytest.MonkeyPatch) -> None:
    def open_small(*_: object, settings: Settings, **__: object) -> Detector:
        known = {"threshold": settings.threshold, "precision": settings.precision}
        return Models(limit=settings.limit, **known).detector

    monkeypatch.setattr(engine, "open_detector", open_small)


@pytest.fixture
def file(cli: Cli, tmp_path: Path, statements: Path) -> Path:
    """A corpus with the two statements."""
    path = tmp_path / "c.db"
    assert cli("corpus", "init", path).code == 0
    assert cli("corpus", "add", path, statements).code == 0
    return path


def test_adding_tells_what_was_new(cli: Cli, tmp_path: Path, statements: Path) -> None:
    path = tmp_path / "c.db"
    made = cli("corpus", "init", path)
    assert (made.code, made.out) == (0, "")
    assert "add documents with" in made.err
    first = cli("corpus", "add", path, statements, "--format", "json")
    assert first.json == {"added": 2, "replaced": 0, "dropped": 0, "unchanged": 0}
    (statements / "b.txt").write_text("The bridge is closed.", encoding="utf-8")
    (statements / "c.bin").write_bytes(b"\0")
    again = cli("corpus", "add", path, statements)
    assert again.out == "documents: 0 added, 1 replaced, 0 dropped, 1 unchanged\n"
    assert "skipped" in again.err
    taken = cli("corpus", "remove", path, statements)
    assert taken.out == "documents: 2 removed\n"


@pytest.mark.parametrize("limit", [None, 1])
def test_the_json_is_that_of_scan_with_state_and_review(
    cli: Cli, file: Path, statements: Path, limit: int | None
) -> None:
    options = ("--format", "json", *(() if limit is None else ("--limit", limit)))
    plain = cli("scan", statements, *options)
    found = cli("corpus", "scan", file, *options)
    assert (plain.code, found.code) == (0, 0)
    whole = found.json
    for one in whole["findings"]:
        assert list(one)[-2:] == ["state", "review"]
        assert (one.pop("state"), one.pop("review")) == ("new", None)
    assert json.dumps(whole) == json.dumps(plain.json)
    assert '"state":' not in plain.out


def test_every_format_carries_state_and_review(cli: Cli, file: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    (found,) = cli("corpus", "scan", file, "--format", "jsonl").lines
    said = cli("corpus", "review", file, found["id"], "real", "--note", "He said so.")
    assert (said.code, said.out) == (0, "")
    (again,) = cli("corpus", "scan", file, "--format", "jsonl").lines
    assert again == found | {"state": "carried", "review": "real"}
    text = cli("corpus", "scan", file).out
    assert f"carried, reviewed: real, id {found['id']}" in text
    assert "\n1 carried\n" in text
    (row,) = csv.DictReader(io.StringIO(cli("corpus", "scan", file, "--format", "csv").out))
    assert (row["id"], row["state"], row["review"]) == (found["id"], "carried", "real")
    page = cli("corpus", "scan", file, "--format", "html").out
    assert ">carried</span>" in page
    assert ">reviewed: real</span>" in page
    cli("corpus", "scan", file, "-o", tmp_path / "f.parquet")
    (cells,) = pq.read_table(tmp_path / "f.parquet").to_pylist()
    assert (cells["state"], cells["review"]) == ("carried", "real")


def test_columns_are_there_where_nothing_was_found(cli: Cli, file: Path) -> None:
    out = cli("corpus", "scan", file, "--format", "csv", "--threshold", "1").out
    assert out.strip().endswith(",also,state,review")


def test_a_saved_report_keeps_the_state(cli: Cli, file: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    cli("corpus", "scan", file, "-o", saved)
    assert "   new, not reviewed, id " in cli("report", saved, "--format", "text").out


def test_plain_pages_and_texts_say_nothing_of_states(cli: Cli, statements: Path) -> None:
    for format in ("text", "html", "csv"):
        out = cli("scan", statements, "--format", format).out
        assert "reviewed" not in out
        assert "review" not in out.partition("\n")[0]


def test_fail_above_looks_at_what_is_still_found(cli: Cli, file: Path, statements: Path) -> None:
    assert cli("corpus", "scan", file, "--fail-above", "0.5").code == 1
    assert cli("corpus", "scan", file, "--fail-above", "0.5").code == 1
    cli("corpus", "remove", file, f"{statements}/b.txt")
    gone = cli("corpus", "scan", file, "--fail-above", "0.5", "--format", "jsonl")
    assert gone.code == 0
    assert [one["state"] for one in gone.lines] == ["resolved"]


def test_all_is_threshold_0(cli: Cli, file: Path) -> None:
    everything = cli("corpus", "scan", file, "--all", "--format", "json").json
    assert everything["settings"]["threshold"] == 0
    assert len(everything["findings"]) == everything["pairs"]["judged"] == 3


def test_status(cli: Cli, file: Path) -> None:
    before = cli("corpus", "status", file, "--format", "json").json
    assert before["to_scan"]["documents_added"] == 2
    cli("corpus", "scan", file)
    after = cli("corpus", "status", file, "--format", "json").json
    assert set(after) == {
        "documents", "sources", "claims", "cached_judgements", "runs", "pairs_judged",
        "findings", "reviews", "to_scan",
    }  # fmt: skip
    assert after["findings"] == {"new": 1, "carried": 0, "resolved": 0}
    assert after["to_scan"]["documents_added"] == 0
    text = cli("corpus", "status", file).out
    assert "findings           1 new, 0 carried, 0 resolved\n" in text
    assert "still to scan      0 added, 0 removed, 0 unread\n" in text


@pytest.mark.parametrize(
    "args",
    [
        ("status", "none.db"), ("scan", "a.txt"), ("add", "a.txt", "."), ("init", "a.txt"),
        ("remove", "c.db", "zzz"), ("review", "c.db", "abc", "real"), ("add", "c.db", "zzz"),
        ("review", "c.db", "abc", "wrong"), ("scan", "c.db", "--threshold", "2"), ("status", "."),
        ("frobnicate",), (), ("scan",), ("add", "c.db"), ("init", "none/c.db"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(
    cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    monkeypatch.chdir(file.parent)
    Path("a.txt").write_text("The bridge is open.\n" * 90, encoding="utf-8")
    before = file.read_bytes()
    ran = cli("corpus", *args)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("contradict: ")
    assert "Traceback" not in ran.err
    assert "unexpected" not in ran.err
    assert file.read_bytes() == before
    assert Path("a.txt").read_text(encoding="utf-8").startswith("The bridge is open.")


def test_an_empty_corpus_says_what_to_do(cli: Cli, tmp_path: Path) -> None:
    cli("corpus", "init", tmp_path / "e.db", "--quiet")
    ran = cli("corpus", "scan", tmp_path / "e.db")
    assert ran.code == 2
    assert "contradict corpus add" in ran.err


def test_the_verdicts_of_the_command_are_those_of_the_file() -> None:
    assert command.VERDICTS == VERDICTS


@pytest.mark.parametrize("name", ["", "init", "add", "scan", "status", "review", "remove"])
def test_help(cli: Cli, name: str) -> None:
    ran = cli("corpus", *([name] if name else []), "--help")
    assert ran.code == 0
    assert "Example" in ran.out


def test_a_cache_of_a_plain_scan_spares_the_models_and_changes_nothing(
    cli: Cli, tmp_path: Path, statements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache.db"
    plain = cli("scan", statements, "--format", "json")
    first = cli("scan", statements, "--format", "json", "--cache", cache)
    opened = Models(threshold=0.5)
    monkeypatch.setattr(engine, "open_detector", lambda *_, **__: opened.detector)
    again = cli("scan", statements, "--format", "json", "--cache", cache)
    assert plain.out == first.out == again.out
    assert opened.asked == (0, 0, 0)


def test_a_cache_that_is_something_else_is_refused_and_kept(
    cli: Cli, tmp_path: Path, statements: Path
) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("my notes", encoding="utf-8")
    ran = cli("scan", statements, "--cache", other)
    assert ran.code == 2
    assert "notes.txt" in ran.err
    assert other.read_text(encoding="utf-8") == "my notes"
    ran = cli("scan", statements, "--cache", tmp_path / "new.db", "--engine", "ray")
    assert (ran.code, (tmp_path / "new.db").exists()) == (2, False)


def test_precision_of_a_corpus_stands_alone(cli: Cli, file: Path) -> None:
    ran = cli("corpus", "scan", file, "--precision", "0.8", "--threshold", "0.5")
    assert ran.code == 2
    ran = cli("corpus", "scan", file, "--precision", "0.8")
    assert "no precision is known" in ran.err  # of these small models
