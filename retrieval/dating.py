"""When: the date of a sentence, or of the event that the sentence is part of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from corpus.dates import DateMention
from corpus.resolving import ResolvedDate, resolve_sentence
from retrieval.evidence import Evidence, match_term
from retrieval.question import Question, Term
from retrieval.spans import Span, text_of

__all__ = [
    "bound_behind",
    "date_spans",
    "dates_of",
    "event_date",
    "is_as_asked",
    "is_bound",
    "wants_calendar",
]

EXACT = re.compile(r"哪[一]?[天日]|几号|几日|具体|何日|what (?:date|day)")
SPAN = re.compile(r"哪几[天日]|从哪[一]?[天日].{0,6}到哪")
PLANNED = re.compile(r"原(?:定|计划|本)[^，。]{0,3}$")  # before a day that was given up
FUTURE = re.compile(r"^(?:，)?(?:起)?(?:即?将|拟|要在|截止)|(?:将于|将在|拟于|定于)$")
CLAUSE = re.compile(r"[，；,;]")
# all that stands before a date whose clause takes its subject from the one before
NO_SUBJECT = re.compile(r"[\s并又也已曾将拟定于在自从至截止到计划预计时间日期为是：:]*$")
# what a date bounds: 2020年6月之前 is not 2020年6月
BOUND = re.compile(
    r"(?:之前|以前|之后|以后|以来|前后|前夕|左右|期间|起(?![来草床诉到至点义重码步因初飞伏源动跑居火])"
    r"|前(?=$|[，。；、）)]|[要须应将需]|全部|基本|全面|完|提交|上交|交[^通流接]|建成|竣工|到位|实现|落实|投[用入]|上报|报名|结束)"
    r"|后(?=$|[，。；、）)]|[才再将]|陆续|开始|恢复|生效|施行|实施))"
)
BOUNDED = re.compile(r"(?:[前后时起]|以来|前后|左右|期间|前夕|之际)$")
A_WEEK = datetime.timedelta(days=7)  # what is known as well as that dates an event
MAX_YEARS = 10  # of a span that tells of each of its years
YEAR = re.compile(r"哪[一]?年|何年|(?:what|which) year")


def date_spans(question: Question, evidence: Evidence) -> list[Span]:
    """The dates in the sentence itself; without any, the date of the event it belongs to."""
    own = dates_of(evidence, evidence.number)
    spans = []
    for mention, date in _of_what_is_asked(question, evidence, own):
        if not is_as_asked(question, date) or _only_year_asked_for(question, mention):
            continue
        if PLANNED.search(evidence.text[: mention.start]) and "原" not in question.folded:
            continue
        near = evidence.closeness(question, mention.start, mention.end)
        said = date.text + bound_behind(evidence.text, mention.end)
        spans.append(Span(said, 0.3 + 0.4 * near + _precision(mention), date.basis))
    if spans:
        return spans
    acts = [t for t in question.terms if t.is_act]
    if any(match_term(t, evidence.text) < 1 for t in acts):
        return []  # the date of an event is no date of what the event only brings to mind
    found = event_date(evidence)
    if found is None:
        return []
    number, mention, date = found
    if not is_as_asked(question, date):
        return []
    basis = f"日期见同篇上文“{mention.text}”" + (f"，{date.basis}" if date.basis else "")
    return [Span(date.text, 0.45 - 0.15 * bool(mention.vague), basis, (number,))]


def bound_behind(text: str, end: int) -> str:
    """The word behind a date that makes it a bound; "" where there is none.

    Example:
        >>> bound_behind("须在2020年6月之前提交", 9), bound_behind("2019年底前完成", 6)
        ('之前', '前')
    """
    found = BOUND.match(text, end)
    return found[0] if found else ""


def is_bound(words: str) -> bool:
    """Whether words behind a date say that it is told by something else: 11月3日大选前."""
    return bool(BOUNDED.search(words))


def _of_what_is_asked(
    question: Question, evidence: Evidence, dates: list[tuple[DateMention, ResolvedDate]]
) -> list[tuple[DateMention, ResolvedDate]]:
    """The dates but those whose clauses hold nothing of the question while others do.

    颁奖由甲主持，闭幕式将于30日举行: the 30th is not the day of the 颁奖.
    """
    acts = [t for t in question.terms if t.is_act and match_term(t, evidence.text) == 1]
    terms: Sequence[Term] = acts or question.terms
    if not any(match_term(t, evidence.text) == 1 for t in terms):
        return dates
    areas = _areas(evidence.text, [m for m, _ in dates])
    return [
        pair
        for pair, (start, end) in zip(dates, areas, strict=True)
        if any(match_term(t, evidence.text[start:end]) == 1 for t in terms)
    ]


def _areas(text: str, mentions: list[DateMention]) -> list[tuple[int, int]]:
    """What each date of a sentence dates, half-open: its clause and those up to the next date's.

    A date in front of its clause dates the undated clauses before it as well, if none does. A
    year named in passing (这是2020年度的第七讲) does not end what a day dates.
    """
    begins = [0, *(m.end() for m in CLAUSE.finditer(text))]
    starts = [max(b for b in begins if b <= m.start) for m in mentions]
    areas = []
    for mention, start in zip(mentions, starts, strict=True):
        is_day = bool(mention.day or mention.vague)
        later = [
            s
            for s, m in zip(starts, mentions, strict=True)
            if s > start and (m.day or m.vague or not is_day)
        ]
        first = start == min(starts)
        alone = first and bool(NO_SUBJECT.match(text[start : mention.start]))
        areas.append((0 if alone else start, min(later, default=len(text))))
    return areas


def is_as_asked(question: Question, date: ResolvedDate) -> bool:
    """Whether a date has the day or the year that the question wants to know."""
    if SPAN.search(question.folded):
        return date.grain == "span"
    wants_day, wants_year = EXACT.search(question.folded), YEAR.search(question.folded)
    return bool((date.day or not wants_day) and (date.year or not wants_year))


def wants_calendar(question: Question) -> bool:
    """Whether a day or a year is asked for, and not only when."""
    return any(p.search(question.folded) for p in (SPAN, EXACT, YEAR))


def _precision(mention: DateMention) -> float:
    """What a date is worth for how far it is spelt out; 2020年度 is the name of a year's work."""
    if mention.vague:
        return 0.1
    return 0.3 if mention.day else 0.2 if mention.month else -0.1 if "年度" in mention.text else 0.1


