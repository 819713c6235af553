"""What a date rests on -> the same in the reader's language; what it quotes stays as printed."""

from __future__ import annotations

import re

from bot.telegram.texts import Words
from bot.telegram.traditional import QUOTED, outside_quotes

__all__ = ["basis_in", "in_brackets"]

YEAR = re.compile(r"(\d{4})年")
IN_ENGLISH = (  # the longer ones first: one may begin with another
    ("文中没有写是哪一年的", "it is not told which year: "),
    ("文中没有年份", "no year is told"),
    ("没有写具体日期", "no day is told"),
    ("文中只写", "only written "),
    ("文中写", "written "),
    ("日期见同篇上文", "date told above: "),
    ("日期见同篇", "date told in the same article: "),
    ("年月据", "year and month from "),
    ("年份据", "year from "),
    ("文内最晚的日期", "its latest date "),
    ("同版文章", "an article on the same page"),
    ("刊发日期", "the date of print "),
    ("据", "from "),
    ("文内", ""),
    ("正文", ""),
    ("同句", ""),
    ("推定", ""),
    ("推断", ""),
    ("见", "see "),
    ("为", " is "),
    ("，", ", "),
    ("；", "; "),
    ("（", " ("),
    ("）", ")"),
)


def basis_in(basis: str, words: Words) -> str:
    """The basis of a date as its reader understands it.

    Example:
        >>> from bot.telegram.texts import ENGLISH
        >>> basis_in("年份据文内“2020年度”推定", ENGLISH)
        'year from “2020年度”'
    """
    if words.chat.language == "zh-hant":
        return outside_quotes(basis)
    if words.chat.language != "en":
        return basis
    pieces = (p if QUOTED.fullmatch(p) else _translated(p) for p in QUOTED.split(basis))
    return "".join(pieces).strip()


def in_brackets(basis: str, words: Words) -> str:
    """The same, to be put behind a date; nothing where there is none."""
    if not basis:
        return ""
    said = basis_in(basis, words)
    return f" ({said})" if words.chat.language == "en" else f"（{said}）"


def _translated(piece: str) -> str:
    piece = YEAR.sub(r"\1", piece)
    for chinese, english in IN_ENGLISH:
        piece = piece.replace(chinese, english)
    return piece
