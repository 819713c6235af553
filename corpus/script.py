"""Text -> the form it is matched in: simplified script, half width, lower case."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

__all__ = ["fold", "fold_once", "fold_width"]

CACHED_TEXTS = 512  # articles that question after question looks at, and their headlines

# Marks that stand for the same thing in different fonts and keyboards.
MARKS = str.maketrans({"「": "“", "」": "”", "『": "‘", "』": "’", "﹑": "、", "･": "·", "•": "·"})


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def fold_width(text: str) -> str:
    """Full-width letters, digits and marks as half-width ones; one character stays one.

    Example:
        >>> fold_width("１０月，Ａ")
        '10月,A'
    """
    return text.translate(_NARROW)


def fold(text: str) -> str:
    """The form for matching only; offsets stay valid, since one character stays one.

    Example:
        >>> fold("東虹橋Ａ")
        '东虹桥a'
    """
    return text.translate(_FOLDED)


@lru_cache(CACHED_TEXTS)
def fold_once(text: str) -> str:
    """The same for a text that many look at, such as an article; slices of it are folded, too."""
    return fold(text)


class _Table(dict[int, str]):
    """What each character becomes, found when it is first met; C code then looks it up."""

    def __init__(self, find: Callable[[str], str]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, code: int) -> str:
        found = self[code] = self._find(chr(code))
        return found


def _narrow(char: str) -> str:
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if len(narrow) == 1 else char


def _fold_char(char: str) -> str:
    plain = _narrow(char.translate(MARKS))
    if plain >= "\u3400":
        plain = str(_converter().convert(plain))
    folded = plain.lower()
    return folded if len(folded) == 1 else char


_NARROW, _FOLDED = _Table(_narrow), _Table(_fold_char)
