"""The sample corpus keeps what its card promises."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from contradict.records import KINDS, VERDICTS

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
CORPUS = SAMPLES / "corpus"
FILES = sorted(path.name for path in CORPUS.iterdir())
TABLES = {"statements.csv": 40, "interviews.jsonl": 15, "port-inquiry.tsv": 14}
DATES = {
    "bank-breach-article.txt": "2023-03-01",
    "briefing-2023-03-20.md": "2023-03-20",
    "dam-authority-letter.txt": "2022-11-24",
    "ferry-contract-letter.txt": "2023-02-14",
    "hearing-2023-05-04.txt": "2023-05-04",
    "hospital-board-minutes.md": "2023-02-28",
    "torrane-dam-article.html": "2023-03-16",
}
CLAIM_PLACES = {"turn", "quotation", "indirect", "prose", "row"}
OTHER_PLACES = {"question", "greeting", "furniture", "stage_direction"}


class Words(HTMLParser):
    """Collects the text between tags, scripts and styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def read_table(name: str) -> pd.DataFrame:
    if name.endswith(".jsonl"):
        return pd.read_json(CORPUS / name, lines=True, dtype=False).rename(
            columns={"text": "statement"}
        )
    return pd.read_csv(CORPUS / name, sep="\t" if name.endswith(".tsv") else ",", dtype=str)


@cache
def text_of(name: str) -> str:
    if name in TABLES:
        return "\n".join(read_table(name)["statement"])
    raw = (CORPUS / name).read_text(encoding="utf-8")
    if not name.endswith(".html"):
        return raw
    words = Words()
    words.feed(raw)
    return "".join(words.parts)


@cache
def rows_of(name: str) -> dict[str, tuple[str, str]]:
    """Statement -> (speaker, ISO date) of one table."""
    table = read_table(name)
    return {
        statement: (speaker, str(date)[:10])
        for statement, speaker, date in zip(
            table["statement"], table["speaker"], table["date"], strict=True
        )
    }


def read_gold(name: str) -> list[dict[str, Any]]:
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


FINDINGS = read_gold("gold_findings.jsonl")
CLAIMS = read_gold("gold_claims.jsonl")
CONTRADICTIONS = [pair for pair in FINDINGS if pair["verdict"] == "contradiction"]


def place(source: str, quote: str) -> tuple[str, str, int]:
    """What orders the sides of a pair: date, source, start."""
    date = rows_of(source)[quote][1] if source in TABLES else DATES[source]
    return date, source, text_of(source).index(quote)


def sides(pair: dict[str, Any]) -> list[tuple[str, str]]:
    return [(pair[f"{side}_source"], pair[f"{side}_quote"]) for side in ("left", "right")]


def test_the_corpus_holds_the_files_of_the_card_and_no_gold() -> None:
    assert set(FILES) == set(DATES) | set(TABLES)
    card = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in card for name in FILES)


@pytest.mark.parametrize("name", [*FILES, "README.md"])
def test_every_file_says_that_it_is_invented(name: str) -> None:
    path = SAMPLES / name if name == "README.md" else CORPUS / name
    assert "invented sample" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "rows"), TABLES.items())
def test_tables_are_complete_and_dated(name: str, rows: int) -> None:
    table = read_table(name)
    assert list(table.columns) == ["id", "speaker", "date", "statement", "source", "note"]
    assert len(table) == rows
    assert not table.isna().any(axis=None)
    assert table["id"].is_unique
    assert table["statement"].is_unique
    assert all(5 <= len(statement.split()) <= 35 for statement in table["statement"])
    assert all(date.startswith("2023-") for _, date in rows_of(name).values())


@pytest.mark.parametrize("pair", FINDINGS, ids=lambda pair: pair["left_quote"][:40])
def test_a_gold_pair_quotes_its_files_once_and_in_order(pair: dict[str, Any]) -> None:
    for source, quote in sides(pair):
        assert text_of(source).count(quote) == 1
    left, right = sides(pair)
    assert place(*left) < place(*right)
    assert pair["note"]


def test_verdicts_and_kinds_are_those_of_the_records() -> None:
    assert {pair["verdict"] for pair in FINDINGS} == set(VERDICTS)
    assert {pair["kind"] for pair in CONTRADICTIONS} == set(KINDS)
    assert all((pair["kind"] is None) == (pair["verdict"] != "contradiction") for pair in FINDINGS)


def test_no_pair_of_quotes_is_listed_twice() -> None:
    assert len({frozenset(sides(pair)) for pair in FINDINGS}) == len(FINDINGS)


def test_the_counts_of_pairs_are_those_of_the_card() -> None:
    assert Counter(pair["kind"] for pair in CONTRADICTIONS) == {
        "commitment": 9,
        "temporal": 5,
        "scope": 4,
        "numeric": 4,
        "negation": 4,
        "entity": 3,
        "antonym": 3,
        "factual": 3,
    }
    assert Counter(pair["verdict"] for pair in FINDINGS) == {
        "contradiction": 35,
        "changed": 12,
        "restatement": 7,
        "unrelated": 7,
        "exception": 5,
        "scope": 5,
        "conditional": 5,
        "refinement": 5,
        "reported": 4,
    }
    assert sum(pair["left_source"] != pair["right_source"] for pair in CONTRADICTIONS) == 24


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["quote"][:40])
def test_a_gold_quote_occurs_once_in_its_file(claim: dict[str, Any]) -> None:
    text = text_of(claim["source"])
    assert text.count(claim["quote"]) == 1
    places = CLAIM_PLACES if claim["claim"] else OTHER_PLACES
    assert claim["kind_of_place"] in places
    if not claim["claim"]:
        assert claim["speaker"] is None
    elif claim["kind_of_place"] == "row":
        assert rows_of(claim["source"])[claim["quote"]][0] == claim["speaker"]
    elif claim["kind_of_place"] == "turn":
        before = text[: text.index(claim["quote"])]
        label = before.rindex(f"\n{claim['speaker']}: ")
        assert "\nQ " not in before[label:]
    elif claim["speaker"] is not None:
        assert claim["speaker"] in text


def test_the_counts_of_claims_are_those_of_the_card() -> None:
    claims = [claim for claim in CLAIMS if claim["claim"]]
    assert Counter(claim["kind_of_place"] for claim in claims) == {
        "turn": 56,
        "row": 52,
        "prose": 43,
        "quotation": 23,
        "indirect": 10,
    }
    assert len(CLAIMS) - len(claims) == 28


def test_every_quote_of_a_pair_is_a_gold_claim() -> None:
    claims = {(claim["source"], claim["quote"]) for claim in CLAIMS if claim["claim"]}
    assert {side for pair in FINDINGS for side in sides(pair)} <= claims
