"""Tensors of a BERT -> ONNX graphs that run without torch: text vectors, token scores.

The vectors' graph keeps every matrix on the 4-bit grid that it lies on, without any loss, as both
graphs keep the word embeddings. What a reader learned lies on no grid: its matrices are held in 7
bits a weight, one scale an output, since the 8-bit kernels of processors without VNNI add two
products in 16 bits; activations are brought to 8 bits as they come. On two cores without VNNI that
is 1.5 to 1.8 times float32.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["GRAPH", "Shape", "quantise", "write_scores", "write_vectors"]

GRAPH = "graph.onnx"  # its weights lie beside it, so that they can be mapped into memory
LARGE = 4096  # bytes of a constant that lies there
MICROSOFT = "com.microsoft"  # ONNX Runtime's own operators
EPSILON = 1e-12  # of the layer norms, as in the model's settings
LEVELS = 63  # 7 bits: two products of 255 * 63 stay below 2 ** 15
GRID = 32  # weights that share a scale on the 4-bit grid
ACTIVATIONS_8_BIT = 4  # the operator's word for it
OPSET, OPSET_MICROSOFT, IR = 21, 1, 10
HEAD = 32  # numbers of a head, in every size of E5 that is small
FAR = -1e4  # added to the score of a padded place

Tensors = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Of the network."""

    n_layers: int
    n_heads: int

    @classmethod
    def of(cls, tensors: Tensors) -> Shape:
        """Of an E5, whose heads are 32 wide."""
        layers = {n.split(".")[2] for n in tensors if n.startswith("encoder.layer.")}
        return cls(len(layers), len(tensors["embeddings.LayerNorm.weight"]) // HEAD)


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


def write_scores(tensors: Tensors, shape: Shape, folder: Path) -> None:
    """A graph from (n, length) int64 `ids`, `types`, `mask` to (n, length, 2) float32 `scores`.

    Args:
        tensors: in the names of transformers' BertModel, and `head.weight`, `head.bias`.
        shape: of the network.
        folder: where `GRAPH` and its weights are written.
    """
    graph = _Graph(tensors)
    hidden = _body(graph, shape, _learned)
    head = graph.constant(tensors["head.weight"].T)
    bias = graph.tensor("head.bias")
    graph.node("Add", graph.node("MatMul", hidden, head), bias, output="scores")
    graph.save(folder, ["n", "length", 2])


def write_vectors(tensors: Tensors, shape: Shape, folder: Path) -> None:
    """A graph from (n, length) int64 `ids`, `types`, `mask` to (n, width) float32 `vectors`.

    A vector is the mean over the tokens that `mask` marks, brought to length 1.
    """
    graph = _Graph(tensors)
    hidden = _body(graph, shape, _gridded)
    last, tokens = graph.constant(np.array([2])), graph.constant(np.array([1]))
    marked = graph.node("Unsqueeze", graph.node("Cast", "mask", to=1), last)
    summed = graph.node("ReduceSum", graph.node("Mul", hidden, marked), tokens, keepdims=0)
    # the sum points where the mean does
    graph.node("LpNormalization", summed, axis=-1, p=2, output="vectors")
    graph.save(folder, ["n", len(tensors["embeddings.LayerNorm.weight"])])


def _body(graph: _Graph, shape: Shape, dense: _Dense) -> str:
    hidden = _embed(graph)
    for layer in range(shape.n_layers):
        hidden = _layer(graph, f"encoder.layer.{layer}.", hidden, shape.n_heads, dense)
    return hidden


class _Graph:
    """Nodes and constants as they are added."""

    def __init__(self, tensors: Tensors) -> None:
        self.tensors = tensors
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, values: NDArray[Any]) -> str:
        """The name of a new constant."""
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def tensor(self, name: str) -> str:
        """The name of a new constant that holds one of the tensors."""
        return self.constant(self.tensors[name])

    def packed(self, levels: NDArray[np.int8], shape: tuple[int, ...]) -> str:
        """The same of 4-bit numbers, two a byte, the first of them low."""
        from onnx import TensorProto, helper

        name = f"c{len(self.constants)}"
        data = _pairs(levels.reshape(-1)).tobytes()
        self.constants.append(helper.make_tensor(name, TensorProto.INT4, shape, data, raw=True))
        return name

    def node(
        self, kind: str, *inputs: str, domain: str = "", output: str = "", **given: Any
    ) -> str:
        """The name of the first output of a new node."""
        from onnx import helper

        name = output or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], domain=domain, **given))
        return name

    def save(self, folder: Path, shape: list[str | int]) -> None:
        """Writes the graph whose last node is its output, of that shape; large constants apart."""
        import onnx
        from onnx import TensorProto, helper

        output = helper.make_tensor_value_info(self.nodes[-1].output[0], TensorProto.FLOAT, shape)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "length"])
            for name in ("ids", "types", "mask")
        ]
        graph = helper.make_graph(self.nodes, "bert", inputs, [output], self.constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, OPSET_MICROSOFT)]
        model = helper.make_model(graph, opset_imports=opsets)
        model.ir_version = IR
        onnx.save_model(
            model, str(folder / GRAPH),
            save_as_external_data=True, location="weights.bin", size_threshold=LARGE,
        )  # fmt: skip


