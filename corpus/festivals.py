"""A festival or a day of the lunar calendar, and a year -> the day it fell on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

__all__ = ["FESTIVALS", "LUNAR_DATE", "day_of", "number"]

SOLAR = {  # month and day
    "元旦": (1, 1),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "青年节": (5, 4),
    "儿童节": (6, 1),
    "建党节": (7, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "十一": (10, 1),
    "国庆": (10, 1),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
}
LUNAR = {  # lunar month and day; the day before the first one is the last of the old year
    "除夕": (1, 0),
    "大年三十": (1, 0),
    "春节": (1, 1),
    "元宵": (1, 15),
    "端午": (5, 5),
    "七夕": (7, 7),
    "中秋": (8, 15),
    "重阳": (9, 9),
    "腊八": (12, 8),
}
WEEKDAYS = {"母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "感恩节": (11, 3, 4)}  # month, weekday, nth
FESTIVALS = "|".join([*SOLAR, *LUNAR, *WEEKDAYS, "清明"])
HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
LUNAR_DATE = (  # 农历八月十五, 正月初三, 大年初一, 腊月廿三
    r"(?:[农阴旧]历(?:(?:19|20)[0-9]{2}年)?(?:闰?[一二三四五六七八九十]{1,2}|正|腊|冬)月"
    r"|正月|腊月)(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]|二?十[一二三四五六七八九]?|三十)"
    r"|[一二三四五六七八九十]{1,2}月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九])"
    r"|(?:农历)?大年初[一二三四五六七八九十]"
)
LUNAR_PARTS = re.compile(r"(闰?)([^历年]{1,2})月(.+)$")
FIRST_YEAR, FIRST_DAY = 1949, date(1949, 1, 29)  # of the table, and its new year's day
# A year each: 12 bits of long months, 4 of the leap month, above them whether that one is long.
# Source: the table in common use (Hong Kong Observatory), as jionlp 1.5.31 carries it.
YEARS = (
    "0b557 06ca0 0b550 15355 04da0 0a5b0 14573 052b0 0a9a8 0e950 06aa0 0aea6 0ab50 04b60 "
    "0aae4 0a570 05260 0f263 0d950 05b57 056a0 096d0 04dd5 04ad0 0a4d0 0d4d4 0d250 0d558 "
    "0b540 0b6a0 195a6 095b0 049b0 0a974 0a4b0 0b27a 06a50 06d40 0af46 0ab60 09570 04af5 "
    "04970 064b0 074a3 0ea50 06b58 05ac0 0ab60 096d5 092e0 0c960 0d954 0d4a0 0da50 07552 "
    "056a0 0abb7 025d0 092d0 0cab5 0a950 0b4a0 0baa4 0ad50 055d9 04ba0 0a5b0 15176 052b0 "
    "0a930 07954 06aa0 0ad50 05b52 04b60 0a6e6 0a4e0 0d260 0ea65 0d530 05aa0 076a3 096d0 "
    "04afb 04ad0 0a4d0 1d0b6 0d250 0d520 0dd45 0b5a0 056d0 055b2 049b0 0a577 0a4b0 0aa50 "
    "1b255 06d20 0ada0 14b63 "
)


def day_of(name: str, year: int) -> date | None:
    """The day a festival or a lunar date (大年初一) fell on in a solar year; None where unknown.

    Example:
        >>> day_of("中秋", 2020), day_of("农历八月十五", 2020)
        (datetime.date(2020, 10, 1), datetime.date(2020, 10, 1))
    """
    name = name.removesuffix("节") if name.removesuffix("节") in SOLAR | LUNAR else name
    if name in {"清明", "清明节"}:
        return date(year, 4, _qingming(year))
    if name in SOLAR:
        return date(year, *SOLAR[name])
    if name in WEEKDAYS:
        month, weekday, nth = WEEKDAYS[name]
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    if name in LUNAR:
        return _solar(year, *LUNAR[name])
    if "大年初" in name:
        return _solar(year, 1, number(name.partition("初")[2]))
    return _lunar_day(name, year)


def number(text: str | None) -> int:
    """The number of a digit string in either script; 0 for None.

    Example:
        >>> number("二十三"), number("二〇二〇"), number("10")
        (23, 2020, 10)
    """
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return HAN.get(tens, 1) * 10 + HAN.get(ones, 0)
    return int("".join(str(HAN.get(c, c)) for c in text) if text.isalnum() else 0)


def _qingming(year: int) -> int:
    """The day of April. Source: the rule of thumb for the solar terms, good for 1950-2099."""
    century, ones = divmod(year, 100)
    return int(ones * 0.2422 + (5.59 if century < 20 else 4.81)) - ones // 4  # noqa: PLR2004


def _lunar_day(name: str, year: int) -> date | None:
    parts = LUNAR_PARTS.search(name)
    if parts is None:
        return None
    month = {"正": 1, "冬": 11, "腊": 12}.get(parts[2]) or number(parts[2])
    day = number(parts[3].removeprefix("初").replace("廿", "二十"))
    return _solar(year, month, day, leap=bool(parts[1]))


def _solar(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The solar day of a lunar one; None out of the table and for a leap month not there."""
    years = _new_years()
    if year not in years or not 1 <= month <= 12:  # noqa: PLR2004  # months of a year
        return None
    new_year, code = years[year]
    lengths = _lengths(code)
    at = next((i for i, (m, is_leap, _) in enumerate(lengths) if (m, is_leap) == (month, leap)), -1)
    if at < 0:
        return None
    return new_year + timedelta(days=sum(n for *_, n in lengths[:at]) + day - 1)


@cache
def _new_years() -> dict[int, tuple[date, int]]:
    """Of each year of the table: its first day and its code."""
    years, day = {}, FIRST_DAY
    for year, word in enumerate(YEARS.split(), FIRST_YEAR):
        code = int(word, 16)
        years[year] = (day, code)
        day += timedelta(days=sum(n for *_, n in _lengths(code)))
    return years


def _lengths(code: int) -> list[tuple[int, bool, int]]:
    """Month, whether it is the leap one, and its days, in the order of the year."""
    months = []
    for month in range(1, 13):
        months.append((month, False, 30 if code >> (16 - month) & 1 else 29))
        if code & 15 == month:
            months.append((month, True, 30 if code >> 16 else 29))
    return months
