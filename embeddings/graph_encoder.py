"""The embedded E5 as a graph -> unit vectors, by ONNX Runtime and tokenizers alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.e5 import EMBEDDED_MODEL
from embeddings.e5_folder import MAX_TOKENS
from embeddings.errors import DamagedModelError
from embeddings.graph import Shape, write_vectors
from embeddings.making import made_of_model
from embeddings.pieces import CLOSING, OPENING, Pieces, open_pieces
from embeddings.prompts import E5, fingerprint_of, whole
from embeddings.session import Session, TokenRow, side_by_side
from embeddings.source import Source

__all__ = ["CONVERSION", "GraphEncoder", "open_graph"]

CONVERSION = 1  # raise it when the graph changes, so that old ones are not taken
BATCH = 8  # texts: enough for the matrices, few enough for both cores to have some


class GraphEncoder:
    """An `Encoder`; see there."""

    name = EMBEDDED_MODEL
    dimension = 384

    def __init__(self, graph: Path, pieces: Pieces, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._session = Session(graph)
        self._pieces = pieces

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384) float32, unit rows in the order of the texts."""
        return self._encode(texts, E5.query, lambda _: None)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        """The same for texts to be found; `on_progress` gets how many are done, batch by batch."""
        return self._encode(texts, E5.passage, on_progress)

    def _encode(
        self, texts: Sequence[str], prompt: str, on_progress: Callable[[int], None]
    ) -> NDArray[np.float32]:
        """Batches of like length, longest first: less padding, and the first batch is the worst."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]

        def encode(batch: list[int]) -> NDArray[np.float32]:
            given = (prompt + whole(texts[at]) for at in batch)
            return self._session.run([_row(self._pieces.cut(text).ids) for text in given])

        n_done = 0
        for batch, rows in zip(batches, side_by_side(encode, batches), strict=True):
            vectors[batch] = rows
            n_done += len(batch)
            on_progress(n_done)
        return vectors


def _row(ids: list[int]) -> TokenRow:
    """At most as many tokens as the model has positions, the first and the last included."""
    row = [OPENING, *ids[: MAX_TOKENS - 2], CLOSING]
    return TokenRow(row, len(row))


def open_graph(source: Source, cache: Path) -> GraphEncoder:
    """The encoder of the unpacked model; its graph is written into `cache` the first time.

    Raises:
        CacheError: `cache` cannot be written.
        DamagedModelError: the folder, the graph or the vocabulary is damaged.
    """
    folder = source.folder
    graph = cache / f"{folder.name}-vectors-v{CONVERSION}"

    def write(to: Path) -> None:
        from safetensors.numpy import load_file

        tensors = load_file(folder / "model.safetensors")
        write_vectors(tensors, Shape.of(tensors), to)

    made_of_model(graph, write, 100, folder, source.cure)
    pieces = open_pieces(folder)
    try:
        fingerprint = fingerprint_of(f"{source.identity}/graph {CONVERSION}", E5)
        return GraphEncoder(graph, pieces, fingerprint)
    except Exception as exc:  # whatever the library makes of a damaged file
        raise DamagedModelError(
            f"the model in {graph} cannot be loaded ({exc}); delete {graph} and {folder}, they "
            "are then made anew"
        ) from exc
