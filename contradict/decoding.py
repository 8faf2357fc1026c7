"""Bytes to characters: UTF-8 first, else the likeliest encoding; nothing else is changed."""

from __future__ import annotations

import codecs
import re

from contradict.errors import InputError

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


def characters(content: bytes, *, source: str, declared: str | None = None) -> str:
    """Text of ``content`` without byte-order mark, line ends as they are.

    ``declared`` is an encoding that the file itself names; it is tried after UTF-8. Raises
    InputError for binary or undecodable content.
    """
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
        tied = any(
            "cp1252" in one.could_be_from_charset and one.chaos <= best.chaos for one in matches
        )
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