def dates_of(evidence: Evidence, number: int) -> list[tuple[DateMention, ResolvedDate]]:
    """The dates of a sentence of the article, resolved."""
    return resolve_sentence(
        text_of(evidence, evidence.sentences[number]), evidence.article.published
    )


def event_date(evidence: Evidence) -> tuple[int, DateMention, ResolvedDate] | None:
    """The date of the event that a sentence tells of: the last day named before it.

    Months and years named in passing date something else, and so do days that are yet to come.
    """
    for number in range(evidence.number - 1, -1, -1):
        text = text_of(evidence, evidence.sentences[number])
        for mention, date in reversed(dates_of(evidence, number)):
            is_day = bool(mention.day or (mention.vague and _is_near(date)))
            around = FUTURE.search(
                text[max(0, mention.start - 2) : mention.start]
            ) or FUTURE.search(text[mention.end : mention.end + 3])
            if is_day and not around:
                return number, mention, date
    return None


def _only_year_asked_for(question: Question, mention: DateMention) -> bool:
    """Whether the question names this very date itself and so cannot be asking for it."""
    return any(
        (d.year, d.month, d.day) == (mention.year, mention.month, mention.day)
        for d in question.dates
        if d.year or d.month
    )


def _is_near(date: ResolvedDate) -> bool:
    """Whether a counted date is known to the week, or only that it was lately: 近日."""
    day = datetime.date.fromisoformat
    return not date.first or day(date.last) - day(date.first) < A_WEEK


def years_of(dates: Sequence[tuple[DateMention, ResolvedDate]]) -> set[int]:
    """The years of resolved dates; of a span each year that it touches."""
    years = {date.year for _, date in dates if date.year}
    for _, date in dates:
        if date.first and date.grain != "vague":
            first, last = int(date.first[:4]), int(date.last[:4])
            years |= set(range(first, last + 1)) if last - first < MAX_YEARS - 1 else set()
    return years
