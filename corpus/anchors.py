"""Articles without a date -> the same with the year their pages give away, and how it is known.

In this order: the front matter; a dated day or 年度 in the text; the edition of a yearly event
(首届, 第三届进博会) that some page of the corpus anchors to a year; the other articles of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.articles import Article, PublicationDate
from corpus.dates import find_dates

__all__ = ["Edition", "find_editions", "infer_years", "same_event"]

EDITION = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})年[的，]?)?"
    r"(?P<edition>(?:第(?P<n>[0-9零一二三四五六七八九十百]+)|(?P<first>首))届[“「《]?"
    r"(?P<event>[^\W\d_]{0,16}?(?:博览会|进博会|交易会|展览会|博会|论坛|[^社协工员大]会|节|展|赛|周)))"
)
NOT_YEARLY = re.compile(  # held every two to five years, or when it so happens
    r"委会|监事|花博|花卉|园博|园林|园艺|世园|航空航天|广交会|进出口商品|[双三]年展|人大|政协|代表|中央|全会|委员|党代|奥运|冬奥|亚运|世界杯|欧洲杯|全运|省运|市运|运动会|世博|理事|董事|常务"
)
YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")  # that a span ends in: 2018年9月至2020年3月
HAN = {c: n for n, c in enumerate("零一二三四五六七八九")}
MIN_SHORT = 3  # characters of a short name that may stand for a longer one
# a year alone, of which the text only looks back at what began in it
SINCE = re.compile(r"(?:自|从|早在|始于|建于|成立于)$")
BEGAN = re.compile(r"(?:以来|起|至今|开始|成立|创办|创立|始建|建成|[的，]?(?:首届|第.{1,3}届))")
FUTURE = re.compile(r"(?:到|至|截至|力争|计划|预计|争取|迎接)$")  # before a year that is no news


@dataclass(frozen=True, slots=True)
class Edition:
    """第三届进博会: number 3 of the event 进博会.

    Attributes:
        year: printed right before it (2018年首届进博会); 0 where none is.
    """

    text: str
    number: int
    event: str
    year: int = 0


@dataclass(frozen=True, slots=True)
class _Anchor:
    edition: Edition
    year: int
    told_by: str


def find_editions(text: str) -> list[Edition]:
    """The editions of events that a text names, in order.

    Example:
        >>> find_editions("第三届进博会召开在即")
        [Edition(text='第三届进博会', number=3, event='进博会', year=0)]
    """
    return [
        Edition(
            match["edition"],
            1 if match["first"] else _count(match["n"]),
            match["event"],
            int(match["year"] or 0),
        )
        for match in EDITION.finditer(text)
    ]


def same_event(one: str, other: str) -> bool:
    """Whether two names are one event's: equal, or one a short form (进博会) of the other."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    rest = iter(long)
    return len(short) >= MIN_SHORT and short[-1] == long[-1] and all(c in rest for c in short)


def infer_years(pages: Iterable[Sequence[Article]]) -> list[list[Article]]:
    """The articles of each page, dated as far as the corpus allows; order is kept.

    An article that states its date is left as it is. Nothing is inferred where the signs differ.
    """
    dated = [[_from_own_text(article) for article in page] for page in pages]
    anchors = _anchors(dated)
    dated = [[_from_editions(article, anchors) for article in page] for page in dated]
    return [[_from_page(article, page) for article in page] for page in dated]


def _from_own_text(article: Article) -> Article:
    if article.published.iso:
        return article
    strong: dict[int, str] = {}
    weak: dict[int, str] = {}
    text = f"{article.title}\n{article.text}"
    for mention in find_dates(text):
        if not mention.year or FUTURE.search(text[max(0, mention.start - 2) : mention.start]):
            continue
        year = max(mention.year, *map(int, YEAR.findall(mention.until)), 0)
        is_news = mention.month or "年度" in mention.text
        looks_back = SINCE.search(text[: mention.start][-3:]) or BEGAN.match(text, mention.end)
        if looks_back and not is_news:
            continue
        (strong if is_news else weak).setdefault(year, mention.text)
    for years, why in ((strong, "据文内"), (weak, "据文内")):
        if years:
            latest = max(years)
            note = "最晚的日期" if len(years) > 1 else ""
            if years is weak and len(years) > 1:
                return article
            return _dated(article, latest, f"{why}{note}“{years[latest]}”推定")
    return article


def _anchors(pages: list[list[Article]]) -> list[_Anchor]:
    """Editions whose year is certain: of dated articles; of others on a page of one year.

    The latter only for events that no dated article names: a page may look back.
    """
    own = [
        _Anchor(e, e.year, f"见《{article.title}》")
        if e.year
        else _Anchor(e, article.published.year, _told(article))
        for page in pages
        for article in page
        if article.published.year
        for e in _latest_editions(article)
    ]
    shared = []
    for page in pages:
        years = {a.published.year for a in page if a.published.year}
        for article in page if len(years) == 1 else ():
            if not article.published.year:
                told_by = _told(_teller(page))
                shared += [_Anchor(e, max(years), told_by) for e in _latest_editions(article)]
    return own + [
        a for a in shared if not any(same_event(a.edition.event, o.edition.event) for o in own)
    ]


def _latest_editions(article: Article) -> list[Edition]:
    """The highest edition of each yearly event: an article looks back, seldom ahead."""
    latest: dict[str, Edition] = {}
    for edition in find_editions(f"{article.title}\n{article.text}"):
        if NOT_YEARLY.search(edition.event):
            continue
        event = next((e for e in latest if same_event(e, edition.event)), edition.event)
        if event not in latest or latest[event].number < edition.number:
            latest[event] = edition
    return list(latest.values())


def _from_editions(article: Article, anchors: list[_Anchor]) -> Article:
    if article.published.iso:
        return article
    for edition in _latest_editions(article):
        known = [a for a in anchors if same_event(a.edition.event, edition.event)]
        offsets = Counter(a.year - a.edition.number for a in known)
        if len(offsets) != 1:
            continue  # no anchor, or an event that is not held every year
        anchor = min(known, key=lambda a: abs(a.edition.number - edition.number))
        year = anchor.year + edition.number - anchor.edition.number
        told = f"“{anchor.edition.text}”为{anchor.year}年，{anchor.told_by}"
        return _dated(article, year, f"据文内“{edition.text}”推定（{told}）")
    return article


def _from_page(article: Article, page: Sequence[Article]) -> Article:
    years = {a.published.year for a in page if a.published.year}
    if article.published.iso or len(years) != 1:
        return article
    return _dated(article, years.pop() or 0, f"据同版文章推定（{_told(_teller(page))}）")


def _teller(page: Sequence[Article]) -> Article:
    return next(a for a in page if a.published.year)


def _told(article: Article) -> str:
    """Which article tells a year, and by which words."""
    words = re.search(r"“[^”]+”", article.published.basis)
    return f"见《{article.title}》{words[0] if words else article.published.iso}"


def _dated(article: Article, year: int, basis: str) -> Article:
    return replace(article, published=PublicationDate(str(year), basis))


def _count(text: str) -> int:
    """第二十三届 and 第23届 as 23, 第一百零三届 as 103."""
    if text.isdecimal():
        return int(text)
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    counted = HAN.get(hundreds, 1) * 100 if hundred else 0
    return counted + (HAN.get(tens[-1:], 1) * 10 if ten else 0) + HAN.get(ones[-1:], 0)
