"""A date mention and its article's date -> the date with its year, and what that rests on.

All of it is our own. jionlp is the measuring stick only (tests/benchmarks/dates.py): on its own
tests it is nearly always right, on expressions out of the news far less often than this is. It
refuses 7月, reads 1-7月 as the 7th of January and 当天 as the day of print, takes 春天 and 每周一
for dates, resolves against today where it gets no base; and it prints when imported, takes a second
for that, and brings 70 MB and `requests` along.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from corpus.articles import PublicationDate
from corpus.dates import DAYS_BACK, NEXT_YEAR, DateMention, find_dates
from corpus.periods import OF_MONTH, Period, count_back, festival_near
from corpus.resolved import ResolvedDate, anchor_of, dated, unknown, why_of

__all__ = ["ResolvedDate", "resolve", "resolve_sentence"]

FULL = len("2020-10-23")
SAME_DAY = {"当天": 0, "当日": 0, "当晚": 0, "同日": 0, "次日": 1, "翌日": 1}  # days after one told
PARTS = {"晚": "晚", "夜": "夜", "晨": "早晨", "早": "早上"}  # of the day, in 昨晚 and 今早


def resolve_sentence(
    text: str, published: PublicationDate, day: ResolvedDate | None = None
) -> list[tuple[DateMention, ResolvedDate]]:
    """The dates of a sentence in order.

    Args:
        text: the sentence.
        published: of its article.
        day: the last day that was named before the sentence: what 当天 in it means.
    """
    found: list[tuple[DateMention, ResolvedDate]] = []
    before: DateMention | None = None
    for mention in find_dates(text):
        resolved = resolve(mention, published, before, day)
        found.append((mention, resolved))
        before = _carried(mention, resolved) or before
        day = resolved if resolved.grain == "day" and resolved.first else day
    return found


def resolve(
    mention: DateMention,
    published: PublicationDate,
    before: DateMention | None = None,
    day: ResolvedDate | None = None,
) -> ResolvedDate:
    """A mention against its article's date; never against today.

    Args:
        mention: what the text says.
        published: the article's own date, year, or nothing.
        before: the last mention with a year in the same sentence; its year carries over.
        day: the last day named before it.
    """
    if mention.vague:
        return _resolve_vague(mention, published, before, day)
    if mention.year:
        return dated(mention, mention.year, "", "")
    if mention.text.startswith(tuple(NEXT_YEAR)):
        return _resolve_next_year(mention, before)
    if mention.relative is not None and published.year:
        basis = f"文中写“{mention.text}”，年份{why_of(published)}"
        return dated(mention, published.year + mention.relative, basis, anchor_of(published))
    if mention.relative is None:
        return _resolve_bare(mention, published, before)
    return unknown(mention, published.basis)


def _carried(mention: DateMention, resolved: ResolvedDate) -> DateMention | None:
    """What its year and month mean for the next date of the sentence; 去年 alone only compares."""
    if mention.year:
        return mention
    inferred = resolved.year and mention.month and not mention.vague and not mention.versus
    return replace(mention, year=resolved.year) if inferred else None


def _spells_year(mention: DateMention) -> bool:
    return "年" in mention.text or mention.text[:4].isdecimal()


def _resolve_bare(
    mention: DateMention, published: PublicationDate, before: DateMention | None
) -> ResolvedDate:
    """A month, a day or a part of the year without any word about its year."""
    if mention.day and not mention.month:
        return _resolve_day(mention, published, before)
    if before is not None and _spells_year(before):
        words = f"同句“{before.text}”"
        known = "" if before.relative is None else f"，{why_of(published)}"
        return dated(mention, before.year, f"年份据{words}{known}", words)
    if not published.year:
        return unknown(mention, published.basis)
    year = published.year
    if mention.month:
        year = _nearest_year(mention, published)
    elif len(published.iso) == FULL:
        year = festival_near(mention.part, date.fromisoformat(published.iso)) or year
    return dated(mention, year, f"年份{why_of(published)}", anchor_of(published))


def _resolve_vague(
    mention: DateMention,
    published: PublicationDate,
    before: DateMention | None,
    day: ResolvedDate | None,
) -> ResolvedDate:
    word = mention.vague
    if word in SAME_DAY and day is not None:
        told = date.fromisoformat(day.last) + timedelta(days=SAME_DAY[word])
        basis = f"文中写“{mention.text}”，指上文的{day.text}"
        return _counted(mention, Period(told, told, "day"), basis, day.text)
    if word in DAYS_BACK and len(published.iso) == FULL:
        told = date.fromisoformat(published.iso) - timedelta(days=DAYS_BACK[word])
        return _counted(mention, Period(told, told, "day"), *_from_print(mention, published))
    anchor = published.iso
    if mention.versus and word.endswith("月"):  # 10月较上月: of the month that is compared
        anchor = f"{before.year}-{before.month:02}" if before and before.month else ""
    period = count_back(word, anchor)
    if period is not None and (published.iso or word.endswith("年代")):
        of_month = mention.part.removeprefix("月") in OF_MONTH or "第" in mention.part
        if period.grain == "month" and (mention.day or of_month):
            whole = replace(mention, month=period.first.month, vague="")
            return dated(whole, period.first.year, *_from_print(mention, published))
        written = word[:4].isdecimal() or ("世纪" in word and word[0] not in "上本")
        known = ("", "") if written else _from_print(mention, published)
        return _counted(mention, period, *known)
    return _unresolved(mention, published)


def _unresolved(mention: DateMention, published: PublicationDate) -> ResolvedDate:
    """近日: no more is known than when the page was printed."""
    if not published.year or mention.vague == "几年前":
        return replace(unknown(mention, "文中没有写具体日期"), month=0, grain="vague")
    known = f"{published.year}年"
    if len(published.iso) > len("2020") and not mention.vague.endswith("周末"):
        known += f"{int(published.iso[5:7])}月"
    basis = f"文中只写“{mention.text}”，没有写具体日期；年份{why_of(published)}"
    text = f"{known}（{mention.text}）"
    return ResolvedDate(
        text, published.year, 0, 0, basis, part=mention.part, anchor=anchor_of(published)
    )


def _counted(mention: DateMention, period: Period, basis: str, anchor: str) -> ResolvedDate:
    """A period counted from a day; a single day is named, of all else the words stay."""
    first, last = period.first, period.last
    part = PARTS.get(mention.vague[-1], "") + mention.part
    text = f"{first.year}年{first.month}月"
    month, day = first.month, 0
    if period.grain == "day":
        text, day = f"{text}{first.day}日{part}", first.day
    elif first == last:
        text = f"{text}{first.day}日（{mention.text}）"
    elif period.grain == "span" and (last - first).days < 7:  # noqa: PLR2004  # days of a week
        text = f"{text}{first.day}日至{last.month}月{last.day}日（{mention.text}）"
    elif first.month != last.month:
        month = 0
        text = f"{first.year}年（{mention.text}）" if first.year == last.year else mention.text
    else:
        text = f"{text}（{mention.text}）"
        basis = basis.replace("，", "，没有写具体日期，", 1)
    year = first.year if first.year == last.year else 0
    dates = (first.isoformat(), last.isoformat())
    return ResolvedDate(text, year, month, day, basis, *dates, period.grain, part, anchor)


def _resolve_next_year(mention: DateMention, before: DateMention | None) -> ResolvedDate:
    if before is None or not before.year:
        return unknown(mention, f"文中没有写是哪一年的{mention.text[:2]}")
    words = f"同句“{before.text}”"
    year = before.year + NEXT_YEAR[mention.text[:2]]
    return dated(mention, year, f"文中写“{mention.text}”，年份据{words}", words)


def _resolve_day(
    mention: DateMention, published: PublicationDate, before: DateMention | None
) -> ResolvedDate:
    """28日: of the month named before it, or the 28th that is nearest to the day of print."""
    if before is not None and before.year and before.month:
        words = f"同句“{before.text}”"
        basis = f"年月据{words}"
        basis += "" if _spells_year(before) else f"，年份{why_of(published)}"
        return dated(replace(mention, month=before.month), before.year, basis, words)
    if len(published.iso) < FULL:
        return unknown(mention, "文中没有写月份")
    printed = date.fromisoformat(published.iso)
    near = (printed + timedelta(days=n) for n in sorted(range(-30, 31), key=abs))
    day = next((d for d in near if d.day == mention.day), None)
    if day is None:
        return unknown(mention, "文中没有写月份")
    whole = replace(mention, month=day.month)
    return dated(whole, day.year, f"年月{why_of(published)}", anchor_of(published))


def _from_print(mention: DateMention, published: PublicationDate) -> tuple[str, str]:
    """Basis and anchor of what is counted from the date of print."""
    return f"文中写“{mention.text}”，{why_of(published)}", anchor_of(published)


def _nearest_year(mention: DateMention, published: PublicationDate) -> int:
    """The year that puts a month near the day of print; the year of print if in doubt.

    Papers look back further than ahead: what is months away in the next year is written 明年.
    """
    year = published.year or 0
    if len(published.iso) < len("2020-10"):
        return year
    distance = mention.month - int(published.iso[5:7])
    back, ahead = 6, 9  # months
    if mention.until.endswith("月") and not mention.day:  # 1—9月 told in October
        ahead = 12
    return year - 1 if distance > back else year + 1 if distance < -ahead else year
