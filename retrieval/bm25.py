"""Tokens of documents -> Bm25: postings in columns, mapped from the disk, the best k rows of them.

A column holds what one token adds to the score of each document that it occurs in, in order of the
documents. Lucene's variant of BM25, as bm25s has it (method "lucene", k1 1.5, b 0.75).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.vectors import Floats, Rows, Spread, best, spread_of
from retrieval.maxscore import N_ADDED, Column, add, may_be_best

__all__ = ["Bm25"]

K1, B = 1.5, 0.75
NOTHING = ""  # stands in a document without a token, so that each has a length
N_AT_ONCE = 4_000_000  # tokens that are sorted together; 100 MB on the way
N_FEW = 400_000  # postings, rows; as many are added up, or looked through, in a millisecond
CACHED_QUESTIONS = 16  # each is looked up six times; as many as are asked at once
N_BLOCKS, N_IN_BLOCK = 64, 512  # of rows that stand for all, where there are more
FILES = ("terms", "starts", "rows", "scores", "peaks", "n")


@dataclass(frozen=True, slots=True)
class Bm25:
    """The lexical half over passages, or over articles; several threads may ask it at once.

    Attributes:
        n: how many documents it has scores for.
    """

    n: int
    _terms: NDArray[np.uint64]  # ascending; a token's place is that of its column
    _starts: NDArray[np.int64]  # of the columns, and the end of the last
    _rows: NDArray[np.int32]
    _scores: Floats
    _peaks: Floats

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> Bm25:
        """An index over the tokens of each document; each is read once."""
        read = _Read()
        for document in documents:
            read.add(document or [NOTHING])
        read.settle()
        hashes = np.fromiter(map(_hash, read.numbers), np.uint64, len(read.numbers))
        terms, columns = np.unique(hashes, return_inverse=True)
        n_in = np.zeros(len(terms), np.int64)
        for part in read.parts:
            n_in += np.bincount(columns[part.numbers], minlength=len(terms))
        starts = np.concatenate([[0], np.cumsum(n_in)])
        n = len(read.lengths)
        rarity = np.log(1 + (n - n_in + 0.5) / (n_in + 0.5)).astype(np.float32)
        lengths = np.array(read.lengths)
        weight = K1 * (1 - B + B * lengths / lengths.mean()) if n else lengths
        rows, scores = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float32)
        filled = starts[:-1].copy()
        while read.parts:
            part = read.parts.pop(0)  # what has found its place is held no longer
            column = columns[part.numbers]
            first = np.concatenate([[True], part.numbers[1:] != part.numbers[:-1]])
            begins = np.flatnonzero(first)
            sizes = np.diff(np.append(begins, len(column)))
            to = filled[column] + np.arange(len(column)) - np.repeat(begins, sizes)
            filled[column[begins]] += sizes
            rows[to] = part.rows
            scores[to] = rarity[column] * (part.times / (part.times + weight[part.rows]))
        peaks = np.maximum.reduceat(scores, starts[:-1]) if n else scores
        return cls(n, terms, starts, rows, scores, peaks)

    def save(self, folder: Path) -> None:
        """Writes the index into a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        held = (self._terms, self._starts, self._rows, self._scores, self._peaks, np.int64(self.n))
        for name, array in zip(FILES, held, strict=True):
            np.save(folder / f"{name}.npy", np.asarray(array))

    @classmethod
    def load(cls, folder: Path) -> Bm25:
        """The saved index, mapped into memory.

        Raises:
            OSError, ValueError: a file is missing, or is none of this program.
        """
        # As plain arrays: each slice of a np.memmap costs ten times one of these.
        *held, n = (np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in FILES)
        return cls(int(n), *held)

    def scores(self, tokens: Sequence[str], rows: Rows | None = None) -> Floats:
        """(n,) float32, one score a document, 0 where no token occurs in it.

        Args:
            tokens: one that comes again counts once.
            rows: (m,) ascending; of these documents only, if they are named.
        """
        return self._sum(self._columns(tokens), rows)

    def _sum(self, columns: Sequence[Column], rows: Rows | None = None) -> Floats:
        n_postings = sum(len(column.rows) for column in columns)
        if rows is None or n_postings <= max(N_FEW, N_ADDED * len(rows)):
            scores = np.zeros(self.n, np.float32)
            for column in columns:
                np.add.at(scores, column.rows, column.scores)
            return scores if rows is None else scores[rows]
        scores, wanted = np.zeros(len(rows), np.float32), rows.astype(np.int32)
        for column in columns:
            add(scores, wanted, column)
        return scores

    def search(self, tokens: Sequence[str], k: int) -> Rows:
        """The k documents that score highest, best first; of equals the earlier first."""
        asked = self._columns(tokens)
        k = min(k, self.n)
        if self.n + sum(len(column.rows) for column in asked) <= N_FEW:
            return best(self._sum(asked), k)
        found = may_be_best(asked, self.n, k)
        # Anew, in the order of the question, so that a score is the same however it was found.
        found = found[best(self._sum(asked, found), k)]
        if len(found) == k:
            return found
        others = np.setdiff1d(np.arange(min(self.n, k + len(found))), found)
        return np.concatenate([found, others[: k - len(found)]])

    def spread(self, tokens: Sequence[str], weights: Floats | None = None) -> Spread:
        """Mean and deviation of the scores of all documents.

        Of more than 32,768 a sample is looked at: blocks of rows at equal distances.

        Args:
            tokens: as for `scores`.
            weights: (n,) how often each document counts; once, if none are given.
        """
        if self.n <= N_BLOCKS * N_IN_BLOCK:
            return _spread(self.scores(tokens), weights)
        width = N_IN_BLOCK
        begins = np.unique(np.linspace(0, self.n - width, N_BLOCKS).astype(np.int32))
        rows = (begins[:, None] + np.arange(width)).ravel()
        columns = self._columns(tokens)
        if sum(len(column.rows) for column in columns) <= N_FEW:
            scores = self._sum(columns)[rows]
        else:
            scores = self._sampled(columns, begins)
        return _spread(scores, None if weights is None else weights[rows])

    def _sampled(self, columns: Sequence[Column], begins: NDArray[np.int32]) -> Floats:
        """The scores of the rows in blocks that begin at some rows, one block after the other."""
        width = N_IN_BLOCK
        bounds = np.stack([begins, begins + width])
        found = np.array([c.start + np.searchsorted(c.rows, bounds) for c in columns])
        low, high = found[:, 0].ravel(), found[:, 1].ravel()
        sizes = high - low
        at = np.repeat(high - np.cumsum(sizes), sizes) + np.arange(sizes.sum())
        shift = np.arange(len(begins)) * width - begins
        scores = np.zeros(len(begins) * width, np.float32)
        to = self._rows[at] + np.repeat(np.tile(shift, len(columns)), sizes)
        np.add.at(scores, to, self._scores[at])
        return scores

    def _columns(self, tokens: Sequence[str]) -> list[Column]:
        """Of the tokens that occur, in their order."""
        wanted = _hashes(tuple(tokens))
        places = np.searchsorted(self._terms, wanted)
        places, wanted = places[places < len(self._terms)], wanted[places < len(self._terms)]
        places = places[self._terms[places] == wanted]
        each = (self._starts[places], self._starts[places + 1], self._peaks[places])
        return [
            Column(self._rows[start:end], self._scores[start:end], peak, start)
            for start, end, peak in zip(*(array.tolist() for array in each), strict=True)
        ]


