"""Main text, title, date and address of saved pages. All invented."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from contradict.documents import read_documents
from contradict.records import Document

Make = Callable[..., Document]
Said = Callable[[Document], list[str]]

PAGE = """<!doctype html><html><head><title>Bridge shut - Varrow Herald</title>
<meta property="article:published_time" content="2024-05-14T08:00:00Z">
<link rel="canonical" href="https://example.org/bridge"></head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/w">World</a></ul></nav><article>
<h1>Bridge shut until spring</h1><p>Share</p>
<p>The Varrow bridge will stay closed until the spring, the council said on Tuesday in a short
statement to the press.</p><script>document.write("The script ran.")</script>
<p>Read more: <a href="/more">What is known about the closure of the bridge</a></p>
<p>"We have no plan to reopen it early," said the mayor, Ida Brandt, when she was asked.</p>
</article><footer>© 2024 Varrow Herald</footer></body></html>"""

TURNS = (
    "<p>{nl}{t}10:27 A.M. EST<br/>{nl}{t}MS. ALDANA: Good morning, everybody in this room today. "
    "The bridge of Varrow is closed, and it will stay closed until the spring comes.<br/>{nl}"
    "Q: Is the ferry running this week, as the harbour office said on Monday?<br/>{nl}"
    "MS. ALDANA: It{q}s running every hour, as it did last year and the year before.</p>"
)


def test_a_news_page(document: Make, said: Said) -> None:
    page = document(PAGE, "page.html")
    assert [block[:30] for block in said(page)] == [
        "The Varrow bridge will stay cl",
        '"We have no plan to reopen it ',
    ]
    assert page.title == "Bridge shut until spring"
    assert (page.date, page.url) == ("2024-05-14", "https://example.org/bridge")
    assert "script" not in page.text


def test_an_age_says_nothing_about_the_date(document: Make) -> None:
    page = PAGE.replace("Share", "Posted 2 days ago").replace("2024-05-14T08:00:00Z", "")
    assert document(page, "page.html").date is None


@pytest.mark.parametrize("saved_as_literal", [False, True])
def test_turns_between_line_breaks(document: Make, said: Said, saved_as_literal: bool) -> None:
    body = TURNS.format(nl="\n", t="\t", q="’")
    if saved_as_literal:
        body = repr(f"<div>{body}</div>".encode())
    page = document(f"<h1>Briefing on the bridge</h1>\n{body}", "page.html")
    assert [turn.speaker for turn in page.turns] == ["MS. ALDANA", "Q", "MS. ALDANA"]
    assert said(page)[-1].startswith("It’s running every hour")


def test_the_encoding_that_a_page_names_is_used(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-2">').replace("Varrow", "Łódź")
    (tmp_path / "p.html").write_bytes(page.replace("©", "").encode("iso-8859-2"))
    documents, _ = read_documents([tmp_path])
    assert "The Łódź bridge" in documents[0].text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "<div>" * 5000,
        "<" * 5000,
        "<!-- " + "x" * 5000,
        "not html at all",
    ],
)
def test_a_page_without_main_text_is_skipped(tmp_path: Path, page: str) -> None:
    (tmp_path / "p.html").write_text(page)
    documents, skipped = read_documents([tmp_path])
    assert documents == []
    assert "no main text" in skipped[0].reason


def test_nothing_is_fetched(document: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = PAGE.replace("<p>Share", '<img src="http://example.org/i.png"><p>Share')
    assert document(page, "page.html").blocks
