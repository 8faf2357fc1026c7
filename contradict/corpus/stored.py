"""Records as cells of a table and back, exactly.

Texts from anywhere may hold lone surrogates, which SQLite's text cannot: those are kept as bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from contradict.records import (
    Anchor,
    Claim,
    Document,
    Explanation,
    Moment,
    Name,
    Quantity,
    Turn,
)

Cell = str | bytes | None

PLAIN = ("speaker", "date", "title", "url", "publication")
COLUMNS = ("source", "name", *PLAIN, "structure", "text")  # of a document
LISTS = {"moments": Moment, "quantities": Quantity, "names": Name}  # of a claim
HASH_BYTES = 16  # enough for more texts than any disk holds


def cell(text: str) -> str | bytes:
    """A text as SQLite takes it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def text_of(value: str | bytes) -> str:
    """The text that ``cell`` was given."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def json_cell(value: Any) -> str | bytes:
    """A value as JSON; escapes would join two lone surrogates that stand side by side."""
    return cell(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def json_of(value: str | bytes) -> Any:
    return json.loads(text_of(value))


def hash_of(*texts: str) -> bytes:
    """What a text, or an ordered pair of texts, is found by."""
    state = hashlib.blake2b(digest_size=HASH_BYTES)
    for text in texts:
        content = text.encode("utf-8", "surrogatepass")
        state.update(len(content).to_bytes(8, "little"))  # else ("ab", "c") would be ("a", "bc")
        state.update(content)
    return state.digest()


def document_cells(document: Document) -> tuple[Cell, ...]:
    """The cells of COLUMNS."""
    plain = [getattr(document, name) for name in PLAIN]
    return (
        cell(document.source),
        cell(document.name),
        *(None if one is None else cell(one) for one in plain),
        json_cell(
            {
                "turns": [asdict(turn) for turn in document.turns],
                "blocks": document.blocks,
                "anchors": [[place, asdict(anchor)] for place, anchor in document.anchors],
                "gaps": document.gaps,
            }
        ),
        cell(document.text),
    )


def digest_of(cells: Sequence[Cell]) -> str:
    """SHA-256 over everything that is known of a document, 64 hexadecimal digits."""
    state = hashlib.sha256()
    for one in cells:
        content = one.encode("utf-8") if isinstance(one, str) else one
        # the length first, and none for null: no two documents run together to the same bytes
        state.update(b"-" if content is None else b"%d:" % len(content))
        state.update(content or b"")
    return state.hexdigest()


def document_of(cells: Sequence[Any]) -> Document:
    """The document that ``document_cells`` was given; raises ValueError, TypeError, KeyError."""
    given = dict(zip(COLUMNS, cells, strict=True))
    structure = json_of(given["structure"])
    texts = ("source", "name", *PLAIN, "text")
    plain: dict[str, Any] = {
        name: None if given[name] is None else text_of(given[name]) for name in texts
    }
    return Document(
        **plain,
        turns=tuple(Turn(**turn) for turn in structure["turns"]),
        blocks=tuple((start, end) for start, end in structure["blocks"]),
        anchors=tuple((place, Anchor(**anchor)) for place, anchor in structure["anchors"]),
        gaps=tuple((start, end) for start, end in structure["gaps"]),
    )


def claims_cell(claims: Sequence[Claim]) -> str | bytes:
    """All claims of one document, which is itself left out."""
    return json_cell([_claim_fields(claim) for claim in claims])


def _claim_fields(claim: Claim) -> dict[str, Any]:
    plain = {one.name: getattr(claim, one.name) for one in fields(claim) if one.name != "document"}
    nested = {name: [asdict(one) for one in plain[name]] for name in LISTS}
    return plain | nested | {"anchor": asdict(claim.anchor)}


def claims_of(value: str | bytes, document: Document) -> list[Claim]:
    """The claims that ``claims_cell`` was given; raises ValueError, TypeError, KeyError."""
    return [_claim(given, document) for given in json_of(value)]


def _claim(given: Mapping[str, Any], document: Document) -> Claim:
    nested = {name: tuple(kind(**one) for one in given[name]) for name, kind in LISTS.items()}
    return Claim(**{**given, **nested, "document": document, "anchor": Anchor(**given["anchor"])})


def explanation_cell(explanation: Explanation | None) -> str | bytes:
    if explanation is None:
        return json_cell(None)
    given = {one.name: getattr(explanation, one.name) for one in fields(explanation)}
    return json_cell(given | {name: dict(given[name]) for name in ("verdicts", "kinds")})


def explanation_of(value: str | bytes) -> Explanation | None:
    """What ``explanation_cell`` was given; raises ValueError, TypeError, KeyError."""
    given = json_of(value)
    if given is None:
        return None
    pieces = {side: tuple(tuple(piece) for piece in given[side]) for side in ("left", "right")}
    return Explanation(**(given | pieces))
