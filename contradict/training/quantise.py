"""A fused BERT graph -> one that multiplies in 8-bit integers, with scales fixed at export.

Every large product takes its input as 8-bit integers.  What they stand for is settled here, once,
on texts of the training: nothing is measured while the model runs, so that a row's figures take
nothing from its neighbours, and sums of integers are exact in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from contradict.training.integers import Floats, Integers, Seen, fit

if TYPE_CHECKING:
    import onnx

Feed = Mapping[str, npt.NDArray[np.int64]]

CONTRIB = "com.microsoft"  # the domain of onnxruntime's own operators
SMALLEST_PRODUCT = 2**16  # numbers; the layers that end a model stay as they are
LARGEST_ERROR = 0.0007  # as a share of the mean square; above it a product stays in fp32
ROWS = 1024  # inputs of a product that its error is measured on


def quantise(path: Path, feeds: Sequence[Feed]) -> int:
    """Rewrite the graph at ``path``; returns how many of its products are in integers now.

    ``feeds`` are inputs of the graph by name, made of texts such as the model will read.  Products
    that ``export.fuse`` left in other shapes than BERT's stay as they are.
    """
    import onnx

    model = onnx.load(str(path))
    rewriting = _Rewriting(model)
    if not rewriting.products:
        return 0
    seen = _inputs_seen(model, {node.input[0] for node in rewriting.products}, feeds)
    nodes = [one for node in model.graph.node for one in rewriting.nodes_for(node, seen)]
    read = {name for node in nodes for name in node.input}
    kept = [one for one in model.graph.initializer if one.name in read]
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(kept + rewriting.constants)
    onnx.save(model, str(path))
    return len(rewriting.replaced)


def _inputs_seen(model: onnx.ModelProto, names: set[str], feeds: Sequence[Feed]) -> dict[str, Seen]:
    """Run the graph on ``feeds`` and look at tensors within it, padding left out."""
    import onnx
    import onnxruntime

    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    ordered = sorted(names)
    watched.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in ordered)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        watched.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    wanted = [one.name for one in session.get_inputs()]
    count = sum(int(feed["attention_mask"].sum()) for feed in feeds)
    parts: dict[str, list[Seen]] = {name: [] for name in ordered}
    for feed in feeds:
        mask = feed["attention_mask"].astype(bool)
        found = session.run(ordered, {name: feed[name] for name in wanted})
        for name, values in zip(ordered, found, strict=True):
            rows = values[mask]
            parts[name].append(Seen(rows.min(0), rows.max(0), rows[:: max(1, count // ROWS)]))
    return {name: _together(seen) for name, seen in parts.items()}


def _together(parts: Sequence[Seen]) -> Seen:
    return Seen(
        np.min([one.low for one in parts], axis=0),
        np.max([one.high for one in parts], axis=0),
        np.concatenate([one.rows for one in parts]),
    )


class _Rewriting:
    """Puts products of one graph into integers; collects the constants that this takes."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self._weights = {one.name: one for one in model.graph.initializer}
        self._readers: dict[str, list[onnx.NodeProto]] = {}
        for node in model.graph.node:
            for name in node.input:
                self._readers.setdefault(name, []).append(node)
        self._gone: set[str] = set()  # results of nodes that another node gives now
        self.products = [node for node in model.graph.node if self._is_product(node)]
        self.constants: list[onnx.TensorProto] = []
        self.replaced: set[str] = set()

    def nodes_for(self, node: onnx.NodeProto, seen: Mapping[str, Seen]) -> list[onnx.NodeProto]:
        """What stands in place of a node: the node itself where it stays as it is."""
        if node.output[0] in self._gone:
            return []
        if not self._is_product(node):
            return [node]
        integers, error = fit(self._array(node.input[1]), seen[node.input[0]])
        if error > LARGEST_ERROR:
            return [node]
        self.replaced.add(node.input[1])
        as_integers = self._input_nodes(node, integers)
        if node.op_type == "Attention":
            return as_integers + self._attention(node, integers)
        return as_integers + self._product(node, integers)

    def _is_product(self, node: onnx.NodeProto) -> bool:
        if node.op_type not in ("MatMul", "Attention") or node.input[1] not in self._weights:
            return False
        dims = self._weights[node.input[1]].dims
        return len(dims) == 2 and int(np.prod(dims)) >= SMALLEST_PRODUCT

    def _input_nodes(self, node: onnx.NodeProto, integers: Integers) -> list[onnx.NodeProto]:
        """Nodes that make the input of a product even, and turn it into integers."""
        own = node.output[0]
        factors = self._constant(f"{own}.factors", 1 / integers.divisor)
        return [
            _node("Mul", [node.input[0], factors], f"{own}.even"),
            _node(
                "QuantizeLinear",
                [
                    f"{own}.even",
                    self._constant(f"{own}.scale", integers.scale),
                    self._constant(f"{own}.zero", integers.zero),
                ],
                f"{own}.integers",
            ),
        ]

    def _product(self, node: onnx.NodeProto, integers: Integers) -> list[onnx.NodeProto]:
        """The product, which adds the bias too that the node after it would add."""
        own = node.output[0]
        readers = self._readers.get(own, [])
        after = readers[0] if len(readers) == 1 else None
        bias = self._bias(after) if after is not None else None
        if after is None or bias is None:
            return [self._multiply(own, own, integers, None)]
        self._gone.add(after.output[0])
        if after.op_type == "Add":
            return [self._multiply(own, after.output[0], integers, bias)]
        product = self._multiply(own, f"{own}.sum", integers, bias)
        return [product, _node("Gelu", [f"{own}.sum"], after.output[0], CONTRIB)]

    def _bias(self, node: onnx.NodeProto) -> Floats | None:
        """What a node adds to each row, None where it does something else."""
        if node.op_type not in ("Add", "BiasGelu"):
            return None
        vectors = [one for one in node.input if one in self._weights]
        one_row = len(vectors) == 1 and len(self._weights[vectors[0]].dims) == 1
        return self._array(vectors[0]) if one_row else None

    def _attention(self, node: onnx.NodeProto, integers: Integers) -> list[onnx.NodeProto]:
        """Queries, keys and values as three products; the attention over them stays in fp32."""
        own = node.output[0]
        parts = [f"{own}.queries", f"{own}.keys", f"{own}.values"]
        biases = np.split(self._array(node.input[2]), 3)
        weights = np.split(integers.weight, 3, axis=1)
        scales = np.split(integers.weight_scales, 3)
        nodes = []
        for part, weight, scale, bias in zip(parts, weights, scales, biases, strict=True):
            one = replace(integers, weight=weight, weight_scales=scale)
            nodes.append(self._multiply(own, part, one, bias))
        heads = next(one.i for one in node.attribute if one.name == "num_heads")
        inputs = [*parts, "", node.input[3]]
        return [*nodes, _node("MultiHeadAttention", inputs, own, CONTRIB, num_heads=heads)]

    def _multiply(
        self, own: str, result: str, integers: Integers, bias: Floats | None
    ) -> onnx.NodeProto:
        inputs = [
            f"{own}.integers",
            self._constant(f"{result}.weight", integers.weight),
            f"{own}.scale",
            self._constant(f"{result}.scales", integers.weight_scales),
            f"{own}.zero",
            "",
            "" if bias is None else self._constant(f"{result}.bias", bias),
        ]
        return _node("MatMulIntegerToFloat", inputs, result, CONTRIB)

    def _array(self, name: str) -> Any:
        from onnx import numpy_helper

        return numpy_helper.to_array(self._weights[name])

    def _constant(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name


def _node(
    kind: str, inputs: list[str], output: str, domain: str = "", **more: Any
) -> onnx.NodeProto:
    from onnx import helper

    node: onnx.NodeProto = helper.make_node(kind, inputs, [output], domain=domain, **more)
    return node
