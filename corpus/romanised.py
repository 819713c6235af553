"""Names in Latin letters -> names of the corpus: Xinjing Town is 新泾, Song Zongde is 宋宗德."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

__all__ = ["Romanised"]

WORD = re.compile(r"[a-z][a-z'’-]*", re.IGNORECASE)
MIN_LETTERS = 5  # of a match; shorter syllables are words of English, too: long, hang, women
MIN_CHARS = 2  # of a name; one syllable fits too many


class Romanised:
    """Looks names up by their pinyin without tones; built at the first question in English."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)

    def find(self, text: str) -> Iterator[str]:
        """The names, or beginnings of names, that a text writes in Latin letters, in order."""
        words = [re.sub(r"['’-]", "", w).lower() for w in WORD.findall(text)]
        for word, joined in [
            *((a + b, True) for a, b in pairwise(words)),
            *((w, False) for w in words),
        ]:
            name = self._by_pinyin.get(word)
            if name and len(word) >= MIN_LETTERS and (not joined or name in self._whole):
                yield name

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(self._names)

    @cached_property
    def _by_pinyin(self) -> dict[str, str]:
        from pypinyin import lazy_pinyin

        found: dict[str, str] = {}
        for name in self._names:
            syllables = lazy_pinyin(name)
            for n in range(MIN_CHARS, len(syllables) + 1):
                found.setdefault("".join(syllables[:n]), name[:n])
        return found
