"""Saved reports come back as they were, and broken ones are refused in one line."""

from __future__ import annotations

import copy
import json
import sys

import pytest

from contradict.errors import InputError
from contradict.reports import read_report, write_report
from contradict.reports import saved as saved_module


def save(report, path, format):
    write_report(report, format=format, output=path, stdout=sys.stdout)
    return path


@pytest.mark.parametrize("name", ["sample", "empty", "hostile"])
def test_a_report_comes_back_as_it_was(name, request, tmp_path):
    report = request.getfixturevalue(name)
    path = save(report, tmp_path / "report.json", "json")
    again = read_report(path)
    assert again == report
    assert save(again, tmp_path / "again.json", "json").read_bytes() == path.read_bytes()


def test_a_list_of_findings_comes_back_with_what_it_knows(sample, tmp_path):
    report = read_report(save(sample, tmp_path / "findings.jsonl", "jsonl"))
    assert report["findings"] == sample["findings"]
    assert report["documents"] == report["skipped"] == report["models"] == []
    assert report["version"] is report["pairs"]["judged"] is None
    for format in ("text", "html", "csv", "json"):
        save(report, tmp_path / "page", format)
    assert b"does not record what else" not in (tmp_path / "page").read_bytes()
    save(report, tmp_path / "page.html", "html")
    assert b"does not record what else" in (tmp_path / "page.html").read_bytes()


def test_one_finding_and_no_finding(sample, empty, tmp_path):
    del sample["findings"][1:]
    assert (
        read_report(save(sample, tmp_path / "one.jsonl", "jsonl"))["findings"] == sample["findings"]
    )
    assert read_report(save(empty, tmp_path / "none.jsonl", "jsonl"))["findings"] == []


def test_missing_fields_that_may_be_null_are_null(tmp_path):
    side = {"source": "a.txt", "start": 0, "end": 4, "quote": "Yes."}
    finding = {"score": 1, "strength": 1, "verdict": "contradiction", "left": side, "right": side}
    path = tmp_path / "bare.jsonl"
    path.write_text("\n" + json.dumps(finding) + "\n")
    report = read_report(path)
    assert report["findings"][0]["left"]["speaker"] is None
    for format in ("text", "html", "csv", "parquet"):
        save(report, tmp_path / "out", format)


def broken(finding, **changes):
    changed = copy.deepcopy(finding)
    for dotted, value in changes.items():
        *path, last = dotted.split("__")
        inside = changed
        for step in path:
            inside = inside[int(step) if step.isdigit() else step]
        if value is ...:
            del inside[last]
        else:
            inside[last] = value
    return changed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"left": ...}, "line 2: no field 'left'"),
        ({"left": "text"}, "line 2: 'left' is not an object"),
        ({"right__quote": 7}, "line 2, right: 'quote' is not a text"),
        ({"left__start": True}, "line 2, left: 'start' is not a whole number"),
        ({"score": "high"}, "'score' is not a number"),
        ({"score": True}, "'score' is not a number"),
        ({"strength": 1.5}, "'strength' is 1.5, not a number from 0 to 1"),
        ({"verdict": None}, "'verdict' is not a text"),
        ({"kind": []}, "'kind' is not a text or null"),
        ({"reasons__0__left_span": [0]}, "reason 1: 'left_span' is not a pair of offsets"),
        ({"reasons__0__left_span": [0, 999]}, r"'left_span' \[0, 999\] lies outside the quote"),
        ({"also": [{}]}, "also 1: no field 'left'"),
        ({"left__anchor": {"page": "3"}}, "left, anchor: 'page' is not a whole number or null"),
    ],
)
def test_a_broken_finding_is_named(changes, words, sample, tmp_path):
    findings = [sample["findings"][0], broken(sample["findings"][1], **changes)]
    path = tmp_path / "findings.jsonl"
    path.write_text("".join(json.dumps(finding) + "\n" for finding in findings))
    with pytest.raises(InputError, match=words) as caught:
        read_report(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)

    sample["findings"] = findings
    path.write_text(json.dumps(sample))
    with pytest.raises(InputError, match=f"{path.name}, finding 2"):
        read_report(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (b"[1, 2]", "this is no report"),
        (b'"text"', "this is no report"),
        (b"null", "line 1: not a JSON object"),
        (b"hello\n", "line 1: not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'{"findings": 3}', "'findings' is not a list"),
        (b'{"findings": [], "documents": [{}]}', "document 1: no field 'source'"),
        (b'{"findings": [], "pairs": {"judged": "all"}}', "pairs: 'judged'"),
        (b'{"score": NaN}', "not JSON"),
        (b"[" * 200_000, "not JSON"),
    ],
)
def test_what_is_no_report_is_refused_in_one_line(content, words, tmp_path):
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        read_report(path)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_missing_folders_and_giants_are_refused(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="no such file"):
        read_report(tmp_path / "none.json")
    with pytest.raises(InputError, match="is a directory"):
        read_report(tmp_path)
    path = tmp_path / "giant.json"
    path.write_text('{"findings": []}')
    monkeypatch.setattr(saved_module, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="larger than"):
        read_report(path)
