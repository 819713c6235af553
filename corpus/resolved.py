"""A mention and the year it is of -> the date: as a person reads it, and its first and last day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.articles import PublicationDate
from corpus.dates import RELATIVE, DateMention
from corpus.festivals import number
from corpus.periods import Grain, Period, period_of

__all__ = ["ResolvedDate", "anchor_of", "dated", "unknown", "why_of"]

UNTIL = re.compile(
    r"(?:(?P<year>[12][0-9]{3}|[一二][〇零九][〇零一二三四五六七八九]{2}|[0-9]{2}(?=年))年?|(?P<word>次年|明年|今年|去年))?(?:(?P<month>[^年月日号]{1,3})月(?P<part>[上中下]旬|[底初末])?)?"
    r"(?:(?P<day>[^年月日号]{1,3})[日号])?$"
)


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A date with its year, as far as that is known.

    Attributes:
        text: "2020年10月23日下午"; without a year where none can be inferred.
        year: 0 where unknown.
        basis: what the part that is not on the page was inferred from; "" where all is written.
        first, last: its days from and to, both in, "2020-10-23"; "" where they are not known.
        grain: how exact it is; "vague" where the days are a convention (年底) or not known (近日).
        part: of the day, month or year, as written: 下午, 中旬, 第三季度.
        anchor: what the inferred part rests on: “2020年度”, 2020-10-23, 同句“2018年”; "" for none.
    """

    text: str
    year: int
    month: int
    day: int
    basis: str
    first: str = ""
    last: str = ""
    grain: Grain = "vague"
    part: str = ""
    anchor: str = ""


def dated(mention: DateMention, year: int, basis: str, anchor: str) -> ResolvedDate:
    """A mention in a year; basis and anchor say how that year is known."""
    text = f"{year}年"
    text += f"{mention.month}月" if mention.month else ""
    text += f"{mention.day}日" if mention.day else ""
    text += mention.part + mention.until.lstrip("年")
    text += "年" if mention.until and not mention.month else ""  # 2016—2018年
    period = period_of(year, mention.month, mention.day, mention.part)
    first = last = ""
    grain: Grain = "day" if mention.day else "month" if mention.month else "year"
    if period is not None:
        grain, first, last = period.grain, period.first.isoformat(), period.last.isoformat()
        if end := _end(mention, period):
            grain, last = "span", end
    return ResolvedDate(
        text, year, mention.month, mention.day, basis, first, last, grain, mention.part, anchor
    )


def unknown(mention: DateMention, basis: str) -> ResolvedDate:
    """As written; how exact it would be is still known."""
    grain: Grain = "day" if mention.day else "month" if mention.month else "year"
    return ResolvedDate(
        mention.text, 0, mention.month, mention.day, basis, grain=grain, part=mention.part
    )


def _end(mention: DateMention, begin: Period) -> str:
    """The last day of a span: of 10月30日至11月2日 in 2020 the day 2020-11-02; "" for no span."""
    words = mention.until.strip(" 年起至到—–~～－-").replace(" ", "")
    match = UNTIL.search(re.sub(r"^([0-9]{4})[-/.]([0-9]+)[-/.]([0-9]+)$", r"\1年\2月\3日", words))
    if not mention.until or match is None:
        return ""
    start = begin.first
    month = number(match["month"]) or (0 if match["year"] and not match["day"] else start.month)
    counted = RELATIVE.get(match["word"] or "", 0) - (mention.relative or 0)
    if match["word"] in RELATIVE and mention.year:  # 2014年11月至去年3月: of which print?
        return ""
    later = match["word"] == "次年" or (match["word"] and counted)
    year = number(match["year"]) or start.year + int(later or 0)
    year += 2000 if year < 100 else 0  # noqa: PLR2004  # 18年10月1日至19年2月3日
    if not match["year"] and not match["word"] and month < start.month:
        year += 1  # 12月28日至1月3日
    end = period_of(year, month, number(match["day"]), match["part"] or "")
    return end.last.isoformat() if end and end.last >= start else ""


def why_of(published: PublicationDate) -> str:
    """How the date of print is known, as it is shown."""
    return published.basis or f"据刊发日期{published.iso}"


def anchor_of(published: PublicationDate) -> str:
    """The words that gave the article its date, or that date."""
    words = re.search(r"“[^”]+”", published.basis)
    return words[0] if words else published.iso
