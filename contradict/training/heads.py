"""A label classifier with three more heads on the same encoder: verdict, kind, and evidence.

One pass of the encoder serves all (multi-task learning: Caruana 1997). The evidence head marks the
words that carry a conflict, learnt from marked spans as in e-SNLI (Camburu et al. 2018). The label
classifier stays a model of its own that other libraries load; the heads lie beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from contradict.errors import ModelError
from contradict.records import KINDS, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADS_FILE = "heads.safetensors"
OUTPUTS = ("logits", "verdicts", "kinds", "evidence")
SPREAD = 0.02  # spread of new weights, as BERT's own initialisation has it


@dataclass
class Reading:
    """Of a batch: logits (batch, 3), verdicts (batch, 9), kinds (batch, 8), evidence (batch, n)."""

    logits: torch.Tensor
    verdicts: torch.Tensor
    kinds: torch.Tensor
    evidence: torch.Tensor


class HeadedJudge(torch.nn.Module):
    """Wraps a sequence classifier of transformers; the heads read its last hidden states."""

    def __init__(self, classifier: torch.nn.Module, seed: int = 0) -> None:
        super().__init__()
        self.classifier = classifier
        hidden = int(classifier.config.hidden_size)  # type: ignore[union-attr, arg-type]
        generator = torch.Generator().manual_seed(seed)
        self.verdicts = _layer(hidden, len(VERDICTS), generator)
        self.kinds = _layer(hidden, len(KINDS), generator)
        self.evidence = _layer(hidden, 1, generator)

    @property
    def config(self) -> Any:
        return self.classifier.config

    def get_input_embeddings(self) -> torch.nn.Module:
        found: torch.nn.Module = self.classifier.get_input_embeddings()  # type: ignore[operator]
        return found

    def forward(self, **inputs: torch.Tensor) -> Reading:
        found = self.classifier(**inputs, output_hidden_states=True)
        hidden = found.hidden_states[-1]
        first = hidden[:, 0]
        return Reading(
            found.logits, self.verdicts(first), self.kinds(first), self.evidence(hidden).squeeze(-1)
        )

    def heads(self) -> Iterator[tuple[str, torch.Tensor]]:
        """Weights of the heads by name."""
        for name in OUTPUTS[1:]:
            for part, weight in getattr(self, name).state_dict().items():
                yield f"{name}.{part}", weight

    def load_heads(self, folder: Path) -> bool:
        """Take the heads that lie in ``folder``; False where there are none.

        Raises ModelError where they are of another shape.
        """
        from safetensors.torch import load_file

        path = folder / HEADS_FILE
        if not path.is_file():
            return False
        known = {name: weight.float() for name, weight in load_file(path).items()}
        try:
            for name in OUTPUTS[1:]:
                own = {key: known[f"{name}.{key}"] for key in ("weight", "bias")}
                getattr(self, name).load_state_dict(own)
        except (KeyError, RuntimeError) as error:
            raise ModelError(f"{path}: heads of another model; restore the folder") from error
        return True

    def save_heads(self, folder: Path) -> None:
        """Write the heads beside the classifier, in fp16."""
        from safetensors.torch import save_file

        weights = {name: weight.half().contiguous() for name, weight in self.heads()}
        save_file(weights, folder / HEADS_FILE)
        (folder / HEADS_FILE).chmod(0o644)  # the library writes it for its owner only


def _layer(hidden: int, outputs: int, generator: torch.Generator) -> torch.nn.Linear:
    layer = torch.nn.Linear(hidden, outputs)
    with torch.no_grad():
        layer.weight.normal_(0.0, SPREAD, generator=generator)
        layer.bias.zero_()
    return layer
