"""Question -> Hits: both halves of the search, and whole articles beside passages, as one score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.passages import Passage
from embeddings.vectors import Floats, Rows, best
from retrieval.fusion import fuse, standard
from retrieval.pool import Halves
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
    found = ranked(index.halves, index.lexicon.tokens(text), text, vector, k)
    return [
        Hit(index.passages[int(row)], float(score), float(cosine))
        for row, score, cosine in zip(*found, strict=True)
    ]


class Ranked(NamedTuple):
    """The best passages, best first: which rows, their fused scores, their cosines."""

    rows: Rows
    scores: Floats
    cosines: Floats


def ranked(
    halves: Halves, tokens: Sequence[str], text: str, vector: NDArray[np.float32], k: int
) -> Ranked:
    """The k best rows, as `search` gives their passages."""
    pool = halves.pool(tokens, vector, k)
    if is_chinese(text):
        of_each = pool.cosines, pool.lexical, pool.by_article
        fused = fuse(*of_each, pool.places, len(text), spreads=pool.spreads)
    else:  # the shares were fitted on Chinese; of English only names can be looked up
        near, named, _ = pool.spreads
        fused = (standard(pool.cosines, near) + standard(pool.lexical, named)) * np.float32(0.5)
    first = best(fused, k)
    return Ranked(pool.rows[first], fused[first], pool.cosines[first])
