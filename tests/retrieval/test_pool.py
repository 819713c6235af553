"""Pool: the best of each half are enough; a large index answers as if all were scored."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest

from embeddings import VectorIndex
from retrieval import bm25 as bm25_module
from retrieval import pool as module
from retrieval import rarest
from retrieval.bm25 import Bm25
from retrieval.pool import Halves
from retrieval.search import ranked

N_ARTICLES, PER_ARTICLE, WIDTH = 900, 3, 32
N = N_ARTICLES * PER_ARTICLE


@pytest.fixture(scope="module")
def tokens() -> list[list[str]]:
    drawn = np.random.default_rng(2).zipf(1.4, (N, 25)) % 4000
    return [[f"t{t}" for t in row] for row in drawn.tolist()]


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    chance = np.random.default_rng(4)
    of_article = np.repeat(chance.standard_normal((N_ARTICLES, WIDTH)), PER_ARTICLE, axis=0)
    return (of_article + 0.4 * chance.standard_normal((N, WIDTH))).astype(np.float32)


@pytest.fixture(scope="module", params=[0, N], ids=["codes", "flat"])
def halves(request, tokens, vectors) -> Halves:
    articles = (tokens[at : at + PER_ARTICLE] for at in range(0, N, PER_ARTICLE))
    whole = [list(chain(*article)) for article in articles]
    return Halves.of(
        VectorIndex.build(vectors, request.param),
        Bm25.build(tokens),
        Bm25.build(whole),
        np.repeat(np.arange(N_ARTICLES), PER_ARTICLE),
    )


@pytest.fixture(params=[(10**9, 10**9), (10**9, 0), (6_000, 0)], ids=["added", "looked up", "few"])
def _any_way(request, monkeypatch) -> None:
    """The words added up; looked up for the rows in the pool; the common ones hardly at all."""
    n_postings, n_few = request.param
    monkeypatch.setattr(rarest, "N_POSTINGS", n_postings)
    monkeypatch.setattr(bm25_module, "N_FEW", n_few)


@pytest.mark.usefixtures("_any_way")
def test_the_best_of_a_pool_are_the_best_of_all(halves, tokens, vectors, monkeypatch) -> None:
    """Questions that are half of a passage; every tenth row by meaning is another passage's."""
    asked = [(tokens[n][:8], vectors[n + n % 10]) for n in range(0, 2000, 40)]
    whole = [halves.pool(words, vector, 10) for words, vector in asked]
    monkeypatch.setattr(module, "N_ALL", 0)
    some = [halves.pool(words, vector, 10) for words, vector in asked]
    for all_rows, few in zip(whole, some, strict=True):
        one, other = (ranked(pool, "谁" * 12, 10) for pool in (all_rows, few))
        assert all_rows.rows[one.at].tolist() == few.rows[other.at].tolist()
        assert other.scores == pytest.approx(one.scores, abs=2e-3)
        assert few.cosines[other.at] == pytest.approx(all_rows.cosines[one.at], abs=1e-3)


@pytest.mark.usefixtures("_any_way")
def test_a_pool_holds_the_first_of_each_in_order(halves, tokens, vectors) -> None:
    pool = halves.pool(tokens[5], vectors[8], 10, n_all=0)
    assert (np.diff(pool.rows) > 0).all()
    assert len(pool.rows) < 4 * module.N_EACH
    everything = halves.pool(tokens[5], vectors[8], 10, n_all=N)
    for scores in (everything.cosines, everything.lexical, everything.by_article):
        assert {*np.argsort(-scores, kind="stable")[:50].tolist()} <= {*pool.rows.tolist()}
    assert np.array_equal(pool.lexical, everything.lexical[pool.rows])
    assert np.array_equal(pool.by_article, everything.by_article[pool.rows])
    for one, other in zip(pool.spreads, everything.spreads, strict=True):
        assert one == pytest.approx(other, abs=1e-3)


def test_of_a_question_without_a_known_word_the_nearest_by_meaning_are_in_the_pool(
    halves, vectors
) -> None:
    pool = halves.pool(["nowhere"], vectors[8], 10, n_all=0)
    assert 8 in pool.rows
    assert not pool.lexical.any()
    assert not pool.by_article.any()
