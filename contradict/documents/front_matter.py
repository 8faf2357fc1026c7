"""The YAML block at the head of a Markdown file: title, date, address, speaker."""

from __future__ import annotations

from dataclasses import dataclass

from contradict.documents.dates import iso_date

FENCE = "---"
DATE_FIELDS = ("date", "published", "published_time")
MAX_CHARACTERS = 65_536  # a head longer than this is no head


@dataclass(frozen=True)
class FrontMatter:
    """``end`` is the offset of the first character after the block, 0 where there is none."""

    end: int = 0
    title: str | None = None
    date: str | None = None
    url: str | None = None
    speaker: str | None = None


def read_front_matter(text: str) -> FrontMatter:
    """Fields of the block that opens ``text``; an unreadable block is still marked as one."""
    if not text.startswith(f"{FENCE}\n"):
        return FrontMatter()
    closing = text.find(f"\n{FENCE}", len(FENCE), MAX_CHARACTERS)
    after = closing + 1 + len(FENCE)
    if closing < 0 or text[after : after + 1] not in ("", "\n", " "):
        return FrontMatter()
    line_end = text.find("\n", after)
    end = len(text) if line_end < 0 else line_end + 1
    fields = _fields(text[len(FENCE) + 1 : closing + 1])
    if fields is None:
        return FrontMatter() if _blank_before(text, closing) else FrontMatter(end=end)
    return FrontMatter(
        end=end,
        title=_line(fields.get("title")),
        date=next(filter(None, (iso_date(fields.get(name)) for name in DATE_FIELDS)), None),
        url=_line(fields.get("source_url") or fields.get("url")),
        speaker=_line(fields.get("speaker")),
    )


def _fields(block: str) -> dict[str, object] | None:
    """The block's mapping with lower-case keys and text values, {} where empty, None if no YAML."""
    import yaml

    try:
        # BaseLoader makes text, lists and mappings only: no tags, no dates, no code.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if loaded is None or loaded == "":
        return {}
    if not isinstance(loaded, dict):
        return None
    return {str(key).strip().lower(): value for key, value in loaded.items()}


def _blank_before(text: str, closing: int) -> bool:
    """Whether the two rules merely frame paragraphs: front matter has no blank lines."""
    return "\n\n" in text[:closing]


def _line(value: object) -> str | None:
    """A scalar as one line of text; lists, mappings and blanks are None."""
    if not isinstance(value, str):
        return None
    return " ".join(value.split()) or None
