"""Text -> the form it is matched in: simplified script, half width, lower case."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

__all__ = ["fold", "fold_width"]

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
    return "".join(map(_narrow, text))


def fold(text: str) -> str:
    """The form for matching only; offsets stay valid, since one character stays one.

    Example:
        >>> fold("東虹橋Ａ")
        '东虹桥a'
    """
    return "".join(map(_fold_char, text))


@cache
def _narrow(char: str) -> str:
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if len(narrow) == 1 else char


@cache
def _fold_char(char: str) -> str:
    plain = _narrow(char.translate(MARKS))
    if plain >= "\u3400":
        plain = str(_converter().convert(plain))
    folded = plain.lower()
    return folded if len(folded) == 1 else char
