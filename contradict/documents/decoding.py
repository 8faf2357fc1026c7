"""Bytes to text: UTF-8, else what charset-normalizer finds; line ends become ``\\n``."""

from __future__ import annotations

import codecs
import re

from contradict.errors import InputError
from contradict.settings import Settings

WIDE_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
CONTROL_SHARE = 0.02  # real text has next to none; a file of one format or another has many
SAVE_AS_TEXT = "save it as UTF-8 text"
HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")


def decode(content: bytes, *, source: str, settings: Settings, declared: str | None = None) -> str:
    """Text of ``content`` without byte-order mark, line ends as ``\\n``, nothing else changed.

    ``declared`` is an encoding that the file itself names; it is tried after UTF-8. Raises
    InputError for an empty, binary or undecodable file and for an overlong line.
    """
    if len(content) > settings.max_file_bytes:
        raise too_large(len(content), source, settings)
    if not content.strip():
        raise InputError("the file is empty", source=source, advice="leave it out or fill it")
    text = _characters(content, source, declared).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError("the file is empty", source=source, advice="leave it out or fill it")
    _check_lines(text, source, settings)
    return text


def too_large(size: int, source: str, settings: Settings) -> InputError:
    """The error for a file over the limit."""
    return InputError(
        f"{size:,} bytes are more than the {settings.max_file_bytes:,} allowed",
        source=source,
        advice="split the file or raise max_file_bytes",
    )


def _characters(content: bytes, source: str, declared: str | None) -> str:
    for mark, encoding in WIDE_MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, source)
    if _control_share(content) > CONTROL_SHARE:
        raise InputError("a binary file, not text", source=source, advice=SAVE_AS_TEXT)
    for encoding in ("utf-8-sig", declared) if declared else ("utf-8-sig",):
        try:
            text = content.decode(encoding)
            text.encode("utf-8")
        except (UnicodeError, LookupError, ValueError):
            continue
        return text
    return _guess(content, source)


def _strictly(content: bytes, encoding: str, source: str) -> str:
    try:
        text = content.decode(encoding)
        text.encode("utf-8")  # halves of characters cannot be written out again
    except UnicodeError:
        raise InputError(
            f"marked as {encoding.upper()} but not readable as such",
            source=source,
            advice=SAVE_AS_TEXT,
        ) from None
    return text


def _control_share(content: bytes) -> float:
    return 1 - len(content.translate(None, CONTROL_BYTES)) / len(content)


def _guess(content: bytes, source: str) -> str:
    from charset_normalizer import from_bytes

    unknown = InputError("not text in any known encoding", source=source, advice=SAVE_AS_TEXT)
    try:
        matches = list(from_bytes(content))
        if not matches:
            raise unknown
        best = matches[0]
        # On short texts many encodings fit equally well; Windows-1252 is the likeliest by far.
        tied = any(m.encoding == "cp1252" and m.chaos <= best.chaos for m in matches)
        # Eastern encodings need pairs of high bytes: lone ones are quotes and accents.
        lone = best.multi_byte_usage > 0 and not HIGH_PAIR.search(content)
        if tied or lone:
            try:
                return content.decode("cp1252")
            except UnicodeError:
                pass
        text = str(best).removeprefix("\ufeff")
        text.encode("utf-8")
    except (UnicodeError, LookupError, ValueError):
        raise unknown from None
    return text


def _check_lines(text: str, source: str, settings: Settings) -> None:
    if len(text) <= settings.max_line_characters:
        return
    start, row = 0, 1
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > settings.max_line_characters:
            raise InputError(
                f"a line of {end - start:,} characters, "
                f"more than the {settings.max_line_characters:,} allowed",
                source=source,
                row=row,
                advice="break the line or raise max_line_characters",
            )
        start, row = end + 1, row + 1
