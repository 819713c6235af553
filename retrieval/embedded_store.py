"""Passages -> files of the generation folder: FAISS and bm25s, searched in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.passages import Passage
from embeddings.index import VectorIndex
from retrieval.errors import IndexFolderError
from retrieval.generations import CURE, read_lines, write_lines
from retrieval.lexical import Bm25
from retrieval.passage_store import Candidates, OpenStore, PassageStore, Stock

if TYPE_CHECKING:
    from retrieval.generations import Manifest

__all__ = ["EMBEDDED", "EmbeddedPassages", "embedded"]

PASSAGES = "passages.jsonl"
WORDS = "bm25"


@dataclass(frozen=True)
class EmbeddedPassages:
    """One generation, open; read-only, so that threads share it.

    Attributes:
        places: (n,) int64, of each passage, which article it is cut from, by its place.
    """

    passages: tuple[Passage, ...]
    places: NDArray[np.int64]
    vectors: VectorIndex
    bm25: Bm25

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

    def search(self, text: str, tokens: Sequence[str], vector: NDArray[np.float32]) -> Candidates:
        """All of them, each with its scores."""
        return Candidates(
            self.passages, self.places, self.vectors.scores(vector), self.bm25.scores(tokens)
        )


class _Embedded:
    """All is in the generation folder, so that nothing is left to be done outside of it."""

    kind = "folder"

    def write(self, passing: Path, stock: Stock) -> None:
        VectorIndex.build(stock.vectors).save(passing)
        Bm25.build([stock.lexicon.tokens(t) for t in stock.texts]).save(passing / WORDS)
        write_lines(passing / PASSAGES, [asdict(p) for p in stock.passages])

    def replace(self, generation: Path, stock: Stock) -> None:
        pass

    def open(
        self, generation: Path, manifest: Manifest, places: Mapping[str, int]
    ) -> EmbeddedPassages:
        passages = tuple(Passage(**row) for row in read_lines(generation / PASSAGES))
        return EmbeddedPassages(
            passages,
            np.array([places[p.article_id] for p in passages], np.int64),
            VectorIndex.load(generation, manifest.n_passages, manifest.dimension),
            Bm25.load(generation / WORDS),
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
