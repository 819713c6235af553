"""The general dictionary: which strings are words, and how telling a word is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

__all__ = [
    "content_words",
    "cut_words",
    "is_word",
    "rarity",
    "telling",
    "tokenizer",
    "words_across",
]

COMMON = 8.0  # nats; words more frequent than one in e^8 tell nothing about a topic
CACHED_ENDS = 1024  # a page's line ends, each judged against several others
CACHED_WORDS = 65_536  # about the words of a year's news


@cache
def _dictionary() -> Any:
    import jieba

    jieba.setLogLevel(60)  # its loading notes are no news to the user
    words = jieba.Tokenizer()  # an own one: the global one belongs to whoever else uses jieba
    words.initialize()
    words.FREQ = dict(words.FREQ)  # as read it is a table half empty, 20 MB more
    return words


@lru_cache(CACHED_ENDS)
def cut_words(text: str) -> tuple[str, ...]:
    """The likeliest words of the dictionary that together are the text."""
    return tuple(_dictionary().cut(text, HMM=False))


def words_across(left: str, right: str) -> float:
    """How much likelier two texts are when words may lie across their seam, in nats, >= 0."""
    return _log_likelihood(left + right) - _log_likelihood(left) - _log_likelihood(right)


@lru_cache(CACHED_ENDS)
def _log_likelihood(text: str) -> float:
    """Of the likeliest words that together are the text."""
    words = _dictionary()
    best: dict[int, tuple[float, int]] = {}
    words.calc(text, words.get_DAG(text), best)
    return float(best[0][0])


@lru_cache(CACHED_WORDS)
def telling(word: str) -> float:
    """How much a word says about a topic, in nats above a common word; 0 for common ones."""
    return max(0.0, rarity(word) - COMMON)


def content_words(text: str) -> frozenset[str]:
    """The words of two characters and more, without numbers."""
    words = _dictionary().cut(text, HMM=False)
    return frozenset(w for w in words if len(w) > 1 and not w.isascii())


def is_word(text: str) -> bool:
    """Whether the dictionary holds the string as a word."""
    return bool(_dictionary().FREQ.get(text))


def rarity(word: str) -> float:
    """How rare a word is in general Chinese, 3 (的) to 18 (unknown), in nats."""
    frequency = _dictionary().FREQ.get(word) or 1
    return math.log(_dictionary().total / frequency)


def tokenizer() -> Any:
    """A jieba tokenizer of the caller's own, to add words to; the dictionary is read only once."""
    import jieba

    general = _dictionary()
    own = jieba.Tokenizer()
    own.FREQ, own.total, own.initialized = _Beside(general.FREQ), general.total, True
    return own


class _Beside(dict[str, int]):
    """Frequencies of added words; those of all others stand in a dictionary that stays as it is.

    A copy of that would be 40 MB more, and a moment more at the start.
    """

    def __init__(self, general: Mapping[str, int]) -> None:
        super().__init__()
        self._general = general

    def __missing__(self, word: str) -> int:
        return self._general[word]

    def __contains__(self, word: object) -> bool:
        return word in self._general or super().__contains__(word)

    def get(self, word: str, default: Any = None) -> Any:
        """The frequency of a word of either; 0 is that of the beginning of one."""
        own = super().get(word)
        return self._general.get(word, default) if own is None else own
