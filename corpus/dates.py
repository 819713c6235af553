"""Text -> the dates it names, each as written and as far as it is spelt out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.expressions import DAYS_BACK, NEXT_YEAR, PATTERN, RELATIVE
from corpus.festivals import number

__all__ = ["DAYS_BACK", "NEXT_YEAR", "RELATIVE", "DateMention", "find_dates"]

SIMPLIFIED = str.maketrans(  # what dates are written with in the other script
    "後週禮個號點時兩節國慶間農曆舊閏臘陽當這過幾紀勞動兒婦",
    "后周礼个号点时两节国庆间农历旧闰腊阳当这过几纪劳动儿妇",
)
LUNAR = re.compile(r"(?:[农阴旧]历|闰)$")  # another calendar: its months are not these
VERSUS = re.compile(r"(?:[较比由]|环比|与)$")  # 较上月: the month before the one that is told of
N_REMEMBERED = 2048  # texts: a question has the sentences around it read several times each
MONTH_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date expression.

    Attributes:
        text: as written; `start` and `end` are its half-open offsets.
        year, month, day: as spelt out; 0 where they are not.
        relative: years from the article's own year ("去年": -1), where it is written so.
        part: of the day, month or year: 下午, 中旬, 底, 第三季度, 国庆节.
        vague: the word of an expression that is counted or names no date: 日前, 昨天, 上周三.
        until: the end of a span: 至23日; "" otherwise.
        versus: whether something is compared with it: 较上月, 比去年5月.
    """

    text: str
    start: int
    end: int
    year: int
    month: int
    day: int
    relative: int | None
    part: str
    vague: str
    until: str
    versus: bool = False


def find_dates(text: str) -> list[DateMention]:
    """The date expressions of a text, in order; numbers that only look like dates are left out.

    Example:
        >>> [m.text for m in find_dates("今年5月成立，10月23日下午开会")]
        ['今年5月', '10月23日下午']
    """
    return list(_found(text))


@lru_cache(N_REMEMBERED)
def _found(text: str) -> tuple[DateMention, ...]:
    simple = text.translate(SIMPLIFIED)
    return tuple(_mention(m, text) for m in PATTERN.finditer(simple) if _is_date(m, simple))


def _is_date(match: re.Match[str], text: str) -> bool:
    """Whether the calendar has such a month and day, and whether it is no number."""
    month, day = number(match["month"]), number(_group(match, "day", "day2", "dayc"))
    if match["month"] and not 1 <= month <= 12:  # noqa: PLR2004  # months of a year
        return False
    if day > MONTH_DAYS[month] if month else day > 31:  # noqa: PLR2004  # days of a month
        return False
    if match[0].strip()[-1] in "-/." or (match["month"] and _is_fraction(match)):
        return False
    return not _is_lunar(match, text)


def _is_lunar(match: re.Match[str], text: str) -> bool:
    """Whether a month is of the other calendar: 农历八月, 闰四月, and 八月十八 without a 日."""
    if not match["month"]:
        return False
    if any(LUNAR.search(text[:at]) for at in (match.start(), match.start("month"))):
        return True
    spoken = match["day"] and not (match["month"] + match["day"]).isdecimal()
    unmarked = spoken and text[match.end("day") :].lstrip()[:1] not in ("日", "号")
    return bool(unmarked and not match["year"])


def _mention(match: re.Match[str], text: str) -> DateMention:
    relative = _group(match, "relative", "relativeg")
    written = match[0].strip()
    start = match.start() + match[0].index(written)
    written = text[start : start + len(written)]  # in its own script
    part = _group(match, "part", "partb", "partc", "partd", "part2e", "part2f", "part2g")
    month = match["month"]
    return DateMention(
        written,
        start,
        start + len(written),
        number(_group(match, "year", "yeare")) or _full_year(_group(match, "short", "shortf")),
        number(month),
        number(_group(match, "day", "day2", "dayc")),
        RELATIVE.get(relative) if relative else None,
        match["bare"] or part,
        _vague_word(match),
        _group(match, "until", "untilb", "until2e"),
        bool(VERSUS.search(text[max(0, start - 2) : start])),
    )


def _vague_word(match: re.Match[str]) -> str:
    """The counted word itself, without the day and the part that follow: 上月 of 上月28日."""
    word = match["months"] or match["vague"] or ""
    return word.removesuffix(match["partd"] or "")


def _group(match: re.Match[str], *names: str) -> str:
    """The first of several groups that has matched."""
    return next((g for name in names if (g := match[name])), "")


def _full_year(text: str) -> int:
    """98 as 1998, 08 and 零八 as 2008; 0 for ""."""
    short, turn = number(text), 50  # two digits from here on are of the century before
    return 0 if not text else short + (1900 if short >= turn else 2000)


def _is_fraction(match: re.Match[str]) -> bool:
    """Whether what looks like month and day is a decimal or a range: 3.5, 5-10 without a year."""
    after = f"{match['part'] or ''}{match['until'] or ''}"
    dotted = any(c in match[0].strip().removesuffix(after) for c in "-/.")
    return dotted and not (match["year"] and match["day"])
