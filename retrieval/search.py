"""Question -> Hits: both halves of the search, brought to one scale and added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.passages import Passage

if TYPE_CHECKING:
    from retrieval.store import Index  # which searches what it has built

__all__ = ["Hit", "search", "standard"]

DENSE_SHARE = 0.5  # of the sum; measured in tests/benchmarks/ranking.py


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
    cosines = index.vectors.scores(vector)
    lexical = index.bm25.scores(index.lexicon.tokens(text))
    fused = DENSE_SHARE * standard(cosines) + (1 - DENSE_SHARE) * standard(lexical)
    rows = np.argsort(-fused, kind="stable")[:k]
    return [Hit(index.passages[i], float(fused[i]), float(cosines[i])) for i in rows]


def standard(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores as standard deviations above their mean; all 0 where they are all the same."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)
