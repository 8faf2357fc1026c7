"""What the base encoder says of words in their sentences, for the token encoders of models/claims.

    python -m contradict.training.recipes.token_teacher --data DATA --corpora CORPORA -o FILE.npz

A treebank has some 300 thousand words; the encoder has read a billion. Its hidden states over raw
text (treebanks, briefings, floor speeches) become the targets that the small token encoders learn
to predict before they see any syntax (distillation: Hinton et al. 2015; of hidden states: Romero
et al. 2015). A command of its own, because it needs torch and the training after it does not.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from contradict.training.base import BASE_ENCODER, base_folder
from contradict.training.recipes import neutrals
from contradict.training.recipes.claims import treebank_documents
from contradict.training.recipes.judge import TRAIN_MONTHS

if TYPE_CHECKING:
    import torch

LAYERS = (3, 6)  # the middle one knows more syntax, the last one more meaning
WIDTH = 128  # of a target, after principal components
SAMPLE = 100_000  # words that the components are found on
SPEECHES = 1500
WORDS = 1_300_000  # in all, the treebanks first
BATCH = 64
LONGEST = 60  # words of a sentence

Floats = npt.NDArray[np.float32]


def sentences(data: Path, corpora: Path) -> list[str]:
    """Raw sentences: those of the treebanks' training parts, then briefings and speeches."""
    gold = treebank_documents(data / "treebanks", True)
    own = ["".join(t.text + t.after for t in one).strip() for text in gold for one in text]
    real = neutrals.briefing_sentences(corpora / "wh_press_briefings", TRAIN_MONTHS)
    table = corpora / "congress_iraq" / "congress_iraq.parquet"
    real += neutrals.speech_sentences(table, limit=SPEECHES, seed=0)
    return own + [sentence for document in real for sentence in document]


def words_of(texts: Sequence[str], limit: int) -> list[list[str]]:
    """The words of each text as the pipeline's tokenizer cuts them, up to ``limit`` in all."""
    from contradict.claims.pipeline import torch_kept_out

    with torch_kept_out():
        import spacy
    from contradict.training.recipes.tokenizer_rules import tune_tokenizer

    nlp = spacy.blank("en")
    tune_tokenizer(nlp)
    found: list[list[str]] = []
    count = 0
    tokenizer: Any = nlp.tokenizer
    for doc in tokenizer.pipe(texts):
        words = [token.text for token in doc if not token.is_space]
        if 2 <= len(words) <= LONGEST:
            found.append(words)
            count += len(words)
        if count >= limit:
            break
    return found


def states(words: Sequence[list[str]]) -> Iterator[tuple[int, Floats]]:
    """(place, hidden states of the words of that sentence), the longest sentences first.

    A word's state is the mean over its pieces, layers side by side, shape (words, layers x 384).
    """
    import torch
    import transformers

    folder = base_folder(BASE_ENCODER)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    order = sorted(range(len(words)), key=lambda place: -len(words[place]))
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            given = tokenizer(
                [words[place] for place in places],
                is_split_into_words=True,
                padding=True,
                truncation=True,
                return_tensors="pt",
            )
            layers = model(**given, output_hidden_states=True).hidden_states
            hidden = torch.cat([layers[layer].float() for layer in LAYERS], -1)
            for row, place in enumerate(places):
                ids = given.word_ids(row)
                yield place, _means(hidden[row], ids, len(words[place]))


def _means(hidden: torch.Tensor, ids: Sequence[int | None], count: int) -> Floats:
    """Mean state of the pieces of each word; words without a piece get zeros."""
    kept = [(piece, word) for piece, word in enumerate(ids) if word is not None]
    sums = np.zeros((count, hidden.shape[-1]), dtype=np.float32)
    pieces = np.zeros((count, 1), dtype=np.float32)
    values = hidden.numpy()
    for piece, word in kept:
        sums[word] += values[piece]
        pieces[word] += 1
    return np.asarray(sums / np.maximum(pieces, 1), dtype=np.float32)


def components(sample: Floats, width: int) -> tuple[Floats, Floats]:
    """(mean, projection) onto the principal components of the standardised states.

    Projected states have a spread of about 1.
    """
    from sklearn.decomposition import PCA

    mean, spread = sample.mean(0), sample.std(0) + 1e-6
    standard = (sample - mean) / spread
    fitted: Any = PCA(width, svd_solver="randomized", random_state=0).fit(standard)
    scale = fitted.transform(standard).std()
    projection = fitted.components_.T / spread[:, None] / scale
    return mean, projection.astype(np.float32)


def teach(words: list[list[str]], width: int = WIDTH) -> npt.NDArray[np.float16]:
    """Targets of all words in order, shape (words, width)."""
    starts = np.cumsum([0] + [len(one) for one in words])
    drawn = np.random.default_rng(0).permutation(len(words))
    share = max(1, len(words) * SAMPLE // int(starts[-1]))
    sample = [state for _, state in states([words[place] for place in drawn[:share]])]
    mean, projection = components(np.concatenate(sample), width)
    targets = np.zeros((int(starts[-1]), width), dtype=np.float16)
    for place, state in states(words):
        targets[starts[place] : starts[place + 1]] = (state - mean) @ projection
    return targets


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with treebanks/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    words = words_of(sentences(given.data, given.corpora), given.words)
    targets = teach(words)
    flat = np.array(["\t".join(one) for one in words])
    given.output.parent.mkdir(parents=True, exist_ok=True)
    np.savez(given.output, sentences=flat, targets=targets)
    print(f"{len(words)} sentences, {len(targets)} words, {targets.shape[1]} numbers a word")


if __name__ == "__main__":
    main()
