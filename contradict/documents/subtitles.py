"""Subtitles (WebVTT, SRT): cues become running text, their times anchors, their voices turns."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from contradict.documents.composed import Part, compose
from contradict.documents.dates import date_in_name
from contradict.documents.decoding import decode
from contradict.documents.labels import Form, find_label
from contradict.errors import InputError
from contradict.records import Anchor, Document, Skipped
from contradict.settings import Settings

PAUSE = 4.0  # seconds of silence that end a paragraph
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,60}\}")
SUNG = re.compile(r"♪[^♪]{0,200}♪?|♫")
ALONE = re.compile(r"\s*[\[(][^\[\]()]{1,60}[\])]\s*")  # a line that is nothing else
SQUARE = re.compile(r"\[(?!SPEAKER|Speaker)[^\[\]:]{1,60}\]")  # in speech these are notes
CHANGE = re.compile(r"(?:^|\s)>>+\s*")  # another voice, nobody says whose
DASH = re.compile(r"[-–—][ \t]*(?=\w)")
UNPARTED = re.compile(
    r"\n(?:[ \t]*\n)*(?P<cue>(?:\d{1,6}[ \t]*\n)?\d{1,2}:\d\d:\d\d,\d{3}[ \t]*-->)"
)
NEXT_VOICE = re.compile(r"(?=<v[ .])")
VOICE = re.compile(r"<v[.\w]{0,40}[ \t]+([^<>]{1,120})>")


@dataclass(frozen=True)
class Line:
    """One line of a cue: ``changes`` where it names a speaker or another voice sets in."""

    text: str
    time: str
    begins: float
    ends: float
    changes: bool
    speaker: str | None = None
    asks: bool = False


class SubtitleReader:
    """One document a file; text is the spoken words, without numbers, times and sound notes."""

    suffixes: tuple[str, ...] = (".vtt", ".srt")

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, content: bytes, *, source: str, path: Path) -> Iterator[Document | Skipped]:
        """Yield the document; raises InputError where no cue can be read."""
        text = decode(content, source=source, settings=self.settings)
        cues = _cues(text, path.suffix.lower().lstrip("."), source)
        found = compose(_parts(_without_repeats(_lines(cues))))
        if not found.blocks:
            raise InputError(
                "no spoken words in these subtitles", source=source, advice="leave the file out"
            )
        yield Document(
            source=source,
            name=source,
            text=found.text,
            date=date_in_name(path.name),
            turns=found.turns if any(turn.speaker or turn.asks for turn in found.turns) else (),
            blocks=found.blocks,
            anchors=found.anchors,
        )


def _cues(text: str, kind: str, source: str) -> list[Any]:
    import webvtt

    try:
        found: Any = webvtt.WebVTT.from_buffer(io.StringIO(_pointed(text, kind)), format=kind)
    except Exception as error:  # the library raises what a hostile file makes it raise
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(
            f"no subtitles that can be read ({reason})", source=source, advice="check the file"
        ) from error
    return list(found)


def _pointed(text: str, kind: str) -> str:
    """SRT as the library wants it: a comma in times, a blank line before each cue."""
    if kind != "srt":
        return text
    text = re.sub(r"(\d:\d\d:\d\d)\.(\d{3})", r"\1,\2", text)
    return UNPARTED.sub(r"\n\n\g<cue>", f"\n{text}").lstrip("\n")


def _lines(cues: Iterable[Any]) -> Iterator[Line]:
    for cue in cues:
        voice: str | None = None
        dashes = sum(bool(DASH.match(line.strip())) for line in cue.lines) > 1
        pieces = [piece for line in cue.lines for piece in NEXT_VOICE.split(line)]
        for number, raw in enumerate(filter(str.strip, pieces)):
            named = VOICE.search(raw)
            if named is not None:
                voice = " ".join(html.unescape(named[1]).split())
            text = " ".join(html.unescape(MARKUP.sub("", raw)).split())
            for place, piece in enumerate(CHANGE.split(text)):
                dash = DASH.match(piece) if dashes else None
                line = _line(cue, piece[dash.end() :] if dash else piece, voice)
                changed = place > 0 or dash is not None or bool(voice and (named or not number))
                if line is not None:
                    yield replace(line, changes=changed or line.changes)


def _line(cue: Any, text: str, voice: str | None) -> Line | None:
    """What is said in a piece of a cue, with the label that opens it; None for mere sounds."""
    label = find_label(text, 0, len(text)) if voice is None else None
    if label is not None and label.form is Form.WEAK:
        label = None
    said = SUNG.sub(" ", text[label.end :] if label else text)
    spoken = "" if ALONE.fullmatch(said) else " ".join(SQUARE.sub(" ", said).split())
    if not any(character.isalnum() for character in spoken):
        return None
    begins, ends = (_seconds(stamp) for stamp in (cue.start, cue.end))
    if label is None:
        return Line(spoken, cue.start, begins, ends, changes=False, speaker=voice)
    return Line(spoken, cue.start, begins, ends, True, label.speaker, label.asks)


def _seconds(stamp: str) -> float:
    """Seconds of a time stamp such as 01:02:03.456."""
    total = 0.0
    for part in stamp.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total


def _without_repeats(lines: Iterable[Line]) -> Iterator[Line]:
    """Leave out the line that roll-up captions show again above the next one."""
    before: list[str] = []
    cue: list[str] = []
    time = None
    for line in lines:
        if line.time != time:
            before, cue, time = cue, [], line.time
        cue.append(line.text)
        if line.text not in before[-2:]:
            yield line


def _parts(lines: Iterable[Line]) -> Iterator[Part]:
    """Lines joined while one voice speaks without a pause."""
    open_lines: list[Line] = []
    speaker: tuple[str | None, bool] = (None, False)
    for line in lines:
        same = not line.changes or (line.speaker is not None and line.speaker == speaker[0])
        pause = bool(open_lines) and line.begins - open_lines[-1].ends > PAUSE
        if open_lines and (not same or (pause and _is_closed(open_lines[-1].text))):
            yield _part(open_lines, speaker)
            open_lines = []
        if line.changes:
            speaker = (line.speaker, line.asks)
        open_lines.append(line)
    if open_lines:
        yield _part(open_lines, speaker)


def _is_closed(text: str) -> bool:
    return text.rstrip("\"'”’)")[-1:] in (".", "!", "?", "…")


def _part(lines: list[Line], speaker: tuple[str | None, bool]) -> Part:
    text, anchors, time = "", [], None
    for line in lines:
        text += " " if text else ""
        if line.time != time:
            anchors.append((len(text), Anchor(time=line.time)))
            time = line.time
        text += line.text
    return Part(text, speaker[0], asks=speaker[1], anchors=tuple(anchors))
