"""JSON: chats are transcripts, lists of statements are rows, the rest is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.documents import read_documents
from contradict.documents.chat import ChatReader
from contradict.errors import InputError
from contradict.records import Document, Skipped
from contradict.settings import Settings
from tests.documents.conftest import Make

MESSAGES = [
    {"senderName": "Radio Varrow", "text": "Is the lock shut?", "timestamp": 1_720_000_000},
    {
        "senderName": "Ida  Brandt",
        "text": "It is shut.\r\nIt was never open.",
        "timestamp": 1_720_000_060,
    },
    {"senderName": "Ida Brandt", "text": "I saw it.", "timestamp": 1_720_000_061},
]
STATEMENTS = [
    {"id": "s1", "statement": "The lock is shut.", "speaker": "Ida Brandt", "date": "2031-05-12"},
    {"id": "s2", "statement": "The lock is open.", "speaker": "Tom Ash"},
]


def read(content: Any, name: str = "a.json") -> list[Document | Skipped]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(ChatReader(Settings()).read(raw, source=name, path=Path(name)))


def test_messages_are_turns_of_their_senders(document: Make) -> None:
    found = document(json.dumps(MESSAGES), "a.json")
    said = [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]
    assert said == [
        ("Radio Varrow", "Is the lock shut?"),
        ("Ida Brandt", "It is shut.\nIt was never open.\n\nI saw it."),
    ]
    assert found.date == "2024-07-03"
    assert next(anchor.time for _, anchor in found.anchors) == "2024-07-03T09:46:40Z"


def test_one_time_for_all_messages_says_nothing() -> None:
    (found,) = read([one | {"timestamp": 1_720_000_000} for one in MESSAGES])
    assert isinstance(found, Document)
    assert (found.date, found.anchors) == (None, ())


def test_nested_lists_and_parts_of_content_are_found() -> None:
    chat = {
        "title": "About the lock",
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Is it shut?"}]},
            {"author": {"name": "Ida Brandt"}, "content": {"parts": ["It is shut."]}},
        ],
    }
    (found,) = read(chat)
    assert isinstance(found, Document)
    assert [turn.speaker for turn in found.turns] == ["user", "Ida Brandt"]
    assert found.title == "About the lock"


def test_statements_are_rows_and_one_without_text_is_told() -> None:
    found = read([*STATEMENTS, {"id": "s3"}])
    assert [one.name for one in found if isinstance(one, Document)] == ["s1", "s2"]
    assert [one.row for one in found if isinstance(one, Skipped)] == [3]
    first = found[0]
    assert isinstance(first, Document)
    assert (first.speaker, first.date) == ("Ida Brandt", "2031-05-12")


def test_service_entries_do_not_count_and_parts_are_joined() -> None:
    entries = [
        {"from": "Ida", "text": ""},
        {
            "from": "Ida",
            "text": ["The bridge was ", {"type": "bold", "text": "closed"}, " in May."],
        },
        {"from": "Tom", "text": "It was open."},
    ]
    (found,) = read(entries)
    assert isinstance(found, Document)
    assert found.text == "The bridge was closed in May.\n\nIt was open."


def test_an_entry_without_a_speaker_is_told() -> None:
    entries = [{"speaker": "Ida", "text": "It is shut."}] * 5 + [
        {"speaker": None, "text": "It is."}
    ]
    found = read(entries)
    assert [one.row for one in found if isinstance(one, Skipped)] == [6]


def test_rows_with_addresses_are_statements_whoever_says_them() -> None:
    rows = [
        {"id": "a", "speaker": "Ida", "text": "It is shut.", "url": "x", "date": "2031-05-12"}
    ] * 2
    found = [one for one in read(rows) if isinstance(one, Document)]
    assert [(one.name, one.date) for one in found] == [("a", "2031-05-12")] * 2


@pytest.mark.parametrize(
    "content",
    [
        {"nodes": [{"nodeID": "1", "type": "I"}], "edges": []},
        [1, 2, 3],
        "words",
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a": ',
        b"[NaN, 1e999, " + b"9" * 5000 + b"]",
    ],
)
def test_other_json_is_refused_in_one_line(content: Any) -> None:
    with pytest.raises(InputError) as caught:
        read(content)
    assert "\n" not in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["text", "speaker", "name", "messages", "content", "time", "id"]), inner
        )
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=200)
@given(JSON)
def test_any_json_gives_documents_or_one_line(content: Any) -> None:
    try:
        found = read(content)
    except InputError:
        return
    for one in found:
        if isinstance(one, Document):
            assert all(one.text[start:end].strip() for start, end in one.blocks)


def test_the_command_reads_it_like_any_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(STATEMENTS), "utf-8")
    documents, skipped = read_documents([tmp_path])
    assert (len(documents), skipped) == (2, [])


def test_messages_of_several_days_are_each_of_its_day(document: Make) -> None:
    days = [
        {"sender": "Ida Brandt", "text": "The lock is shut.", "timestamp": "2031-05-12T10:00:00Z"},
        {"sender": "Ida Brandt", "text": "The lock is open.", "timestamp": "2031-05-14T09:00:00Z"},
    ]
    found = document(json.dumps(days), "a.json")
    assert found.date is None
    dates = [found.said_on(found.text.index(words)) for words in ("is shut", "is open")]
    assert dates == ["2031-05-12", "2031-05-14"]


def test_time_stamps_of_slack_and_bodies_of_teams_are_read(document: Make) -> None:
    slack = [
        {"user": "ida", "text": "The lock is shut.", "ts": "1720000000.000100"},
        {"user": "tom", "text": "It is open.", "ts": "1720200000.000200"},
    ]
    found = document(json.dumps(slack), "slack.json")
    assert [turn.date for turn in found.turns] == ["2024-07-03", "2024-07-05"]
    words = "<p>It is <b>shut</b>.</p><p>We saw.</p>"
    teams = {
        "value": [
            {
                "createdDateTime": f"2031-05-1{day}T10:00:00Z",
                "from": {"user": {"displayName": "Ida Brandt"}},
                "body": {"contentType": "html", "content": words},
            }
            for day in (2, 4)
        ]
    }
    found = document(json.dumps(teams), "teams.json")
    assert {turn.speaker for turn in found.turns} == {"Ida Brandt"}
    assert found.text.count("It is shut.\nWe saw.") == 2
    assert found.said_on(len(found.text) - 1) == "2031-05-14"
