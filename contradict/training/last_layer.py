"""Spares the last layer the tokens that nobody asks for.

Labels are read off the first token, and only the words that carry a conflict off the others. So the
last layer of a graph is cut down to its first tokens, as many as a new input says; all of them
where it is not given, so that the graph gives others what it always gave.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from contradict.runtime import TOKENS_GIVEN

if TYPE_CHECKING:
    import onnx

ALL = np.iinfo(np.int64).max
START, AXIS = f"{TOKENS_GIVEN}.start", f"{TOKENS_GIVEN}.axis"


def give_tokens_on_demand(path: Path) -> bool:
    """Rewrite the graph at ``path``; False where its last attention has not the shape for it.

    That shape is what ``quantise`` leaves: queries, keys and values as products of their own, of
    which only the keys and values need every token.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    nodes = list(model.graph.node)
    found = [place for place, node in enumerate(nodes) if node.op_type == "MultiHeadAttention"]
    if not found or not _cut(nodes, found[-1]):
        return False
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    constants = {TOKENS_GIVEN: ALL, START: 0, AXIS: 1}
    model.graph.initializer.extend(
        numpy_helper.from_array(np.array([value], dtype=np.int64), name)
        for name, value in constants.items()
    )
    given = helper.make_tensor_value_info(TOKENS_GIVEN, TensorProto.INT64, [1])
    model.graph.input.append(given)  # with its initializer: an input that may be left out
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    return True


def _cut(nodes: list[onnx.NodeProto], attention: int) -> bool:
    """Slice what goes into the queries, and into the sum around the attention; in place."""
    makers = {name: place for place, node in enumerate(nodes) for name in node.output}
    queries = makers.get(nodes[attention].input[0])
    around = _sum_around(nodes, attention)
    if queries is None or around is None:
        return False
    place, residual = around
    before_queries = nodes[queries].input[0]
    _replace(nodes[queries], before_queries, f"{before_queries}.first")
    _replace(nodes[place], residual, f"{residual}.first")
    nodes.insert(place, _slice(residual))
    nodes.insert(queries, _slice(before_queries))
    return True


def _sum_around(nodes: list[onnx.NodeProto], attention: int) -> tuple[int, str] | None:
    """The sum of the attention's result and its layer's input: its place, and that input."""
    derived = set(nodes[attention].output)
    made_before = {name for one in nodes[:attention] for name in one.output}
    for place in range(attention + 1, len(nodes)):
        node = nodes[place]
        if derived.isdisjoint(node.input):
            continue
        others = [name for name in node.input if name not in derived]
        if node.op_type == "Add" and others and others[0] in made_before:
            return place, others[0]
        derived.update(node.output)
    return None


def _slice(name: str) -> onnx.NodeProto:
    from onnx import helper

    return helper.make_node("Slice", [name, START, TOKENS_GIVEN, AXIS], [f"{name}.first"])


def _replace(node: onnx.NodeProto, old: str, new: str) -> None:
    kept = [new if name == old else name for name in node.input]
    del node.input[:]
    node.input.extend(kept)
