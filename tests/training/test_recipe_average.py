"""The mean of two judges: every weight half way."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import AutoModelForSequenceClassification

from contradict.records import LABELS
from contradict.training.recipes.average import averaged
from tests.training.conftest import make_base


def test_every_weight_is_the_mean(tmp_path: Path) -> None:
    one = make_base(tmp_path / "one", labels=LABELS)
    other = make_base(tmp_path / "other", labels=LABELS)
    changed = AutoModelForSequenceClassification.from_pretrained(other)
    with torch.no_grad():
        for weight in changed.parameters():
            weight.add_(1.0)
    changed.save_pretrained(other)
    before = AutoModelForSequenceClassification.from_pretrained(one).state_dict()
    mean, tokenizer = averaged([one, other])
    found = mean.classifier.state_dict()
    assert tokenizer.parent == one
    assert set(found) == set(before)
    for name, weight in before.items():
        if weight.is_floating_point():
            torch.testing.assert_close(found[name], weight + 0.5)
