"""The general dictionary: which strings are words, and how telling a word is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.dictionary import Dictionary, cutter, write_dictionary
from corpus.errors import DamagedDictionaryError

__all__ = [
    "content_words",
    "cut_words",
    "is_word",
    "keep_words_in",
    "rarity",
    "telling",
    "tokenizer",
    "words_across",
]

COMMON = 8.0  # nats; words more frequent than one in e^8 tell nothing about a topic
CACHED_ENDS = 1024  # a page's line ends, each judged against several others
CACHED_WORDS = 65_536  # about the words of a year's news


_kept: list[Path] = []  # the folder of the files, once somebody has named it


def keep_words_in(folder: Path) -> None:
    """From now on the dictionary is mapped from a folder that `write_dictionary` has filled.

    Raises:
        DamagedDictionaryError: its files are damaged.
    """
    _kept[:] = [folder]
    _dictionary.cache_clear()
    _words.cache_clear()
    try:
        _dictionary()
    except Exception as exc:  # whatever the libraries make of damaged files
        _kept.clear()
        raise DamagedDictionaryError(
            f"the dictionary in {folder} cannot be read ({exc}); delete {folder}, it is then "
            "made anew"
        ) from exc


@cache
def _dictionary() -> Dictionary:
    """Where no folder was named, made for this process only; that takes two seconds."""
    if _kept:
        return Dictionary(_kept[0])
    with TemporaryDirectory(ignore_cleanup_errors=True) as passing:
        write_dictionary(Path(passing))
        return Dictionary(Path(passing))  # what is mapped stays, though its name goes


@lru_cache(CACHED_ENDS)
def cut_words(text: str) -> tuple[str, ...]:
    """The likeliest words of the dictionary that together are the text."""
    return tuple(_words().cut(text, HMM=False))


def words_across(left: str, right: str) -> float:
    """How much likelier two texts are when words may lie across their seam, in nats, >= 0."""
    return _log_likelihood(left + right) - _log_likelihood(left) - _log_likelihood(right)


@lru_cache(CACHED_ENDS)
def _log_likelihood(text: str) -> float:
    """Of the likeliest words that together are the text."""
    words, best = _words(), dict[int, tuple[float, int]]()
    words.calc(text, words.get_DAG(text), best)
    return float(best[0][0])


@lru_cache(CACHED_WORDS)
def telling(word: str) -> float:
    """How much a word says about a topic, in nats above a common word; 0 for common ones."""
    return max(0.0, rarity(word) - COMMON)


def content_words(text: str) -> frozenset[str]:
    """The words of two characters and more, without numbers."""
    return frozenset(w for w in _words().cut(text, HMM=False) if len(w) > 1 and not w.isascii())


def is_word(text: str) -> bool:
    """Whether the dictionary holds the string as a word."""
    return bool(_dictionary().count(text))


def rarity(word: str) -> float:
    """How rare a word is in general Chinese, 3 (的) to 18 (unknown), in nats."""
    return math.log(_dictionary().total / (_dictionary().count(word) or 1))


def tokenizer(terms: Iterable[str] = ()) -> Any:
    """A jieba tokenizer that also knows some terms; the dictionary is mapped once."""
    return cutter(_dictionary(), terms)


@cache
def _words() -> Any:
    """One that knows no further terms."""
    return tokenizer()
