"""Variants of gold documents as real transcripts have them: other quotes, breaks, cases.

A variation changes the text and keeps what the tokens mean. Each is a function of a document;
``vary`` draws which of them a training document gets.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from contradict.training.recipes.treebanks import PARAGRAPH, Document, Sentence, Token

OPENING = ("``", "“")
CURLY = {"'": "’", "''": "”", "``": "“", "`": "‘", "--": "—"}
STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"', "—": "--", "–": "-"}
NO_BREAK = "\u00a0"
NARROW, WIDE = 40, 90  # characters in a line of hard-wrapped text
SHARES = {  # of training documents that get a variation
    "curly": 0.35,
    "straight": 0.1,
    "unpointed": 0.06,
    "lower": 0.05,
    "upper": 0.04,
    "double": 0.15,
    "stretched": 0.05,
    "wrapped": 0.2,
    "no_break": 0.05,
    "joined": 0.15,
}


def vary(document: Document, random: Random) -> Document:
    """The document with each variation at its share; the same for the same state of ``random``."""
    drawn = {name for name, share in SHARES.items() if random.random() < share}
    if "curly" in drawn:
        document = curly(document)
    elif "straight" in drawn:
        document = straight(document)
    if "unpointed" in drawn:
        document = unpointed(document)
    if "lower" in drawn:
        document = lower(document)
    elif "upper" in drawn:
        document = upper(document)
    if "joined" in drawn:
        document = joined(document, random.choice([" ", "\n"]))
    if "double" in drawn:
        document = double_spaced(document)
    if "stretched" in drawn:
        document = respaced(document, "  ", random)
    if "wrapped" in drawn:
        document = wrapped(document, random.randint(NARROW, WIDE))
    if "no_break" in drawn:
        document = respaced(document, NO_BREAK, random)
    return document


def curly(document: Document) -> Document:
    """Typographic quotes, apostrophes and dashes; a straight quote opens where its tag says so."""
    return [[replace(token, text=_curly(token)) for token in sentence] for sentence in document]


def _curly(token: Token) -> str:
    if token.text == '"':
        opens = token.tag in OPENING or (not token.tag and not token.after)
        return "“" if opens else "”"
    if token.text == "'" and token.tag in OPENING:
        return "‘"
    if token.text in CURLY:
        return CURLY[token.text]
    return token.text.replace("'", "’")


def straight(document: Document) -> Document:
    """Typewriter quotes, apostrophes and dashes."""
    table = str.maketrans(STRAIGHT)
    return [
        [replace(token, text=token.text.translate(table)) for token in sentence]
        for sentence in document
    ]


def lower(document: Document) -> Document:
    """Everything in lower case; a lemma with a capital is no longer known."""
    return [
        [
            replace(
                token,
                text=token.text.lower(),
                lemma=token.lemma if token.lemma == token.lemma.lower() else "",
            )
            for token in sentence
        ]
        for sentence in document
    ]


def upper(document: Document) -> Document:
    """Everything in capitals; lemmas of words are no longer known, for they are made from them."""
    return [
        [
            replace(
                token,
                text=token.text.upper()
                if len(token.text.upper()) == len(token.text)
                else token.text,
                lemma=token.lemma if token.text == token.text.upper() else "",
            )
            for token in sentence
        ]
        for sentence in document
    ]


def unpointed(document: Document) -> Document:
    """Sentences without their last stop, question or exclamation mark if nothing hangs on it."""
    return [_unpointed(sentence) for sentence in document]


def _unpointed(sentence: Sentence) -> Sentence:
    last = len(sentence) - 1
    if last < 2 or sentence[last].text not in {".", "!", "?"}:
        return sentence
    if any(token.head == last for token in sentence):
        return sentence
    kept = sentence[:last]
    return [*kept[:-1], replace(kept[-1], after=sentence[last].after or " ")]


def joined(document: Document, space: str) -> Document:
    """Paragraphs that follow each other with ``space`` alone."""
    return [
        [replace(token, after=space) if token.after == PARAGRAPH else token for token in sentence]
        for sentence in document
    ]


def double_spaced(document: Document) -> Document:
    """Two blanks between sentences."""
    return [
        [
            replace(token, after="  ") if token.after == " " and token is sentence[-1] else token
            for token in sentence
        ]
        for sentence in document
    ]


def wrapped(document: Document, width: int) -> Document:
    """Hard line breaks instead of the blank where a line would grow longer than ``width``."""
    column = 0
    lines = []
    for sentence in document:
        tokens = []
        for token in sentence:
            column += len(token.text)
            after = token.after
            if column >= width and after in {" ", "  "}:
                after = "\n"
            column = 0 if "\n" in after else column + len(after)
            tokens.append(replace(token, after=after))
        lines.append(tokens)
    return lines


def respaced(document: Document, space: str, random: Random) -> Document:
    """Another space instead of a tenth of the blanks, as word processors and PDF leave them."""
    return [
        [
            replace(token, after=space) if token.after == " " and random.random() < 0.1 else token
            for token in sentence
        ]
        for sentence in document
    ]
