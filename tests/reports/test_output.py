"""Results appear whole or not at all, and every failure is one line."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from contradict.errors import OutputError, UsageError
from contradict.reports import FORMATS, check_output, write_report
from contradict.reports.output import open_output, text_style


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_holds_what_standard_output_would(format, sample, tmp_path):
    output, stdout = tmp_path / "out", io.BytesIO()
    write_report(sample, format=format, output=output, stdout=sys.stdout)
    write_report(sample, format=format, output=None, stdout=stdout)
    assert output.read_bytes() == stdout.getvalue() != b""
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_report_gives_the_same_bytes(format, hostile, tmp_path, monkeypatch):
    write_report(hostile, format=format, output=tmp_path / "a", stdout=sys.stdout)
    monkeypatch.setenv("COLUMNS", "33")
    monkeypatch.setenv("FORCE_COLOR", "1")
    write_report(hostile, format=format, output=tmp_path / "b", stdout=sys.stdout)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_nothing_else(failure, tmp_path):
    output = tmp_path / "report.html"
    output.write_text("old")
    with (  # noqa: PT012
        pytest.raises((OutputError, KeyboardInterrupt)) as caught,
        open_output(output, sys.stdout) as stream,
    ):
        stream.write(b"half of the new")
        raise failure
    assert output.read_text() == "old"
    assert list(tmp_path.iterdir()) == [output]
    if isinstance(failure, OSError):
        assert "no space left" in str(caught.value)
        assert str(output) in str(caught.value)


def test_a_report_that_cannot_be_rendered_leaves_nothing(sample, tmp_path):
    sample["settings"] = {"odd": object()}
    for format in ("json", "html"):
        with pytest.raises(TypeError):
            write_report(sample, format=format, output=tmp_path / "out", stdout=sys.stdout)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("missing/out.json", "the folder does not exist"),
        ("", "this is a folder"),
        ("file.txt/out.json", "not a folder"),
        ("n" * 300, "too long"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_in_one_line(place, words, sample, tmp_path):
    (tmp_path / "file.txt").write_text("here")
    output = tmp_path / place
    for attempt in (
        lambda: check_output(format="json", output=output, stdout=sys.stdout),
        lambda: write_report(sample, format="json", output=output, stdout=sys.stdout),
    ):
        with pytest.raises(OutputError, match=words) as caught:
            attempt()
        assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_a_file_that_may_not_be_written_is_left_alone(sample, tmp_path, monkeypatch):
    output = tmp_path / "out.json"
    output.write_text("old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(OutputError, match="no permission"):
        write_report(sample, format="json", output=output, stdout=sys.stdout)
    assert output.read_text() == "old"


def test_checking_a_place_alters_nothing(tmp_path):
    output = tmp_path / "out.json"
    check_output(format="json", output=output, stdout=sys.stdout)
    assert list(tmp_path.iterdir()) == []
    output.write_text("old")
    check_output(format="json", output=output, stdout=sys.stdout)
    assert output.read_text() == "old"


def test_a_link_stays_a_link_and_a_mode_stays_a_mode(sample, tmp_path):
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_report(sample, format="json", output=link, stdout=sys.stdout)
    assert link.is_symlink()
    assert target.read_text().startswith("{")
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_named_pipe_is_written_to_and_not_replaced(sample, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_report(sample, format="jsonl", output=pipe, stdout=sys.stdout)
        assert os.read(reader, 10).startswith(b'{"id"')
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_reader_that_went_away_is_no_output_error(sample):
    reader, writer = os.pipe()
    os.close(reader)
    with pytest.raises(BrokenPipeError), os.fdopen(writer, "wb", buffering=0) as stdout:
        write_report(sample, format="json", output=None, stdout=stdout)


def test_what_was_printed_before_comes_first(sample):
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding="latin-1", write_through=False)
    stdout.write("before\n")
    write_report(sample, format="jsonl", output=None, stdout=stdout)
    assert raw.getvalue().startswith(b'before\n{"id"')


def test_parquet_is_kept_off_terminals_and_unknown_formats_are_named(sample):
    with pytest.raises(UsageError, match="-o FILE"):
        write_report(sample, format="parquet", output=None, stdout=Terminal())
    with pytest.raises(UsageError, match="choose one of: text, json"):
        write_report(sample, format="xml", output=None, stdout=io.StringIO())


def test_colour_is_for_terminals_that_want_it(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert text_style(None, Terminal()).styled
    assert not text_style(None, io.StringIO()).styled
    assert not text_style(Path("out.txt"), Terminal()).styled
    monkeypatch.setenv("NO_COLOR", "1")
    assert not text_style(None, Terminal()).styled
