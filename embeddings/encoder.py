"""Text -> unit vectors, by the embedded E5 or any sentence-transformers model."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedModelError
from embeddings.source import Source, find_source

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["Encoder", "load_encoder"]

_BATCH = 32  # texts; larger ones gain nothing on two cores and report progress less often
_E5_NAME = re.compile(r"(?<![a-z0-9])m?e5(?![a-z0-9])", re.IGNORECASE)


def _unreported(n_done: int) -> None:
    """Progress that nobody asked to see."""


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
        self, texts: Sequence[str], on_progress: Callable[[int], None] = _unreported
    ) -> NDArray[np.float32]:
        """The same for texts to be found; `on_progress` gets how many are done, batch by batch."""


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
class _Prompts:
    """What is put before a text, so that the model knows which side it stands on."""

    query: str
    passage: str


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
    prompts: _Prompts
    model: SentenceTransformer = field(repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    n_threads: int = field(default_factory=_n_threads, repr=False)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encode(texts, self.prompts.query, _unreported)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = _unreported
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
        # half a surrogate pair, as broken JSON has them, is no text to the tokenizer
        whole = [text.encode("utf-8", "replace").decode() for text in texts]
        with self.lock, _threads(1 if len(whole) == 1 else self.n_threads):
            vectors = self.model.encode(
                whole,
                prompt=prompt,
                batch_size=_BATCH,
                show_progress_bar=False,
                normalize_embeddings=True,
            )
        return np.asarray(vectors, np.float32)


def load_encoder(model: str, cache: Path) -> Encoder:
    """The encoder of that name, on the CPU; seconds, most of them for importing torch.

    Args:
        model: `EMBEDDED_MODEL`, the folder of a sentence-transformers model, or a hub name.
        cache: where the embedded model is unpacked the first time.

    Raises:
        ModelNotFoundError: there is no such model here, and none could be fetched.
        DamagedModelError: its files are not what they should be.
        CacheError: `cache` cannot be written.
    """
    source = find_source(model, cache)
    loaded = _load_model(source, model)
    prompts = _choose_prompts(loaded.prompts, model)
    dimension = loaded.get_embedding_dimension()
    if dimension is None:
        raise DamagedModelError(f"the model {model} gives no vectors of one width; {source.cure}")
    return _SentenceEncoder(model, _fingerprint(source, prompts), dimension, prompts, loaded)


def _load_model(source: Source, name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        with _quiet():
            return SentenceTransformer(str(source.folder), device="cpu", local_files_only=True)
    except Exception as exc:  # a damaged file raises whatever the reader of that file raises
        raise DamagedModelError(
            f"the model {name} in {source.folder} cannot be loaded ({exc}); {source.cure}"
        ) from exc


def _choose_prompts(declared: Mapping[str, str | None], name: str) -> _Prompts:
    """The model's own where it declares any; E5's, where "e5" is a word of the name; else none.

    Source: https://huggingface.co/intfloat/multilingual-e5-small, "FAQ", for E5's two prefixes.
    """
    query = declared.get("query") or ""
    passage = declared.get("passage") or declared.get("document") or ""
    if not query and not passage and _E5_NAME.search(name):
        return _Prompts("query: ", "passage: ")
    return _Prompts(query, passage)


def _fingerprint(source: Source, prompts: _Prompts) -> str:
    """64 hexadecimal digits over all that decides which vector a text gets."""
    facts = json.dumps([source.identity, prompts.query, prompts.passage])
    return hashlib.sha256(facts.encode()).hexdigest()


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
