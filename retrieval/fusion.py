"""Scores of both halves of the search -> one, the share of each told by the question at hand.

No fixed share serves long questions over news, where words find the article, and short search
questions, where the encoder does. So three weights (of the passage's cosine, of its BM25, of its
article's BM25) are linear in what the two halves say: how long the question is, how far each half's
first stands out, and how far they agree. `python -m retrieval.training.ranking` fits them.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.vectors import Floats, Spread, best, spread_of

__all__ = ["WEIGHTS", "circumstances", "fuse", "load_shares", "standard"]

WEIGHTS = Path(__file__).parent / "weights" / "ranking.json"
N_FIRST = 5  # hits of each half that are compared
MOST_CHARS = 40  # of a question; a longer one counts as this long
FARTHEST = 1.5  # of a circumstance from its middle, so that a tiny corpus is not led astray
TINY = 1e-6  # keeps a division by nothing from failing


def fuse(  # noqa: PLR0913  # three scores, whose they are, how they lie, and the question
    cosines: Floats,
    lexical: Floats,
    by_article: Floats,
    rows: NDArray[np.int64],
    n_chars: int,
    *,
    spreads: tuple[Spread, Spread, Spread] | None = None,
) -> Floats:
    """(n,) float32, comparable within one question only.

    Args:
        cosines: (n,) of the passages.
        lexical: (n,) BM25 of the passages.
        by_article: (n,) BM25 of the articles that they are cut from.
        rows: (n,) equal for passages of one article.
        n_chars: of the question.
        spreads: of the three over the whole index; where these are all the passages, they tell.
    """
    shares = load_shares() @ circumstances(cosines, lexical, by_article, rows, n_chars)
    near, named, whole = spreads or (None, None, None)
    halves = np.stack([
        standard(cosines, near), standard(lexical, named), standard(by_article, whole),
    ])  # fmt: skip
    return np.asarray(np.maximum(shares, 0.0).astype(np.float32) @ halves, np.float32)


def circumstances(
    cosines: Floats, lexical: Floats, by_article: Floats, rows: NDArray[np.int64], n_chars: int
) -> NDArray[np.float64]:
    """(9,) float64: a constant, and what tells which half is to be believed, each around 0."""
    first = [best(s, 2 * N_FIRST + 1) for s in (cosines, lexical, by_article)]
    dense, words, whole = (s[f] for s, f in zip((cosines, lexical, by_article), first, strict=True))
    later = min(N_FIRST, len(dense) - 1)
    near, named = (rows[f[:N_FIRST]] for f in first[:2])
    found = np.array([
        min(n_chars, MOST_CHARS) / 20 - 0.75,
        (words[0] - words[later]) / (words[0] + TINY) - 0.3,
        (whole[0] - whole[later]) / (whole[0] + TINY) - 0.3,
        (dense[0] - dense[-1]) * 10 - 0.5,
        len(set(near.tolist()) & set(named.tolist())) / N_FIRST - 0.3,
        float(near[0] == named[0]) - 0.5,
        words[0] / max(4, n_chars) - 1,
        (dense[0] - 0.87) * 10,
    ])  # fmt: skip
    return np.concatenate([[1.0], np.clip(found, -FARTHEST, FARTHEST)])


@lru_cache(maxsize=1)
def load_shares(path: Path = WEIGHTS) -> NDArray[np.float64]:
    """(3, 9) float64: a row each for cosine, BM25, the article's BM25."""
    return np.array(json.loads(path.read_text(encoding="utf-8")), np.float64)


def standard(scores: Floats, spread: Spread | None = None) -> Floats:
    """Scores as deviations above the mean, of all scores or these; 0 where all are the same."""
    mean, deviation = spread or spread_of(scores)
    return (
        (scores - np.float32(mean)) / np.float32(deviation)
        if deviation > 0
        else np.zeros_like(scores)
    )
