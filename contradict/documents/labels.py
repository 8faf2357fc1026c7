"""What a speaker's label looks like at the start of a line: the grammar, one line at a time.

Whether a document is a transcript at all, and which of its labels count, is decided over the
whole document in ``transcript``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from contradict.documents.label_words import (
    ALSO_NAMES,
    ANONYMOUS,
    ASKING,
    NOT_NAMES,
    PARTICLES,
    ROLES,
    TITLES,
)

MAX_LABEL = 90  # characters up to the colon, "SEN. JOHN DOE (R), ARIZONA, RANKING MEMBER:"
MAX_NAME_WORDS = 6
TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
TIME_IN_BRACKETS = re.compile(rf"[\[(]\s*({TIME})\s*[\])]")
LEADING = re.compile(
    r"(?:\[\*\]|>>+|[-–—•])?[ \t\u00a0]*"
    rf"(?:[\[(]?(?P<time>{TIME})[\])]?[ \t\u00a0]+(?:[-–—][ ]+)?)?"
)
QUESTION_MARK = re.compile(
    r"(?:\*\*)?(Q|A)(?:\*\*)?(?:[:.](?:\*\*)?(?=\s|$)|[ \t]{2,}|[ \t]*\u00a0)\s*"
    r"|(?P<bare>Q) (?=[\"“'‘(\[\\—–…A-Z0-9])"  # nearly as good, but Q Branch is a noun
)
TIMED_NAME = re.compile(
    rf"(?P<name>[^\W\d_][^:\n\[\]()]{{0,60}}?)[:,]?[ \t\u00a0]{{0,8}}"
    rf"(?:[\[(](?P<inner>{TIME})[\])]|[ \t\u00a0](?P<bare>{TIME})):?[ \t\u00a0]*(?=\n|$)"
)
FLOOR_NAME = re.compile(
    r"(?P<name>(?:Mr|Mrs|Ms|Miss|Dr|Senator|Chairman|Chairwoman|Secretary|General|Admiral)\.? "
    r"(?P<surname>(?:[A-Z][\w'’-]{0,30} ?){1,3}?)(?: of [A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)?"
    r"|The (?P<office>[A-Z]{4,20}(?: [A-Z]{4,20}| pro tempore)?))\.(?=\s+[\"“'(]*[A-Z])\s+"
)
STOPPED_NAME = re.compile(  # CHAIR BERG.  Good afternoon.
    r"(?P<name>[A-Z][A-Z'’.-]{1,25}(?: [A-Z][A-Z'’.-]{0,25}){1,4})\.(?:[ \u00a0]{2,}|\t)(?=\S)"
)
NUMBERED = re.compile(
    r"(?:SPEAKER|PERSON|VOICE|PARTICIPANT|WITNESS|OFFICIAL|INTERVIEWEE|INTERVIEWER)"
    r"(?:[_ #]{0,2}\d{1,3}|[_ ][A-Z])",
    re.IGNORECASE,
)
MARKUP = str.maketrans("", "", "*_\\`[]#")
SMALL_START = re.compile(r"(?:Mc|Mac|De|Di|Da|La|Le|Van|Von|O['’]|D['’])?(.+)")
PARENTHESIS = re.compile(r"\([^()]{0,60}\)")


class Form(IntEnum):
    """How clearly a label is one; only CLEAR ones count alone."""

    WEAK = 1  # Anna Berg:
    CAPITALS = 2  # ANNA BERG:
    CLEAR = 3  # MS. BERG:  [SPEAKER_02]:  THE PRESIDENT:  Q


@dataclass(frozen=True)
class Label:
    """A label at ``start``; what is said begins at ``end``. ``key`` is equal for equal labels."""

    start: int
    end: int
    key: str
    form: Form
    time: str | None = None
    time_at: int | None = None

    @property
    def asks(self) -> bool:
        return self.key.upper() in ASKING

    @property
    def speaker(self) -> str | None:
        """The name as it stands, without party, role or markup; None where it names nobody."""
        upper = self.key.upper()
        nobody = upper in ANONYMOUS or upper.startswith(("UNIDENTIFIED", "UNKNOWN"))
        return None if nobody and not self.asks else self.key


def find_label(text: str, start: int, end: int) -> Label | None:
    """The label that opens the line ``text[start:end]``, if there is one."""
    lead = LEADING.match(text, start, end)
    at = lead.end() if lead else start
    time = lead["time"] if lead else None
    if match := QUESTION_MARK.match(text, at, end):
        form = Form.CLEAR if match[1] == "Q" else Form.CAPITALS
        return Label(start, match.end(), match[1] or match["bare"], form, time)
    label = _with_colon(text, start, at, end, time)
    if label is not None:
        return label
    if match := TIMED_NAME.match(text, at, end):
        name = name_form(match["name"])
        if name is not None:
            form = Form.CAPITALS if match["inner"] and name[1] < Form.CAPITALS else name[1]
            return Label(start, match.end(), name[0], form, match["inner"] or match["bare"])
    if match := STOPPED_NAME.match(text, at, min(end, at + MAX_LABEL)):
        name = name_form(match["name"])
        if name is not None and name[1] is not Form.WEAK:
            return Label(start, match.end(), name[0], Form.CLEAR, time)
    if match := FLOOR_NAME.match(text, at, min(end, at + 2 * MAX_LABEL)):
        surname = (match["surname"] or match["office"] or "").replace(" pro tempore", "")
        form = Form.CLEAR if _capitals(surname.split()) else Form.WEAK
        return Label(start, match.end(), match["name"], form, time)
    return None


def _with_colon(text: str, start: int, at: int, end: int, time: str | None) -> Label | None:
    limit = min(end, at + MAX_LABEL)
    colon = text.find(":", at, limit)
    inner = TIME_IN_BRACKETS.search(text, at, limit)
    if inner is not None and inner.start() < colon < inner.end():  # "Name (00:41): what is said"
        colon = text.find(":", inner.end(), min(limit, inner.end() + 3))
        time = inner[1]
    if colon < 0:
        return None
    head = text[at:colon]
    named = name_form(TIME_IN_BRACKETS.sub("", head))
    if named is None:
        return None
    after = colon + 1
    while after < end and text[after] in "*_":  # the closing marks of **NAME:**
        after += 1
    if after < end and not text[after].isspace():
        return None
    said = _skip_blanks(text, after, end)
    if inner := TIME_IN_BRACKETS.match(text, said, end):  # "Name: (00:41)"
        time, said = inner[1], _skip_blanks(text, inner.end(), end)
    return Label(start, said, named[0], named[1], time)


def _skip_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def name_form(head: str) -> tuple[str, Form] | None:
    """The name in a label and how clear a label it is; None where it names nobody.

    >>> name_form("SEN. BERG (R-IOWA)"), name_form("Here is the thing")
    (('SEN. BERG', <Form.CLEAR: 3>), None)
    """
    plain = PARENTHESIS.sub("", head.translate(MARKUP)).strip() or head.strip(" ()*")
    if NUMBERED.fullmatch(head.strip(" *[]")):
        return head.strip(" *[]"), Form.CLEAR
    name, _, role = plain.partition(",")
    name = " ".join(name.split()).strip(" -–—")
    words = name.split()
    if not words or len(words) > MAX_NAME_WORDS or len(role) > 60:
        return None
    upper = name.upper()
    if upper in ROLES or upper in ASKING or upper in ANONYMOUS:
        return name, Form.CLEAR if name == upper else Form.WEAK
    titled = _bare(words[0]) in TITLES and len(words) > 1
    unlike = [word for word in map(_bare, words[titled:]) if not word or word in NOT_NAMES]
    alone = not titled and len(unlike) == len(words)
    if alone or not ALSO_NAMES.issuperset(unlike):  # a heading or the start of a sentence
        return None
    if _capitals(words[1:] if titled else words):
        spoken = words[0].isupper() or titled
        return name, Form.CLEAR if titled and spoken else Form.CAPITALS
    if role.strip() or not all(_name_like(word) for word in words):
        return None
    if words[0].lower() in PARTICLES or words[-1].lower() in PARTICLES - {"ii", "iii"}:
        return None
    return name, Form.CAPITALS if titled and words[0].endswith(".") else Form.WEAK


def _bare(word: str) -> str:
    return word.upper().strip(".,'’\"“”()")


def _capitals(words: list[str]) -> bool:
    """Whether the words are a name in capitals: two letters in a row at least once."""
    cores = [SMALL_START.sub(r"\1", word) for word in words if word.lower() not in PARTICLES]
    letters = [core for core in cores if any(c.isalpha() for c in core)]
    return (
        bool(letters)
        and all(core.isupper() for core in letters)
        and any(sum(c.isalpha() for c in core) > 1 for core in letters)
        and all(_letters(core) for core in cores)
    )


def _name_like(word: str) -> bool:
    return word.lower() in PARTICLES or (word[0].isupper() and _letters(word))


def _letters(word: str) -> bool:
    return all(c.isalpha() or c in ".'’-" for c in word)
