"""Question -> Hits: both halves of the search, and whole articles beside passages, as one score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.passages import Passage
from embeddings.vectors import Floats, Rows, best
from retrieval.fusion import fuse, standard
from retrieval.pool import Pool
from retrieval.terms import is_chinese

if TYPE_CHECKING:
    from retrieval.store import Index  # which searches what it has built

__all__ = ["Hit", "ranked", "search"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that may hold the answer.

    Attributes:
        score: of the fused ranking; comparable within one question only.
        cosine: of the encoder, -1..1; comparable between questions.
    """

    passage: Passage
    score: float
    cosine: float


def search(index: Index, text: str, vector: NDArray[np.float32], k: int) -> list[Hit]:
    """The k best passages, best first; of equals the earlier one first.

    Args:
        index: an open index.
        text: the question.
        vector: (d,) its vector.
        k: how many at the most.
    """
    near = index.store.search(text, index.lexicon.tokens(text), vector, k)
    found = ranked(near.pool, text, k)
    return [
        Hit(near.passages[int(at)], float(score), float(near.pool.cosines[at]))
        for at, score in zip(*found, strict=True)
    ]


class Ranked(NamedTuple):
    """The best of a pool, best first: which of its passages, and their fused scores."""

    at: Rows
    scores: Floats


def ranked(pool: Pool, text: str, k: int) -> Ranked:
    """The k best of a pool, for a question."""
    if is_chinese(text):
        of_each = pool.cosines, pool.lexical, pool.by_article
        fused = fuse(*of_each, pool.places, len(text), spreads=pool.spreads)
    else:  # the shares were fitted on Chinese; of English only names can be looked up
        near, named, _ = pool.spreads
        fused = (standard(pool.cosines, near) + standard(pool.lexical, named)) * np.float32(0.5)
    first = best(fused, k)
    return Ranked(first, fused[first])
