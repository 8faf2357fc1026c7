"""Texts to token ids, and token ids to the inputs of a BERT-like model with its special tokens.

The tokenizer is read from the ``tokenizer.json`` of a model's folder.  Nothing is cut off or padded
here, and no text can smuggle in a special token.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contradict.errors import ModelError

Ids = list[int]
Input = tuple[Ids, Ids]  # token ids and type ids of one input, special tokens included

REMEMBERED_TEXTS = 32_768  # about 30 MB of token ids of sentences


@dataclass(frozen=True)
class Pieces:
    """Token ids of a text, and the span of characters of each."""

    ids: Ids
    spans: list[tuple[int, int]]


class TextTokenizer:
    """A tokenizer and its ``template`` of special tokens, with a memory for texts.

    Texts of more than ``remember_up_to`` tokens are not remembered.  Raises ModelError where the
    file cannot be used.
    """

    def __init__(self, path: Path, *, remember_up_to: int) -> None:
        self._library = _read(path)
        self.template = Template(self._library, path)
        self._longest = remember_up_to
        self._remembered: dict[str, Ids] = {}

    def tokenise(self, texts: Sequence[str]) -> list[Ids]:
        """Token ids of each text without special tokens; a text is tokenised once."""
        known = self._remembered
        new = [text for text in dict.fromkeys(texts) if text not in known]
        # a lone surrogate is no text that a tokenizer takes; "replace" makes it a question mark
        encodable = [text.encode("utf-8", "replace").decode("utf-8") for text in new]
        found = self._library.encode_batch_fast(encodable, add_special_tokens=False)
        fresh = {text: encoding.ids for text, encoding in zip(new, found, strict=True)}
        result = [fresh[text] if text in fresh else known[text] for text in texts]
        known.update((text, ids) for text, ids in fresh.items() if len(ids) <= self._longest)
        while len(known) > REMEMBERED_TEXTS:
            known.pop(next(iter(known)))
        return result

    def pieces(self, text: str) -> Pieces:
        """The tokens of a text with the characters that each stands for."""
        encodable = text.encode("utf-8", "replace").decode("utf-8")
        found = self._library.encode(encodable, add_special_tokens=False)
        return Pieces(list(found.ids), list(found.offsets))


class Template:
    """Where a tokenizer puts its special tokens, read from what it does with a pair."""

    def __init__(self, tokenizer: Any, path: Path) -> None:
        encoding = tokenizer.encode("a", "a")
        sides = encoding.sequence_ids
        if 0 not in sides or 1 not in sides:
            raise ModelError(f"{path}: the tokenizer knows no letter a; replace it")
        first, second = sides.index(0), sides.index(1)
        end_first = len(sides) - sides[::-1].index(0)
        end_second = len(sides) - sides[::-1].index(1)
        self._before = (encoding.ids[:first], encoding.type_ids[:first])
        self._between = (encoding.ids[end_first:second], encoding.type_ids[end_first:second])
        self._after = (encoding.ids[end_second:], encoding.type_ids[end_second:])
        self._left_type = encoding.type_ids[first]
        self._right_type = encoding.type_ids[second]
        alone = tokenizer.encode("a")
        after_alone = len(alone.ids) - alone.sequence_ids[::-1].index(0)
        self._after_alone = (alone.ids[after_alone:], alone.type_ids[after_alone:])
        self.extra_single = len(self._before[0]) + len(self._after_alone[0])
        self.extra_pair = sum(len(ids) for ids, _ in (self._before, self._between, self._after))
        pad = next((tokenizer.token_to_id(name) for name in ("[PAD]", "<pad>")), None)
        self.pad: int = pad or 0  # any id would do: the mask hides it

    def places(self, left: int) -> tuple[int, int]:
        """Where in a pair's input the first token of either text stands; left has ``left``."""
        start = len(self._before[0])
        return start, start + left + len(self._between[0])

    def single(self, ids: Ids) -> Input:
        """The input of one text: ``[CLS] text [SEP]``."""
        types = [self._left_type] * len(ids)
        return _joined((self._before, (ids, types), self._after_alone))

    def pair(self, left: Ids, right: Ids) -> Input:
        """The input of two texts: ``[CLS] left [SEP] right [SEP]``."""
        left_side = (left, [self._left_type] * len(left))
        right_side = (right, [self._right_type] * len(right))
        return _joined((self._before, left_side, self._between, right_side, self._after))


def _joined(parts: Iterable[Input]) -> Input:
    ids: Ids = []
    types: Ids = []
    for part_ids, part_types in parts:
        ids += part_ids
        types += part_types
    return ids, types


def _read(path: Path) -> Any:
    """The tokenizer without truncation and padding, and blind to special tokens in a text."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # a bare Exception is what the library raises
        raise ModelError.refused(path, error) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True  # "[SEP]" in a text is six characters, not a border
    return tokenizer
