"""Keys that come again and again -> whether one comes too often; a bounded number of them."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from enum import Enum, auto

__all__ = ["Verdict", "Windows"]

MAX_KEYS = 10_000  # strangers may be many; the ones longest unheard of are forgotten


class Verdict(Enum):
    """What is to be done about one more."""

    ADMITTED = auto()
    FIRST_TOO_MANY = auto()  # and so worth a word
    TOO_MANY = auto()


class Windows:
    """For each key a window that opens with its first coming; `limit` 0 admits everything."""

    def __init__(
        self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._seconds, self._clock = limit, seconds, clock
        self._open: OrderedDict[Hashable, tuple[float, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def admit(self, key: Hashable) -> Verdict:
        """Counts one more of the key.

        Example:
            >>> windows = Windows(1, 60)
            >>> [windows.admit("a").name for _ in range(3)]
            ['ADMITTED', 'FIRST_TOO_MANY', 'TOO_MANY']
        """
        if not self._limit:
            return Verdict.ADMITTED
        now = self._clock()
        begin, n = self._open.pop(key, (now, 0))
        if now - begin >= self._seconds:
            begin, n = now, 0
        self._open[key] = (begin, n + 1)
        if len(self._open) > MAX_KEYS:
            self._open.popitem(last=False)
        if n < self._limit:
            return Verdict.ADMITTED
        return Verdict.FIRST_TOO_MANY if n == self._limit else Verdict.TOO_MANY
