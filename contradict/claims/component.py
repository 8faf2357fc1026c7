"""The claims stage as a part of a spaCy pipeline: ``nlp.add_pipe("contradict_claims")``.

It comes after a parser of Universal Dependencies, as in models/claims, and fills ``doc._.claims``
and ``doc.spans["claims"]``. The text of the doc is one document without turns; whoever speaks is
taken from the text itself, or from ``speaker`` in the configuration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contradict.claims.boundaries import mark_boundaries
from contradict.claims.extractor import claims_from, reader_for
from contradict.claims.passages import STRAIGHT, Passage
from contradict.claims.quotations import standing_alone
from contradict.records import Document
from contradict.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAME = "contradict_claims"
MARKS = "contradict_quotations"


class ClaimsComponent:
    """Takes the claims out of a parsed doc; has no state but its settings."""

    def __init__(self, speaker: str | None, min_words: int) -> None:
        self.speaker = speaker
        self.min_words = min_words

    def __call__(self, doc: Doc) -> Doc:
        if len(doc) and not doc.has_annotation("DEP"):
            raise ValueError(
                f"{NAME} needs a dependency parse of Universal Dependencies: add it after 'parser',"
                " in a pipeline such as contradict's models/claims"
            )
        passage = _passage(doc, self.speaker)
        document = Document("doc", "doc", doc.text, speaker=self.speaker)
        reader = reader_for(document, self.min_words)
        reader.read(passage, doc, standing_alone(passage.marked))
        doc._.claims = list(claims_from(document, reader))
        spans = [
            doc.char_span(claim.start, claim.end, claim.status, alignment_mode="expand")
            for claim in doc._.claims
        ]
        doc.spans["claims"] = [span for span in spans if span is not None]
        return doc


def _passage(doc: Doc, speaker: str | None) -> Passage:
    """The doc as it stands: a parse that is given cannot be of a text with blanks folded."""
    return Passage(doc.text.translate(STRAIGHT), doc.text, range(len(doc.text)), speaker)


def mark_quotations(doc: Doc) -> Doc:
    """Let sentences begin and end where quotations do; the parser after it keeps to that."""
    mark_boundaries(doc, standing_alone(doc.text))
    return doc


def make_claims(nlp: Language, name: str, speaker: str | None, min_words: int) -> ClaimsComponent:
    """The factory that spaCy calls."""
    from spacy.tokens import Doc

    if not Doc.has_extension("claims"):
        Doc.set_extension("claims", default=None)
    return ClaimsComponent(speaker, min_words)


def register() -> None:
    """Make the two factories known to spaCy; its entry points do so by importing this module."""
    from spacy.language import Language

    if not Language.has_factory(NAME):
        Language.factory(
            NAME,
            default_config={"speaker": None, "min_words": Settings().min_claim_words},
            requires=["token.dep", "token.head", "token.tag", "token.lemma"],
            assigns=["doc._.claims", "doc.spans"],
            func=make_claims,
        )
    if not Language.has_factory(MARKS):
        Language.component(MARKS, func=mark_quotations, assigns=["token.sent_start"])


register()
