"""Passages -> collections of Milvus, one a generation: near by meaning and by words in one request.

    NAME_<generation>    the passages of a generation: vector, text, and words under Milvus's BM25
    NAME                 an alias of the collection that answers, for whoever else asks there

问事 itself asks for the collection of the generation that it has open: articles and passages are
always of one build, also in the moment in which pointer and alias move.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.articles import Article
from retrieval.bm25 import Bm25
from retrieval.errors import StoreError
from retrieval.generations import CURE
from retrieval.milvus import asking, connect
from retrieval.milvus_passages import MilvusPassages
from retrieval.passage_store import Stock

if TYPE_CHECKING:
    from retrieval.generations import Manifest

__all__ = ["MilvusStore"]

N_BATCH = 1_000  # passages a request: 4 MB, of the 64 that Milvus takes
FLAT_MOST = 50_000  # passages up to which every vector is compared; a few milliseconds
GRAPH = {"M": 16, "efConstruction": 200, "sq_type": "SQ8"}
K1, B = 1.5, 0.75  # BM25, as in the embedded store
MOST_BYTES = 65_535  # of a text in Milvus; a passage has 2,100 at most, its headline has no bound
CHANGE_S, LOAD_S = 120.0, 3_600.0  # until Milvus counts as not answering


@dataclass(frozen=True)
class MilvusStore:
    """Where a Milvus keeps the passages of an index.

    Attributes:
        uri: http://host:port, or the path of a file of Milvus Lite.
        name: of the alias; collections begin with it, so that two archives share a Milvus.
    """

    uri: str
    name: str = "wenshi"
    kind: str = field(default="milvus", init=False)

    @cached_property
    def client(self) -> Any:
        """The connection, opened when it is first needed."""
        return connect(self.uri)

    @contextmanager
    def asked(self) -> Iterator[Any]:
        """The client; inside, its errors are those of this room."""
        client = self.client
        with asking(self.uri):
            yield client

    def greet(self) -> None:
        """Does nothing, if it is there.

        Raises:
            StoreError: it is not.
        """
        with self.asked() as client:
            client.get_server_version(timeout=CHANGE_S)

    def collection(self, generation: Path) -> str:
        """The name of a generation's collection."""
        return f"{self.name}_{generation.name.replace('-', '_')}"

    def write(self, passing: Path, stock: Stock) -> None:
        """Nothing: the folder holds no passages."""

    def replace(self, generation: Path, stock: Stock) -> None:
        """Puts the passages into a collection of their own."""
        collection = self.collection(generation)
        with self.asked() as client:
            _make(client, collection, stock.vectors.shape[1], len(stock.passages))
            for start in range(0, len(stock.passages), N_BATCH):
                rows = _rows(stock, start, min(start + N_BATCH, len(stock.passages)))
                client.insert(collection, rows, timeout=CHANGE_S)
            client.flush(collection, timeout=CHANGE_S)

    def open(
        self, generation: Path, manifest: Manifest, articles: Mapping[str, Article], whole: Bm25
    ) -> MilvusPassages:
        """The collection, loaded.

        Raises:
            StoreError: it is not there.
        """
        collection = self._there(generation)
        with self.asked() as client:
            client.load_collection(collection, timeout=LOAD_S)
        return MilvusPassages(self, collection, manifest.n_passages, whole)

    def point_at(self, generation: Path) -> None:
        """Moves the alias; of the others only the collection it named stays in memory.

        Raises:
            StoreError: the collection is not there.
        """
        collection = self._there(generation)
        with self.asked() as client:
            if self.name not in client.list_aliases(timeout=CHANGE_S)["aliases"]:
                client.create_alias(collection, self.name, timeout=CHANGE_S)
                return
            before = client.describe_alias(self.name, timeout=CHANGE_S)["collection_name"]
            client.alter_alias(collection, self.name, timeout=CHANGE_S)
            for other in client.list_collections(timeout=CHANGE_S):
                if self._is_ours(other) and other not in {collection, before}:
                    client.release_collection(other, timeout=CHANGE_S)

    def drop(self, generation: Path) -> None:
        """Removes its collection."""
        with self.asked() as client:
            client.drop_collection(self.collection(generation), timeout=CHANGE_S)

    def _is_ours(self, collection: str) -> bool:
        return bool(re.fullmatch(rf"{self.name}_\d{{8}}T\d{{12}}_[0-9a-f]{{8}}", collection))

    def _there(self, generation: Path) -> str:
        collection = self.collection(generation)
        with self.asked() as client:
            if client.has_collection(collection, timeout=CHANGE_S):
                return collection
        raise StoreError(
            f"Milvus at {self.uri} has no collection {collection}: the passages of "
            f"{generation.name} were removed there, or WENSHI_STORE names another Milvus than the "
            f"one it was built into; correct it, or {CURE}"
        )


def _make(client: Any, collection: str, dimension: int, n: int) -> None:
    """An empty collection with its indexes."""
    from pymilvus import DataType, Function, FunctionType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    for name in ("article", "begins", "ends"):
        schema.add_field(name, DataType.INT64)
    for name in ("article_id", "text"):
        schema.add_field(name, DataType.VARCHAR, max_length=MOST_BYTES)
    schema.add_field(
        "words",
        DataType.VARCHAR,
        max_length=MOST_BYTES,
        enable_analyzer=True,
        analyzer_params={"tokenizer": "jieba"},
    )
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("bm25", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(Function("bm25", FunctionType.BM25, ["words"], ["bm25"]))
    indexes = client.prepare_index_params()
    flat = n <= FLAT_MOST
    # Encoders give unit rows: their inner product is the cosine.
    indexes.add_index(
        "vector",
        index_type="FLAT" if flat else "HNSW_SQ",
        metric_type="IP",
        params={} if flat else GRAPH,
    )
    indexes.add_index(
        "bm25",
        index_type="SPARSE_INVERTED_INDEX",
        metric_type="BM25",
        params={"bm25_k1": K1, "bm25_b": B},
    )
    client.create_collection(
        collection,
        schema=schema,
        index_params=indexes,
        consistency_level="Strong",
        timeout=CHANGE_S,
    )


def _rows(stock: Stock, start: int, end: int) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "article": stock.places[passage.article_id],
            "article_id": passage.article_id,
            "begins": passage.start,
            "ends": passage.end,
            "text": passage.text,
            "words": stock.texts[row].encode()[:MOST_BYTES].decode(errors="ignore"),
            "vector": stock.vectors[row],
        }
        for row, passage in enumerate(stock.passages[start:end], start)
    ]
