"""How likely a conflict is a change in the meantime, from dates, speakers and wording.

A state, decision or position may be one thing at one date and another later; two accounts of the
same past moment may not. The shares below were set by hand on labelled statement pairs.
"""

from __future__ import annotations

import re

from contradict.records import Claim

SIGN_SHARE = 0.9  # the later text says itself that something changed
STATE_SHARE = 0.75  # the earlier text speaks of its own present or future
MIXED_SHARE = 0.35  # it is not clear which time the earlier text speaks of
PAST_SHARE = 0.05  # both give accounts of the past

SIGNS = re.compile(
    r"\b(no longer|any ?more|since then|has since|have since|nowadays|reverse[ds]|rescinded"
    r"|resume[ds]|reopen(?:ed|s)?|abandoned|changed (?:my|our|his|her|its|their) minds?"
    r"|previously|formerly|used to|until (?:now|then|recently)|as of|from (?:today|now) on)\b",
    re.IGNORECASE,
)
PRESENT = re.compile(
    r"\b(is|are|am|isn't|aren't|'re|'m|remains?|stays?|continues?|has been|have been|hasn't|haven't"
    r"|there's been|plans?|intends?|expects?|aims?|currently|today|at this time|for now|still|yet"
    r"|cannot|can't|can|may|must|needs?|wants?|stands?|holds?|has no|have no|do not|does not|don't"
    r"|doesn't|'s)\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(will|won't|shall|going to|'ll|would|plan(?:s|ned)? to|intend(?:s|ed)? to|promis(?:e|es|ed)"
    r"|pledg(?:e|es|ed)|never (?:again )?(?:will|would)|scheduled|due to|by (?:the end of|next))\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(was|were|wasn't|weren't|had|hadn't|did|didn't|said|told|went|came|took|gave|made|met|saw"
    r"|knew|signed|\w{3,}ed)\b",
    re.IGNORECASE,
)


def share_changed(left: Claim, right: Claim) -> float:
    """P(changed | the texts conflict), 0 to 1; 0 where the dates show no order.

    ``left`` is the earlier claim wherever both are dated and the dates differ.
    """
    if not in_order(left.date, right.date):
        return 0.0
    if SIGNS.search(right.text):
        return SIGN_SHARE
    if FUTURE.search(left.text) or _present(left.text):
        return STATE_SHARE
    if _past(left.text) and _past(right.text):
        return PAST_SHARE
    return MIXED_SHARE


def in_order(earlier: str | None, later: str | None) -> bool:
    """Is the first date certainly before the second? Dates of differing precision may overlap."""
    if earlier is None or later is None:
        return False
    shared = min(len(earlier), len(later))
    return earlier[:shared] < later[:shared]


def _present(text: str) -> bool:
    return bool(PRESENT.search(text)) and not PAST.search(text)


def _past(text: str) -> bool:
    return bool(PAST.search(text))
