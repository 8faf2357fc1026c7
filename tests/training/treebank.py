"""A treebank of two invented documents with its names, and sentences made of bare words."""

from __future__ import annotations

from contradict.training.recipes.treebanks import Document, Token

# Invented people and places.
CONLLU = """\
# newdoc id = invented-1
# newpar
# sent_id = invented-1-1
# text = Amal Haddad can't stay.
1\tAmal\tAmal\tPROPN\tNNP\tNumber=Sing\t5\tnsubj\t_\t_
2\tHaddad\tHaddad\tPROPN\tNNP\tNumber=Sing\t1\tflat\t_\t_
3-4\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
3\tca\tcan\tAUX\tMD\tVerbForm=Fin\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tstay\tstay\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
5.1\tthere\tthere\tADV\tRB\t_\t_\t_\t_\t_
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# sent_id = invented-1-2
1\tShe\tshe\tPRON\tPRP\tCase=Nom\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\tTense=Past\t0\troot\t_\t_
3\tOrvale\tOrvale\tPROPN\tNNP\tNumber=Sing\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
# sent_id = invented-1-3
1\tWhy\twhy\tADV\tWRB\t_\t0\troot\t_\tSpaceAfter=No
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newdoc id = invented-2
# sent_id = invented-2-1
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
"""
IOB2 = """\
# newdoc id = invented-1
# sent_id = invented-1-1
1\tAmal\tB-PER\t-\tx
2\tHaddad\tI-PER\t-\tx
3\tca\tO
4\tn't\tO
5\tstay\tO
6\t.\tB-OTH\t-\tx

# sent_id = invented-1-2
1\tShe\tO
2\tleft\tO
3\tOrvale\tB-LOC
4\t.\tO

# sent_id = invented-1-3
1\tWhy\tO
"""


def text_of(document: Document) -> str:
    return "".join(token.text + token.after for sentence in document for token in sentence)


def parsed(words: str, entity: str = "O") -> list[Token]:
    """A sentence of words whose head is the first of them."""
    return [
        Token(word, "NN", "NOUN", "", word, 0, "dep" if index else "ROOT", entity)
        for index, word in enumerate(words.split())
    ]
