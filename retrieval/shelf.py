"""Files of a generation -> articles and passages, each read from the disk when it is asked for."""

from __future__ import annotations

import mmap
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, overload

import msgspec
import numpy as np
from numpy.typing import NDArray

from corpus.articles import Article
from corpus.passages import Passage

__all__ = ["Articles", "Chosen", "Lines", "Passages", "places_of"]

T = TypeVar("T")

N_AT_ONCE = 1 << 24  # bytes that are searched for ends of lines at a time
N_HELD = 256  # articles that are kept as objects; a question looks at thirty


class _OnDemand(Sequence[T]):
    """A sequence of what is read when it is asked for; slices are read at once."""

    @abstractmethod
    def _read(self, at: int) -> T:
        """The one at a place, 0 <= at < len(self)."""

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        places = range(len(self))[at]
        return self._read(places) if isinstance(places, int) else tuple(map(self._read, places))


class Lines(_OnDemand[bytes]):
    """The lines of a file, mapped; several threads may read them.

    Raises:
        OSError: the file is not there.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            empty = path.stat().st_size == 0  # nothing cannot be mapped
            self._held = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        marks = [
            np.flatnonzero(np.frombuffer(self._held[at : at + N_AT_ONCE], np.uint8) == ord("\n"))
            + at
            for at in range(0, len(self._held), N_AT_ONCE)
        ]
        ends = np.concatenate([*marks, np.zeros(0, np.int64)])
        if len(self._held) and (not len(ends) or ends[-1] != len(self._held) - 1):
            ends = np.append(ends, len(self._held))  # the last line is not ended
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    def _read(self, at: int) -> bytes:
        begin = int(self._ends[at - 1]) + 1 if at else 0
        return bytes(self._held[begin : int(self._ends[at])])


class Articles(Mapping[str, Article]):
    """By id, in the order of the pages.

    Attributes:
        places: of each id its place in that order.
    """

    def __init__(self, lines: Sequence[bytes], ids: Sequence[str]) -> None:
        self.places = {article_id: n for n, article_id in enumerate(ids)}
        decode = msgspec.json.Decoder(Article).decode
        self._at = lru_cache(N_HELD)(lambda place: decode(lines[place]))

    def __getitem__(self, article_id: str) -> Article:
        article: Article = self._at(self.places[article_id])
        return article

    def __contains__(self, article_id: object) -> bool:
        return article_id in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class Passages(_OnDemand[Passage]):
    """In the order of the pages, cut out of the articles.

    Attributes:
        places: (n, 3) int32: of the article among the articles, `start`, `end`.
    """

    def __init__(self, places: NDArray[np.int32], articles: Mapping[str, Article]) -> None:
        self.places = places
        self._ids = tuple(articles)
        self._articles = articles

    def __len__(self) -> int:
        return len(self.places)

    def _read(self, at: int) -> Passage:
        place, start, end = self.places[at].tolist()
        article = self._articles[self._ids[place]]
        return Passage(article.id, start, end, article.text[start:end])


class Chosen(_OnDemand[Passage]):
    """Some of a sequence of passages, read when they are asked for."""

    def __init__(self, passages: Sequence[Passage], rows: NDArray[np.int64]) -> None:
        self._passages, self._rows = passages, rows

    def __len__(self) -> int:
        return len(self._rows)

    def _read(self, at: int) -> Passage:
        return self._passages[int(self._rows[at])]


def places_of(passages: Sequence[Passage], ids: Sequence[str]) -> NDArray[np.int32]:
    """(n, 3), as `Passages` takes them."""
    places = {article_id: n for n, article_id in enumerate(ids)}
    rows = [(places[p.article_id], p.start, p.end) for p in passages]
    return np.array(rows, np.int32).reshape(-1, 3)
