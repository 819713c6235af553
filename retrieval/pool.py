"""Question -> Pool: the passages that may be best, by meaning, by words, by their article's words.

Of a small index that is every passage. Of a large one each of the three names its best, and only
these have their scores computed; mean and deviation of all scores come from the halves themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from embeddings.index import VectorIndex
from embeddings.vectors import Floats, Rows, Spread, best, spread_of
from retrieval.bm25 import Bm25

__all__ = ["Halves", "Pool"]

N_ALL = 20_000  # passages; of no more than these all are scored, as their vectors are compared
N_EACH = 50  # passages that each of the three names; the answer reads ten

# The vectors' codes are gone through while this thread adds up words; of several questions at once
# each has its own.
_beside = ThreadPoolExecutor(thread_name_prefix="vectors")


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages in their order, each with its scores.

    Attributes:
        rows: (m,) which passages.
        places: (m,) of each one's article its place among the articles.
        cosines: (m,) with the question.
        lexical: (m,) BM25 of the passages.
        by_article: (m,) BM25 of their articles.
        spreads: of the three over all passages of the index.
    """

    rows: Rows
    places: Rows
    cosines: Floats
    lexical: Floats
    by_article: Floats
    spreads: tuple[Spread, Spread, Spread]


@dataclass(frozen=True, slots=True)
class Halves:
    """What is searched.

    Attributes:
        places: (n,) ascending; of each passage's article its place among the articles.
        n_of_each: (a,) how many passages an article has.
    """

    vectors: VectorIndex
    bm25: Bm25
    by_article: Bm25
    places: Rows
    n_of_each: Floats

    @classmethod
    def of(cls, vectors: VectorIndex, bm25: Bm25, by_article: Bm25, places: Rows) -> Halves:
        """Passages and articles that belong together."""
        n_of_each = np.bincount(places, minlength=by_article.n).astype(np.float32)
        return cls(vectors, bm25, by_article, places, n_of_each)

    def pool(self, tokens: Sequence[str], vector: Floats, k: int, n_all: int | None = None) -> Pool:
        """The passages among which the best k are to be found.

        Args:
            tokens: of the question.
            vector: (d,) of the question.
            k: how many are wanted in the end.
            n_all: up to so many passages all of them; `N_ALL`, unless another number is given.
        """
        if len(self.places) <= (N_ALL if n_all is None else n_all):
            whole = self.by_article.scores(tokens)[self.places]
            of_each = self.vectors.scores(vector), self.bm25.scores(tokens), whole
            spreads = spread_of(of_each[0]), spread_of(of_each[1]), spread_of(whole)
            return Pool(np.arange(len(self.places)), self.places, *of_each, spreads)
        k = max(N_EACH, 2 * k)
        near = _beside.submit(self.vectors.search, vector, k)
        named = self.bm25.likely(tokens, k).rows
        of_articles = self._of_best_articles(tokens, k)
        spreads = (
            self.vectors.spread(vector),
            self.bm25.spread(tokens),
            self.by_article.spread(tokens, self.n_of_each),
        )
        rows = np.unique(np.concatenate([near.result().rows, named, of_articles]))
        places = self.places[rows]
        articles, back = np.unique(places, return_inverse=True)
        return Pool(
            rows,
            places,
            self.vectors.scores(vector, rows),
            self.bm25.scores(tokens, rows),
            self.by_article.scores(tokens, articles)[back],
            spreads,
        )

    def _of_best_articles(self, tokens: Sequence[str], k: int) -> Rows:
        """The first k passages of the best articles, in the order of these."""
        likely = self.by_article.likely(tokens, k)
        articles = likely.rows[best(likely.scores, k)]
        begins = np.searchsorted(self.places, articles)
        ends = np.searchsorted(self.places, articles, side="right")
        rows = [np.arange(*each) for each in zip(begins, ends, strict=True)]
        return np.concatenate([np.zeros(0, np.int64), *rows])[:k]
