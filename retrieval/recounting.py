"""Question + Record -> what all articles tell: a person's posts, a person's or a year's events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.articles import Article
from corpus.chronicle import EventOf, EventRecord, gather_events
from corpus.persons import PostOf
from corpus.quotes import Quote
from corpus.script import fold
from retrieval.evidence import match, match_term
from retrieval.question import Question, Term
from retrieval.record import Record
from retrieval.reply import Answer, Citation, NoAnswer, Reply
from retrieval.wording import cite, refusal, source_line

__all__ = ["recount"]

MOST = 0.5  # of a body's character pairs that an article must have, as in support.py
MAX_ITEMS = 12  # that are told at once; more is no answer to read in a chat
EVENTS_ASKED = re.compile(
    r"(?:哪些|什么|哪几[个场次项]|几[个场次项])\w{0,4}(?:活动|会议|仪式|大事|事件|事情)(?!是)"
)
DOINGS_ASKED = re.compile(r"做(?:了|过)?(?:些|哪些)?什么(?:事情|事)?$|干(?:了|过)?什么$")
MET_ASKED = re.compile(
    r"(会见|会晤|接见|看望|慰问|走访|会谈|约见|采访)(?:的)?(?:哪些|谁|哪几|什么人)"
)
REPORTS = re.compile(r"说|指出|表示|强调|介绍|认为|希望|，")
GENERIC = re.compile(  # words of a question that say no more than that events are asked for
    r"^(?:活动|会议|仪式|大事|事件|事情|出席|参加|参与|举办|举行|召开|开展|组织|承办|主办|发生|有过|做过|[0-9]+)$"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing that is told."""

    text: str
    basis: str
    citation: Citation


def recount(question: Question, record: Record) -> Reply | None:
    """An answer from the facts of all articles; None where the question asks for no such thing."""
    if question.type == "role" and question.people:
        return _posts(question, record)
    if EVENTS_ASKED.search(question.folded) and (question.people or question.years):
        items = list(_events(question, record))
        if items:
            return _answer(question, items)
        return _no_events(question, record) if question.type == "list" else None
    if question.people and DOINGS_ASKED.search(question.folded):
        items = list(_doings(question, record))
        return _answer(question, items) if items else None
    if len(question.people) == 1 and MET_ASKED.search(question.folded):
        items = list(_met(question, record))
        return _answer(question, items) if items else None
    return None


def _posts(question: Question, record: Record) -> Reply | None:
    """Every dated post of each person, newest first; those of a year where one is named."""
    asked = sorted(question.people, key=question.folded.find)
    people = [(who, n, p) for who in asked for n, p in enumerate(record.person(who))]
    told = [(who, n, post) for who, n, person in people for post in person.posts]
    told = [(who, n, p) for who, n, p in told if _has_names(question, p.article)]
    if not told:
        return None
    wanted = [(who, n, p) for who, n, p in told if _in_years(question, p.article.published.year)]
    if not wanted:
        return _other_years(question, [p for *_, p in told])
    several_years = len({p.article.published.year for *_, p in wanted}) > 1
    items = []
    for who, n, post in wanted:
        year = post.article.published.year
        is_marked = post.post.post.text.startswith(("前", "原"))
        text = ("曾任" if post.post.former and not is_marked else "") + post.post.post.text
        text = f"{year}年：{text}" if several_years and year else text
        text = f"同名的另一人：{text}" if n else text
        text = f"{who}，{text}" if len(asked) > 1 else text
        items.append(_Item(text, "", cite(post.article, post.post.sentence)))
    return _answer(question, items)


def _other_years(question: Question, told: list[PostOf]) -> NoAnswer:
    """A refusal that says which years the posts are of."""
    years = sorted({p.article.published.year for p in told if p.article.published.year})
    asked = "、".join(f"{y}年" for y in question.years)
    missing = f"没有写到“{question.people[0]}”{asked}的职务"
    if years:
        missing += f"，写到的是{'、'.join(f'{y}年' for y in years)}"
    return refusal(question, [missing], [cite(told[0].article, told[0].post.sentence)])


def _events(question: Question, record: Record) -> Iterator[_Item]:
    """The events of a person, of a year, or of both, in order of time."""
    events: Iterable[EventRecord] = record.events
    if question.people:
        found = [f for name in question.people for f in record.naming(name)]
        events = gather_events(record.articles, {f.article_id: f for f in found}.values())
    about = [t for t in question.terms if not _is_generic(t, question)]
    for event in events:
        if not _in_years(question, event.year) or not _in_months(question, event):
            continue
        for told in event.told:
            sentence = _naming(question, told)
            if sentence is not None and all(_tells(t, told) for t in about):
                fact = event.when
                when, basis = (fact.date.text, fact.date.basis) if fact else ("", "")
                text = f"{when}：{event.what}" if when else event.what
                yield _Item(text, basis, cite(told.article, sentence))
                break


