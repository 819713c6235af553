"""Readings -> the sentences they stand in, with Spans of the kind that was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.people import TITLE, find_people
from corpus.script import fold
from corpus.tagger import Tagger
from retrieval.dating import bound_behind, dates_of, is_as_asked, is_bound, wants_calendar
from retrieval.evidence import Evidence, weigh
from retrieval.kinds import is_such
from retrieval.question import Question
from retrieval.reader import Reading
from retrieval.spans import Span, text_of, tokens_of
from retrieval.windows import Place

__all__ = ["Read", "read_spans"]

# a time without a date: 十九世纪, 奥巴马执政期间
PERIOD = re.compile(
    r"(?:世纪|时代|时期|年间|期间|[前后]|(?<![小及临平按准同])时|之际|以来|前夕|[早晚中初末]期)"
    r"(?:初|末|中叶|以[前后来])?$"
)
FIGURE = re.compile(r"[0-9０-９一二三四五六七八九十百千万亿两半%％]")
PEOPLE = re.compile(
    r"[人者员们队军家客民长师生]|先生|女士|领导|代表|政府|公司|[男女]子|孩|分子|组织|集团|[警官]方"
    r"|夫妇|家属|[父母兄弟姐妹亲友]|嫌|犯"
)
POST = re.compile(
    rf"{TITLE.pattern}|[职长督使帅相尉侯](?=$|[、，和兼])|总[管监裁编]|会计|出纳|秘书"
)
MAX_SENTENCES = 3  # that an answer may run over; more is no answer to read in a chat
FIT = 0.5  # of a span that was read; what it is worth is judged by the reading's own score
LOOSE = 0.2  # of one that is only perhaps of the kind: a body for a person, 大选后 for a date


@dataclass(frozen=True, slots=True)
class Read:
    """A reading in its article.

    Attributes:
        evidence: the sentence in which it begins.
        start: half-open offsets into the article's text.
        score: of the reading.
    """

    evidence: Evidence
    span: Span
    start: int
    end: int
    score: float


def read_spans(
    question: Question, places: Sequence[Place], readings: Sequence[Reading], tagger: Tagger
) -> Iterator[Read]:
    """The readings that are of the kind that is wanted, in their order."""
    for reading in readings:
        place = places[reading.window]
        start, end = place.start + reading.start, place.start + reading.end
        numbers = [
            n for n, s in enumerate(place.evidence.sentences) if s.start < end and s.end > start
        ]
        if not numbers or len(numbers) > MAX_SENTENCES:
            continue
        evidence = place.evidence
        if evidence.number != numbers[0]:
            evidence = weigh(question, replace(evidence, number=numbers[0]), 0.0)
        span = _of_kind(question, evidence, start, end, tagger)
        if span is not None:
            also = tuple(dict.fromkeys((*numbers[1:], *span.also)))
            yield Read(evidence, replace(span, also=also), start, end, reading.score)


def _of_kind(
    question: Question, evidence: Evidence, start: int, end: int, tagger: Tagger
) -> Span | None:
    """The span as it is said; None where it is not of the kind that was asked for."""
    text = evidence.article.text[start:end]
    if question.type == "date":
        return _date(question, evidence, start, end)
    fits = {
        "number": lambda: bool(FIGURE.search(text)),
        "role": lambda: bool(POST.search(text)),
        "place": lambda: is_such(question.head, text),
        "person": lambda: _has_people(evidence, start, end, tagger),
        "initiative": lambda: not _is_place(evidence, start, end, tagger),
    }
    check = fits.get(question.type)
    if check is not None and not check():
        return None
    if fold(text) in question.folded:
        return None  # what the question says itself is no news
    if question.type == "person":
        is_name = _is_tagged(evidence, start, end, tagger, "PER")
        names = _names_alone(evidence, text, tagger)
        return None if fold(names) in question.folded else Span(names, FIT if is_name else LOOSE)
    if question.type == "role":
        return Span(text, FIT if TITLE.search(text) else LOOSE)
    return Span(text, FIT)


def _names_alone(evidence: Evidence, text: str, tagger: Tagger) -> str:
    """The names of a stretch that holds only names and their posts; else the stretch itself."""
    sentence = text_of(evidence, evidence.sentence)
    people = [p for p in find_people(sentence, tokens_of(evidence, tagger)) if p.name in text]
    rest = text
    for person in people:
        rest = rest.replace(person.name, "", 1).replace(person.post, "", 1)
    names = "、".join(dict.fromkeys(p.name for p in people))
    return names if people and not re.sub(r"[、，和与及以]|同志|先生|女士", "", rest) else text


def _date(question: Question, evidence: Evidence, start: int, end: int) -> Span | None:
    """The date that was read, with its year and what that rests on."""
    at = evidence.sentence.start
    inside = [
        (mention, date)
        for mention, date in dates_of(evidence, evidence.number)
        if at + mention.start < end and at + mention.end > start
    ]
    read = evidence.article.text[start:end]
    if not inside:
        named = PERIOD.search(fold(read)) and not wants_calendar(question)
        return Span(read, LOOSE) if named else None
    mention, date = next(((m, d) for m, d in reversed(inside) if d.day), inside[0])
    if not is_as_asked(question, date):
        return None
    if len({(d.first, d.last) for _, d in inside if d.first}) > 1:  # else 昨天（8月1日）is one
        first, last = (at + m - start for m in (inside[0][0].start, inside[-1][0].end))
        return Span(read[max(0, first) : last], FIT, date.basis)
    rest = read[max(0, at + mention.end - start) :]
    if not is_bound(fold(rest)):
        rest = bound_behind(evidence.text, mention.end)
    return Span(date.text + rest, FIT, date.basis)


def _has_people(evidence: Evidence, start: int, end: int, tagger: Tagger) -> bool:
    """Whether a stretch names persons, or a body, or a kind of people."""
    named = any(_is_tagged(evidence, start, end, tagger, tag) for tag in ("PER", "ORG"))
    return named or bool(PEOPLE.search(evidence.article.text[start:end]))


def _is_tagged(evidence: Evidence, start: int, end: int, tagger: Tagger, tag: str) -> bool:
    """Whether a stretch has a word of a kind."""
    at = evidence.sentence.start
    return any(
        t.tag == tag and at + t.start < end and at + t.end > start
        for t in tokens_of(evidence, tagger)
    )


def _is_place(evidence: Evidence, start: int, end: int, tagger: Tagger) -> bool:
    """Whether a stretch is the name of a place and no more."""
    at = evidence.sentence.start
    return any(
        t.tag == "LOC" and at + t.start <= start and end <= at + t.end
        for t in tokens_of(evidence, tagger)
    )
