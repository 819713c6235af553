"""Document -> Lines: the printed lines of a page, measured."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from corpus.printed import Printed

__all__ = ["Line", "ends_sentence", "read_lines", "split_sheets", "width"]

# A sentence is over after one of these marks and whatever quotes and brackets close behind it.
SENTENCE_END = re.compile(r"(?:[。！？!?…]|(?<=[a-z)])\.)[”’」』）)\]】》\"]*$")
BYLINE_END = re.compile(
    r"[（(【][^（()）]{0,30}(?:记者|通讯员|摄|文|图|供稿|编辑)[^（()）]{0,30}[）)】]$"
)
NEIGHBOURS = 8  # lines on either side that tell the width of the column
FULL_SLACK = 3.2  # characters by which a full line may fall short: an indent of two, a moved mark
OVER_SLACK = 2.2  # characters by which running text may stand out: spaces and hanging marks
WRAPPED_MAX = 42  # characters; wider "columns" are whole paragraphs on one line
WRAPPED_MIN = 9  # characters; narrower "columns" are headlines and captions under each other
SHEET_CHARS = 20_000  # twice what a broadsheet page holds; a longer file is read sheet by sheet
LINE_CHARS = 18  # what a printed line holds; a shorter one takes as much room on a sheet


@dataclass(frozen=True)
class Line:
    """One printed line without its outer white space.

    Attributes:
        n_blank: blank lines before it.
        indent: characters of white space before its first one.
        column: width of the column it stands in, in characters; 0 where nothing is wrapped.
    """

    printed: Printed
    n_blank: int
    indent: int
    column: float

    @property
    def text(self) -> str:
        """The characters of the line."""
        return self.printed.text

    @cached_property
    def width(self) -> float:
        """In Chinese characters; a Latin one counts half."""
        return width(self.text)

    @cached_property
    def closed(self) -> bool:
        """Whether a sentence ends with this line."""
        return ends_sentence(self.text)

    @property
    def full(self) -> bool:
        """Whether it fills its column, as an open line of running text must."""
        return self.column > 0 and self.width >= self.column - FULL_SLACK

    @property
    def overlong(self) -> bool:
        """Whether it is too wide for its column: no running text."""
        return self.column > 0 and self.width > self.column + OVER_SLACK


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence may end."""
    return bool(SENTENCE_END.search(text) or BYLINE_END.search(text))


def width(text: str) -> float:
    """Columns of a text in Chinese characters: wide ones count 1, others a half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def read_lines(text: str) -> list[Line]:
    """The lines that hold anything, in order."""
    raw: list[tuple[Printed, int, int]] = []
    place = n_blank = 0
    for piece in text.splitlines(keepends=True):
        core = piece.strip().strip("\u3000\ufeff")
        if core:
            begin = place + piece.index(core)
            places = tuple(range(begin, begin + len(core)))
            raw.append((Printed(core, places), n_blank, piece.index(core)))
            n_blank = 0
        else:
            n_blank += 1
        place += len(piece)
    widths = [width(printed.text) for printed, _, _ in raw]
    columns = _columns(widths, [ends_sentence(printed.text) for printed, _, _ in raw])
    return [Line(*parts, column) for parts, column in zip(raw, columns, strict=True)]


def split_sheets(lines: list[Line]) -> list[list[Line]]:
    """The lines in stretches of about `SHEET_CHARS`, so that the work grows with the file only.

    A sheet ends between a full stop and a blank line; one without such a place at double length.
    """
    sheets: list[list[Line]] = []
    n_chars = 2 * SHEET_CHARS
    for n, line in enumerate(lines):
        fair = line.n_blank > 0 and lines[n - 1].closed
        if n_chars >= (SHEET_CHARS if fair else 2 * SHEET_CHARS):
            sheets.append([])
            n_chars = 0
        sheets[-1].append(line)
        n_chars += max(len(line.text), LINE_CHARS)
    return sheets


def _columns(widths: list[float], closed: list[bool]) -> list[float]:
    """The width of the column around each line; where two columns meet, the one that fits it."""
    columns = []
    for n, own in enumerate(widths):
        before = _usual_width(widths, closed, range(max(0, n - NEIGHBOURS), n + 1))
        after = _usual_width(widths, closed, range(n, min(len(widths), n + NEIGHBOURS + 1)))
        columns.append(
            min((w for w in (before, after) if w), key=lambda w: abs(w - own), default=0)
        )
    return columns


def _usual_width(widths: list[float], closed: list[bool], near: range) -> float:
    """What most open lines of a stretch have in common; 0 where that is no column."""
    open_ones = [widths[i] for i in near if not closed[i]]
    usual = median(open_ones) if open_ones else 0.0
    agreeing = [w for w in open_ones if abs(w - usual) <= FULL_SLACK]
    n_wider = sum(closed[i] and widths[i] > usual + FULL_SLACK for i in near)
    wrapped = WRAPPED_MIN <= usual <= WRAPPED_MAX
    agreed = len(agreeing) >= max(3, (len(open_ones) + n_wider) / 2)
    return median(agreeing) if wrapped and agreed else 0.0
