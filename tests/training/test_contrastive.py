"""The contrastive training: conflicts come closer, topic mates do not, batches keep neighbours."""

from __future__ import annotations

from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertModel

from contradict.records import LABELS
from contradict.training import contrastive
from contradict.training.contrastive import NOT_CONTRADICTION, Plan, TextPair
from tests.training.conftest import NOUNS, STATES, make_base

CONFLICT, NEUTRAL = LABELS.index("contradiction"), LABELS.index("neutral")


def pairs() -> list[TextPair]:
    found = []
    for noun, (good, bad) in product(NOUNS, STATES):
        text = f"the {noun} is {good}."
        found.append(TextPair(text, f"the {noun} is {bad}.", CONFLICT))
        other = NOUNS[(NOUNS.index(noun) + 1) % len(NOUNS)]
        found.append(TextPair(text, f"the {other} is {good}.", NEUTRAL))
    return found


class Embedder(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.base = BertModel(
            BertConfig(
                vocab_size=60,
                hidden_size=32,
                num_hidden_layers=1,
                num_attention_heads=2,
                intermediate_size=32,
                hidden_dropout_prob=0.0,
                attention_probs_dropout_prob=0.0,
            ),
            add_pooling_layer=False,
        )

    def forward(self, **given: torch.Tensor) -> torch.Tensor:
        states = self.base(**given).last_hidden_state
        mask = given["attention_mask"].unsqueeze(-1).float()
        return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=1)


@pytest.fixture
def tokenizer(tmp_path: Path) -> Any:
    return AutoTokenizer.from_pretrained(str(make_base(tmp_path)))


def gap(embed: torch.nn.Module, tokenizer: Any) -> float:
    """Mean cosine of conflicts less that of topic mates."""
    found = pairs()
    with torch.no_grad():
        texts = [text for pair in found for text in (pair.left, pair.right)]
        rows = contrastive.embedded(embed, tokenizer, texts)
    cosines = (rows[::2] * rows[1::2]).sum(1)
    conflict = torch.tensor([pair.label == CONFLICT for pair in found])
    return float(cosines[conflict].mean() - cosines[~conflict].mean())


def test_conflicts_come_closer_than_topic_mates(tokenizer: Any) -> None:
    torch.manual_seed(0)
    embed = Embedder()
    before = gap(embed, tokenizer)
    plan = Plan(steps=60, batch=16, rate=3e-3)
    contrastive.fit(embed, tokenizer, pairs(), plan, dimension=32, shown=False)
    assert gap(embed, tokenizer) > before + 0.2


def test_rows_are_in_the_order_of_the_texts(tokenizer: Any) -> None:
    torch.manual_seed(0)
    embed = Embedder().eval()
    texts = ["the bridge is open.", "the school was not very safe.", "full."]
    together = contrastive.embedded(embed, tokenizer, texts)
    for place, text in enumerate(texts):
        alone = contrastive.embedded(embed, tokenizer, [text])[0]
        assert torch.allclose(together[place], alone, atol=1e-5)


def test_a_pass_takes_every_pair_once_and_keeps_neighbours() -> None:
    found = pairs()
    plan = Plan(steps=1, batch=16, seed=3)
    taken = [pair for batch in islice(contrastive.batches(found, plan), 3) for pair in batch]
    assert sorted(map(found.index, taken)) == list(range(48))
    assert found.index(taken[1]) == found.index(taken[0]) + 1


def test_another_partner_of_the_same_text_is_no_negative() -> None:
    one = TextPair("a", "b", CONFLICT)
    batch = [one, TextPair("a", "c", LABELS.index("entailment")), TextPair("d", "e", CONFLICT)]
    rows = torch.nn.functional.normalize(torch.randn(3, 8), dim=1)
    moved = rows.clone()
    moved[1] = -moved[1]
    classifier = torch.nn.Linear(16, 3)
    torch.nn.init.zeros_(classifier.weight)
    barred = [contrastive._barred(one, other) for other in batch]
    assert barred == [False, True, False]
    assert torch.isfinite(contrastive.total_loss(rows, moved, batch, classifier))


def test_what_is_only_known_to_be_no_contradiction_may_be_either_of_the_rest() -> None:
    rows = torch.nn.functional.normalize(torch.randn(1, 8), dim=1)
    classifier = torch.nn.Linear(16, 3)
    torch.nn.init.zeros_(classifier.weight)
    with torch.no_grad():
        classifier.bias.fill_(-20.0)
        classifier.bias[NEUTRAL] = 20.0
    batch = [TextPair("a", "b", NOT_CONTRADICTION)]
    loss = contrastive.classified(rows, rows, batch, classifier)
    assert float(loss.detach()) == pytest.approx(0.0, abs=1e-6)
