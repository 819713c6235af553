"""A date mention and its article's date -> the date with its year, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.articles import PublicationDate
from corpus.dates import DAYS_BACK, NEXT_YEAR, DateMention

__all__ = ["ResolvedDate", "resolve"]


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A date with its year, as far as that is known.

    Attributes:
        text: "2020年10月23日下午"; without a year where none can be inferred.
        year: 0 where unknown.
        basis: what the part that is not on the page was inferred from; "" where all is written.
    """

    text: str
    year: int
    month: int
    day: int
    basis: str


def resolve(
    mention: DateMention, published: PublicationDate, before: DateMention | None = None
) -> ResolvedDate:
    """A mention against its article's date; never against today.

    Args:
        mention: what the text says.
        published: the article's own date, year, or nothing.
        before: the last mention with a year in the same sentence; its year carries over.
    """
    if mention.vague:
        return _resolve_vague(mention, published)
    if mention.year:
        return _dated(mention, mention.year, "")
    if mention.text.startswith(NEXT_YEAR):
        return _resolve_next_year(mention, before)
    if mention.relative is not None and published.year:
        why = published.basis or f"据刊发日期{published.iso}"
        return _dated(
            mention, published.year + mention.relative, f"文中写“{mention.text}”，年份{why}"
        )
    if mention.relative is None:
        return _resolve_bare(mention, published, before)
    return ResolvedDate(mention.text, 0, mention.month, mention.day, published.basis)


def _resolve_bare(
    mention: DateMention, published: PublicationDate, before: DateMention | None
) -> ResolvedDate:
    """A month or day without any word about its year."""
    if not mention.month:
        return _resolve_day(mention, published, before)
    if before is not None and before.year:
        return _dated(mention, before.year, f"年份据同句“{before.text}”")
    if published.year:
        year = _nearest_year(mention.month, published)
        return _dated(mention, year, f"年份{published.basis or f'据刊发日期{published.iso}'}")
    return ResolvedDate(mention.text, 0, mention.month, mention.day, published.basis)


def _resolve_vague(mention: DateMention, published: PublicationDate) -> ResolvedDate:
    full = len(published.iso) == len("2020-10-23")
    if full and mention.vague in DAYS_BACK:
        day = date.fromisoformat(published.iso) - timedelta(days=DAYS_BACK[mention.vague])
        text = f"{day.year}年{day.month}月{day.day}日{mention.part}"
        basis = f"文中写“{mention.text}”，据刊发日期{published.iso}"
        return ResolvedDate(text, day.year, day.month, day.day, basis)
    if not published.year:
        return ResolvedDate(mention.text, 0, 0, 0, "文中没有写具体日期")
    why = published.basis or f"据刊发日期{published.iso}"
    known = _vague_month(mention, published)
    basis = f"文中只写“{mention.text}”，没有写具体日期；年份{why}"
    return ResolvedDate(f"{known}（{mention.text}）", int(known[:4]), 0, 0, basis)


def _vague_month(mention: DateMention, published: PublicationDate) -> str:
    """Year and, where print tells it, month: of print, or for 上月 of the month before."""
    year, month = published.year or 0, int(published.iso[5:7] or 0)
    if not month or mention.vague.startswith("上周"):  # a week may begin in the month before
        return f"{year}年"
    if mention.vague in ("上月", "上个月"):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return f"{year}年{month}月"


def _resolve_next_year(mention: DateMention, before: DateMention | None) -> ResolvedDate:
    if before is None or not before.year:
        return ResolvedDate(mention.text, 0, mention.month, mention.day, "文中没有写是哪一年的次年")
    return _dated(mention, before.year + 1, f"文中写“{mention.text}”，年份据同句“{before.text}”")


def _dated(mention: DateMention, year: int, basis: str) -> ResolvedDate:
    text = f"{year}年"
    text += f"{mention.month}月" if mention.month else ""
    text += f"{mention.day}日" if mention.day else ""
    return ResolvedDate(
        text + mention.part + mention.until, year, mention.month, mention.day, basis
    )


def _nearest_year(month: int, published: PublicationDate) -> int:
    """The year that puts a month nearest to the day of print; the year of print if in doubt."""
    year = published.year or 0
    if len(published.iso) < len("2020-10"):
        return year
    distance = month - int(published.iso[5:7])
    half = 6  # months
    return year - 1 if distance > half else year + 1 if distance < -half else year


def _resolve_day(
    mention: DateMention, published: PublicationDate, before: DateMention | None
) -> ResolvedDate:
    """28日: of the month named before it, or the 28th that is nearest to the day of print."""
    if before is not None and before.year and before.month:
        whole = replace(mention, month=before.month)
        return _dated(whole, before.year, f"年月据同句“{before.text}”")
    if len(published.iso) < len("2020-10-23"):
        return ResolvedDate(mention.text, 0, 0, mention.day, "文中没有写月份")
    printed = date.fromisoformat(published.iso)
    near = (printed + timedelta(days=n) for n in sorted(range(-30, 31), key=abs))
    day = next((d for d in near if d.day == mention.day), None)
    if day is None:
        return ResolvedDate(mention.text, 0, 0, mention.day, "文中没有写月份")
    return _dated(replace(mention, month=day.month), day.year, f"年月据刊发日期{published.iso}")
