"""Tokens of documents -> postings, sorted in parts, so that an archive is never held as tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["N_AT_ONCE", "Part", "Reading"]

N_AT_ONCE = 4_000_000  # tokens that are sorted together; 100 MB on the way


class Part(NamedTuple):
    """Postings of some documents: by the number of the token, then by row."""

    numbers: NDArray[np.int32]
    rows: NDArray[np.int32]
    times: NDArray[np.uint16]


@dataclass(slots=True)
class Reading:
    """Documents as far as they are read: tokens by number, and how often each is where."""

    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    lengths: list[int] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    _waiting: list[int] = field(default_factory=list)
    _n_before: int = 0  # documents whose tokens are in the parts

    def add(self, document: Sequence[str]) -> None:
        """Reads the tokens of the next document."""
        self._waiting.extend(map(self.numbers.__getitem__, document))
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
            Part(
                (found >> 32).astype(np.int32),
                (found & 0xFFFFFFFF).astype(np.int32),
                np.minimum(times, np.iinfo(np.uint16).max).astype(np.uint16),
            )
        )
        self._waiting, self._n_before = [], len(self.lengths)
