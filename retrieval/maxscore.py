"""Columns of BM25 -> the rows that may be the best k, most postings of common words unread.

The rarest words are added up first. What the best rows so far come to in full is looked up; as soon
as the words that are left cannot lift a row that has none of the others to there, they are only
looked up for rows that can still be among the best.

Source: MaxScore, Turtle and Flood 1995.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.vectors import Floats, Rows

__all__ = ["N_ADDED", "Column", "add", "may_be_best"]

N_LOOK = 30_000  # postings that are added up before the best rows are first completed
MORE = 4  # times as many before they are completed anew: that costs a millisecond
SMALL = 0.02  # of what the best rows have: a word that adds no more is not looked up for them
N_ADDED = 8  # postings that are added up in the time in which one row is looked up
SLACK = 1e-3  # of a score; sums in another order differ by less


class Column(NamedTuple):
    """What one token adds: to which rows, ascending, and how much.

    Attributes:
        peak: the most of it.
        start: where the column begins among those of all tokens.
    """

    rows: NDArray[np.int32]
    scores: Floats
    peak: float
    start: int


def may_be_best(columns: Sequence[Column], n: int, k: int) -> Rows:
    """Rows, ascending, among which are the k of n that score highest, and all that tie with them.

    Rows that score nothing are left out, even if the others are fewer than k.
    """
    if k == 0:
        return np.zeros(0, np.int64)
    columns = sorted(columns, key=lambda column: len(column.rows))
    # What the columns from each place on may add to a row that has all of them.
    rests = [*accumulate((c.peak for c in reversed(columns)), initial=0.0)][::-1]
    sums, best = np.zeros(n, np.float32), _Best(k)
    n_added, next_look, place = 0, N_LOOK, 0
    while place < len(columns) and rests[place] >= best.least - SLACK:
        column = columns[place]
        np.add.at(sums, column.rows, column.scores)
        n_added, place = n_added + len(column.rows), place + 1
        if n_added >= next_look:
            best.look(sums, columns, place)
            next_look = MORE * n_added
    best.look(sums, columns, place)
    found = np.flatnonzero(sums > max(0.0, best.least - rests[place] - SLACK)).astype(np.int32)
    partial = sums[found]
    for column, rest in zip(columns[place:], rests[place + 1 :], strict=True):
        if len(column.rows) < N_ADDED * len(found):
            np.add.at(sums, column.rows, column.scores)
            partial = sums[found]
        else:
            add(partial, found, column)
        kept = partial > best.least - rest - SLACK
        found, partial = found[kept], partial[kept]
    return found.astype(np.int64)


def add(scores: Floats, rows: NDArray[np.int32], column: Column) -> None:
    """Adds to the scores of some rows, ascending, what a column has for them."""
    at = np.minimum(np.searchsorted(column.rows, rows), len(column.rows) - 1)
    found = column.rows[at] == rows
    scores[found] += column.scores[at[found]]


class _Best:
    """The k rows that are best by the columns so far, and what k rows have at least, in full."""

    def __init__(self, k: int) -> None:
        self.least = 0.0
        self._k, self._n_seen = k, 0
        self._rows = np.zeros(0, np.int32)

    def look(self, sums: Floats, columns: Sequence[Column], place: int) -> None:
        """Brings it up to the columns before a place, which have been added to the sums."""
        new = columns[self._n_seen : place]
        if not new:
            return
        self._n_seen = place
        low = float(sums[self._rows].min()) if len(self._rows) == self._k else 0.0
        rows = np.unique(np.concatenate([self._rows, *(self._above(low, sums, c) for c in new)]))
        self._rows = rows = _first(rows, sums[rows], self._k)
        if len(rows) < self._k:
            return
        scores = sums[rows]
        for column in columns[place:]:
            if column.peak > SMALL * self.least:
                add(scores, rows, column)
        self.least = max(self.least, float(scores.min()))

    def _above(self, low: float, sums: Floats, column: Column) -> NDArray[np.int32]:
        """The best rows of a column that have more than the least of the best so far."""
        scores = sums[column.rows]
        above = scores > low
        return _first(column.rows[above], scores[above], self._k)


def _first(rows: NDArray[np.int32], scores: Floats, k: int) -> NDArray[np.int32]:
    """The k rows that score highest, or as many as there are; ascending, as they were."""
    return rows if len(rows) <= k else rows[np.sort(np.argpartition(-scores, k - 1)[:k])]
