"""The text in the bytes of a table."""

from __future__ import annotations

import re

from contradict.errors import InputError

CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
CONTROL_SHARE = 0.02  # text has none, a stray one is tolerated
HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")


def decode(content: bytes, *, source: str) -> str:
    """Text of UTF-8 with or without byte-order mark, else of what charset-normalizer finds.

    Nothing is changed, line ends included. Raises InputError where the bytes are no text.
    """
    try:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _guess(content)
        text.encode("utf-8")  # some old encodings yield halves of characters
    except (UnicodeError, LookupError, ValueError):
        raise _unreadable(source) from None
    controls = sum(text.count(chr(control)) for control in CONTROLS)
    if "\0" in text or controls > CONTROL_SHARE * len(text):
        raise _unreadable(source)
    return text


def _guess(content: bytes) -> str:
    """Text in the likeliest encoding; raises ValueError where none fits."""
    from charset_normalizer import from_bytes

    matches = list(from_bytes(content))
    if not matches:
        raise ValueError
    best = matches[0]
    # On short texts many encodings fit equally well; Windows-1252 is the likeliest by far.
    tied = any(
        "cp1252" in match.could_be_from_charset and match.chaos <= best.chaos for match in matches
    )
    # Eastern encodings need pairs of high bytes: lone ones are quotes and accents.
    if tied or (best.multi_byte_usage > 0 and not HIGH_PAIR.search(content)):
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            pass
    return str(best).removeprefix("\ufeff")


def _unreadable(source: str) -> InputError:
    return InputError("not text in any known encoding", source=source, advice="save it as UTF-8")
