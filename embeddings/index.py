"""Unit vectors -> VectorIndex: FAISS, built, saved, loaded and searched behind one door."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError

__all__ = ["VECTORS_FILE", "Neighbours", "VectorIndex"]

VECTORS_FILE = "vectors.faiss"
_BELOW_ALL = -2.0  # under any cosine, so that a range search returns every row
_CURE = "run: wenshi index PAGES"


class Neighbours(NamedTuple):
    """The rows nearest to a query, best first; of equal scores the lower row first.

    Attributes:
        rows: (k,) int64, places in the vectors the index was built from.
        scores: (k,) float32, cosines in -1..1, but for rounding.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """An open index; several threads may ask it at once.

    Attributes:
        n: how many vectors it holds.
        dimension: the width of each.
    """

    n: int
    dimension: int
    _faiss: Any

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> VectorIndex:
        """An index over (n, d) vectors; rows are brought to length 1, a row of zeros stays.

        Raises:
            DamagedIndexError: the vectors are no (n, d) matrix of finite numbers.
        """
        import faiss

        if vectors.ndim != 2 or not np.isfinite(vectors).all():  # noqa: PLR2004  a matrix has two
            raise DamagedIndexError(
                f"vectors of shape {vectors.shape} are no matrix of finite numbers; {_CURE}"
            )
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(_to_unit(vectors))
        return cls(index.ntotal, index.d, index)

    def save(self, folder: Path) -> None:
        """Writes `vectors.faiss` into `folder`; a reader sees the old file or the whole new one."""
        import faiss

        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".vectors", delete=False) as file:
            passing = Path(file.name)
            file.write(faiss.serialize_index(self._faiss).tobytes())
        passing.replace(folder / VECTORS_FILE)

    @classmethod
    def load(cls, folder: Path, n: int, dimension: int) -> VectorIndex:
        """The index that `save` wrote; `n` and `dimension` are what the caller's data needs.

        Raises:
            DamagedIndexError: the file is missing, damaged, or of another size.
        """
        path = folder / VECTORS_FILE
        index = _read_index(path)
        if (index.ntotal, index.d) != (n, dimension):
            raise DamagedIndexError(
                f"{path} holds {index.ntotal} vectors of {index.d} numbers, "
                f"and {n} of {dimension} are expected; {_CURE}"
            )
        return cls(n, dimension, index)

    def vector(self, row: int) -> NDArray[np.float32]:
        """(d,) float32, the row that was given to `build`, of length 1."""
        return np.asarray(self._faiss.reconstruct(row), np.float32)

    def search(self, query: NDArray[np.float32], k: int) -> Neighbours:
        """The `k` best rows for a (d,) query, or all there are if fewer.

        FAISS's own top k keeps any of the rows that tie for the last place; this keeps the lowest.

        Raises:
            DamagedIndexError: the query's width is not the index's.
        """
        scores = self.scores(query)
        rows = np.argsort(-scores, kind="stable")[: max(k, 0)]
        return Neighbours(rows, scores[rows])

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n,) float32, the cosine of a (d,) query with every row; equal rows score equal.

        Raises:
            DamagedIndexError: the query's width is not the index's.
        """
        if query.shape != (self.dimension,):
            raise DamagedIndexError(
                f"the query is of shape {query.shape}, and the index holds vectors of "
                f"{self.dimension} numbers: it was built with another model; {_CURE}"
            )
        # The meaning of a score: inner product of rows of length 1, which is their cosine.
        _, scores, rows = self._faiss.range_search(_to_unit(query[None]), _BELOW_ALL)
        ordered = np.zeros(self.n, np.float32)
        ordered[rows] = scores
        return ordered


def _to_unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1, contiguous float32 as FAISS wants them; a row of zeros stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(lengths == 0, 1, lengths)
    return np.ascontiguousarray(unit, np.float32)


def _read_index(path: Path) -> Any:
    """The FAISS index in the file, which is a flat one of inner products."""
    import faiss

    try:
        index = faiss.deserialize_index(np.frombuffer(path.read_bytes(), np.uint8))
    except OSError as exc:
        raise DamagedIndexError(f"{path} cannot be read: {exc.strerror}; {_CURE}") from exc
    except (RuntimeError, MemoryError) as exc:  # how FAISS reports bytes it cannot read
        raise DamagedIndexError(f"{path} is damaged; {_CURE}") from exc
    if not isinstance(index, faiss.IndexFlatIP):
        raise DamagedIndexError(f"{path} is no index of this program; {_CURE}")
    return index
