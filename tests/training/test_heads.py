"""The heads beside the label: what they learn from, and that they are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from contradict.errors import ModelError
from contradict.records import KINDS, VERDICTS
from contradict.training.base import load_base
from contradict.training.batches import UNSAID, TokenisedExamples
from contradict.training.examples import Example
from contradict.training.heads import HeadedJudge, Reading
from contradict.training.losses import loss_of_heads

PAIRS = [
    Example(
        "the bridge is open .", "the bridge is closed .", ("contradiction",),
        verdict="contradiction", kind="antonym",
        left_spans=((14, 18),), right_spans=((14, 20),),
    ),
    Example("the school is full .", "the market is full .", ("neutral",), verdict="scope"),
    Example("the museum is safe .", "a tunnel is not safe .", ("neutral",)),
]  # fmt: skip


@pytest.fixture
def tokenised(base: Path) -> TokenisedExamples:
    return TokenisedExamples(PAIRS, base / "tokenizer.json", 48)


@pytest.fixture
def model(base: Path) -> HeadedJudge:
    return HeadedJudge(load_base(base, seed=0)[0], seed=0)


def test_marks_are_on_the_words_of_the_spans_and_special_tokens_have_none(
    tokenised: TokenisedExamples,
) -> None:
    batch = tokenised.batch([0, 1, 2])
    marked = np.flatnonzero(batch.evidence[0] == 1)
    assert marked.tolist() == [4, 10]  # "open" and "closed"
    assert (batch.evidence[0] == UNSAID).sum() == 3 + (batch.attention_mask[0] == 0).sum()
    assert (batch.evidence[1:] == UNSAID).all()
    scope = VERDICTS.index("scope")
    assert batch.verdicts.tolist() == [VERDICTS.index("contradiction"), scope, UNSAID]
    assert batch.kinds.tolist() == [KINDS.index("antonym"), UNSAID, UNSAID]


def reading(batch_size: int, length: int) -> Reading:
    return Reading(
        torch.zeros(batch_size, 3),
        torch.zeros(batch_size, len(VERDICTS), requires_grad=True),
        torch.zeros(batch_size, len(KINDS), requires_grad=True),
        torch.zeros(batch_size, length, requires_grad=True),
    )


def test_only_rows_that_say_something_are_learnt_from(tokenised: TokenisedExamples) -> None:
    batch = tokenised.batch([0, 1, 2])
    found = reading(*batch.input_ids.shape)
    loss_of_heads(found, batch, (1.0, 1.0, 1.0)).backward()
    touched = [
        [row for row in range(3) if tensor.grad is not None and tensor.grad[row].any()]
        for tensor in (found.verdicts, found.kinds, found.evidence)
    ]
    assert touched == [[0, 1], [0], [0]]
    assert found.evidence.grad is not None
    assert not found.evidence.grad[0][torch.from_numpy(batch.evidence[0]) == UNSAID].any()


def test_a_batch_that_says_nothing_costs_nothing(tokenised: TokenisedExamples) -> None:
    batch = tokenised.batch([2])
    assert float(loss_of_heads(reading(*batch.input_ids.shape), batch, (1.0, 1.0, 1.0))) == 0.0


def test_training_on_the_heads_teaches_them(
    model: HeadedJudge, tokenised: TokenisedExamples
) -> None:
    from contradict.training.prediction import tensors

    batch = tokenised.batch([0, 1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(60):
        optimizer.zero_grad()
        loss_of_heads(model(**tensors(batch, "cpu")), batch, (1.0, 1.0, 1.0)).backward()
        optimizer.step()
    found = model(**tensors(batch, "cpu"))
    assert found.verdicts.argmax(-1).tolist() == batch.verdicts.tolist()
    assert int(found.kinds[0].argmax()) == KINDS.index("antonym")
    marked = found.evidence[0][torch.from_numpy(batch.attention_mask[0]) == 1] > 0
    assert {4, 10} <= set(marked.nonzero().flatten().tolist())


def test_heads_are_kept_beside_the_classifier(
    model: HeadedJudge, base: Path, tmp_path: Path
) -> None:
    model.save_heads(tmp_path)
    other = HeadedJudge(load_base(base, seed=0)[0], seed=1)
    assert other.load_heads(tmp_path)
    for (name, one), (_, two) in zip(model.heads(), other.heads(), strict=True):
        assert torch.allclose(one, two, atol=1e-3), name
    assert not other.load_heads(base)


def test_heads_of_another_shape_are_refused(model: HeadedJudge, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file({"verdicts.weight": torch.zeros(2, 2)}, tmp_path / "heads.safetensors")
    with pytest.raises(ModelError, match="another model"):
        model.load_heads(tmp_path)
