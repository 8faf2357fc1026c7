"""One sentence in plain words for every finding, built on the words that carry it."""

from __future__ import annotations

from contradict.findings.marked import fold
from contradict.records import Claim, Kind, Reason, Span, Verdict

LONGEST = 90  # characters of a quoted span in a sentence

WHY_KIND: dict[Kind, str] = {
    "commitment": "one is a weaker act than the other",
    "scope": "one speaks of all, the other of an exception to it",
    "entity": "they name different participants or places",
    "temporal": "they give different times",
    "numeric": "they give different figures",
    "negation": "one denies what the other says",
    "antonym": "the one rules out the other",
    "factual": "both cannot be true",
}
WHY_VERDICT: dict[Verdict, str] = {
    "contradiction": "both cannot be true",
    "changed": "it may have changed between the two dates",
    "exception": "one is an exception to the other",
    "scope": "they speak of different things",
    "reported": "one only reports what others hold",
    "conditional": "one hangs on a condition",
    "refinement": "one is more precise than the other",
    "restatement": "they say the same",
    "unrelated": "both can be true",
}


def reason_for(
    verdict: Verdict, kind: Kind | None, left: Claim, right: Claim, spans: tuple[Span, Span]
) -> Reason:
    """The sentence with its two spans, in characters of the quotes."""
    why = WHY_KIND[kind] if kind is not None else WHY_VERDICT[verdict]
    said = [
        f"{_who(claim, name)} says “{_short(claim.quote[span[0] : span[1]])}”"
        for claim, name, span in ((left, "left", spans[0]), (right, "right", spans[1]))
    ]
    if verdict == "changed":
        why += f" ({left.date} and {right.date})"
    return Reason(f"{said[0]}, {said[1]}: {why}.", spans[0], spans[1])


def _who(claim: Claim, side: str) -> str:
    return claim.speaker or side


def _short(words: str) -> str:
    words = fold(words)
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