def _no_events(question: Question, record: Record) -> NoAnswer | None:
    """A refusal for a person or a year whose events nobody tells; None for an unknown person."""
    if question.people and not any(record.naming(name) for name in question.people):
        return None
    whose = "、".join((*question.people, *(f"{y}年" for y in question.years)))
    return refusal(question, [f"没有写到“{whose}”的活动"], [])


def _doings(question: Question, record: Record) -> Iterator[_Item]:
    """What a person did, newest article first."""
    for person in record.person(question.people[0]):
        for told in person.acts:
            if _in_years(question, told.article.published.year) and _has_names(
                question, told.article
            ):
                yield _Item(told.act.act.text, "", cite(told.article, told.act.sentence))


def _met(question: Question, record: Record) -> Iterator[_Item]:
    """Whom a person met, received or visited: the people behind the verb, with their posts."""
    (verb,) = MET_ASKED.findall(question.folded)[:1]
    for person in record.person(question.people[0]):
        for told in person.acts:
            said, found, _ = fold(told.act.act.text).partition(verb)
            if not found or REPORTS.search(said):
                continue  # the verb of somebody else, of whom the person speaks
            if not _in_years(question, told.article.published.year):
                continue
            for post in record.of(told.article.id).posts:
                inside = told.act.act.start <= post.name.start < told.act.act.end
                if inside and fold(post.name.text) not in question.people:
                    text = f"{post.post.text}{post.name.text}"
                    yield _Item(text, "", cite(told.article, told.act.sentence))


def _naming(question: Question, told: EventOf) -> Quote | None:
    """The sentence of an account to cite: one that names all of the people asked about."""
    if not question.people:
        return told.event.sentences[0]
    took_part = {fold(p.text) for p in (*told.event.participants, *told.event.hosts)}
    if not all(name in took_part for name in question.people):
        return None
    for sentence in told.event.sentences:
        if all(name in fold(sentence.text) for name in question.people):
            return sentence
    return told.event.sentences[0]


def _is_generic(term: Term, question: Question) -> bool:
    return bool(GENERIC.search(term.text)) or any(term.text in n for n in question.people)


def _tells(term: Term, told: EventOf) -> bool:
    """Whether an account has a term, in its sentences or its headline."""
    texts = (told.article.title, *(s.text for s in told.event.sentences))
    return any(match_term(term, fold(t)) == 1.0 for t in texts)


def _has_names(question: Question, article: Article) -> bool:
    """Whether an article names the places and bodies that the question names."""
    bodies = [n for n in question.names if not any(n in p or p in n for p in question.people)]
    if not (bodies or question.places):  # of a person who is in the news that is many an article
        return True
    whole = fold(f"{article.title}\n{article.text}")
    return all(name in whole for name in question.places) and all(
        match(body, whole) >= MOST for body in bodies
    )


def _in_years(question: Question, year: int | None) -> bool:
    return not question.years or year in question.years


def _in_months(question: Question, event: EventRecord) -> bool:
    """Whether an event is of the month or day that the question names, where it names one."""
    asked = [(d.month, d.day) for d in question.dates if d.month]
    date = event.when.date if event.when else None
    return not asked or any(
        date is not None and date.month == month and day in (0, date.day) for month, day in asked
    )


def _answer(question: Question, items: list[_Item]) -> Answer:
    """The items as one answer; each distinct text once, each sentence cited once."""
    distinct = list({item.text: item for item in items}.values())
    shown = distinct[:MAX_ITEMS]
    short = "；".join(item.text for item in shown)
    if len(distinct) > len(shown):
        short += f"（共{len(distinct)}项，列出前{len(shown)}项）"
    bases = {item.basis for item in shown}
    basis = bases.pop() if len(bases) == 1 else ""
    citations = tuple(dict.fromkeys(item.citation for item in shown))
    quotes = "\n".join(f"“{c.quote}”——{source_line(c)}" for c in citations)
    text = f"{short}（{basis}）\n{quotes}" if basis else f"{short}\n{quotes}"
    return Answer(question.text, question.text, question.type, short, text, 1.0, citations, basis)
