"""The program `wenshi` with an encoder whose vectors are character counts: whole, without torch.

Run as a script it takes the words of the command line; behind `--pause` it stops in the middle of
writing an index, says so on stdout, and waits to be killed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WIDTH = 256  # numbers in a vector; characters whose code points agree in the last byte share one


class CountingEncoder:
    """Texts with the same characters are near: enough for a corpus of three articles."""

    name = "character counts"
    fingerprint = "c" * 64
    dimension = WIDTH

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in zip(counts, texts, strict=True):
            np.add.at(row, [ord(char) % WIDTH for char in text], 1)
        lengths = np.linalg.norm(counts, axis=1, keepdims=True)
        return counts / np.where(lengths == 0, 1, lengths)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        on_progress(len(texts))
        return self.encode_queries(texts)


def load_counting_encoder(model: str, cache: Path) -> CountingEncoder:
    return CountingEncoder()


def _pause_while_writing() -> None:
    from embeddings.index import VectorIndex

    save = VectorIndex.save

    def save_and_wait(self: VectorIndex, folder: Path) -> None:
        save(self, folder)
        print("half written", flush=True)
        time.sleep(60)

    VectorIndex.save = save_and_wait  # type: ignore[method-assign]


if __name__ == "__main__":
    import embeddings.encoder
    from bot.cli import main

    embeddings.encoder.load_encoder = load_counting_encoder
    if sys.argv[1] == "--pause":
        del sys.argv[1]
        _pause_while_writing()
    main()
