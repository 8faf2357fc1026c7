"""The card of models/claims: what it is, what it was trained on, what was measured."""

from __future__ import annotations

LICENCE = "CC-BY-SA-4.0"
COLUMNS = {
    "tokens": "words",
    "sentences": "sentences",
    "tag": "tags (XPOS)",
    "pos": "UPOS",
    "lemma": "lemmas",
    "uas": "UAS",
    "las": "LAS",
    "names": "names",
}
GUM_ROW = """\
| UD_English-GUM, only its texts under CC BY or in the public domain | syntax, names | the texts: \
CC BY 4.0 or public domain; **the treebank as a whole is published as CC BY-NC-SA 4.0**, "in \
keeping with the underlying texts" |
"""
RE3D_ROW = """\
| re3d without its BBC texts (governments, the EU, Wikipedia), nine tenths | names | open \
government licences, public domain, CC BY 3.0 AU, CC BY-SA 3.0 |
"""
TEMPLATE = """\
# claims: sentences, tags, lemmas, dependencies and names

A spaCy 3.8 pipeline for English statements, transcripts and articles: `tok2vec`, `tagger` (Penn
tags), `morphologizer` (UPOS and features), `lemmatizer`, `parser` (Universal Dependencies, which
also gives the sentence boundaries), `ner` (PERSON, ORG, LOC) and `entity_ruler` (DATE, TIME, MONEY,
PERCENT, QUANTITY, by spaCy's own token patterns). The token encoders are
convolutions over hashed word features; no word vectors, no transformer, no torch, nothing pickled,
no code of its own. {megabytes:.1f} MB.

    import spacy
    nlp = spacy.load("models/claims")

thinc imports torch where it is installed, though this pipeline never uses it;
`contradict.claims.pipeline.load_pipeline(folder)` loads it with torch kept out.

## Trained on

| corpus | for | licence |
|---|---|---|
| UD_English-EWT | syntax | CC BY-SA 4.0 |
| UNER_English-EWT | names | CC BY-SA 4.0 |
{gum}| Wikigold | names | CC BY 4.0 |
| CrossNER, politics | names | MIT; texts of Wikipedia CC BY-SA |
{re3d}
The weights are under **CC BY-SA 4.0**, as the treebanks are. GUM and re3d also mark descriptions
and pronouns; only plain names were taken from them, and doubtful words left out of training. A
country is a LOC, a title no part of a name, a nationality no name.

Before that, both token encoders learnt to predict the hidden states of all-MiniLM-L6-v2
(Apache-2.0) over 1.3 million words: the treebanks, White House briefings and floor speeches of the
United States Congress (public domain). Without it, at half the steps, the same recipe came to UAS
0.832, LAS 0.804, UPOS 0.936, sentences 0.850 and names 0.637 on EWT test.

Training texts were varied: curly and straight quotes, double spaces, hard line breaks, no-break
spaces, paragraphs run together, all capitals, all lower case, sentences without their last stop.

## Measured

F1 from raw text, matched by characters, on texts that training never saw (words that the tokenizer
cuts otherwise than the treebank count as wrong in every column; LAS without subtypes, as in the
CoNLL 2018 shared task; names are counted where the corpus is clear about them):

{figures}

About 8,000 words a second on one core of a server.

## Limits

- English of the web, news, interviews and speeches; captions in capitals without stops, tables and
  mail signatures are cut badly.
- Where paragraphs and stops are missing, sentence boundaries are guesses.
- Names: three kinds only; rare organisations and names in lower case are often missed. Dates and
  amounts are found by rule, after the names.

## To build it again

    python -m contradict.training.recipes.token_teacher --data DATA --corpora CORPORA -o FILE.npz
    python -m contradict.training.recipes.claims --data DATA --teacher FILE.npz \\
        -o models/claims{option}

with `DATA/treebanks/` holding the corpora above and `CORPORA` briefings and speeches. Seeds are
fixed; about an hour on one core.
"""


def card(figures: dict[str, dict[str, float]], size: int, gum: bool) -> str:
    """The card as Markdown; ``size`` in bytes, ``gum``: whether GUM was trained on."""
    return TEMPLATE.format(
        megabytes=size / 1e6,
        gum=GUM_ROW if gum else "",
        re3d=RE3D_ROW,
        figures=_table(figures),
        option="" if gum else " --without-gum",
    )


def _table(figures: dict[str, dict[str, float]]) -> str:
    lines = [f"| corpus | {' | '.join(COLUMNS.values())} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for corpus, values in figures.items():
        cells = (f"{values[name]:.3f}" if name in values else "" for name in COLUMNS)
        lines.append(f"| {corpus} | {' | '.join(cells)} |")
    return "\n".join(lines)
