"""A counted word or a part of a year and what it is counted from -> its first and last day.

The edges of what has no sharp ones (年底, 月初, 春天) are a convention: that of jionlp for years
and months, that of the weather service for seasons.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from corpus.festivals import day_of, number

__all__ = ["OF_MONTH", "Grain", "Period", "count_back", "festival_near", "period_of"]

Grain = Literal["day", "span", "month", "year", "vague"]


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both of them in."""

    first: date
    last: date
    grain: Grain


WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
WEEK = re.compile(
    r"(上上|下下|上|下|本|这)?一?个?(?:周|星期|礼拜)(?:周|星期)?([一二三四五六日天末])?$"
)
WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}
MONTH = re.compile(r"([上本这下])一?个?月$")
AGO = re.compile(r"(.+?)(年|个月|天|周|个星期)(?:之)?前$")
DECADE = re.compile(r"(?:(.+?)个?世纪)?(.+?)年代(.)?期?$")
QUARTER = re.compile(r"(第|前)?(.)个?季度$")
WEEK_OF = re.compile(r"第(.+?)个?(?:周|星期|礼拜)([一二三四五六日天])?$")
THIS_QUARTER = re.compile(r"(上|本|这|下)一?个?季度$")
FIRST_MONTHS = re.compile(r"前(.+)个月$")
HALVES = {"上半年": (1, 6), "前半年": (1, 6), "下半年": (7, 12), "后半年": (7, 12)}
EDGES = {"初": (1, 2), "伊始": (1, 1), "中": (6, 7), "底": (11, 12), "末": (11, 12)}  # months
SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14)}  # months, 13 is January
OF_MONTH = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 5)} | dict.fromkeys(
    "底末", (25, 31)
)  # days
OF_DECADE = {"初": (0, 2), "早": (0, 2), "前": (0, 2), "中": (3, 6)} | dict.fromkeys(
    "末后", (7, 9)
)  # years


def months(year: int, first: int, last: int, grain: Grain) -> Period:
    """Whole months; a month beyond 12 is of the next year, one below 1 of the year before."""
    begin = date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
    year, month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return Period(begin, date(year, month, monthrange(year, month)[1]), grain)


def period_of(year: int, month: int, day: int, part: str) -> Period | None:
    """The days of a date as far as it is known, with its part; None for a day that never was.

    Example:
        >>> period_of(2020, 0, 0, "第三季度").last
        datetime.date(2020, 9, 30)
    """
    try:
        if day:
            return Period(date(year, month, day), date(year, month, day), "day")
        if month:
            return _of_month(year, month, part)
        return _of_year(year, part)
    except ValueError:  # 30 February, the year 0
        return None


def _of_month(year: int, month: int, part: str) -> Period:
    if week := WEEK_OF.search(part):
        return _week_of(date(year, month, 1), week)
    ends = OF_MONTH.get(part.removeprefix("月"))
    whole = months(year, month, month, "month")
    if ends is None:
        return whole
    last = min(ends[1], whole.last.day)
    grain: Grain = "span" if part.endswith("旬") else "vague"
    return Period(date(year, month, ends[0]), date(year, month, last), grain)


def _of_year(year: int, part: str) -> Period:
    if quarter := QUARTER.match(part):
        n = 1 if quarter[2] == "首" else number(quarter[2])
        return months(year, 1 if quarter[1] == "前" else 3 * n - 2, 3 * n, "span")
    first = FIRST_MONTHS.match(part)
    if ends := HALVES.get(part) or (first and (1, number(first[1]))):
        return months(year, *ends, "span")
    if week := WEEK_OF.search(part):
        return _week_of(date(year, 1, 1), week)
    season = SEASONS.get(part[:1]) if part[1:] in ("天", "季") else None
    if edge := EDGES.get(part.lstrip("年岁")) or season:
        return months(year, *edge, "vague")
    day = day_of(part, year) if part else None
    return Period(day, day, "day") if day else months(year, 1, 12, "year")


