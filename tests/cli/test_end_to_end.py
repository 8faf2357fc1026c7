"""The commands with the models that come with the package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contradict import load, score_frame
from tests.cli.conftest import Cli

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "data" / "samples" / "corpus"
SHUT = "The mine was closed in May 2020."
OPEN = "The mine was not closed in May 2020."
OTHER = "A choir from Porto sang in the cathedral."


def test_score_of_a_clash_and_of_unrelated_texts(cli: Cli) -> None:
    clash = cli("score", SHUT, OPEN, "--format", "json").json
    other = cli("score", SHUT, OTHER, "--format", "json").json
    assert (clash["label"], clash["verdict"]) == ("contradiction", "contradiction")
    assert clash["kind"] is not None
    assert other["score"] < 0.5 < clash["score"]
    for found in (clash, other):
        shares = (found["contradiction"], found["entailment"], found["neutral"])
        assert sum(shares) == pytest.approx(1)
        assert found["score"] == found["contradiction"]
        assert found["reasons"]


def test_score_is_symmetric_and_the_same_in_a_table(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(f"left,right\n{OPEN},{SHUT}\n{SHUT},{OTHER}\n{SHUT},{OPEN}\n", "utf-8")
    alone = cli("score", SHUT, OPEN, "--format", "json").json["score"]
    rows = cli("score", "--pairs", path, "--format", "jsonl").lines
    assert rows[0]["score"] == rows[2]["score"] == alone


def test_reason_spans_lie_in_the_texts(cli: Cli) -> None:
    left = f"Good morning. {SHUT} The choir sang."
    found = cli("score", left, OPEN, "--format", "json").json
    assert SHUT in left[found["left_start"] : found["left_end"]]
    for reason in found["reasons"]:
        for text, (start, end) in ((left, reason["left_span"]), (OPEN, reason["right_span"])):
            assert 0 <= start < end <= len(text)


def test_scan_of_the_samples(cli: Cli, tmp_path: Path) -> None:
    saved = tmp_path / "findings.json"
    assert cli("scan", CORPUS, "-o", saved).code == 0
    report = json.loads(saved.read_text(encoding="utf-8"))
    findings = report["findings"]
    assert findings
    assert all(finding["strength"] >= 0.5 for finding in findings)
    order = [
        (-f["strength"], f["left"]["source"], f["left"]["start"], f["right"]["source"],
         f["right"]["start"])
        for f in findings
    ]  # fmt: skip
    assert order == sorted(order)
    assert all(finding["reasons"] for finding in findings)
    for finding in findings:
        is_contradiction = finding["verdict"] == "contradiction"
        assert (finding["kind"] is not None) == is_contradiction


def test_scan_quotes_its_text_files_verbatim(cli: Cli) -> None:
    letter = CORPUS / "ferry-contract-letter.txt"
    lines = cli("claims", letter, "--format", "jsonl").lines
    text = letter.read_text(encoding="utf-8-sig")
    assert lines
    assert all(text[line["start"] : line["end"]] == line["quote"] for line in lines)


def test_scan_gives_the_same_bytes_whatever_the_order_of_files(cli: Cli) -> None:
    files = sorted(CORPUS.glob("*.txt"))
    there = cli("scan", *files, "--all", "--format", "jsonl").out
    assert there
    assert there == cli("scan", *reversed(files), "--all", "--format", "jsonl").out


def test_a_scan_and_a_score_agree(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SHUT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(OPEN, encoding="utf-8")
    (line,) = cli("scan", tmp_path, "--all", "--format", "jsonl").lines
    assert line["score"] == cli("score", SHUT, OPEN, "--format", "json").json["score"]


def test_pairs_count_and_scan_agree(cli: Cli) -> None:
    files = sorted(CORPUS.glob("*.txt"))
    count = cli("pairs", *files, "--count", "--format", "json").json
    report = cli("scan", *files, "--format", "json").json
    assert {name: report["pairs"][name] for name in count} == count


def test_a_frame_is_scored_as_a_table_is(cli: Cli, tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame({"premise": [SHUT, SHUT], "hypothesis": [OPEN, OTHER]})
    path = tmp_path / "pairs.parquet"
    frame.to_parquet(path)
    scored = score_frame(frame, load())
    rows = cli("score", "--pairs", path, "--format", "jsonl").lines
    assert list(scored["score"]) == [row["score"] for row in rows]


@pytest.mark.parametrize("missing", ["manifest.json", None])
def test_a_model_folder_that_is_incomplete_is_one_line(
    cli: Cli, tmp_path: Path, missing: str | None
) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    if missing is None:  # a manifest that lists a file which is not there
        manifest = json.loads((ROOT / "models/judge/manifest.json").read_text("utf-8"))
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    ran = cli("score", SHUT, OPEN, "--model", folder)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "model" in ran.err
