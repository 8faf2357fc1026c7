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
    r"\b(is|are|am|isn't|aren't|'re|'m|remains?|stays?|continues?|hasn't|haven't"
    r"|(?:has|have|there's)(?: not)? been|plans?|intends?|expects?|aims?|currently|today"
    r"|at this time|for now|still|yet|cannot|can't|can|(?-i:may)|must|needs?|wants?|stands?|holds?"
    r"|has no|have no|do not|does not|don't|doesn't|(?:it|that|there|here|he|she|who|what)'s)\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(will|won't|shall|going to|'ll|would|plan(?:s|ned)? to|intend(?:s|ed)? to|promis(?:e|es|ed)"
    r"|pledg(?:e|es|ed)|never (?:again )?(?:will|would)|scheduled|due to|by (?:the end of|next))\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(was|were|wasn't|weren't|had|hadn't|did|didn't|said|told|went|came|took|gave|made|met|saw"
    r"|knew|began|became|broke|fell|rose|sank|lost|won|paid|sold|sent|spoke|wrote|stood|kept|held"
    r"|(?!(?:indeed|hundred|speed|breed|proceed|exceed|succeed|united|armed|allied)\b)\w{3,}ed)\b",
    re.IGNORECASE,
)
PARTICIPLE = re.compile(  # "is closed", "has not been signed": no account of the past
    r"\b(?:is|are|am|be|been|being|has|have|isn't|aren't|hasn't|haven't|'re|'s|'ve|remains?|stays?)"
    r"(?: (?:not|now|still|also|been|being|\w+ly))* \w+ed\b",
    re.IGNORECASE,
)
MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
MOMENT = re.compile(
    rf"\b(1[5-9]\d\d|20\d\d|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}|{MONTH} \d{{1,2}})\b",
    re.IGNORECASE,
)


def share_changed(left: Claim, right: Claim) -> float:
    """P(changed | the texts conflict), 0 to 1; 0 where the dates show no order.

    The same whichever claim is left: what counts is which is the earlier.
    """
    if in_order(left.date, right.date):
        return _share(_straight(left.text), _straight(right.text))
    if in_order(right.date, left.date):
        return _share(_straight(right.text), _straight(left.text))
    return 0.0


def _share(earlier: str, later: str) -> float:
    past = _past(earlier) and _past(later)
    forecast = bool(FUTURE.search(earlier))
    if past and not forecast and _moments(earlier) & _moments(later):
        return 0.0  # two accounts of one moment that both name
    if SIGNS.search(later):
        return SIGN_SHARE
    if forecast or _present(earlier):
        return STATE_SHARE
    return PAST_SHARE if past else MIXED_SHARE


def in_order(earlier: str | None, later: str | None) -> bool:
    """Is the first date certainly before the second? Dates of differing precision may overlap."""
    if earlier is None or later is None:
        return False
    shared = min(len(earlier), len(later))
    return earlier[:shared] < later[:shared]


def _straight(text: str) -> str:
    """Typographic apostrophes as the expressions above have them."""
    return text.replace("’", "'")


def _present(text: str) -> bool:
    return bool(PRESENT.search(text)) and not _past(text)


def _past(text: str) -> bool:
    return bool(PAST.search(PARTICIPLE.sub(" ", text)))


def _moments(text: str) -> set[str]:
    """Years and days that a text names."""
    return {match.group().casefold() for match in MOMENT.finditer(text)}
