"""Columns of BM25 -> the rows that are most likely the best k: rare words first, in bounded time.

The rarest words are added up, as many of their postings as a millisecond or two allows. The rows
that are best by these are looked up in the columns of the common words, which add little to a row,
and to many. Where all postings are few enough to be added up, the best k are surely among the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.vectors import Floats, Rows

__all__ = ["Column", "Likely", "add", "likely_best"]

N_POSTINGS = 400_000  # added up; of 400 questions to 10^6 passages .998 of the best ten are kept
N_COMPLETED = 500  # rows that are looked up, or eight times as many as are wanted
N_STEP = 64  # one row of so many is looked at to guess how much the best of all have
SLACK = 1e-3  # of a score; sums in another order differ by less


class Column(NamedTuple):
    """What one token adds: to which rows, ascending, and how much."""

    rows: NDArray[np.int32]
    scores: Floats


class Likely(NamedTuple):
    """Rows, ascending, and what each scores; sums in another order differ in the last bits."""

    rows: Rows
    scores: Floats


def likely_best(columns: Sequence[Column], n: int, k: int) -> Likely:
    """Rows among which are the k of n that score highest, of equals the first, and some more.

    Rows that score nothing are left out, even if the others are fewer than k.
    """
    columns = sorted(columns, key=lambda column: len(column.rows))
    sums, n_added, place = np.zeros(n, np.float32), 0, 0
    while place < len(columns) and (not place or n_added + len(columns[place].rows) <= N_POSTINGS):
        np.add.at(sums, columns[place].rows, columns[place].scores)
        n_added, place = n_added + len(columns[place].rows), place + 1
    found = _highest(sums, max(N_COMPLETED, 8 * k))
    scores = sums[found]
    for column in columns[place:]:
        add(scores, found, column)
    least = np.partition(scores, -k)[-k] - SLACK if 0 < k < len(found) else 0.0
    kept = scores >= least
    return Likely(found[kept].astype(np.int64), scores[kept])


def add(scores: Floats, rows: NDArray[np.int32], column: Column) -> None:
    """Adds to the scores of some rows, ascending, what a column has for them."""
    at = np.searchsorted(column.rows, rows)
    scores += column.scores.take(at, mode="clip") * (column.rows.take(at, mode="clip") == rows)


def _highest(sums: Floats, n: int) -> NDArray[np.int32]:
    """The n rows that have most, ascending, of equals the first; none that has nothing."""
    some = sums[::N_STEP]
    n_above = max(1, 2 * n // N_STEP)  # twice as many as there should be among some: it is a guess
    guess = np.partition(some, -n_above)[-n_above] if n_above < len(some) else 0.0
    found = np.flatnonzero(sums > guess)
    if len(found) < n:
        found = np.flatnonzero(sums > 0)
    if len(found) > n:
        most = sums[found]
        least = np.partition(most, -n)[-n]
        kept = most > least
        kept[np.flatnonzero(most == least)[: n - np.count_nonzero(kept)]] = True
        found = found[kept]
    return found.astype(np.int32)
