"""Fused ranking: two halves on one scale, checked on paper."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.articles import UNKNOWN_DATE, Article
from corpus.passages import Passage
from embeddings import VectorIndex
from retrieval.bm25 import Bm25
from retrieval.embedded_store import EmbeddedPassages
from retrieval.fusion import circumstances, load_shares
from retrieval.generations import SCHEMA, Manifest
from retrieval.lexical import Lexicon
from retrieval.record import Record
from retrieval.search import search
from retrieval.store import Index

EAST = np.array((1, 0), np.float32)
UNREAD = Article("", "", "", UNKNOWN_DATE, "")  # searching looks at no article


def index_of(texts: list[str], vectors: list[tuple[float, float]]) -> Index:
    lexicon = Lexicon([])
    manifest = Manifest(
        SCHEMA, "", "", 2, len(texts), len(texts), "", datetime.now(UTC).isoformat(), {}, "", 0.5
    )  # no part of searching
    words = Bm25.build([lexicon.tokens(text) for text in texts])
    return Index(
        manifest,
        {f"a{i}": UNREAD for i in range(len(texts))},
        EmbeddedPassages(
            tuple(Passage(f"a{i}", i, i + 1, text) for i, text in enumerate(texts)),
            np.arange(len(texts)),
            VectorIndex.build(np.array(vectors, np.float32)),
            words,
            words,
        ),
        words,  # each passage is an article
        lexicon,
        Record.build({}, []),
    )


def found(index: Index, text: str, vector: NDArray[np.float32], k: int = 9) -> list[str]:
    return [hit.passage.text for hit in search(index, text, vector, k)]


def test_a_score_is_the_sum_of_three_standard_scores_by_their_shares() -> None:
    """Cosines 1, 0, 0 are (1.414, -0.707, -0.707) deviations; so are the words of the second."""
    hits = search(index_of(["山", "水", "花"], [(1, 0), (0, 1), (0, 1)]), "水", EAST, 3)
    one, half = np.sqrt(2), np.sqrt(2) / 2
    words = np.float32(hits_of_words(["山", "水", "花"], "水"))
    cosines = np.array([1, 0, 0], np.float32)
    given = circumstances(cosines, words, words, np.arange(3), 1)
    dense, lexical, whole = np.maximum(load_shares() @ given, 0)
    expected = {
        "山": dense * one - (lexical + whole) * half,
        "水": (lexical + whole) * one - dense * half,
        "花": -(dense + lexical + whole) * half,
    }
    assert {h.passage.text: h.score for h in hits} == pytest.approx(expected, rel=1e-5)
    assert {h.passage.text: h.cosine for h in hits} == pytest.approx({"山": 1, "水": 0, "花": 0})


def hits_of_words(texts: list[str], text: str) -> list[float]:
    lexicon = Lexicon([])
    return Bm25.build([lexicon.tokens(t) for t in texts]).scores(lexicon.tokens(text)).tolist()


def test_without_a_known_word_the_meaning_decides() -> None:
    index = index_of(["山", "水", "花"], [(0, 1), (1, 1), (1, 0)])
    assert found(index, "鸟", EAST) == found(index, "", EAST) == ["花", "水", "山"]


def test_where_all_vectors_are_one_the_words_decide() -> None:
    index = index_of(["山", "水", "花"], [(1, 0)] * 3)
    assert found(index, "花", EAST) == ["花", "山", "水"]


def test_of_equals_the_earlier_passage_comes_first() -> None:
    index = index_of(["山", "水", "花", "鸟"], [(1, 0)] * 4)
    assert found(index, "云", EAST) == ["山", "水", "花", "鸟"]
    assert found(index, "云", EAST, 2) == ["山", "水"]
    many = [str(n) for n in range(100)]
    assert found(index_of(many, [(1, 0), (0, 1)] * 50), "云", EAST, 50) == many[::2]


@pytest.mark.parametrize(("k", "n"), [(0, 0), (1, 1), (3, 3), (100, 3)])
def test_no_more_than_k_and_no_more_than_there_are(k: int, n: int) -> None:
    index = index_of(["山", "水", "花"], [(1, 0), (0, 1), (0, 1)])
    assert len(search(index, "水", EAST, k)) == n


def test_a_single_passage_is_found_by_any_question() -> None:
    assert found(index_of(["山"], [(1, 0)]), "海", EAST) == ["山"]
