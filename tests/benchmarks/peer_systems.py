"""Articles -> an index on disk -> the rank of an article: as others would do it.

Each has the embedded E5 with its prefixes, BM25 and vectors together, and gives ten results. The
rest is theirs, as their documentation has it:

- txtai: `Embeddings` by sentence-transformers and Faiss; BM25 with terms and normalised scores, as
  `hybrid=True` sets it, so that the halves are added with equal weights.
- Haystack: `DocumentSplitter`; `InMemoryDocumentStore` with a retriever by embedding and one by
  BM25; `DocumentJoiner` by reciprocal rank, since its default takes BM25 and cosine for one scale.
- LlamaIndex: `SentenceSplitter`; `VectorStoreIndex` in memory; `BM25Retriever` without stemming;
  `QueryFusionRetriever` by reciprocal rank, without further questions by a language model.

An article is its title and its text. txtai cuts none; Haystack cuts at 200 words, which are told by
spaces, so that a Chinese article stays whole; LlamaIndex at 1,024 tokens, and most have fewer. The
model reads the first 512 of its own. Their BM25 is given pairs of characters, by a documented
option of each. By default two take single characters, LlamaIndex all between two marks: BM25 alone
then found the right article first for 0.84 and 0.19 of 300 questions of DRCD (pairs: 0.93), 0.60
and 0.21 of 300 of `qa/news` (0.73), among both sets' passages and 1,000 articles of news.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from peer_trials import Attempt, K, Row, timed

__all__ = [
    "DISTRIBUTIONS",
    "build_haystack",
    "build_llamaindex",
    "build_txtai",
    "open_haystack",
    "open_llamaindex",
    "open_txtai",
]

PAIRS = r"(?=([\u3400-\u9fff]{2}|(?<![a-z0-9])[a-z0-9]+))"  # and words of other scripts whole
QUERY, PASSAGE = "query: ", "passage: "  # of E5; txtai finds them in the model's folder
DISTRIBUTIONS = {
    "txtai": ("txtai",),
    "haystack": ("haystack-ai", "sentence-transformers-haystack"),
    "llamaindex": (
        "llama-index-core",
        "llama-index-embeddings-huggingface",
        "llama-index-retrievers-bm25",
    ),
}


def build_txtai(rows: Sequence[Row], folder: Path, model: Path) -> None:
    from txtai import Embeddings

    scoring = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"ngrams": 2}}
    embeddings = Embeddings(path=str(model), method="sentence-transformers", scoring=scoring)
    embeddings.index((row.id, row.content) for row in rows)
    embeddings.save(str(folder))


def open_txtai(folder: Path, model: Path) -> Attempt:
    from txtai import Embeddings

    del model  # the index knows
    embeddings = Embeddings()
    embeddings.load(str(folder))
    return timed(lambda text: [id_ for id_, _ in embeddings.search(text, K)])


def build_haystack(rows: Sequence[Row], folder: Path, model: Path) -> None:
    from haystack import Document, Pipeline
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.writers import DocumentWriter
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
    )

    store = InMemoryDocumentStore(bm25_tokenization_regex=PAIRS)
    pipeline = Pipeline()
    pipeline.add_component("splitter", DocumentSplitter())
    embedder = SentenceTransformersDocumentEmbedder(
        model=str(model), prefix=PASSAGE, progress_bar=False, local_files_only=True
    )
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("writer", DocumentWriter(store))
    pipeline.connect("splitter", "embedder")
    pipeline.connect("embedder", "writer")
    documents = [Document(content=row.content, meta={"article": row.id}) for row in rows]
    pipeline.run({"splitter": {"documents": documents}})
    folder.mkdir()
    store.save_to_disk(str(folder / "store.json"))


def open_haystack(folder: Path, model: Path) -> Attempt:
    from haystack import Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersTextEmbedder,
    )

    store = InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))
    pipeline = Pipeline()
    embedder = SentenceTransformersTextEmbedder(
        model=str(model), prefix=QUERY, progress_bar=False, local_files_only=True
    )
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=K))
    pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=K))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("embedder", "dense")
    pipeline.connect("dense", "joiner")
    pipeline.connect("bm25", "joiner")

    def find(text: str) -> list[str]:
        result = pipeline.run({"embedder": {"text": text}, "bm25": {"query": text}})
        return [document.meta["article"] for document in result["joiner"]["documents"]]

    return timed(find)


def _llamaindex_model(model: Path) -> Any:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(str(model), query_instruction=QUERY, text_instruction=PASSAGE)


def build_llamaindex(rows: Sequence[Row], folder: Path, model: Path) -> None:
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.retrievers.bm25 import BM25Retriever

    hidden = {"excluded_embed_metadata_keys": ["article"]}  # else it is embedded with the text
    documents = [Document(text=r.content, metadata={"article": r.id}, **hidden) for r in rows]
    index = VectorStoreIndex.from_documents(
        documents, transformations=[SentenceSplitter()], embed_model=_llamaindex_model(model)
    )
    index.storage_context.persist(str(folder))
    bm25 = BM25Retriever.from_defaults(
        docstore=index.docstore, similarity_top_k=K, skip_stemming=True, token_pattern=PAIRS
    )
    bm25.persist(str(folder / "bm25"))


def open_llamaindex(folder: Path, model: Path) -> Attempt:
    from llama_index.core import StorageContext, load_index_from_storage
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.retrievers.bm25 import BM25Retriever

    storage = StorageContext.from_defaults(persist_dir=str(folder))
    index = load_index_from_storage(storage, embed_model=_llamaindex_model(model))
    bm25 = BM25Retriever.from_persist_dir(str(folder / "bm25"))
    bm25.token_pattern, bm25.skip_stemming = PAIRS, True  # these two are not kept
    fusion = QueryFusionRetriever(
        [index.as_retriever(similarity_top_k=K), bm25],
        llm=MockLLM(),  # it wants one, though it is never asked
        mode="reciprocal_rerank",
        num_queries=1,
        similarity_top_k=K,
        use_async=False,
    )
    return timed(lambda text: [hit.node.metadata["article"] for hit in fusion.retrieve(text)])
