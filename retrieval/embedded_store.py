"""Passages -> files of the generation folder: FAISS and BM25, searched in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.articles import Article
from corpus.passages import Passage
from embeddings.index import VectorIndex
from embeddings.vectors import Rows
from retrieval.bm25 import Bm25
from retrieval.errors import IndexFolderError
from retrieval.generations import CURE
from retrieval.passage_store import Candidates, OpenStore, PassageStore, Stock
from retrieval.pool import Halves
from retrieval.shelf import Chosen, Passages, places_of

if TYPE_CHECKING:
    from retrieval.generations import Manifest

__all__ = ["EMBEDDED", "EmbeddedPassages", "embedded"]

PASSAGES = "passages.npy"
WORDS = "bm25"


@dataclass(frozen=True)
class EmbeddedPassages:
    """One generation, open; read-only, so that threads share it.

    Attributes:
        places: (n,) int64, of each passage, which article it is cut from, by its place.
        whole: the words of whole articles.
    """

    passages: Sequence[Passage]
    places: Rows
    vectors: VectorIndex
    bm25: Bm25
    whole: Bm25

    @property
    def home(self) -> PassageStore:
        """The embedded store."""
        return EMBEDDED

    def counts(self) -> Mapping[str, int]:
        """Of passages, vectors and rows of words."""
        return {
            "passages": len(self.passages),
            "vectors": self.vectors.n,
            "rows of words": self.bm25.n,
        }

    def all_passages(self) -> Iterator[Passage]:
        """In the order in which they were put in."""
        return iter(self.passages)

    def vectors_of(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """(k, d), unit rows."""
        return np.stack([self.vectors.vector(row) for row in rows])

    @cached_property
    def halves(self) -> Halves:
        """What is searched."""
        return Halves.of(self.vectors, self.bm25, self.whole, self.places)

    def search(
        self, text: str, tokens: Sequence[str], vector: NDArray[np.float32], k: int
    ) -> Candidates:
        """Of a small index all of them, of a large one the best of each half."""
        pool = self.halves.pool(tokens, vector, k)
        return Candidates(Chosen(self.passages, pool.rows), pool)


class _Embedded:
    """All is in the generation folder, so that nothing is left to be done outside of it."""

    kind = "folder"

    def write(self, passing: Path, stock: Stock) -> None:
        VectorIndex.build(stock.vectors).save(passing)
        Bm25.build(stock.tokens).save(passing / WORDS)
        np.save(passing / PASSAGES, places_of(stock.passages, list(stock.places)))

    def replace(self, generation: Path, stock: Stock) -> None:
        pass

    def open(
        self, generation: Path, manifest: Manifest, articles: Mapping[str, Article], whole: Bm25
    ) -> EmbeddedPassages:
        places = np.asarray(np.load(generation / PASSAGES, mmap_mode="r"))
        return EmbeddedPassages(
            Passages(places, articles),
            places[:, 0].astype(np.int64),
            VectorIndex.load(generation, manifest.n_passages, manifest.dimension),
            Bm25.load(generation / WORDS),
            whole,
        )

    def point_at(self, generation: Path) -> None:
        pass

    def drop(self, generation: Path) -> None:
        pass


EMBEDDED = _Embedded()


def embedded(store: OpenStore) -> EmbeddedPassages:
    """For whoever needs the score of every passage.

    Raises:
        IndexFolderError: it is kept elsewhere.
    """
    if not isinstance(store, EmbeddedPassages):
        raise IndexFolderError(
            f"this needs an index whose passages are in its folder; unset WENSHI_STORE, then {CURE}"
        )
    return store
