"""The trained encoder as an ONNX graph of one reply, its numbers in eight bits.

The graph is written out by hand: one reply at a time needs no padding and so no mask.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from evals.training.bert import HEADS, LAYERS, SCALE, SMALL, WIDTH

PLACES = 256
OPSET = 17
Array = Any


class _Graph:
    """Nodes and constants as they are gathered."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: dict[str, Array] = {}

    def put(self, op: str, inputs: Sequence[str], out: str, **attributes: Any) -> str:
        """Add a node; return what it gives."""
        self.nodes.append(helper.make_node(op, list(inputs), [out], **attributes))
        return out

    def constant(self, name: str, value: Array) -> str:
        """Add a constant; return its name."""
        self.constants[name] = value
        return name

    def linear(self, x: str, name: str, out: str) -> str:
        """Multiply by a weight and add its bias."""
        weight = self.constant(f"{name}.weight", np.ascontiguousarray(self.weights[f"{name}.weight"].T))
        bias = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.put("Add", [self.put("MatMul", [x, weight], f"{out}.product"), bias], out)

    def calm(self, x: str, name: str, out: str) -> str:
        """Bring every place to one size."""
        parts = [self.constant(f"{name}.{part}", self.weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        return self.put("LayerNormalization", [x, *parts], out, axis=-1, epsilon=SMALL)


def write(weights: Mapping[str, Array], path: Path) -> None:
    """Write the graph with weights in eight bits.

    Args:
        weights: of `evals.training.bert.Encoder`, by name.
        path: the file.
    """
    graph = _Graph(weights)
    x = _opening(graph)
    for at in range(LAYERS):
        x = _layer(graph, x, f"layers.{at}")
    _answers(graph, x)
    ints = [helper.make_tensor_value_info(name, TensorProto.INT64, ["length"]) for name in ("ids", "sides", "places")]
    out = helper.make_tensor_value_info("odds", TensorProto.FLOAT, [len(weights["answer.bias"])])
    constants = [numpy_helper.from_array(value, name) for name, value in graph.constants.items()]
    made = helper.make_graph(graph.nodes, "encoder", ints, [out], constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(model, whole)
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])


def _opening(graph: _Graph) -> str:
    """Look the pieces up: eight bits a number, one scale a piece."""
    words = graph.weights["words.weight"]
    scale = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-6).astype(np.float32) / 127
    table = graph.constant("words", np.rint(words / scale).astype(np.int8))
    steps = graph.put("Cast", [graph.put("Gather", [table, "ids"], "word.steps")], "word.numbers", to=TensorProto.FLOAT)
    scales = graph.put("Gather", [graph.constant("scales", scale), "ids"], "word.scales")
    word = graph.put("Mul", [steps, scales], "word")
    place = graph.put(
        "Gather", [graph.constant("place.table", graph.weights["places.weight"][:PLACES]), "places"], "place"
    )
    side = graph.put("Gather", [graph.constant("side.table", graph.weights["sides.weight"]), "sides"], "side")
    return graph.calm(graph.put("Add", [graph.put("Add", [word, place], "placed"), side], "sided"), "calm", "opening")


def _layer(graph: _Graph, x: str, name: str) -> str:
    """One layer, as in `evals.training.bert.Layer`."""
    shape = graph.constant("parted", np.array([-1, HEADS, WIDTH // HEADS], np.int64))
    whole = graph.constant("whole", np.array([-1, WIDTH], np.int64))
    scale = graph.constant("near", np.array(SCALE, np.float32))

    def parted(part: str, order: Sequence[int]) -> str:
        split = graph.put(
            "Reshape", [graph.linear(x, f"{name}.{part}", f"{name}.{part}.out"), shape], f"{name}.{part}.split"
        )
        return graph.put("Transpose", [split], f"{name}.{part}.turned", perm=order)

    query = graph.put("Mul", [parted("query", (1, 0, 2)), scale], f"{name}.scaled")
    near = graph.put("MatMul", [query, parted("key", (1, 2, 0))], f"{name}.near")
    share = graph.put("Softmax", [near], f"{name}.share", axis=-1)
    seen = graph.put("MatMul", [share, parted("value", (1, 0, 2))], f"{name}.seen")
    back = graph.put(
        "Reshape", [graph.put("Transpose", [seen], f"{name}.back", perm=(1, 0, 2)), whole], f"{name}.joined"
    )
    y = graph.put("Add", [x, graph.linear(back, f"{name}.out", f"{name}.out.out")], f"{name}.added")
    y = graph.calm(y, f"{name}.calm", f"{name}.calmed")
    inner = _gelu(graph, graph.linear(y, f"{name}.wide", f"{name}.wide.out"), name)
    z = graph.put("Add", [y, graph.linear(inner, f"{name}.narrow", f"{name}.narrow.out")], f"{name}.widened")
    return graph.calm(z, f"{name}.settle", f"{name}.settled")


def _gelu(graph: _Graph, x: str, name: str) -> str:
    """The exact one, in the five steps that the run time knows to be one."""
    root = graph.constant("root", np.array(2**0.5, np.float32))
    one, half = graph.constant("one", np.array(1.0, np.float32)), graph.constant("half", np.array(0.5, np.float32))
    error = graph.put("Erf", [graph.put("Div", [x, root], f"{name}.rooted")], f"{name}.error")
    product = graph.put("Mul", [x, graph.put("Add", [error, one], f"{name}.raised")], f"{name}.twice")
    return graph.put("Mul", [product, half], f"{name}.bent")


def _answers(graph: _Graph, x: str) -> str:
    """The first place, the mean of the draft and the mean of the rest, then the questions."""
    first = graph.put("Gather", [x, graph.constant("zero", np.array(0, np.int64))], "first", axis=0)
    sides = graph.put("Cast", ["sides"], "sides.float", to=TensorProto.FLOAT)
    own = graph.put("Sub", [graph.constant("all", np.array(1.0, np.float32)), sides], "own.float")
    means = [_mean(graph, x, own, "own"), _mean(graph, x, sides, "around")]
    joined = graph.put("Concat", [first, *means], "joined", axis=0)
    weight = graph.constant("answer.weight", np.ascontiguousarray(graph.weights["answer.weight"].T))
    product = graph.put(
        "Gemm",
        [graph.put("Unsqueeze", [joined, graph.constant("front", np.array([0], np.int64))], "row"), weight],
        "product",
    )
    row = graph.put("Add", [product, graph.constant("answer.bias", graph.weights["answer.bias"])], "answers")
    return graph.put("Squeeze", [row, "front"], "odds")


def _mean(graph: _Graph, x: str, use: str, name: str) -> str:
    """Return the mean of the places in use."""
    total = graph.put("MatMul", [use, x], f"{name}.total")
    many = graph.put("ReduceSum", [use], f"{name}.many", keepdims=1)
    least = graph.put("Max", [many, graph.constant("least", np.array(1.0, np.float32))], f"{name}.least")
    return graph.put("Div", [total, least], f"{name}.mean")
