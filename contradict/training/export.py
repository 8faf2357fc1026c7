"""A BERT-like torch module -> one small ONNX file whose compute stays in fp32.

``export_onnx`` traces, ``fuse`` merges attention, GELU and layer norm into single operators each,
``shrink_weights`` stores the weights in 8 bits.  Only storage shrinks: the runtime multiplies the
weights out once at load and computes in fp32, so that no activation scale is taken over a batch.
What is to compute in integers is settled between the two, by ``quantise``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from contradict.errors import ModelError

if TYPE_CHECKING:
    import onnx
    import torch

OPSET = 17
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
BLOCK = 64  # numbers with one scale; one scale a channel moved embeddings three times as far
SMALLEST_PRODUCT = 4096  # numbers; a smaller weight is not worth shrinking
SMALLEST_TABLE = 2**20  # numbers; position tables are smaller
SMALLEST_SCALE = 1e-6  # fp16 holds it; keeps blocks of zeros from dividing by zero


def export_onnx(
    module: torch.nn.Module,
    max_tokens: int,
    path: Path,
    output_names: Sequence[str],
    per_token: Sequence[str] = (),
) -> None:
    """Trace ``module`` into ``path`` with free batch and sequence axes.

    ``module`` takes int64 ``input_ids``, ``attention_mask`` and ``token_type_ids``, each of shape
    (batch, tokens), and gives one tensor, or an object with one attribute an output name, as the
    models of transformers do (``logits``).  Load those with ``attn_implementation="eager"``.
    Outputs named in ``per_token`` have the shape (batch, tokens) of the inputs.
    ``max_tokens`` must not exceed the positions that the model has.
    """
    import torch

    positions = getattr(getattr(module, "config", None), "max_position_embeddings", None)
    if positions is not None and max_tokens > positions:
        raise ModelError(f"the model has {positions} positions, fewer than {max_tokens} tokens")
    example = torch.ones((2, min(16, max_tokens)), dtype=torch.int64)
    free = {0: "batch", 1: "tokens"}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of branches that never vary here
        torch.onnx.export(
            _outputs_by_name(module, output_names).eval(),
            (example, example, torch.zeros_like(example)),
            str(path),
            input_names=list(INPUTS),
            output_names=list(output_names),
            dynamic_axes=dict.fromkeys(INPUTS, free)
            | {name: free if name in per_token else {0: "batch"} for name in output_names},
            opset_version=OPSET,
            dynamo=False,
        )


def _outputs_by_name(module: torch.nn.Module, names: Sequence[str]) -> torch.nn.Module:
    """A module with positional inputs that gives a tuple of the named outputs."""
    import torch

    class Named(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = module

        def forward(self, ids: Any, mask: Any, types: Any) -> Any:
            found = self.inner(input_ids=ids, attention_mask=mask, token_type_ids=types)
            if isinstance(found, torch.Tensor):
                return (found,)
            return tuple(getattr(found, name) for name in names)

    return Named()


def fuse(path: Path, *, heads: int, hidden: int) -> None:
    """Merge attention, GELU and layer norm of the graph at ``path`` into single operators.

    ``heads`` and ``hidden`` are ``num_attention_heads`` and ``hidden_size`` of the model's
    configuration.  A graph of another shape stays as it is and computes the same.
    """
    from onnxruntime.transformers import optimizer
    from onnxruntime.transformers.fusion_options import FusionOptions

    options = FusionOptions("bert")
    options.enable_skip_layer_norm = False  # the fused operator takes five times as long
    options.enable_embed_layer_norm = False  # its embedding tables could not be stored in 8 bits
    model = optimizer.optimize_model(
        str(path),
        model_type="bert",
        num_heads=heads,
        hidden_size=hidden,
        optimization_options=options,
        opt_level=0,
    )
    model.save_model_to_file(str(path))


def shrink_weights(path: Path) -> None:
    """Store the large weights of the graph at ``path`` in 8 bits; everything else stays in fp32.

    Weights of matrix products get one scale for ``BLOCK`` numbers of an output channel, and become
    nodes that the runtime folds into one fp32 constant at load; embedding tables get one scale a
    row, are looked up in 8 bits, and only the rows found are multiplied out.
    """
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(path))
    weights = {one.name: one for one in model.graph.initializer}
    nodes: list[onnx.NodeProto] = []
    shrunk: set[str] = set()
    for node in model.graph.node:
        name = _weight_name(node)
        if name not in weights or not _is_large(node, weights[name]):
            nodes.append(node)
            continue
        if name not in shrunk:
            small = _shrink(numpy_helper.to_array(weights[name]), name, _channel_axis(node))
            model.graph.initializer.extend(small)
        if node.op_type == "Gather":
            nodes.extend(_lookup(node, name))
        else:
            nodes.extend([] if name in shrunk else _multiplied_out(name))
            nodes.append(node)
        shrunk.add(name)
    kept = [one for one in model.graph.initializer if one.name not in shrunk]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _weight_name(node: onnx.NodeProto) -> str:
    """Name of the input that holds the weight of a node; empty where it can have none."""
    if node.op_type == "Gather":
        return str(node.input[0])
    return str(node.input[1]) if node.op_type in ("MatMul", "Gemm", "Attention") else ""


def _channel_axis(node: onnx.NodeProto) -> int | None:
    """The axis of a product's weight that runs over the outputs; None for a table."""
    if node.op_type == "Gather":
        return None
    turned = any(one.name == "transB" and one.i for one in node.attribute)
    return 0 if turned else 1


