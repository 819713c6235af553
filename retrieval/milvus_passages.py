"""Question -> Candidates: a generation in Milvus, asked for both halves at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.passages import Passage
from embeddings.vectors import spread_of
from retrieval.bm25 import Bm25
from retrieval.passage_store import Candidates
from retrieval.pool import Pool

if TYPE_CHECKING:
    from retrieval.milvus_store import MilvusStore

__all__ = ["MilvusPassages"]

N_NEAR = 200  # candidates by meaning, and as many by words
EF = 2 * N_NEAR  # nodes of the graph that a search keeps in hand; below N_NEAR it is refused
N_BATCH = 1_000  # passages a request when all are read
PASSAGE = ("article", "article_id", "begins", "ends", "text")
SEARCH_S, READ_S = 10.0, 120.0  # until Milvus counts as not answering
NO_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class MilvusPassages:
    """The collection of one generation; it is not written to any more.

    Attributes:
        n: how many passages it holds.
        whole: the words of whole articles.
    """

    home: MilvusStore
    collection: str
    n: int
    whole: Bm25

    def counts(self) -> Mapping[str, int]:
        """Of passages, which have their vector and their words in one row."""
        with self.home.asked() as client:
            (told,) = client.query(self.collection, output_fields=["count(*)"], timeout=READ_S)
        return {"passages": told["count(*)"]}

    def all_passages(self) -> Iterator[Passage]:
        """In the order in which they were put in."""
        for start in range(0, self.n, N_BATCH):
            with self.home.asked() as client:
                found = client.query(
                    self.collection,
                    filter=f"row >= {start} and row < {start + N_BATCH}",
                    output_fields=["row", *PASSAGE],
                    timeout=READ_S,
                )
            yield from (_passage(each) for each in sorted(found, key=lambda each: each["row"]))

    def vectors_of(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """(k, d), unit rows."""
        with self.home.asked() as client:
            found = client.query(
                self.collection, ids=list(rows), output_fields=["row", "vector"], timeout=READ_S
            )
        vectors = {each["row"]: each["vector"] for each in found}
        return np.array([vectors[row] for row in rows], np.float32)

    def search(
        self, text: str, tokens: Sequence[str], vector: NDArray[np.float32], k: int
    ) -> Candidates:
        """The nearest by meaning and the nearest by words.

        One request asks for both. Its ranking gives words the whole weight, so that the score that
        comes back is BM25's, and the cosine is taken from the vector that comes with it: the shares
        of the two are told by the question at hand (fusion.py), which Milvus cannot know.
        """
        from pymilvus import AnnSearchRequest, WeightedRanker

        by_meaning = {"metric_type": "IP", "params": {"ef": EF}}
        asked = [AnnSearchRequest([vector], "vector", by_meaning, limit=N_NEAR)]
        weights = [0.0]
        if words := NO_WORD.sub(" ", text).strip():
            asked.append(AnnSearchRequest([words], "bm25", {"metric_type": "BM25"}, limit=N_NEAR))
            weights.append(1.0)
        with self.home.asked() as client:
            (hits,) = client.hybrid_search(
                self.collection,
                asked,
                WeightedRanker(*weights, norm_score=False),
                limit=2 * N_NEAR,
                output_fields=[*PASSAGE, "vector"],
                consistency_level="Eventually",  # it is not written to any more
                timeout=SEARCH_S,
            )
        found = sorted(hits, key=lambda hit: hit["row"])
        rows = [hit["entity"] for hit in found]
        places = np.array([row["article"] for row in rows], np.int64)
        cosines = np.array([row["vector"] for row in rows], np.float32) @ vector
        lexical = np.array([hit["distance"] for hit in found], np.float32)
        whole = self.whole.scores(tokens, places)
        spreads = spread_of(cosines), spread_of(lexical), spread_of(whole)
        at = np.array([hit["row"] for hit in found], np.int64)
        pool = Pool(at, places, cosines, lexical, whole, spreads)
        return Candidates([_passage(row) for row in rows], pool)


def _passage(row: Mapping[str, Any]) -> Passage:
    return Passage(row["article_id"], row["begins"], row["ends"], row["text"])
