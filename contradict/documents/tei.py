"""TEI as parliaments use it (ParlaMint): utterances with a speaker's id, names in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from contradict.documents.composed import Part
from contradict.documents.dates import iso_date
from contradict.documents.xml_text import Record, attribute, flat, gather, local

LEFT_OUT = frozenset(
    ["note", "gap", "vocal", "kinesic", "incident", "desc", "pb", "head", "figure"]
)
DATE_PLACES = ("setting", "bibl", "sourceDesc", "profileDesc")  # not publicationStmt: the edition
PARTS_OF_NAME = ("forename", "nameLink", "surname")
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def tei(root: Any) -> Iterator[Record]:
    """One record for every text that is a TEI element of its own."""
    names = dict(_people(root))
    texts = [one for one in root.iter() if local(one) in ("TEI", "TEI.2")]
    for text in texts or [root]:
        record = Record(
            title=_title(text), date=_date(text), identity=attribute(text, "id"), parts=[]
        )
        for element in text.iter():
            if local(element) == "u":
                speaker = _speaker(element, names)
                record.parts += [Part(said, speaker) for said in _segments(element)]
        yield record


def _segments(utterance: Any) -> Iterator[str]:
    """Segments or paragraphs of an utterance, and what stands beside them."""
    loose: list[str] = [utterance.text or ""]
    for child in utterance:
        if local(child) in ("seg", "p", "ab"):
            yield " ".join("".join(loose).split())
            yield flat(child, LEFT_OUT)
            loose = [child.tail or ""]
        else:
            if local(child) and local(child) not in LEFT_OUT:
                gather(child, LEFT_OUT, loose)
            loose += [" ", child.tail or ""]
    yield " ".join("".join(loose).split())


def _people(root: Any) -> Iterator[tuple[str, str]]:
    """Id and name of every person in the lists of the file."""
    for person in root.iter():
        if local(person) != "person":
            continue
        identity = attribute(person, "id")
        name = next((one for one in person.iter() if local(one) == "persName"), None)
        if identity is None or name is None:
            continue
        parts = [flat(one) for wanted in PARTS_OF_NAME for one in name if local(one) == wanted]
        yield identity, " ".join(filter(None, parts)) or flat(name)


def _speaker(utterance: Any, names: dict[str, str]) -> str | None:
    """The name in the list; else the id with a blank where its words meet: "#IdaBrandt"."""
    who = (attribute(utterance, "who") or "").split()
    if not who:
        return None
    identity = who[0].rsplit("#", 1)[-1]
    return names.get(identity) or CAMEL.sub(" ", identity).replace("_", " ").strip() or None


def _title(text: Any) -> str | None:
    titles = [
        one
        for head in text.iter()
        if local(head) == "titleStmt"
        for one in head
        if local(one) == "title"
    ]
    chosen = [one for one in titles if attribute(one, "type") == "sub"] or titles
    return flat(chosen[0]) or None if chosen else None


def _date(text: Any) -> str | None:
    """The day of the sitting: of its setting, source, meeting or id."""
    for place in DATE_PLACES:
        for holder in text.iter():
            if local(holder) != place:
                continue
            for one in holder.iter():
                if local(one) == "date":
                    found = iso_date(attribute(one, "when")) or iso_date(flat(one))
                    if found is not None:
                        return found
    for one in text.iter():
        if local(one) == "meeting" and (match := ISO.search(attribute(one, "n") or "")):
            return iso_date(match.group())
    match = ISO.search(attribute(text, "id") or "")
    return iso_date(match.group()) if match else None
