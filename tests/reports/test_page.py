"""The page: self-contained, escaped throughout, with the marks at the right characters."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.reports.page import render_page, web_address


def parsed(report: dict[str, Any]) -> Any:
    return lxml.html.document_fromstring(render_page(report).encode("utf-8", "replace"))


def shape(page: Any) -> list[tuple[str, list[str]]]:
    return [(element.tag, sorted(element.attrib)) for element in page.iter(lxml.etree.Element)]


def test_no_text_of_a_report_becomes_markup(hostile):
    harmless = _replaced(hostile)
    page, plain = parsed(hostile), parsed(harmless)
    assert shape(page) == shape(plain)
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//img | //iframe | //object | //embed | //link | //base | //@style")
    assert not [
        name for name in page.xpath("//@*") if getattr(name, "attrname", "").startswith("on")
    ]
    assert "49" not in "".join(page.xpath("//h2//text()"))


def _replaced(value: Any) -> Any:
    """The same report with every attack replaced by letters that differ where the attacks do."""
    if isinstance(value, dict):
        return {_replaced(key): _replaced(cell) for key, cell in value.items()}
    if isinstance(value, list):
        return [_replaced(cell) for cell in value]
    if isinstance(value, str) and re.search(r"[<>&\"\x1b]", value):
        return re.sub(r"[^\w ]", "x", value.replace("_", "x")).ljust(len(value), "x")
    return value


def test_hostile_strings_never_stand_raw(hostile, attacks):
    html = render_page(hostile)
    body = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
    for attack in attacks:
        assert attack not in body
    for word in ("<script", "<img", "alert(1)<", "\x1b", "\x00", "\u202e", 'onmouseover="'):
        assert word not in body


def test_the_quotes_can_be_read_as_they_are(hostile):
    quotes = ["".join(quote.itertext()) for quote in parsed(hostile).xpath('//*[@class="quote"]')]
    expected = [side["quote"] for finding in hostile["findings"] for side in _sides(finding)]
    assert quotes[:-2] == expected[:-2]  # the last one holds what HTML has no place for


def test_marks_stand_on_the_spans_of_the_reasons(sample):
    marks = [
        [mark.text for mark in quote.xpath("mark")]
        for quote in parsed(sample).xpath('//*[@class="quote"]')
    ]
    assert marks == [
        ["12 million"],
        ["40 million"],
        ["closes", "ordered"],
        ["not decided", "close"],
        ["end of the year"],
        ["1 June"],
    ]


letters = st.characters(codec="ascii", min_codepoint=32, max_codepoint=126)


@settings(deadline=None, max_examples=40)
@given(st.text(letters, min_size=1, max_size=40), st.data())
def test_any_span_is_marked_exactly(quote, data):
    start = data.draw(st.integers(0, len(quote) - 1))
    end = data.draw(st.integers(start + 1, len(quote)))
    side = {"source": "a", "start": 0, "end": len(quote), "quote": quote}
    finding = {"score": 0.9, "strength": 0.9, "verdict": "contradiction", "kind": None, "also": []}
    finding |= {"left": side, "right": side}
    finding["reasons"] = [{"text": "r", "left_span": [start, end], "right_span": [0, 0]}]
    report = {"findings": [finding], "documents": [], "skipped": [], "models": [], "settings": {}}
    report["pairs"] = dict.fromkeys(("possible", "proposed", "judged"))
    left, right = parsed(report).xpath('//*[@class="quote"]')
    assert "".join(left.itertext()) == "".join(right.itertext()) == quote
    assert [mark.text for mark in left.xpath("mark")] == [quote[start:end]]
    assert right.xpath("mark") == []


def test_the_page_loads_nothing(sample, hostile):
    for report in (sample, hostile):
        page = parsed(report)
        assert page.xpath("//@src | //@srcset | //@data | //@action | //@poster") == []
        for element in page.xpath("//*[@href]"):
            assert element.tag == "a"
        style = page.xpath("//style")[0].text
        assert "url(" not in style
        assert "@import" not in style
        assert "http" not in style + page.xpath("//script")[0].text


def test_the_policy_allows_our_own_parts_and_nothing_else(sample):
    page = parsed(sample)
    policy = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        content = page.xpath(f"//{tag}")[0].text
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"


def test_only_web_addresses_become_links(sample, hostile):
    outward = [a for a in parsed(sample).xpath("//a") if not a.get("href").startswith("#")]
    assert {a.get("href") for a in outward} == {"https://example.org/briefing?day=14&part=1#top"}
    assert {a.get("rel") for a in outward} == {"noopener noreferrer"}
    assert all(link.startswith("#") for link in parsed(hostile).xpath("//a/@href"))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        " \x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/x",
        "https:javascript",
        "https://",
        "https:///x",
        "http://exa mple.org",
        "https://example.org/\u202egpj.exe",
        'https://example.org/"onclick="x',
        "",
        None,
        7,
    ],
)
def test_other_addresses_are_not_links(url):
    assert web_address(url) is None


@pytest.mark.parametrize("url", ["https://example.org/a?b=c&d#e", " HTTP://example.org:80 "])
def test_web_addresses_are_kept(url):
    assert web_address(url) == url.strip()


def test_everything_about_a_finding_is_on_its_card(sample):
    cards = parsed(sample).xpath("//article")
    texts = [" ".join(card.text_content().split()) for card in cards]
    assert len(cards) == 3
    for words in ("contradiction", "numeric", "0.97", "12 million against 40 million."):
        assert words in texts[0]
    for words in ("Harbour ministry", "1 March 2024", "letter.md", "line 1", "Dear Mr. Okoro,"):
        assert words in texts[0]
    for words in ("Speaker unknown", "page 2", "at 00:12:31", "The ferry closes, or it does not."):
        assert words in texts[1]
    assert "Read as: The ministry has not decided to close the ferry." in texts[1]
    assert "The same words also in 1 other pair of passages" in texts[1]
    assert "statement 17" in texts[2]
    assert "Harbour Gazette" in texts[2]


def test_the_trail_is_on_the_page(sample):
    text = parsed(sample).text_content()
    for document in sample["documents"]:
        assert document["sha256"] in text
    for words in ("ab" * 32, "scan.bin", "not text: a binary file", "threshold", "1,204", "0.1.0"):
        assert words in text


def test_without_a_script_all_findings_show_and_no_dead_filter_does(sample):
    page = parsed(sample)
    assert "hidden" in page.xpath("//form")[0].attrib
    assert not page.xpath("//article[@hidden]")


def test_an_empty_report_is_a_page_too(empty):
    page = parsed(empty)
    assert page.xpath("//article") == []
    assert "Nothing was found" in page.text_content()


def test_the_page_speaks_to_everyone(sample):
    page = parsed(sample)
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    for field in page.xpath("//form//input | //form//select"):
        assert field.xpath("ancestor::label//span")[0].text
    for labelled in page.xpath("//@aria-labelledby"):
        assert labelled in identifiers


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return sum(
            weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
        )

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_keep_enough_contrast_by_day_and_night(sample):
    style = parsed(sample).xpath("//style")[0].text
    roots = re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL)[:2]
    for root in roots:
        colours = dict(re.findall(r"--([\w-]+): (#\w{6});", root))
        for ink in ("ink", "soft", "link"):
            assert _contrast(colours[ink], colours["paper"]) >= 4.5
            assert _contrast(colours[ink], colours["card"]) >= 4.5
        for name in ("mark", "badge", "red", "blue"):
            assert _contrast(colours[f"{name}-ink"], colours[name]) >= 4.5
        for name in ("field", "level", "focus"):
            assert _contrast(colours[name], colours["card"]) >= 3


def _sides(finding: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding["left"], finding["right"]]
