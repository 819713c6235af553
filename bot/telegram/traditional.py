"""Words in simplified script -> the same words in traditional script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from telegram import BotCommand

__all__ = ["QUOTED", "in_traditional", "outside_quotes"]

T = TypeVar("T")

MARKS = str.maketrans("“”‘’", "「」『』")
QUOTED = re.compile(r"(“[^”]*”|《[^》]*》)")  # words of an article or a question; a headline


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2tw")  # s2t writes 裏 and 爲, which few readers today do


def in_traditional(words: T) -> T:
    """A table of words, every text in it converted, its quotation marks too.

    Example:
        >>> in_traditional(("报道“里”", {"n": "问"}))
        ('報道「裡」', {'n': '問'})
    """
    return _convert(words)  # type: ignore[no-any-return]  # of the type that was given


def outside_quotes(text: str) -> str:
    """A text converted, but for what it quotes from an article or a question."""
    pieces = QUOTED.split(text)
    return "".join(p if QUOTED.fullmatch(p) else in_traditional(p) for p in pieces)


def _convert(value: Any) -> Any:
    if isinstance(value, str):
        converted = str(_converter().convert(value)).translate(MARKS)
        return converted.replace("回復", "回覆")  # of a message; the table knows recovery only
    if isinstance(value, tuple):
        return tuple(map(_convert, value))
    if isinstance(value, Mapping):
        return {key: _convert(text) for key, text in value.items()}
    if isinstance(value, BotCommand):
        return BotCommand(value.command, _convert(value.description))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _convert(getattr(value, f.name)) for f in fields(value)})
    return value
