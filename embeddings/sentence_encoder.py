"""Text -> unit vectors, by any sentence-transformers model."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedModelError
from embeddings.prompts import Prompts, choose_prompts, fingerprint_of, whole
from embeddings.source import Source

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["open_model"]

_BATCH = 32  # texts; larger ones gain nothing on two cores and report progress less often


def _n_threads() -> int:
    import torch

    return torch.get_num_threads()


@contextmanager
def _threads(n: int) -> Iterator[None]:
    """Inside, torch computes in n threads; the setting is the whole process's, so hold the lock."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(n)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@dataclass(frozen=True, slots=True)
class _SentenceEncoder:
    """An `Encoder` that holds an open model.

    Attributes:
        lock: `tokenizers` breaks off with "Already borrowed" if two threads ask it at once;
            a batch at a time, so that a question waits for one batch of an index run at most.
        n_threads: for batches; one text is encoded by one, since beside another busy process two
            threads wait for each other longer (192 ms against 68 ms a question beside a build).
    """

    name: str
    fingerprint: str
    dimension: int
    prompts: Prompts
    model: SentenceTransformer = field(repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    n_threads: int = field(default_factory=_n_threads, repr=False)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encode(texts, self.prompts.query, lambda _: None)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        return self._encode(texts, self.prompts.passage, on_progress)

    def _encode(
        self, texts: Sequence[str], prompt: str, on_progress: Callable[[int], None]
    ) -> NDArray[np.float32]:
        """Batches of like length, longest first: less padding, and the first batch is the worst."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = self._encode_batch([texts[at] for at in batch], prompt)
            on_progress(start + len(batch))
        return vectors

    def _encode_batch(self, texts: list[str], prompt: str) -> NDArray[np.float32]:
        with self.lock, _threads(1 if len(texts) == 1 else self.n_threads):
            vectors = self.model.encode(
                [whole(text) for text in texts],
                prompt=prompt,
                batch_size=_BATCH,
                show_progress_bar=False,
                normalize_embeddings=True,
            )
        return np.asarray(vectors, np.float32)


def open_model(source: Source, name: str) -> _SentenceEncoder:
    """The encoder of a model's files, on the CPU; seconds, most of them for importing torch.

    Raises:
        DamagedModelError: its files are not what they should be.
    """
    loaded = _load_model(source, name)
    prompts = choose_prompts(loaded.prompts, name)
    dimension = loaded.get_embedding_dimension()
    if dimension is None:
        raise DamagedModelError(f"the model {name} gives no vectors of one width; {source.cure}")
    fingerprint = fingerprint_of(source.identity, prompts)
    return _SentenceEncoder(name, fingerprint, dimension, prompts, loaded)


def _load_model(source: Source, name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        with _quiet():
            return SentenceTransformer(str(source.folder), device="cpu", local_files_only=True)
    except Exception as exc:  # a damaged file raises whatever the reader of that file raises
        raise DamagedModelError(
            f"the model {name} in {source.folder} cannot be loaded ({exc}); {source.cure}"
        ) from exc


@contextmanager
def _quiet() -> Iterator[None]:
    """Inside, no bars and no log lines but errors; after it, all is as it was."""
    from transformers.utils import logging as untyped

    noise: Any = untyped
    verbosity, bars = noise.get_verbosity(), noise.is_progress_bar_enabled()
    logger = logging.getLogger("sentence_transformers")
    level = logger.level
    noise.set_verbosity_error()
    noise.disable_progress_bar()
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        noise.set_verbosity(verbosity)
        logger.setLevel(level)
        if bars:
            noise.enable_progress_bar()
