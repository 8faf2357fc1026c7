"""A report as one self-contained HTML page that loads nothing and runs nothing but its own script.

Every text goes through Jinja's escaping; no text of a report stands inside a script or style.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from contradict.records import VERDICTS
from contradict.reports import passages
from contradict.reports.structured import json_text

if TYPE_CHECKING:
    from jinja2 import Template

# Signs that HTML does not allow, or that could make a line read as what it does not say.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\/?#][^\s<>\"'`\\]*", re.IGNORECASE)
_SENTENCE_END = (".", "!", "?", "…", "”", '"', "’", ")", "]")


def render_page(report: Mapping[str, Any]) -> str:
    """The page for a report as ``Report.as_dict()`` gives it; the same report, the same bytes."""
    findings = report["findings"]
    choices = _choices(findings)
    cards = [_card(rank, finding, choices) for rank, finding in enumerate(findings, start=1)]
    style, script = _asset("page.css"), _asset("page.js")
    return _template().render(
        style=_own_markup(style),
        script=_own_markup(script),
        policy=_policy(style, script),
        findings=cards,
        choices={name: _counted(name, values, cards) for name, values in choices.items()},
        least=math.floor(100 * min((one["strength"] for one in findings), default=0.0)) / 100,
        knows_inputs=report.get("version") is not None,
        documents=[
            dict(document) | {"link": web_address(document.get("url"))}
            for document in report["documents"]
        ],
        skipped=report["skipped"],
        pairs=report["pairs"],
        models=report["models"],
        settings=[(name, _setting(value)) for name, value in report["settings"].items()],
        version=report.get("version"),
    )


def web_address(url: object) -> str | None:
    """The address where it may be a link: http or https with a host, and nothing odd in it."""
    if not isinstance(url, str):
        return None
    url = url.strip()
    return url if _WEB_ADDRESS.fullmatch(url) and not _UNSAFE.search(url) else None


def _card(
    rank: int, finding: Mapping[str, Any], choices: Mapping[str, dict[str, int]]
) -> dict[str, Any]:
    sides = [finding["left"], finding["right"]]
    return {
        "rank": rank,
        "id": finding.get("id"),
        "verdict": finding["verdict"],
        "verdict_class": finding["verdict"] if finding["verdict"] in VERDICTS else "other",
        "kind": finding["kind"],
        "state": finding.get("state"),  # of a corpus only, as is the review
        "review": finding.get("review"),
        "numbers": [
            (name, passages.number_words(finding[name]), round(100 * finding[name], 1))
            for name in ("strength", "score")
        ],
        "strength": finding["strength"],
        "reasons": [reason["text"] for reason in finding["reasons"]],
        "sides": [_side(finding, "left"), _side(finding, "right")],
        "also": [[_place(pair["left"]), _place(pair["right"])] for pair in finding["also"]],
        # Numbers instead of names: the script compares them, and no text gets near it.
        "choices": {
            "verdict": [choices["verdict"][finding["verdict"]]],
            "kind": [choices["kind"][finding["kind"]]] if finding["kind"] is not None else [],
            "speaker": _numbers(choices["speaker"], (side.get("speaker") for side in sides)),
            "left": choices["source"][finding["left"]["source"]],
            "source": _numbers(choices["source"], (side["source"] for side in sides)),
        },
    }


def _side(finding: Mapping[str, Any], name: str) -> dict[str, Any]:
    side = finding[name]
    spoken = side.get("text")
    return _place(side) | {
        "name": "First passage" if name == "left" else "Second passage",
        "segments": passages.segments(side["quote"], passages.reason_spans(finding, name)),
        "before": _before(side),
        "after": _after(side),
        "text": spoken if spoken and spoken.split() != side["quote"].split() else None,
    }


def _place(side: Mapping[str, Any]) -> dict[str, Any]:
    date = side.get("date")
    return {
        "speaker": side.get("speaker"),
        "date": passages.date_words(date),
        "iso_date": date if passages.is_iso_date(date) else None,
        "dated": date is not None,
        "source": side["source"],
        "title": side.get("title"),
        "publication": side.get("publication"),
        "link": web_address(side.get("url")),
        "places": ", ".join(passages.places(side)),
        "start": side["start"],
    }


def _before(side: Mapping[str, Any]) -> str:
    """What stands before the quote; a word that the cut has torn is left out."""
    before = str(side.get("before") or "")
    if side["start"] <= len(before):
        return before
    torn, _, rest = before.partition(" ")
    return f"… {rest.lstrip() or torn}" if before.strip() else ""


def _after(side: Mapping[str, Any]) -> str:
    after = str(side.get("after") or "")
    return after if not after.strip() or after.rstrip().endswith(_SENTENCE_END) else f"{after}…"


def _choices(findings: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """What each filter offers, sorted, with the number that stands for it on the page."""
    values: dict[str, set[str]] = {"verdict": set(), "kind": set(), "speaker": set()}
    values["source"] = set()
    for finding in findings:
        values["verdict"].add(finding["verdict"])
        values["kind"].add(finding["kind"])
        for name in ("left", "right"):
            values["speaker"].add(finding[name].get("speaker"))
            values["source"].add(finding[name]["source"])
    return {
        name: {value: number for number, value in enumerate(sorted(filter(None, found)))}
        for name, found in values.items()
    }


def _counted(
    name: str, values: Mapping[str, int], cards: Iterable[Mapping[str, Any]]
) -> list[tuple[str, int]]:
    """The choices of one filter with the number of findings that each would leave."""
    counts = Counter(number for card in cards for number in card["choices"][name])
    return [(value, counts[number]) for value, number in values.items()]


def _numbers(choices: Mapping[str, int], values: Iterable[str | None]) -> list[int]:
    return sorted({choices[value] for value in values if value})


def _setting(value: Any) -> str:
    return value if isinstance(value, str) else json_text(value)


def _policy(style: str, script: str) -> str:
    """Content security policy: nothing is loaded, and only our own style and script count."""
    rules = {
        "default-src": "'none'",
        "style-src": _hash(style),
        "script-src": _hash(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _asset(name: str) -> str:
    return files("contradict.reports").joinpath(name).read_text(encoding="utf-8")


def _own_markup(content: str) -> Any:
    from markupsafe import Markup

    return Markup(content)  # only for the files beside this one


@cache
def _template() -> Template:
    from jinja2 import DictLoader, Environment, StrictUndefined

    environment = Environment(
        loader=DictLoader({"page.html": _asset("page.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    environment.filters["counted"] = passages.counted
    return environment.get_template("page.html")


def _clean(value: Any) -> Any:
    from markupsafe import Markup

    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNSAFE.sub("\ufffd", value)
    return value
