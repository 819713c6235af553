"""The shipped deltas + the embedded E5 -> the reader's graph in the cache, made once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.e5 import unpack_e5
from embeddings.graph import Shape, write_scores
from embeddings.making import made_once
from embeddings.pieces import open_pieces
from retrieval.errors import ReaderError
from retrieval.reader import OnnxReader, load_reader

__all__ = ["DELTAS", "open_reader", "pack", "unpack"]

DELTAS = Path(__file__).parent / "weights" / "reader.npz"
CONVERSION = 2  # raise it when the graph changes, so that old ones are not taken
BLOCK = 32  # weights that share a scale
HALF = 8  # levels of 4 bits on each side of 0
MIN_SIZE = 4096  # smaller tensors are shipped as they are, in 16 bits

Tensors = Mapping[str, NDArray[np.float32]]


def pack(base: Tensors, learned: Tensors, path: Path) -> None:
    """What was learned beyond the base, large matrices in 4 bits a weight, blocks of 32 a scale.

    Tensors that did not change are left out.
    """
    kept: dict[str, NDArray[np.generic]] = {}
    for name, values in learned.items():
        delta = values - base[name] if name in base else values
        if not np.any(delta):
            continue
        if delta.size < MIN_SIZE:
            kept[f"{name}:plain"] = delta.astype(np.float16)
            continue
        blocks = delta.reshape(-1, BLOCK)
        scales = (np.abs(blocks).max(axis=1) / (HALF - 1)).astype(np.float16)
        steps = np.where(scales > 0, scales, 1).astype(np.float32)
        levels = np.clip(np.round(blocks / steps[:, None]), 1 - HALF, HALF - 1) + HALF
        flat = levels.astype(np.uint8)
        kept[f"{name}:levels"] = flat[:, : BLOCK // 2] | (flat[:, BLOCK // 2 :] << 4)
        kept[f"{name}:scales"] = scales
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **kept)


def unpack(base: Tensors, path: Path) -> dict[str, NDArray[np.float32]]:
    """The base with what was learned."""
    whole = dict(base)
    with np.load(path, allow_pickle=False) as kept:
        for key in kept.files:
            name, _, kind = key.partition(":")
            if kind == "plain":
                plain = kept[key].astype(np.float32)
                whole[name] = whole[name] + plain if name in whole else plain
            elif kind == "levels":
                halves = kept[key]
                levels = np.concatenate([halves & 0x0F, halves >> 4], axis=1).astype(np.float32)
                scales = kept[f"{name}:scales"].astype(np.float32)
                delta = (levels - HALF) * scales[:, None]
                whole[name] = whole[name] + delta.reshape(whole[name].shape)
    return whole


def open_reader(cache: Path, deltas: Path = DELTAS) -> OnnxReader:
    """The shipped reader; its graph is written into `cache` the first time, some seconds.

    Raises:
        ReaderError: the deltas are missing or damaged, or the cache cannot be written.
        EmbeddingsError: the embedded model is missing, damaged, or cannot be unpacked.
    """
    cure = "run: pip install --force-reinstall wenshi, or set WENSHI_CACHE to a writable folder"
    folder = unpack_e5(cache)
    try:
        fingerprint = hashlib.sha256(deltas.read_bytes()).hexdigest()
        graph = made_once(
            cache / f"reader-{fingerprint[:12]}-v{CONVERSION}",
            partial(_write, folder, deltas),
        )
    except (OSError, ValueError, KeyError) as exc:
        raise ReaderError(f"the reader cannot be made from {deltas} ({exc}); {cure}") from exc
    return load_reader(graph, open_pieces(folder), f"{fingerprint}/v{CONVERSION}")


def _write(folder: Path, deltas: Path, to: Path) -> None:
    from safetensors.numpy import load_file

    tensors = unpack(load_file(folder / "model.safetensors"), deltas)
    write_scores(tensors, Shape.of(tensors), to)
