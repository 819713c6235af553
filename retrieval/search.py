"""Question -> Hits: both halves of the search, and whole articles beside passages, as one score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.passages import Passage
from retrieval.fusion import fuse, standard
from retrieval.terms import is_chinese

if TYPE_CHECKING:
    from retrieval.store import Index  # which searches what it has built

__all__ = ["Hit", "search"]


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
    tokens = index.lexicon.tokens(text)
    near = index.store.search(text, tokens, vector)
    if is_chinese(text):
        by_article = index.by_article.scores(tokens)[near.places]
        fused = fuse(near.cosines, near.lexical, by_article, near.places, len(text))
    else:  # the shares were fitted on Chinese; of English only names can be looked up
        fused = (standard(near.cosines) + standard(near.lexical)) * np.float32(0.5)
    rows = np.argsort(-fused, kind="stable")[:k]
    return [Hit(near.passages[i], float(fused[i]), float(near.cosines[i])) for i in rows]
