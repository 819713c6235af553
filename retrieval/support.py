"""Question + article -> what the article lacks: names, years, editions, numbers it must have.

Whatever a question names must stand in what is cited; a near name is another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import ne

from corpus.anchors import Edition, find_editions, same_event
from corpus.articles import Article
from corpus.dates import DateMention, find_dates
from corpus.script import fold_once
from retrieval.dating import dates_of, event_date, years_of
from retrieval.evidence import Evidence, match, match_term
from retrieval.question import Question

__all__ = ["lacking", "near_names"]

HAN_NUMBERS = {"十": 10, "百": 100, "十一": 11, "十二": 12, "二十": 20, "三十": 30, "五十": 50}
TELLING = 0.6  # weight of an act that, asked of a person by name, the article must name itself
NUMBERED = re.compile(r"第[一二三四五六七八九十百0-9]+届")
QUOTED = re.compile(r"[“《]([^”》]{2,40})[”》]")
MOST = 0.7  # of a quoted name's character pairs that an article must have
HALF = 0.5  # of a name's character pairs that an article must have to be about it
N_BEFORE = 2  # sentences before a date that may say what it is of
CACHED_ARTICLES = 128  # a question looks at ten, sentence by sentence
NEAR_MIN = 2  # characters that a near name has in common, at least


def lacking(question: Question, evidence: Evidence) -> Iterator[str]:
    """What the question names and the evidence has not, ready to be shown."""
    whole = _whole(evidence.article)
    yield from (f"没有提到“{name}”" for name in _lacking_names(question, whole))
    if question.people and question.type in ("date", "place", "number"):
        for deed in question.terms:
            if deed.is_act and deed.weight > TELLING and match_term(deed, whole) < 1:
                yield f"没有写到“{deed.text}”"
    for ordinal in question.ordinals:
        if ordinal not in whole:
            yield f"没有提到“{ordinal}”"
    for quantity in question.quantities:
        if not _has_quantity(quantity, whole):
            yield f"没有“{quantity}”这个数"
    yield from _lacking_editions(question, evidence.article, whole)
    if question.type == "date" and (quoted := QUOTED.findall(question.folded)):
        near = _bare(_around(evidence))
        for name in quoted:
            if match(_bare(name), near) < MOST:  # the date is that of something else
                yield f"没有写到“{name}”的时间"
    yield from _lacking_dates(question, evidence)


def _lacking_names(question: Question, whole: str) -> Iterator[str]:
    """People and places to the letter; quoted names and names of bodies as far as they differ."""
    yield from (n for n in (*question.people, *question.places) if n not in whole)
    quoted = QUOTED.findall(question.folded)
    yield from (n for n in quoted if match(_bare(n), _bare_whole(whole)) < MOST)
    yield from (n for n in question.names if match(n, whole) < HALF)


def near_names(name: str, known: Iterable[str]) -> list[str]:
    """Known names that are a slip of the pen away: one character other, or two swapped.

    Example:
        >>> near_names("徐泾镇", ["新泾镇", "枫泾镇党委", "长宁区"])
        ['新泾镇']
    """
    if len(name) < NEAR_MIN:
        return []
    letters = sorted(name)
    return [
        k
        for k in known
        if len(k) == len(name)
        and k != name
        and (sum(map(ne, k, name)) == 1 or (k[0] in name and sorted(k) == letters))
    ]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _whole(article: Article) -> str:
    return fold_once("\n".join((article.title, article.text, *article.captions)))


@lru_cache(CACHED_ARTICLES)
def _bare_whole(whole: str) -> str:
    return _bare(whole)


@lru_cache(CACHED_ARTICLES)
def _editions(whole: str) -> tuple[Edition, ...]:
    return tuple(find_editions(whole))


def _around(evidence: Evidence) -> str:
    """The headline and the sentences around, which say what a date is of."""
    at = evidence.number
    around = evidence.sentences[max(0, at - N_BEFORE) : at + 2]
    text = fold_once(evidence.article.text)[around[0].start : around[-1].end]
    return f"{fold_once(evidence.article.title)}\n{text}"


def _has_quantity(quantity: str, whole: str) -> bool:
    number, unit = quantity[:-1].rstrip("余"), quantity[-1]
    if number.isdigit():
        return bool(re.search(rf"(?<![0-9]){number}[余多]?{unit}", whole))
    value = HAN_NUMBERS.get(number)
    return value is None or f"{number}{unit}" in whole or f"{value}{unit}" in whole


def _lacking_editions(question: Question, article: Article, whole: str) -> Iterator[str]:
    for edition in question.editions:
        named = _editions(whole)
        same = any(same_event(e.event, edition.event) and e.number == edition.number for e in named)
        numbered = edition.text[: edition.text.index("届") + 1]
        apart = numbered in whole and edition.event in whole  # 龙舟节今年已经是第30届
        if not same and not apart:
            yield f"没有提到“{edition.text}”"
    told = "".join(e.text for e in question.editions)
    for numbered in NUMBERED.findall(question.folded):  # of an event that is named otherwise
        if numbered not in told and numbered not in whole and numbered != "第一届":
            yield f"没有提到“{numbered}”"


def _lacking_dates(question: Question, evidence: Evidence) -> Iterator[str]:
    if not question.dates:  # most have none, and an article is long to look through
        return
    own = dates_of(evidence, evidence.number)
    event = event_date(evidence)
    near = [*own, *([(event[1], event[2])] if event else [])]
    published = evidence.article.published.iso
    named = {(m.month, m.day) for m in find_dates(f"{evidence.article.text}\n{published}")}
    for date in question.dates:
        if date.year and not _is_year(date, evidence, years_of(own), years_of(near)):
            yield f"没有{date.year}年的内容"
        if date.day and not any(date.day == d and date.month in (0, m) for m, d in named):
            yield f"没有{date.text}的内容"


def _is_year(date: DateMention, evidence: Evidence, own: set[int], near: set[int]) -> bool:
    """Whether a sentence tells of a year: by its own dates, its event's, or its article's."""
    if own and not date.month:
        return date.year in near
    return date.year in (own or near) or date.year == evidence.article.published.year
