"""Vectors -> rows of length 1, their moments, the best of their scores."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Floats",
    "Rows",
    "Spread",
    "best",
    "in_parts",
    "moments_of",
    "spaced",
    "spread_of",
    "to_unit",
]

N_AT_ONCE = 65_536  # rows in a pass over all of them, so that no second copy is held

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


class Spread(NamedTuple):
    """How the scores of all rows lie."""

    mean: float
    deviation: float


def spread_of(scores: Floats) -> Spread:
    """Of all the scores there are."""
    return Spread(float(scores.mean()), float(scores.std()))


def best(scores: Floats, k: int) -> Rows:
    """The places of the k highest scores, best first; of equals the lower one first.

    Example:
        >>> best(np.array([1, 3, 2, 3], np.float32), 2).tolist()
        [1, 3]
    """
    k = min(max(k, 0), len(scores))
    if k == 0:
        return np.zeros(0, np.int64)
    least = np.partition(scores, len(scores) - k)[len(scores) - k]
    found = np.flatnonzero(scores >= least)
    return found[np.argsort(-scores[found], kind="stable")][:k]


def in_parts(n: int) -> list[slice]:
    """All of n rows, in parts of which a copy may be held; one part, if there are none."""
    return [slice(at, at + N_AT_ONCE) for at in range(0, max(n, 1), N_AT_ONCE)]


def spaced(n: int, k: int) -> Rows:
    """K of n rows, at equal distances; all, if there are fewer."""
    return np.linspace(0, n - 1, min(n, k)).astype(np.int64)


def moments_of(rows: NDArray[np.float16]) -> NDArray[np.float64]:
    """(d + 1, d) float64: the mean of the outer product of a row with itself; the mean row."""
    held = np.zeros((rows.shape[1] + 1, rows.shape[1]))
    for each in in_parts(len(rows)):
        part = rows[each].astype(np.float32)
        held[:-1] += part.T @ part
        held[-1] += part.sum(axis=0, dtype=np.float64)
    return held / len(rows)


def to_unit(vectors: Floats) -> Floats:
    """Rows of length 1, contiguous float32 as FAISS wants them; a row of zeros stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(lengths == 0, 1, lengths)
    return np.ascontiguousarray(unit, np.float32)