def _week_of(begin: date, week: re.Match[str]) -> Period:
    """5月第二周 begins with the second Monday of May; 5月第二个星期日 is the second Sunday."""
    weeks = timedelta(weeks=number(week[1]) - 1)
    weekday = WEEKDAYS[week[2]] if week[2] else 0
    day = begin + timedelta(days=(weekday - begin.weekday()) % 7) + weeks
    return Period(day, day, "day") if week[2] else Period(day, day + timedelta(days=6), "span")


def festival_near(name: str, printed: date) -> int | None:
    """The year whose festival is nearest to the day of print; None for what is no festival."""
    days = [d for y in (-1, 0, 1) if (d := day_of(name, printed.year + y))]
    return min(days, key=lambda d: abs((d - printed).days)).year if days else None


def count_back(word: str, iso: str) -> Period | None:
    """上周三, 上月, 五年前, 90年代 -> the days they are; None where that cannot be known.

    Args:
        word: as written.
        iso: the date of print as far as it is known: "2020-10-23", "2020-10", "2020" or "".

    A bare weekday is the last one before print or that day itself.
    """
    if decade := DECADE.match(word):
        return _decade(decade, int(iso[:4] or 2000))
    ago = AGO.match(word) if "几" not in word else None
    if iso and ago and ago[2] == "年":
        return months(int(iso[:4]) - number(ago[1]), 1, 12, "vague")
    if iso[5:7] and (months_off := _from_month(word, int(iso[:4]), int(iso[5:7]), ago)):
        return months_off
    if not iso[8:]:
        return None
    printed = date.fromisoformat(iso)
    if (week := WEEK.search(word)) and week[0] == word:
        return _week(printed, week)
    return _days_ago(printed, number(ago[1]), ago[2]) if ago else None


def _from_month(word: str, year: int, now: int, ago: re.Match[str] | None) -> Period | None:
    """上月, 本季度, 两个月前."""
    if month := MONTH.match(word):
        at = now + WEEKS[month[1]]
        return months(year, at, at, "month")
    if quarter := THIS_QUARTER.match(word):
        at = (now - 1) // 3 * 3 + 3 * WEEKS[quarter[1]]
        return months(year, at + 1, at + 3, "span")
    if ago is None or ago[2] != "个月":
        return None
    at = now - number(ago[1])
    return months(year, at, at, "vague")


def _week(printed: date, week: re.Match[str]) -> Period | None:
    monday = printed - timedelta(days=printed.weekday())
    if week[1] is None:
        if week[2] == "末":  # of which week, the words around tell
            return None
        day = printed - timedelta(days=(printed.weekday() - WEEKDAYS[week[2]]) % 7)
        return Period(day, day, "day")
    monday += timedelta(weeks=WEEKS[week[1]])
    if week[2] == "末":
        return Period(monday + timedelta(days=5), monday + timedelta(days=6), "span")
    if week[2] is None:
        return Period(monday, monday + timedelta(days=6), "span")
    day = monday + timedelta(days=WEEKDAYS[week[2]])
    return Period(day, day, "day")


def _days_ago(printed: date, n: int, unit: str) -> Period:
    """三天前, 两周前: people round, so it is vague."""
    if unit == "天":
        day = printed - timedelta(days=n)
        return Period(day, day, "vague")
    monday = printed - timedelta(days=printed.weekday(), weeks=n)
    return Period(monday, monday + timedelta(days=6), "vague")


def _decade(decade: re.Match[str], now: int) -> Period | None:
    """上世纪 is the one before that of print; a bare decade the last one that had begun."""
    century, short = decade[1] or "", number(decade[2])
    if short >= 1000:  # noqa: PLR2004  # 1980年代: all written
        first = short
    elif century:
        which = {"上": now // 100, "本": now // 100 + 1}.get(century) or number(century)
        first = (which - 1) * 100 + short
    else:
        first = now // 100 * 100 + short
        first -= 100 if first > now else 0
    start, end = OF_DECADE.get(decade[3] or "", (0, 9))
    return months(first + start, 1, 12 * (end - start + 1), "vague" if decade[3] else "span")