def _embed(graph: _Graph) -> str:
    """Word, position and type embeddings, added and normed."""
    words = _words(graph, graph.tensors["embeddings.word_embeddings.weight"])
    kinds = graph.node("Gather", graph.tensor("embeddings.token_type_embeddings.weight"), "types")
    length = graph.node("Shape", "ids", start=1, end=2)
    zero = graph.constant(np.zeros(1, np.int64))
    table = graph.tensor("embeddings.position_embeddings.weight")
    places = graph.node("Slice", table, zero, length, zero)
    places = graph.node("Unsqueeze", places, zero)
    summed = graph.node("Add", graph.node("Add", words, kinds), places)
    weight = graph.tensor("embeddings.LayerNorm.weight")
    bias = graph.tensor("embeddings.LayerNorm.bias")
    return graph.node("LayerNormalization", summed, weight, bias, epsilon=EPSILON, axis=-1)


def _words(graph: _Graph, table: NDArray[np.float32]) -> str:
    levels, scales = _on_grid(table)
    return graph.node(
        "GatherBlockQuantized", graph.packed(levels, table.shape), "ids", graph.constant(scales),
        domain=MICROSOFT, gather_axis=0, quantize_axis=1, block_size=GRID,
    )  # fmt: skip


def _on_grid(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """(rows, width) -> levels in -8..7, (rows, blocks, 32), and scales, (rows, blocks).

    The level of a block's largest weight, by size, is -8: so the embedded weights were rounded.
    """
    blocks = matrix.reshape(len(matrix), -1, GRID)
    at = np.abs(blocks).argmax(axis=2)[..., None]
    scales = (np.take_along_axis(blocks, at, axis=2) / -8).squeeze(2).astype(np.float32)
    scales = np.where(scales != 0, scales, 1.0).astype(np.float32)
    levels = np.clip(np.round(blocks / scales[..., None]), -8, 7).astype(np.int8)
    return levels, scales


def _pairs(levels: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Two neighbours of the last axis in a byte, the first of them low."""
    nibbles = (levels & 0x0F).astype(np.uint8)
    return np.asarray(nibbles[..., 0::2] | (nibbles[..., 1::2] << 4), np.uint8)


def _layer(graph: _Graph, name: str, hidden: str, n_heads: int, dense: _Dense) -> str:
    query, key, value = (
        dense(graph, f"{name}attention.self.{part}", hidden) for part in ("query", "key", "value")
    )
    mask = graph.node("Cast", "mask", to=6)  # int32, as the operator wants it
    heads = graph.node(
        "MultiHeadAttention", query, key, value, "", mask, domain=MICROSOFT,
        num_heads=n_heads, mask_filter_value=FAR,
    )  # fmt: skip
    attended = dense(graph, f"{name}attention.output.dense", heads)
    hidden = _norm(graph, f"{name}attention.output.LayerNorm", attended, hidden)
    inner = dense(graph, f"{name}intermediate.dense", hidden)
    inner = graph.node("Gelu", inner, domain=MICROSOFT)
    outer = dense(graph, f"{name}output.dense", inner)
    return _norm(graph, f"{name}output.LayerNorm", outer, hidden)


_Dense = Callable[[_Graph, str, str], str]  # of the name of a matrix and its inputs


def _learned(graph: _Graph, name: str, inputs: str) -> str:
    levels, scales = quantise(graph.tensors[f"{name}.weight"].T)
    return graph.node(
        "DynamicQuantizeMatMul", inputs, graph.constant(levels), graph.constant(scales),
        graph.constant(np.zeros(len(scales), np.int8)), graph.tensor(f"{name}.bias"),
        domain=MICROSOFT,
    )  # fmt: skip


def _gridded(graph: _Graph, name: str, inputs: str) -> str:
    levels, scales = _on_grid(graph.tensors[f"{name}.weight"])
    n_outputs, n_blocks = scales.shape
    product = graph.node(
        "MatMulNBits", inputs, graph.constant(_pairs(levels + 8)), graph.constant(scales),
        domain=MICROSOFT, K=n_blocks * GRID, N=n_outputs, bits=4, block_size=GRID,
        accuracy_level=ACTIVATIONS_8_BIT,
    )  # fmt: skip
    return graph.node("Add", product, graph.tensor(f"{name}.bias"))


def _norm(graph: _Graph, name: str, inputs: str, beside: str) -> str:
    return graph.node(
        "SkipLayerNormalization", inputs, beside, graph.tensor(f"{name}.weight"),
        graph.tensor(f"{name}.bias"), domain=MICROSOFT, epsilon=EPSILON,
    )  # fmt: skip
