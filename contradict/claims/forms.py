"""Words looked up in the lists by lemma, and by form where the lemmatiser errs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from contradict.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_IRREGULAR = {
    "said": "say",
    "told": "tell",
    "wrote": "write",
    "written": "write",
    "went": "go",
    "thought": "think",
    "meant": "mean",
    "made": "make",
    "sought": "seek",
    "began": "begin",
}
_ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""))


@lru_cache(maxsize=4096)
def lemmas(form: str) -> frozenset[str]:
    """Guesses at the lemma of a verb form; the form itself is one of them.

    >>> "deny" in lemmas("denied")
    True
    """
    found = {form, _IRREGULAR.get(form, form)}
    for ending, stem in (*_ENDINGS, ("ing", "e")):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            base = form[: -len(ending)] + stem
            found.add(base)
            if len(base) > 3 and base[-1] == base[-2]:
                found.add(base[:-1])  # admitted, admit
    return frozenset(found)


def is_any(token: Token, *lists: str) -> bool:
    """Whether a word is in one of the lists, by its lemma or by a guess from its form."""
    candidates = lemmas(token.lower_) | {token.lemma_.lower()}
    return any(not candidates.isdisjoint(words(name)) for name in lists)
