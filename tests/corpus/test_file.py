"""The file: made once, opened only where it is a corpus, whole after anything that happens."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from contradict.corpus import Corpus, database, schema
from contradict.errors import ContradictError, InputError, OutputError
from tests.corpus.pieces import DOCUMENTS, Models, scanned

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "corpus #1?.db"  # signs that mean something in the address of a database
    with Corpus.create(path) as corpus:
        corpus.add(DOCUMENTS)
    return path


def python(code: str, *args: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


# --- what is no corpus ----------------------------------------------------------------------------


def refusal(path: Path) -> str:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(InputError) as caught:
        Corpus.open(path)
    assert "\n" not in str(caught.value)
    assert before is None or path.read_bytes() == before
    return str(caught.value)


def test_what_is_no_corpus_is_refused_and_left_alone(tmp_path: Path) -> None:
    assert "no such corpus" in refusal(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    assert "not a file" in refusal(tmp_path)
    text, empty, other = (tmp_path / name for name in ("a.txt", "empty.db", "other.db"))
    text.write_text("The bridge is open.\n" * 200, encoding="utf-8")
    empty.touch()
    rows(other, "CREATE TABLE things (name)")
    assert "not a corpus" in refusal(text)
    assert "empty file" in refusal(empty)
    assert "another program" in refusal(other)


def test_a_file_of_a_newer_version_is_refused(file: Path) -> None:
    rows(file, f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    assert "newer version; upgrade" in refusal(file)


def test_a_file_of_an_older_version_is_brought_up_to_date(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = (*schema.MIGRATIONS, ("ALTER TABLE documents ADD COLUMN colour TEXT",))
    monkeypatch.setattr(database, "MIGRATIONS", more)
    with Corpus.open(file) as corpus:
        assert corpus.documents() == list(DOCUMENTS)
    assert rows(file, "PRAGMA user_version") == [(len(more),)]
    assert rows(file, "SELECT DISTINCT colour FROM documents") == [(None,)]


def test_a_migration_that_fails_changes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = (*schema.MIGRATIONS, ("ALTER TABLE documents ADD COLUMN colour TEXT", "nonsense"))
    monkeypatch.setattr(database, "MIGRATIONS", more)
    refusal(file)
    assert rows(file, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents SET text = 'something else'",
        "UPDATE documents SET structure = '{'",
        "UPDATE documents SET text = CAST(x'ff' AS TEXT)",
        "UPDATE claims SET claims = '[{}]'",
        "UPDATE vectors SET vector = x'0000'",
        "UPDATE findings SET finding = '{'",
        "DROP TABLE judgements",
    ],
)
def test_what_somebody_altered_is_told_in_one_line(file: Path, change: str) -> None:
    with Corpus.open(file) as corpus:
        scanned(corpus)
    rows(file, change)
    with Corpus.open(file) as corpus, pytest.raises(InputError, match="damaged") as caught:
        scanned(corpus)
    assert "\n" not in str(caught.value)


def test_a_file_that_was_cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:9000])
    with pytest.raises(InputError, match="damaged"), Corpus.open(file) as corpus:
        scanned(corpus)


def test_nothing_is_ever_overwritten(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(OutputError, match="there already"):
        Corpus.create(file)
    assert file.read_bytes() == before
    with pytest.raises(OutputError, match="cannot be made"):
        Corpus.create(tmp_path / "nowhere" / "c.db")


def test_it_opens_as_plain_sqlite(file: Path) -> None:
    with Corpus.open(file) as corpus:
        scanned(corpus)
    assert rows(file, "SELECT source FROM documents ORDER BY source")[0] == ("a.txt",)
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]
    assert rows(file, "PRAGMA foreign_key_check") == []
    assert rows(file, "SELECT typeof(contradiction) FROM judgements LIMIT 1") == [("real",)]


# --- two processes --------------------------------------------------------------------------------


def test_a_lock_that_does_not_open_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Corpus.open(file) as corpus:
        with pytest.raises(OutputError, match="another process"):
            corpus.add([])
        holder.execute("ROLLBACK")
        assert corpus.add(DOCUMENTS[:1]).unchanged == 1
    holder.close()


ADDING = """
import sys
from contradict.corpus import Corpus
from contradict.records import Document
for number in range(25):
    with Corpus.open(sys.argv[1]) as corpus:
        name = f"{sys.argv[2]}-{number}.txt"
        corpus.add([Document(name, name, f"The bridge number {number} is open.")])
"""


def test_two_processes_that_add_at_once(file: Path) -> None:
    both = [python(ADDING, file, name) for name in ("one", "two")]
    assert [one.communicate()[1] for one in both] == ["", ""]
    with Corpus.open(file) as corpus:
        assert len(corpus.documents()) == len(DOCUMENTS) + 50


JUDGING = """
import sys, time
from contradict.corpus import Corpus, remembered_judge
from tests.corpus.pieces import Models
from tests.judges import RuleJudge

plain = RuleJudge.probabilities

def slow(self, texts):
    time.sleep(0.05)
    return plain(self, texts)

RuleJudge.probabilities = slow
remembered_judge.PAIRS_AT_ONCE = 2
with Corpus.open(sys.argv[1]) as corpus:
    corpus.scan(Models().detector)
"""


def judged(path: Path) -> int:
    return int(str(rows(path, "SELECT count(*) FROM judgements")[0][0]))


def test_a_run_that_was_killed_is_finished_by_the_next(file: Path) -> None:
    running = python(JUDGING, file)
    deadline = time.monotonic() + 120
    while judged(file) < 6 and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    running.communicate()
    kept = judged(file)
    models, full = Models(), Models()
    with Corpus.open(file) as corpus:
        assert corpus.status()["runs"] == 0
        found = corpus.scan(models.detector)
    plain = full.detector.scan(DOCUMENTS)
    assert found.report == plain
    assert kept >= 6
    assert len(set(models.judge.read)) == len(set(full.judge.read)) - kept
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]


def test_every_error_is_one_of_ours(tmp_path: Path) -> None:
    said = ("attempt to write a readonly database", "database or disk is full", "disk I/O error")
    for words in (*said, "unable to open database file", "anything\nelse"):
        told = database.explained(tmp_path, sqlite3.OperationalError(words))
        assert isinstance(told, ContradictError)
        assert "\n" not in str(told)
