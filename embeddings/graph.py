"""Tensors of a BERT -> ONNX graph: token scores with 8-bit matrices, run without torch.

The matrices are held in 7 bits a weight, one scale an output, since the 8-bit kernels of processors
without VNNI add two products in 16 bits; word embeddings stay on their own 4-bit grid. Activations
are brought to 8 bits as they come. On two cores without VNNI this is 1.5 to 1.8 times float32.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Shape", "quantise", "write_graph"]

MICROSOFT = "com.microsoft"  # ONNX Runtime's own operators
EPSILON = 1e-12  # of the layer norms, as in the model's settings
LEVELS = 63  # 7 bits: two products of 255 * 63 stay below 2 ** 15
GRID = 32  # weights of the word embeddings that share a scale
OPSET, OPSET_MICROSOFT, IR = 21, 1, 10
FAR = -1e4  # added to the score of a padded place

Tensors = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Of the network."""

    n_layers: int
    n_heads: int


def quantise(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """(inputs, outputs) float32 -> 7-bit levels of that shape, and one scale an output.

    Example:
        >>> levels, scales = quantise(np.array([[0.63], [-0.02]], np.float32))
        >>> levels.ravel().tolist(), round(float(scales[0]), 4)
        ([63, -2], 0.01)
    """
    scales = np.abs(matrix).max(axis=0) / LEVELS
    scales = np.where(scales > 0, scales, 1.0).astype(np.float32)
    return np.round(matrix / scales).astype(np.int8), scales


def write_graph(tensors: Tensors, shape: Shape, path: Path) -> None:
    """A graph from (n, length) int64 `ids`, `types`, `mask` to (n, length, 2) float32 `scores`.

    Args:
        tensors: in the names of transformers' BertModel, and `head.weight`, `head.bias`.
        shape: of the network.
        path: the file to write.
    """
    import onnx

    graph = _Graph()
    hidden = _embed(graph, tensors)
    for layer in range(shape.n_layers):
        hidden = _layer(graph, tensors, f"encoder.layer.{layer}.", hidden, shape.n_heads)
    head = graph.constant(tensors["head.weight"].T)
    scores = graph.node(
        "Add", graph.node("MatMul", hidden, head), graph.constant(tensors["head.bias"])
    )
    graph.node("Identity", scores, output="scores")
    onnx.save_model(graph.model(), str(path))


class _Graph:
    """Nodes and constants as they are added."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, values: NDArray[Any]) -> str:
        """The name of a new constant."""
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self, kind: str, *inputs: str, domain: str = "", output: str = "", **given: Any
    ) -> str:
        """The name of the first output of a new node."""
        from onnx import helper

        name = output or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], domain=domain, **given))
        return name

    def model(self) -> Any:
        from onnx import TensorProto, helper

        rows = ["n", "length"]
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, rows)
            for name in ("ids", "types", "mask")
        ]
        scores = helper.make_tensor_value_info("scores", TensorProto.FLOAT, [*rows, 2])
        graph = helper.make_graph(self.nodes, "reader", inputs, [scores], self.constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, OPSET_MICROSOFT)]
        model = helper.make_model(graph, opset_imports=opsets)
        model.ir_version = IR
        return model


def _embed(graph: _Graph, tensors: Tensors) -> str:
    """Word, position and type embeddings, added and normed."""
    words = _words(graph, tensors["embeddings.word_embeddings.weight"])
    kinds = graph.node(
        "Gather", graph.constant(tensors["embeddings.token_type_embeddings.weight"]), "types"
    )
    length = graph.node("Shape", "ids", start=1, end=2)
    zero = graph.constant(np.zeros(1, np.int64))
    table = graph.constant(tensors["embeddings.position_embeddings.weight"])
    places = graph.node("Slice", table, zero, length, zero)
    places = graph.node("Unsqueeze", places, zero)
    summed = graph.node("Add", graph.node("Add", words, kinds), places)
    weight = graph.constant(tensors["embeddings.LayerNorm.weight"])
    bias = graph.constant(tensors["embeddings.LayerNorm.bias"])
    return graph.node("LayerNormalization", summed, weight, bias, epsilon=EPSILON, axis=-1)


def _words(graph: _Graph, table: NDArray[np.float32]) -> str:
    """The embedded table lies on a 4-bit grid: it is kept so, without any loss."""
    from onnx import TensorProto, helper

    blocks = table.reshape(len(table), -1, GRID)
    at = np.abs(blocks).argmax(axis=2)[..., None]
    scales = (np.take_along_axis(blocks, at, axis=2) / -8).squeeze(2).astype(np.float32)
    scales = np.where(scales != 0, scales, 1.0).astype(np.float32)
    levels = np.clip(np.round(blocks / scales[..., None]), -8, 7).astype(np.int8)
    flat = (levels.reshape(-1) & 0x0F).astype(np.uint8)
    packed = flat[0::2] | (flat[1::2] << 4)
    name = f"c{len(graph.constants)}"
    graph.constants.append(
        helper.make_tensor(name, TensorProto.INT4, table.shape, packed.tobytes(), raw=True)
    )
    return graph.node(
        "GatherBlockQuantized", name, "ids", graph.constant(scales), domain=MICROSOFT,
        gather_axis=0, quantize_axis=1, block_size=GRID,
    )  # fmt: skip


def _layer(graph: _Graph, tensors: Tensors, name: str, hidden: str, n_heads: int) -> str:
    query, key, value = (
        _dense(graph, tensors, f"{name}attention.self.{part}", hidden)
        for part in ("query", "key", "value")
    )
    mask = graph.node("Cast", "mask", to=6)  # int32, as the operator wants it
    heads = graph.node(
        "MultiHeadAttention", query, key, value, "", mask, domain=MICROSOFT,
        num_heads=n_heads, mask_filter_value=FAR,
    )  # fmt: skip
    attended = _dense(graph, tensors, f"{name}attention.output.dense", heads)
    hidden = _norm(graph, tensors, f"{name}attention.output.LayerNorm", attended, hidden)
    inner = _dense(graph, tensors, f"{name}intermediate.dense", hidden)
    inner = graph.node("Gelu", inner, domain=MICROSOFT)
    outer = _dense(graph, tensors, f"{name}output.dense", inner)
    return _norm(graph, tensors, f"{name}output.LayerNorm", outer, hidden)


def _dense(graph: _Graph, tensors: Tensors, name: str, inputs: str) -> str:
    levels, scales = quantise(tensors[f"{name}.weight"].T)
    return graph.node(
        "DynamicQuantizeMatMul", inputs, graph.constant(levels), graph.constant(scales),
        graph.constant(np.zeros(len(scales), np.int8)), graph.constant(tensors[f"{name}.bias"]),
        domain=MICROSOFT,
    )  # fmt: skip


def _norm(graph: _Graph, tensors: Tensors, name: str, inputs: str, beside: str) -> str:
    return graph.node(
        "SkipLayerNormalization", inputs, beside, graph.constant(tensors[f"{name}.weight"]),
        graph.constant(tensors[f"{name}.bias"]), domain=MICROSOFT, epsilon=EPSILON,
    )  # fmt: skip
