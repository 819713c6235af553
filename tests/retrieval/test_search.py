"""Fused ranking: two halves on one scale, checked on paper."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.passages import Passage
from embeddings import VectorIndex
from retrieval.generations import SCHEMA, Manifest
from retrieval.lexical import Bm25, Lexicon
from retrieval.record import Record
from retrieval.search import search, standard
from retrieval.store import Index

EAST = np.array((1, 0), np.float32)


def index_of(texts: list[str], vectors: list[tuple[float, float]]) -> Index:
    lexicon = Lexicon([])
    manifest = Manifest(
        SCHEMA, "", "", 2, 1, len(texts), "", datetime.now(UTC).isoformat(), {}
    )  # no part of searching
    return Index(
        manifest,
        {},
        tuple(Passage("a", i, i + 1, text) for i, text in enumerate(texts)),
        VectorIndex.build(np.array(vectors, np.float32)),
        Bm25.build([lexicon.tokens(text) for text in texts]),
        lexicon,
        Record.build({}, []),
    )


def found(index: Index, text: str, vector: NDArray[np.float32], k: int = 9) -> list[str]:
    return [hit.passage.text for hit in search(index, text, vector, k)]


def test_scores_are_standard_deviations_above_their_mean() -> None:
    """1, 2 and 3 have the mean 2 and the deviation sqrt(2/3)."""
    spread = standard(np.array([1, 2, 3], np.float32))
    assert spread.tolist() == pytest.approx([-np.sqrt(1.5), 0, np.sqrt(1.5)])
    assert standard(np.array([5, 5], np.float32)).tolist() == [0, 0]


def test_both_halves_count_alike() -> None:
    """Cosines 1, 0, 0 are (1.414, -0.707, -0.707) deviations; so are the words of the second.

    Half of each: 0.354 for the first two, -0.707 for the third; equals stay in their order.
    """
    hits = search(index_of(["山", "水", "花"], [(1, 0), (0, 1), (0, 1)]), "水", EAST, 3)
    assert [h.passage.text for h in hits] == ["山", "水", "花"]
    half = np.sqrt(2) / 2
    assert [h.score for h in hits] == pytest.approx([half / 2, half / 2, -half], abs=1e-6)
    assert [h.cosine for h in hits] == pytest.approx([1, 0, 0])


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
