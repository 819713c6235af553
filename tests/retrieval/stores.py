"""Stores to test: the embedded one, and a real Milvus Lite in a file of its own or as a server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from corpus.articles import UNKNOWN_DATE, Article
from corpus.passages import Passage
from retrieval.bm25 import Bm25
from retrieval.generations import SCHEMA, Manifest
from retrieval.lexical import Lexicon
from retrieval.passage_store import OpenStore, PassageStore, Stock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from retrieval.milvus_store import MilvusStore

APART = 20  # characters between the beginnings of two passages
STAMP = "20260101T00000000000{}-0123abcd"


def need_milvus() -> None:
    """Skips the test where Milvus Lite is not installed."""
    why = "needs Milvus Lite: pip install -c constraints.txt -e .[milvus]"
    pytest.importorskip("pymilvus", reason=why)
    pytest.importorskip("milvus_lite", reason=why)


@contextmanager
def lite(path: Path, name: str = "toy") -> Iterator[MilvusStore]:
    """A file of Milvus Lite, served in this process."""
    need_milvus()
    from milvus_lite.server_manager import server_manager_instance

    from retrieval.milvus_store import MilvusStore

    store = MilvusStore(str(path), name)
    try:
        yield store
    finally:
        store.client.close()
        server_manager_instance.release_server(str(path))


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """host:port of Milvus Lite as a program of its own, and the program."""
    need_milvus()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["server", "--host", "127.0.0.1", "--port", str(port), "--data-dir", str(folder)]
    process = subprocess.Popen(
        [sys.executable, "-m", "milvus_lite", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as door:
                if not door.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield f"127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def stock_of(texts: list[str], vectors: NDArray[np.float32]) -> Stock:
    """Two passages an article, each text as it is."""
    passages = [
        Passage(f"a{n // 2}", APART * (n % 2), APART * (n % 2) + len(text), text)
        for n, text in enumerate(texts)
    ]
    places = {f"a{n}": n for n in range((len(texts) + 1) // 2)}
    return Stock(passages, places, texts, vectors, map(Lexicon([]).tokens, texts))


def put(store: PassageStore, folder: Path, stock: Stock, n: int = 0) -> OpenStore:
    """The stock in the store, as the n-th generation of a folder, open."""
    generation = folder / STAMP.format(n)
    generation.mkdir(parents=True)
    store.write(generation, stock)
    store.replace(generation, stock)
    articles = articles_of(stock)
    whole = Bm25.build(Lexicon([]).tokens(a.text) for a in articles.values())
    return store.open(generation, manifest_of(stock, store.kind), articles, whole)


def articles_of(stock: Stock) -> dict[str, Article]:
    """What its passages are cut from."""
    texts = dict.fromkeys(stock.places, "")
    for passage in stock.passages:
        texts[passage.article_id] = texts[passage.article_id].ljust(passage.start) + passage.text
    return {n: Article(n, "", text, UNKNOWN_DATE, "") for n, text in texts.items()}


def manifest_of(stock: Stock, kind: str) -> Manifest:
    n, dimension = stock.vectors.shape
    return Manifest(SCHEMA, "", "", dimension, len(stock.places), n, "", "", {}, "", 0.5, kind)


def unit(n: int, dimension: int, seed: int = 0) -> NDArray[np.float32]:
    """(n, d) unit rows in all directions."""
    rows = np.random.default_rng(seed).normal(size=(n, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
