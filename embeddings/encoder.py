"""A model's name -> its Encoder: the embedded E5, or any sentence-transformers model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.e5 import EMBEDDED_MODEL
from embeddings.source import find_source

__all__ = ["Encoder", "load_encoder"]


class Encoder(Protocol):
    """What the other rooms need of a model; several threads may ask it at once."""

    @property
    def name(self) -> str:
        """As the operator wrote it."""

    @property
    def fingerprint(self) -> str:
        """Equal if and only if the weights and the prefixes are: vectors may then be mixed."""

    @property
    def dimension(self) -> int:
        """The width of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32, unit rows in the order of the texts; (0, d) for none."""

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        """The same for texts to be found; `on_progress` gets how many are done, batch by batch."""


def load_encoder(model: str, cache: Path) -> Encoder:
    """The encoder of that name, on the CPU.

    The embedded model is run as a graph, and opens in half a second; for any other, torch is
    imported, which takes ten.

    Args:
        model: `EMBEDDED_MODEL`, the folder of a sentence-transformers model, or a hub name.
        cache: where the embedded model is unpacked the first time.

    Raises:
        ModelNotFoundError: there is no such model here, and none could be fetched.
        DamagedModelError: its files are not what they should be.
        CacheError: `cache` cannot be written.
    """
    source = find_source(model, cache)
    if model == EMBEDDED_MODEL:
        from embeddings.graph_encoder import open_graph

        return open_graph(source, cache)
    from embeddings.sentence_encoder import open_model

    return open_model(source, model)
