"""Passages -> a PassageStore -> Candidates: where passages are kept and searched, as one door.

    store.write(passing, stock)        into the folder of the generation, before it is sealed
    store.replace(generation, stock)   outside of it, under its name, beside those before it
    store.open(generation, ...)        -> OpenStore, which searches
    store.point_at(generation)         from now on that one answers

Manifest, articles and facts stay in the generation folder, whatever the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.articles import Article
from corpus.passages import Passage
from retrieval.bm25 import Bm25
from retrieval.pool import Pool

if TYPE_CHECKING:
    from retrieval.generations import Manifest

__all__ = ["Candidates", "OpenStore", "PassageStore", "Stock"]


@dataclass(frozen=True, slots=True)
class Stock:
    """What a generation holds to be searched, everything in the order of its passages.

    Attributes:
        places: of each article, by its id, its place among the articles.
        texts: each passage as the encoder and the words see it, folded, under its headline.
        vectors: (n, d) float32, unit rows, of the texts.
        tokens: of the texts, each once; whoever needs none reads none.
    """

    passages: Sequence[Passage]
    places: Mapping[str, int]
    texts: Sequence[str]
    vectors: NDArray[np.float32]
    tokens: Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that may be what is asked for: those near by meaning, and those near by words.

    Attributes:
        passages: in the order in which they were put in.
        pool: (m,) their scores, in that order. BM25 is 0 where no word of the question occurs, or
            where others are so much better that nobody looked.
    """

    passages: Sequence[Passage]
    pool: Pool


class OpenStore(Protocol):
    """The passages of one generation; several threads may ask at once."""

    @property
    def home(self) -> PassageStore:
        """The store that it was opened from."""

    def counts(self) -> Mapping[str, int]:
        """How many it holds of what there must be one of for each passage, by their name."""

    def all_passages(self) -> Iterator[Passage]:
        """In the order in which they were put in."""

    def vectors_of(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """(k, d), unit rows; of passages by their place in that order."""

    def search(
        self, text: str, tokens: Sequence[str], vector: NDArray[np.float32], k: int
    ) -> Candidates:
        """Those for a question.

        Args:
            text: folded.
            tokens: of the text, by the lexicon of the generation.
            vector: (d,) of the text.
            k: how many are wanted in the end.
        """


class PassageStore(Protocol):
    """Where the passages of all generations of an index folder are kept.

    Raises:
        IndexFolderError: any of its doors; the text ends with the cure.
    """

    @property
    def kind(self) -> str:
        """As manifests name it: a generation is opened by the kind of store that it is kept in."""

    def write(self, passing: Path, stock: Stock) -> None:
        """What of it belongs into the generation folder, before its files are counted and named."""

    def replace(self, generation: Path, stock: Stock) -> None:
        """Keeps it under the name of the generation; nobody is pointed to it yet."""

    def open(
        self, generation: Path, manifest: Manifest, articles: Mapping[str, Article], whole: Bm25
    ) -> OpenStore:
        """What was kept under that name; `whole` are the words of whole articles."""

    def point_at(self, generation: Path) -> None:
        """Makes it the one that answers, in one step, wherever that is to be seen outside."""

    def drop(self, generation: Path) -> None:
        """Keeps it no longer; of what is not there nothing is said."""
