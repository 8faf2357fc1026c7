"""The text of a file: decoded, line ends as ``\\n``, within the limits on size and line length."""

from __future__ import annotations

from contradict.decoding import characters
from contradict.errors import InputError
from contradict.settings import Settings


def decode(content: bytes, *, source: str, settings: Settings, declared: str | None = None) -> str:
    """Text of ``content`` without byte-order mark, line ends as ``\\n``, nothing else changed.

    ``declared`` is an encoding that the file itself names; it is tried after UTF-8. Raises
    InputError for an empty, binary or undecodable file and for an overlong line.
    """
    if len(content) > settings.max_file_bytes:
        raise too_large(len(content), source, settings)
    if not content.strip():
        raise InputError("the file is empty", source=source, advice="leave it out or fill it")
    text = (
        characters(content, source=source, declared=declared)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
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
