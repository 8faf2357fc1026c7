"""Who signed a letter: the name below a closing formula speaks for the whole text."""

from __future__ import annotations

import re

CLOSING = re.compile(
    r"^[ \t]*(?:yours (?:sincerely|faithfully|truly|respectfully|ever|very truly)"
    r"|(?:very )?truly yours|(?:most )?sincerely(?: yours)?|faithfully yours"
    r"|respectfully(?: yours| submitted)?|with (?:kind|best|warm|warmest) (?:regards|wishes)"
    r"|(?:kind|best|warm|warmest) regards|regards|with respect|signed)[ \t]*[,.:]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
MARK = re.compile(r"^(?:/s/|\(signed\)|\[signed\]|for and on behalf of)\s*", re.IGNORECASE)
NAME_WORD = r"(?:[A-Z][\w'’.\-]*|de|del|della|da|di|dos|van|von|der|den|bin|ibn|al|el|of|y)"
NAME = re.compile(rf"^[A-Z][\w'’.\-]*(?: {NAME_WORD}){{1,5}}$")
TITLE = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Hon|The Hon|Rev|Gen|Col|Lt|Maj|Capt|Adm)"
    r"\.? )+"
)
LINES_BELOW = 3  # a signature may have a mark or a blank line before the name


def signer(text: str) -> str | None:
    """The name below the only closing formula of ``text``, without titles; None where unclear."""
    closings = list(CLOSING.finditer(text))
    if len(closings) != 1:
        return None
    below = [line.strip() for line in text[closings[0].end() :].splitlines() if line.strip()]
    for line in below[:LINES_BELOW]:
        name = TITLE.sub("", MARK.sub("", line).split(",")[0].strip())
        if NAME.match(name) and not name.isupper():
            return name
        if name.isupper() and NAME.match(name.title()):
            return name.title()
    return None
