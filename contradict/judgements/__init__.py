"""Pairs -> judgements: a cross-encoder reads both texts together, in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from contradict.judgements.onnx_judge import OnnxJudge
from contradict.protocols import Judge, Screener
from contradict.records import Judgement, Pair, Probabilities
from contradict.settings import DEFAULT_JUDGE, Settings
from contradict.store import MANIFEST, find_folder, open_model

__all__ = ["judge_pairs", "load_judge", "word_on"]

HUB_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")


def load_judge(
    name: str | Path | None = None,
    device: str | None = None,
    settings: Settings | None = None,
) -> Judge:
    """Load a judge: one of ours by name or folder, else any cross-encoder by folder or hub name.

    Ours run on onnxruntime unless a ``device`` other than the CPU is asked for. Raises ModelError
    where there is no such model, a file is missing or altered, or its labels are unknown.
    """
    name = name if name is not None else DEFAULT_JUDGE
    folder = find_folder(name)
    ours = _no_hub_name(name) if folder is None else (folder / MANIFEST).is_file()
    if ours and device in (None, "cpu"):
        return OnnxJudge(open_model(name, "judge"), settings or Settings())
    from contradict.judgements.cross_encoder import CrossEncoderJudge

    model = open_model(name, "judge") if ours else None
    source = model.path if model is not None else folder if folder is not None else str(name)
    return CrossEncoderJudge(source, model, device)


def _no_hub_name(name: str | Path) -> bool:
    """Whether no cross-encoder on the Hugging Face hub can have this name."""
    return isinstance(name, Path) or name == DEFAULT_JUDGE or not HUB_NAME.fullmatch(name)


def judge_pairs(
    judge: Judge,
    pairs: Sequence[Pair],
    *,
    floor: float | None = None,
    at_once: int | None = None,
    done: Callable[[int, int], None] = lambda number, total: None,
) -> list[Judgement]:
    """Judge every pair; those with the same two texts share one call of the model.

    Swapped sides stand together, so that a judge that reads both directions reads them once. With
    a ``floor`` pairs that a judge screens out are left out, see ``protocols.Screener``. At most
    ``at_once`` pairs of texts (None: all) go to the judge together; ``done`` is told before.
    """
    texts = sorted(
        {(pair.left.text, pair.right.text) for pair in pairs},
        key=lambda both: (sorted(both), both),
    )
    said: dict[tuple[str, str], Probabilities | None] = {}
    step = at_once or max(1, len(texts))
    for start in range(0, len(texts), step):
        done(start, len(texts))
        part = texts[start : start + step]
        said.update(zip(part, word_on(judge, part, floor), strict=True))
    found = ((pair, said[pair.left.text, pair.right.text]) for pair in pairs)
    return [Judgement(pair, word) for pair, word in found if word is not None]


def word_on(
    judge: Judge, texts: Sequence[tuple[str, str]], floor: float | None
) -> Sequence[Probabilities | None]:
    """What a judge says of texts, screened where there is a ``floor`` and the judge can."""
    if floor is not None and isinstance(judge, Screener):
        return judge.screened(texts, floor)
    return judge.probabilities(texts)
