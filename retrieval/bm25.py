"""Tokens of documents -> Bm25: postings in columns, mapped from the disk, the best k rows of them.

A column holds what one token adds to the score of each document that it occurs in, in order of the
documents. Lucene's variant of BM25, as bm25s has it (method "lucene", k1 1.5, b 0.75).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.vectors import Floats, Rows, Spread, spaced, spread_of
from retrieval.postings import N_AT_ONCE, Reading
from retrieval.rarest import Column, Likely, add, likely_best

__all__ = ["Bm25"]

K1, B = 1.5, 0.75
NOTHING = ""  # stands in a document without a token, so that each has a length
N_FEW = 400_000  # postings; as many are added up in a millisecond or two
N_ADDED = 8  # postings that are added up in the time in which one row is looked up
CACHED_QUESTIONS = 16  # each is looked up twice; as many as are asked at once
N_SAMPLE = 20_000  # documents that stand for all, where there are more
FILES = ("terms", "starts", "rows", "scores", "n")
SAMPLE = "sample"  # the folder of these documents' own columns


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
    _sample: Bm25 | None = None  # of documents at equal distances
    _asked: dict[tuple[str, ...], Sequence[Column]] = field(
        default_factory=dict, init=False, repr=False
    )

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> Bm25:
        """An index over the tokens of each document; each is read once."""
        read = Reading()
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
        whole = cls(n, terms, starts, rows, scores)
        return whole if n <= N_SAMPLE else replace(whole, _sample=whole._of(spaced(n, N_SAMPLE)))

    def save(self, folder: Path) -> None:
        """Writes the index into a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        held = (self._terms, self._starts, self._rows, self._scores, np.int64(self.n))
        for name, array in zip(FILES, held, strict=True):
            np.save(folder / f"{name}.npy", np.asarray(array))
        if self._sample:
            self._sample.save(folder / SAMPLE)

    @classmethod
    def load(cls, folder: Path) -> Bm25:
        """The saved index, mapped into memory.

        Raises:
            OSError, ValueError: a file is missing, or is none of this program.
        """
        # As plain arrays: each slice of a np.memmap costs ten times one of these.
        terms, starts, rows, scores, n = (
            np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in FILES
        )
        sample = cls.load(folder / SAMPLE) if n > N_SAMPLE else None
        return cls(int(n), terms, starts, rows, scores, sample)

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

    def likely(self, tokens: Sequence[str], k: int) -> Likely:
        """The k documents that score highest, some more, and none that scores nothing.

        Where the tokens are in more documents than can be added up in a millisecond or two, common
        ones alone bring no document up; see `rarest.py`.
        """
        return likely_best(self._columns(tokens), self.n, k)

    def spread(self, tokens: Sequence[str], weights: Floats | None = None) -> Spread:
        """Mean and deviation of the scores of all documents.

        Of more than 20,000 the scores of as many are looked at.

        Args:
            tokens: as for `scores`.
            weights: (n,) how often each document counts; once, if none are given.
        """
        if self._sample is None:
            return _spread(self.scores(tokens), weights)
        some = None if weights is None else weights[spaced(self.n, N_SAMPLE)]
        return _spread(self._sample.scores(tokens), some)

    def _of(self, rows: Rows) -> Bm25:
        """Of some documents, ascending, which score what they score among all."""
        places = np.full(self.n, -1, np.int32)
        places[rows] = np.arange(len(rows))
        n_in = np.zeros(len(self._terms), np.int64)
        parts, first = list[tuple[NDArray[np.int32], Floats]](), 0
        while first < len(self._terms):
            begin = self._starts[first]
            last = int(np.searchsorted(self._starts, begin + N_AT_ONCE, side="right")) - 1
            last = max(last, first + 1)
            at = places[self._rows[begin : self._starts[last]]]
            kept = at >= 0
            n_in[first:last] = np.add.reduceat(kept, self._starts[first:last] - begin, dtype=int)
            parts.append((at[kept], self._scores[begin : self._starts[last]][kept]))
            first = last
        starts = np.concatenate([[0], np.cumsum(n_in[n_in > 0])])
        of_rows, scores = map(np.concatenate, zip(*parts, strict=True))
        return Bm25(len(rows), self._terms[n_in > 0], starts, of_rows, scores)

    def _columns(self, tokens: Sequence[str]) -> Sequence[Column]:
        """Of the tokens that occur, in their order; the last questions' are remembered."""
        asked = tuple(tokens)
        found = self._asked.get(asked)
        if found is None:
            if len(self._asked) >= CACHED_QUESTIONS:
                self._asked.clear()
            found = self._asked[asked] = self._find(asked)
        return found

    def _find(self, tokens: tuple[str, ...]) -> Sequence[Column]:
        wanted = np.fromiter(map(_hash, dict.fromkeys(tokens)), np.uint64)
        places = np.searchsorted(self._terms, wanted)
        places, wanted = places[places < len(self._terms)], wanted[places < len(self._terms)]
        places = places[self._terms[places] == wanted]
        bounds = zip(self._starts[places].tolist(), self._starts[places + 1].tolist(), strict=True)
        return [Column(self._rows[b:end], self._scores[b:end]) for b, end in bounds]


def _hash(token: str) -> int:
    """64 bits; among ten million tokens two share one with a chance of 1 in 370,000."""
    held = token.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(held, digest_size=8).digest(), "little")


def _spread(scores: Floats, weights: Floats | None) -> Spread:
    if weights is None:
        return spread_of(scores)
    mean = float(np.average(scores, weights=weights))
    return Spread(mean, float(np.average((scores - mean) ** 2, weights=weights)) ** 0.5)
