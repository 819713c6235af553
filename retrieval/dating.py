"""When: the date of a sentence, or of the event that the sentence is part of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import DateMention, find_dates
from corpus.resolving import ResolvedDate, resolve
from retrieval.evidence import Evidence, match_term
from retrieval.question import Question
from retrieval.spans import Span, text_of

__all__ = ["date_spans", "dates_of", "event_date"]

EXACT = re.compile(r"哪[一]?[天日]|几号|几日|具体|何日|what (?:date|day)")
FUTURE = re.compile(r"^(?:，)?(?:起)?(?:即?将|拟|要在|截止)|(?:将于|将在|拟于|定于)$")
YEAR = re.compile(r"哪[一]?年|何年|(?:what|which) year")


def date_spans(question: Question, evidence: Evidence) -> list[Span]:
    """The dates in the sentence itself; without any, the date of the event it belongs to."""
    own = dates_of(evidence, evidence.number)
    spans = []
    for mention, date in own:
        if not _is_as_asked(question, date) or _only_year_asked_for(question, mention):
            continue
        near = evidence.closeness(question, mention.start, mention.end)
        spans.append(Span(date.text, 0.3 + 0.4 * near + _precision(mention), date.basis))
    if spans:
        return spans
    acts = [t for t in question.terms if t.is_act]
    if any(match_term(t, evidence.text) < 1 for t in acts):
        return []  # the date of an event is no date of what the event only brings to mind
    found = event_date(evidence)
    if found is None:
        return []
    number, mention, date = found
    if not _is_as_asked(question, date):
        return []
    basis = f"日期见同篇上文“{mention.text}”" + (f"，{date.basis}" if date.basis else "")
    return [Span(date.text, 0.45 - 0.15 * bool(mention.vague), basis, (number,))]


def _is_as_asked(question: Question, date: ResolvedDate) -> bool:
    """Whether a date has the day or the year that the question wants to know."""
    wants_day, wants_year = EXACT.search(question.folded), YEAR.search(question.folded)
    return bool((date.day or not wants_day) and (date.year or not wants_year))


def _precision(mention: DateMention) -> float:
    """What a date is worth for how far it is spelt out; 2020年度 is the name of a year's work."""
    if mention.vague:
        return 0.1
    return 0.3 if mention.day else 0.2 if mention.month else -0.1 if "年度" in mention.text else 0.1


def dates_of(evidence: Evidence, number: int) -> list[tuple[DateMention, ResolvedDate]]:
    """The dates of a sentence of the article, resolved."""
    text = text_of(evidence, evidence.sentences[number])
    found: list[tuple[DateMention, ResolvedDate]] = []
    before: DateMention | None = None
    for mention in find_dates(text):
        found.append((mention, resolve(mention, evidence.article.published, before)))
        before = mention if mention.year else before
    return found


def event_date(evidence: Evidence) -> tuple[int, DateMention, ResolvedDate] | None:
    """The date of the event that a sentence tells of: the last day named before it.

    Months and years named in passing date something else, and so do days that are yet to come.
    """
    for number in range(evidence.number - 1, -1, -1):
        text = text_of(evidence, evidence.sentences[number])
        for mention, date in reversed(dates_of(evidence, number)):
            is_day = bool(mention.day or mention.vague)
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


def years_of(dates: Sequence[tuple[DateMention, ResolvedDate]]) -> set[int]:
    """The years of resolved dates."""
    return {date.year for _, date in dates if date.year}
