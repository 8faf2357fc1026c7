"""spaCy's English tokenizer brought nearer to the treebanks: what is one word there is one here.

The rules are data of the tokenizer (expressions and special cases) and saved with the pipeline.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

# Runs of one sign are one token: "!!!", "?!", a line of underscores.
RUNS = [r"[!?]{2,}", r"\.[!?]+", r"_{2,}", r"={2,}", r"\*{2,}", r"~{2,}", r"<{2,}", r">{2,}"]
CLOCK = [r"(?<=[0-9])[AaPp][Mm]", r"(?<=[0-9])[AaPp]\.[Mm]\."]
# Before a hyphen these are no words of their own: "e-mail", "non-profit", "pro-government".
PREFIXES = """e non pre co re anti mid pro ex multi counter post mini inter trans sub semi bi tri de
    un intra extra ultra socio macro micro hyper mis"""
ABBREVIATIONS = """Lt. Ft. Sgt. Maj. Capt. Cmdr. Cpl. Pvt. Sens. Reps. Govs. Gens. Amb. Atty. Hon.
    Supt. Insp. Brig. Cllr. Pres. Sec. al. Gen. Col. Adm. Rev. Gov. Sen. Rep. Prof."""
SPLIT = {"wanna": ("wan", "na"), "Wanna": ("Wan", "na")}
UNSPLIT = ("and/or",)


def tune_tokenizer(nlp: Language) -> None:
    """Replace affix expressions and special cases of the pipeline's English tokenizer."""
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    tokenizer: Any = nlp.tokenizer
    defaults: Any = nlp.Defaults
    tokenizer.prefix_search = compile_prefix_regex(RUNS + list(defaults.prefixes)).search
    tokenizer.suffix_search = compile_suffix_regex(RUNS + CLOCK + list(defaults.suffixes)).search
    infixes = [_spare_prefixes(rule) for rule in defaults.infixes]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.rules = {text: case for text, case in tokenizer.rules.items() if text not in UNSPLIT}
    for text in ABBREVIATIONS.split():
        tokenizer.add_special_case(text, [{"ORTH": text}])
    for text, parts in SPLIT.items():
        tokenizer.add_special_case(text, [{"ORTH": part} for part in parts])


def _spare_prefixes(rule: str) -> str:
    """The infix rule for a hyphen between letters, not after one of ``PREFIXES``."""
    if "(?:-|" not in rule:
        return rule
    before = "".join(rf"(?<!\b{_any_case(prefix)})" for prefix in PREFIXES.split())
    return before + rule


def _any_case(prefix: str) -> str:
    return f"[{prefix[0].upper()}{prefix[0]}]{re.escape(prefix[1:])}"
