"""Article: one story of a page, with its headline, its captions and the way back to the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["UNKNOWN_DATE", "Article", "PublicationDate", "Run"]


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """When an article was printed, as exactly as is known, and how that is known.

    Attributes:
        iso: "2020-10-23", "2020-10", "2020", or "" where nothing tells.
        basis: how it is known, in Chinese, ready to be shown; "" where the file states it.
    """

    iso: str
    basis: str = ""

    @property
    def written(self) -> str:
        """As a reader writes it: 2020年10月 for "2020-10"; anything else as it is."""
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", self.iso):
            return self.iso
        pieces = zip(self.iso.split("-"), "年月日", strict=False)
        return "".join(f"{int(number)}{unit}" for number, unit in pieces)

    @property
    def year(self) -> int | None:
        """The year, where one is known."""
        return int(self.iso[:4]) if self.iso else None


UNKNOWN_DATE = PublicationDate("", "文中没有年份")


@dataclass(frozen=True, slots=True)
class Run:
    """`length` characters of the article that stand unbroken in the file, too.

    Attributes:
        start: offset into `Article.text`.
        printed: offset into `Document.text`.
        length: in characters.
    """

    start: int
    printed: int
    length: int


@dataclass(frozen=True, slots=True)
class Article:
    """One story.

    Attributes:
        id: stable while the file's name and the article's place in it stay.
        text: the repaired text; paragraphs are separated by a single newline.
        captions: picture captions of the article, in the order of the page.
        source: the file's name, or what the article's front matter says.
        runs: the way back to the file, ascending; see `printed_span`.
    """

    id: str
    title: str
    text: str
    published: PublicationDate
    source: str
    captions: tuple[str, ...] = ()
    runs: tuple[Run, ...] = field(default=(), repr=False)
