"""Unit vectors -> VectorIndex: FAISS, built, saved, loaded and searched behind one door.

Up to `N_FLAT` rows every row is compared. Beyond, FAISS passes over codes of 4 bits for every two
numbers, and the rows it likes best are compared exactly, as half floats mapped from the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError
from embeddings.vector_files import CURE, read_array, read_faiss, replace_file
from embeddings.vectors import (
    Floats,
    Rows,
    Spread,
    best,
    in_parts,
    moments_of,
    spaced,
    spread_of,
    to_unit,
)

__all__ = ["ROWS_FILE", "VECTORS_FILE", "Neighbours", "VectorIndex"]

VECTORS_FILE = "vectors.faiss"
ROWS_FILE = "vectors.npy"  # (n, d) float16, only where the other file holds codes
MOMENTS_FILE = "moments.npy"  # (d + 1, d) float64, as `moments_of` makes them; as above
N_FLAT = 20_000  # rows, two milliseconds, as codes take: tests/benchmarks/scale.py --crossing
N_COMPARED = 2000  # rows that are compared exactly, at least; scale.py tells the recall
N_LEARNED = 20_000  # rows that the codes are learned from; more changed nothing
BITS = 4  # of a code, which stands for two numbers; what FAISS scans quickest
_BELOW_ALL = -2.0  # under any cosine, so that a range search returns every row


class Neighbours(NamedTuple):
    """The rows nearest to a query, best first; of equal scores the lower row first.

    Attributes:
        rows: (k,) int64, places in the vectors the index was built from.
        scores: (k,) float32, cosines in -1..1, but for rounding.
    """

    rows: Rows
    scores: Floats


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
    _rows: NDArray[np.float16] | None = None  # where `_faiss` holds codes
    _moments: NDArray[np.float64] | None = None

    @classmethod
    def build(cls, vectors: Floats, n_flat: int = N_FLAT) -> VectorIndex:
        """An index over (n, d) vectors; rows are brought to length 1, a row of zeros stays.

        Args:
            vectors: of any length but infinity.
            n_flat: up to so many rows all are compared.

        Raises:
            DamagedIndexError: the vectors are no (n, d) matrix of finite numbers.
        """
        import faiss

        if vectors.ndim != 2 or not np.isfinite(vectors).all():  # noqa: PLR2004  a matrix has two
            raise DamagedIndexError(
                f"vectors of shape {vectors.shape} are no matrix of finite numbers; {CURE}"
            )
        n, dimension = vectors.shape
        if n <= n_flat:
            index = faiss.IndexFlatIP(dimension)
            index.add(to_unit(vectors))
            return cls(n, dimension, index)
        n_codes = dimension // 2 if dimension % 2 == 0 else dimension
        codes = faiss.IndexPQFastScan(dimension, n_codes, BITS, faiss.METRIC_INNER_PRODUCT)
        _learn(codes, to_unit(vectors[spaced(n, N_LEARNED)]))
        rows = np.empty((n, dimension), np.float16)
        for part in in_parts(n):
            unit = to_unit(vectors[part])
            codes.add(unit)
            rows[part] = unit
        return cls(n, dimension, codes, rows, moments_of(rows))

    def save(self, folder: Path) -> None:
        """Writes its files into `folder`; a reader sees the old file or the whole new one."""
        import faiss

        folder.mkdir(parents=True, exist_ok=True)
        for name, array in ((ROWS_FILE, self._rows), (MOMENTS_FILE, self._moments)):
            if array is None:
                (folder / name).unlink(missing_ok=True)
            else:
                replace_file(folder / name, partial(np.save, arr=array))
        held = faiss.serialize_index(self._faiss).data
        replace_file(folder / VECTORS_FILE, lambda file: file.write(held))

    @classmethod
    def load(cls, folder: Path, n: int, dimension: int) -> VectorIndex:
        """The index that `save` wrote; `n` and `dimension` are what the caller's data needs.

        Raises:
            DamagedIndexError: a file is missing, damaged, or of another size.
        """
        import faiss

        path = folder / VECTORS_FILE
        index = read_faiss(path)
        if (index.ntotal, index.d) != (n, dimension):
            raise DamagedIndexError(
                f"{path} holds {index.ntotal} vectors of {index.d} numbers, "
                f"and {n} of {dimension} are expected; {CURE}"
            )
        if isinstance(index, faiss.IndexFlatIP):
            return cls(n, dimension, index)
        rows = read_array(folder / ROWS_FILE, (n, dimension), np.dtype(np.float16))
        moments = read_array(
            folder / MOMENTS_FILE, (dimension + 1, dimension), np.dtype(np.float64)
        )
        return cls(n, dimension, index, rows, moments)

    def vector(self, row: int) -> Floats:
        """(d,) float32, the row that was given to `build`, of length 1."""
        if self._rows is not None:
            return np.asarray(self._rows[row], np.float32)
        return np.asarray(self._faiss.reconstruct(row), np.float32)

    def search(self, query: Floats, k: int) -> Neighbours:
        """The `k` best rows for a (d,) query, or all there are if fewer.

        FAISS's own top k keeps any of the rows that tie for the last place; this keeps the lowest.

        Raises:
            DamagedIndexError: the query's width is not the index's.
        """
        if self._rows is None:
            scores = self.scores(query)
            places = best(scores, k)
            return Neighbours(places, scores[places])
        n_compared = min(self.n, max(N_COMPARED, 4 * k))
        with _one_thread():
            _, found = self._faiss.search(self._unit(query)[None], n_compared)
        rows = np.sort(found[0][found[0] >= 0])
        scores = self.scores(query, rows)
        places = best(scores, k)
        return Neighbours(rows[places], scores[places])

    def scores(self, query: Floats, rows: Rows | None = None) -> Floats:
        """(n,) or (m,) float32, the cosine of a (d,) query with every row, or with (m,) rows.

        Equal rows score equal.

        Raises:
            DamagedIndexError: the query's width is not the index's.
        """
        unit = self._unit(query)
        # The meaning of a score: inner product of rows of length 1, which is their cosine.
        if self._rows is not None:
            halves = self._rows
            if rows is not None:
                parts = [halves.take(rows, axis=0)]
            else:
                parts = [halves[part] for part in in_parts(self.n)]
            # A sum a row, of equal rows the same; a product of matrices gives last bits by place.
            return np.concatenate([np.einsum("nd,d->n", _to_single(p), unit) for p in parts])
        _, scores, found = self._faiss.range_search(unit[None], _BELOW_ALL)
        ordered = np.zeros(self.n, np.float32)
        ordered[found] = scores
        return ordered if rows is None else ordered[rows]

    def spread(self, query: Floats) -> Spread:
        """Mean and deviation of the cosines of a (d,) query with all rows.

        Where there are codes no row is read: they follow from the rows' mean and second moments.
        """
        if self._moments is None:
            return spread_of(self.scores(query))
        unit = self._unit(query).astype(np.float64)
        mean = float(self._moments[-1] @ unit)
        square = float(unit @ self._moments[:-1] @ unit)
        return Spread(mean, max(square - mean**2, 0.0) ** 0.5)

    def _unit(self, query: Floats) -> Floats:
        if query.shape != (self.dimension,):
            raise DamagedIndexError(
                f"the query is of shape {query.shape}, and the index holds vectors of "
                f"{self.dimension} numbers: it was built with another model; {CURE}"
            )
        unit: Floats = to_unit(query[None])[0]
        return unit


def _to_single(halves: NDArray[np.float16]) -> Floats:
    """The same numbers; FAISS does it in a half of numpy's time."""
    import faiss

    codec = faiss.IndexScalarQuantizer(halves.shape[1], faiss.ScalarQuantizer.QT_fp16)
    with _one_thread():
        singles: Floats = codec.sa_decode(halves.view(np.uint8))
    return singles


def _learn(codes: Any, vectors: Floats) -> None:
    """Has the codes learned.

    In two seconds; two threads that wait for each other at each of a hundred thousand steps take
    more than a minute as soon as one core has something else to do.
    """
    with _one_thread():
        codes.train(vectors)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Meanwhile FAISS works in this thread alone: a second one only waits and spins beside it."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