def _is_large(node: onnx.NodeProto, weight: onnx.TensorProto) -> bool:
    """Whether 8 bits save enough; position tables are small and hurt by them."""
    smallest = SMALLEST_TABLE if node.op_type == "Gather" else SMALLEST_PRODUCT
    return len(weight.dims) == 2 and bool(np.prod(weight.dims) >= smallest)


def _shrink(
    weight: npt.NDArray[np.float32], name: str, channel_axis: int | None
) -> list[onnx.TensorProto]:
    """The tensors that stand for a weight: 8-bit integers, fp16 scales, and its shape."""
    from onnx import numpy_helper

    if channel_axis is None:
        blocks, axis = weight, 1
    else:
        inputs = weight.shape[1 - channel_axis]
        block = BLOCK if inputs % BLOCK == 0 else inputs
        rows, columns = weight.shape
        by_block = (rows // block, block, columns) if channel_axis else (rows, -1, block)
        blocks, axis = weight.reshape(by_block), 2 - channel_axis
    largest = np.abs(blocks).max(axis=axis, keepdims=True)
    scales = np.maximum(largest / 127, SMALLEST_SCALE).astype(np.float16)
    integers = np.clip(np.rint(blocks / scales.astype(np.float32)), -127, 127).astype(np.int8)
    tensors = {"int8": integers, "scales": scales, "shape": np.array(weight.shape, dtype=np.int64)}
    if channel_axis is None:
        del tensors["shape"]
    return [numpy_helper.from_array(value, f"{name}.{key}") for key, value in tensors.items()]


def _multiplied_out(name: str) -> list[onnx.NodeProto]:
    """Nodes that give the fp32 weight under its old name."""
    from onnx import helper

    return [
        *_scaled(f"{name}.int8", f"{name}.scales", f"{name}.blocks"),
        helper.make_node("Reshape", [f"{name}.blocks", f"{name}.shape"], [name]),
    ]


def _lookup(node: onnx.NodeProto, name: str) -> list[onnx.NodeProto]:
    """Nodes that look rows and their scales up and multiply them out."""
    from onnx import helper

    found, places = node.output[0], node.input[1]
    return [
        helper.make_node("Gather", [f"{name}.int8", places], [f"{found}.int8"]),
        helper.make_node("Gather", [f"{name}.scales", places], [f"{found}.scales"]),
        *_scaled(f"{found}.int8", f"{found}.scales", found),
    ]


def _scaled(integers: str, scales: str, result: str) -> list[onnx.NodeProto]:
    """Nodes for ``result = float(integers) * float(scales)``."""
    from onnx import TensorProto, helper

    wide = [f"{integers}.float", f"{scales}.float"]
    return [
        helper.make_node("Cast", [integers], wide[:1], to=TensorProto.FLOAT),
        helper.make_node("Cast", [scales], wide[1:], to=TensorProto.FLOAT),
        helper.make_node("Mul", wide, [result]),
    ]