class _Part(NamedTuple):
    """Postings of some documents: by the number of the token, then by row."""

    numbers: NDArray[np.int32]
    rows: NDArray[np.int32]
    times: NDArray[np.uint16]


@dataclass(slots=True)
class _Read:
    """Documents as far as they are read: tokens by number, and how often each is where."""

    numbers: dict[str, int] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
    _waiting: list[int] = field(default_factory=list)
    _n_before: int = 0  # documents whose tokens are in the parts

    def add(self, document: Sequence[str]) -> None:
        numbers = self.numbers
        self._waiting += [numbers.setdefault(token, len(numbers)) for token in document]
        self.lengths.append(len(document))
        if len(self._waiting) >= N_AT_ONCE:
            self.settle()

    def settle(self) -> None:
        """Sorts what waits."""
        if not self._waiting:
            return
        of_each = self.lengths[self._n_before :]
        rows = np.repeat(np.arange(self._n_before, len(self.lengths)), of_each)
        keys = (np.array(self._waiting, np.int64) << 32) | rows
        found, times = np.unique(keys, return_counts=True)
        self.parts.append(
            _Part(
                (found >> 32).astype(np.int32),
                (found & 0xFFFFFFFF).astype(np.int32),
                np.minimum(times, np.iinfo(np.uint16).max).astype(np.uint16),
            )
        )
        self._waiting, self._n_before = [], len(self.lengths)


@lru_cache(CACHED_QUESTIONS)
def _hashes(tokens: tuple[str, ...]) -> NDArray[np.uint64]:
    """Of the different ones, in their order."""
    return np.fromiter(map(_hash, dict.fromkeys(tokens)), np.uint64)


def _hash(token: str) -> int:
    """64 bits; among ten million tokens two share one with a chance of 1 in 370,000."""
    held = token.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(held, digest_size=8).digest(), "little")


def _spread(scores: Floats, weights: Floats | None) -> Spread:
    if weights is None:
        return spread_of(scores)
    mean = float(np.average(scores, weights=weights))
    return Spread(mean, float(np.average((scores - mean) ** 2, weights=weights)) ** 0.5)
