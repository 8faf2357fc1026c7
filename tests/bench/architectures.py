"""Pairs a second of the cross-encoders that users would pick instead: right sizes, random weights.

Speed only; what they would say is not measured. Run as ``CrossEncoder.predict`` runs them: torch,
fp32, batches of 32 sorted by length, here all of one length.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any

from tests.bench.rows import Row
from tests.bench.timing import seconds_of

LENGTHS = (32, 64, 128)
BATCH = 32
DEBERTA = {"hidden_act": "gelu", "relative_attention": True, "position_buckets": 256}
SIZES: dict[str, dict[str, Any]] = {
    "DeBERTa-v3-xsmall": {"layers": 12, "hidden": 384, "heads": 6, "inner": 1536},
    "DeBERTa-v3-small": {"layers": 6, "hidden": 768, "heads": 12, "inner": 3072},
    "DeBERTa-v3-base": {"layers": 12, "hidden": 768, "heads": 12, "inner": 3072},
    "MiniLM2-L6-H768": {"layers": 6, "hidden": 768, "heads": 12, "inner": 3072},
}


def random_model(name: str) -> Any:
    """A classifier of that size; its vocabulary is small, which changes no time."""
    import transformers

    size = SIZES[name]
    given = {
        "vocab_size": 1000,
        "num_hidden_layers": size["layers"],
        "hidden_size": size["hidden"],
        "num_attention_heads": size["heads"],
        "intermediate_size": size["inner"],
        "num_labels": 3,
    }
    if name.startswith("DeBERTa"):
        config = transformers.DebertaV2Config(
            **given, **DEBERTA, pos_att_type=["p2c", "c2p"], share_att_key=True,
            norm_rel_ebd="layer_norm", position_biased_input=False, type_vocab_size=0,
        )  # fmt: skip
        return transformers.DebertaV2ForSequenceClassification(config).eval()
    config = transformers.RobertaConfig(**given, max_position_embeddings=514)
    return transformers.RobertaForSequenceClassification(config).eval()


def measure(count: int, rounds: int) -> list[Row]:
    """One row a size and length: theirs alone; ours at these lengths stands in the rows above."""
    import torch

    rows = []
    for name in SIZES:
        model = random_model(name)
        for length in LENGTHS:
            ids = torch.randint(5, 1000, (count, length))
            work = _predicting(model, ids)
            work()
            seconds = median(seconds_of(work) for _ in range(rounds))
            rows.append(
                Row(
                    "others", f"{name}, {length} tokens, one direction", count, "pairs/s",
                    count / seconds, note="random weights: speed only",
                )
            )  # fmt: skip
    return rows


def _predicting(model: Any, ids: Any) -> Callable[[], object]:
    import torch

    def work() -> object:
        with torch.inference_mode():
            return [model(input_ids=part).logits for part in ids.split(BATCH)]

    return work
