"""Article -> a page of it: 原文, the cited sentence marked, and the way to the pages around."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.message import Part, Span, source_of
from bot.telegram.texts import Words
from corpus.articles import Article
from corpus.passages import Sentence, split_sentences
from retrieval.record import Record
from retrieval.reply import Citation

__all__ = [
    "Reading",
    "article_key",
    "article_of",
    "locate",
    "read_data",
    "read_link",
    "reading_data",
    "reading_link",
    "show_page",
    "split_pages",
]

N_KEY = 10  # hexadecimal digits of an article's key: a million articles hardly ever share one
AROUND = 250  # characters before and behind the cited sentence: what a phone shows at a glance
PAGE = 500  # characters of the other pages
LONGEST = 1500  # characters of a page with a damaged, endless quote; 4096 UTF-16 units hold it
MAX_TITLE = 100  # characters; a longer headline is damage
CITED = -1  # the page that the cited sentence begins on
DATA = re.compile(r"r:([0-9a-f]{10}):([0-9]{1,8}):([0-9]{1,8}):([0-9]{0,5}):([\x21-\x7e]{0,26})")
LINK = re.compile(r"a_([0-9a-f]{10})_([0-9]{1,8})_([0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class Reading:
    """A page of an article, opened.

    Attributes:
        key: of the article; it changes with its text, so that an old button marks nothing wrong.
        start: half-open offsets of the cited sentence; both 0 for none.
        page: from 0, or `CITED`.
        back: callback data of what it was opened from; "" for nothing.
    """

    key: str
    start: int = 0
    end: int = 0
    page: int = CITED
    back: str = ""


def article_key(article: Article) -> str:
    """10 hexadecimal digits of an article; a rebuild keeps them while the article stays."""
    told = f"{article.id}\0{article.title}\0{article.text}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:N_KEY]


def article_of(key: str, record: Record) -> Article | None:
    """The article with this key; None where it has gone or changed."""
    return _by_key(record).get(key)


def locate(citation: Citation, record: Record, back: str = "") -> Reading | None:
    """Where a citation stands in the open index; None where the article has gone or changed."""
    article = record.articles.get(citation.article_id)
    if article is None or article.text[citation.start : citation.end] != citation.quote:
        return None
    return Reading(article_key(article), citation.start, citation.end, back=back)


def reading_data(reading: Reading) -> str:
    """The callback data of a page, at most 64 bytes.

    Example:
        >>> reading_data(Reading("0123456789", 12, 40, back="a:7:b"))
        'r:0123456789:12:40::a:7:b'
    """
    page = "" if reading.page == CITED else reading.page
    return f"r:{reading.key}:{reading.start}:{reading.end}:{page}:{reading.back}"


def read_data(data: str) -> Reading | None:
    """The inverse of `reading_data`; None for anything else."""
    match = DATA.fullmatch(data)
    if not match:
        return None
    key, start, end, page, back = match.groups()
    return Reading(key, int(start), int(end), int(page) if page else CITED, back)


def reading_link(reading: Reading) -> str:
    """What stands behind `?start=` in a link to the page."""
    return f"a_{reading.key}_{reading.start}_{reading.end}"


def read_link(payload: str) -> Reading | None:
    """The inverse of `reading_link`; None for anything else."""
    match = LINK.fullmatch(payload)
    return Reading(match[1], int(match[2]), int(match[3])) if match else None


def show_page(reading: Reading, record: Record, words: Words) -> Part | None:
    """The page with headline and date on top; None where there is no such article or page.

    Whoever has a client of his own can ask for any numbers, so none of them is believed.
    """
    article = article_of(reading.key, record)
    if article is None or not reading.start <= reading.end <= len(article.text):
        return None
    pages, cited = split_pages(article.text, reading.start, reading.end)
    number = cited if reading.page == CITED else reading.page
    if number >= len(pages):
        return None
    page = pages[number]
    start = min(max(reading.start - page.start, 0), page.end - page.start)
    end = min(max(reading.end - page.start, 0), page.end - page.start)
    text = Span(article.text[page.start : page.end], marked=(start, end))
    at = words.chat.stretch.format(number=number + 1, n=len(pages)) if len(pages) > 1 else ""
    keys = _keys(replace(reading, page=number), len(pages), words)
    return Part((_head(article, at, words), (text,)), keys)


def split_pages(text: str, start: int, end: int) -> tuple[list[Sentence], int]:
    """Whole sentences in pages that cover the text, and the place of the one with the citation.

    The cited page is laid around its sentence; a rest too short for a page of its own goes with it.
    """
    sentences = split_sentences(text) or [Sentence(0, len(text))]
    first = max((i for i, s in enumerate(sentences) if s.start <= start), default=0)
    last = max((i for i, s in enumerate(sentences) if s.start < end), default=first)
    around = (AROUND, AROUND) if end > start else (0, PAGE)
    before = _count_back(sentences[:first], around[0])
    after = _count_on(sentences[last + 1 :], around[1])
    begin, stop = first - before, last + 1 + after
    while stop - begin > 1 and sentences[stop - 1].end - sentences[begin].start > LONGEST:
        stop -= 1
    ahead: list[Sentence] = []
    while begin > 0:
        n = max(1, _count_back(sentences[:begin], PAGE))
        ahead.insert(0, _joined(sentences[begin - n : begin]))
        begin -= n
    pages = [*ahead, _joined(sentences[first - before : stop])]
    while stop < len(sentences):
        n = max(1, _count_on(sentences[stop:], PAGE))
        pages.append(_joined(sentences[stop : stop + n]))
        stop += n
    return pages, len(ahead)


def _count_back(sentences: list[Sentence], room: int) -> int:
    """How many of the last sentences fit into the room; all where little more is left."""
    if not sentences or sentences[-1].end - sentences[0].start <= 2 * room:
        return len(sentences)
    return sum(sentences[-1].end - s.start <= room for s in sentences)


def _count_on(sentences: list[Sentence], room: int) -> int:
    """The same for the first ones."""
    if not sentences or sentences[-1].end - sentences[0].start <= 2 * room:
        return len(sentences)
    return sum(s.end - sentences[0].start <= room for s in sentences)


def _joined(sentences: list[Sentence]) -> Sentence:
    return Sentence(sentences[0].start, sentences[-1].end)


def _head(article: Article, at: str, words: Words) -> tuple[Span, ...]:
    published = article.published
    about = Citation(article.id, "", published.iso, published.basis, article.source, "", 0, 0)
    title = article.title or words.chat.untitled
    title = title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1] + "…"
    source = source_of(about, words, with_basis=True)
    return (Span(title, "b"), Span(f"{source} · {at}" if at else source))


def _keys(reading: Reading, n_pages: int, words: Words) -> InlineKeyboardMarkup | None:
    """The pages before and behind, and the way back."""

    def turn(label: str, page: int) -> InlineKeyboardButton:
        data = reading_data(replace(reading, page=page))
        return InlineKeyboardButton(label, callback_data=data)

    turns = []
    if reading.page > 0:
        turns.append(turn(words.chat.before, reading.page - 1))
    if reading.page + 1 < n_pages:
        turns.append(turn(words.chat.after, reading.page + 1))
    back = []
    if reading.back:
        back.append(InlineKeyboardButton(words.back, callback_data=reading.back))
    rows = [row for row in (turns, back) if row]
    return InlineKeyboardMarkup(rows) if rows else None


@lru_cache(maxsize=1)  # of the open index; the one before is let go
def _by_key(record: Record) -> dict[str, Article]:
    return {article_key(article): article for article in record.articles.values()}
