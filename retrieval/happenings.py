"""EventFacts and ActFacts of a sentence -> Spans: when, where, by whom, with whom, who did it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.acts import ActFact
from corpus.chronicle import bare_name
from corpus.dated import DateFact
from corpus.events import EventFact
from corpus.quotes import Quote
from corpus.script import fold
from retrieval.dating import is_as_asked
from retrieval.evidence import Evidence, cover, weigh
from retrieval.question import Question, Term
from retrieval.spans import Span

__all__ = ["act_spans", "event_spans", "is_hosted", "is_of_people", "told_elsewhere"]

HOSTING = re.compile(
    r"主办|承办|举办|合办|牵头|协办|组织(?!部)|发起|召集|办的|一起办|由(?:谁|哪).{0,6}办"
)
ATTENDING = re.compile(r"出席|参加|参与|到场|到会|与会|参会|列席|受邀|应邀")
PEOPLE = re.compile(r"人$|人员|领导|代表|嘉宾|单位|部门|哪些人|有谁")
EDITION = re.compile(r"^(?:首届|第.+届)$")  # looked for in the whole article, see support.py
PERSONS = re.compile(r"哪些人|哪[几一两三四五六]?位|哪[几两三四五六]个人|什么人|何人")
NAMED = 0.6  # of the weight of a question's terms that an event's name and sentence must have
LAST = 1.0  # rank of a sentence that the search did not bring up
MISCOUNTED = 0.4  # of a fit: 哪三位 asks for three, and others are named
DONE = 0.3  # of the weight of a deed's terms that an act with its verb must have
NEARLY_ALL = 0.8  # the same of an act without its verb
HEAD = 2  # characters before a verb that is an act's own: 共同主持大会
NAMES_IT = "仪式|活动|大?会|行动|工作|计划|典礼"  # behind a verb: an act that is only named
PRECISION = 0.25  # of a fit: how much of an event's name the question has
SURE = 0.5  # fit of a fact of the right kind; the rest is how much of the question it covers


def is_of_people(question: Question) -> bool:
    """Whether a list of people or bodies is asked for: 哪三位, 哪几家, 有哪些人."""
    return question.type == "list" and bool(
        question.measure in ("位", "名", "家") or PEOPLE.search(question.head or question.folded)
    )


def told_elsewhere(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Sentences that no passage brought up: of the same articles, with a fact that fits."""
    seen = {(e.article.id, e.number) for e in evidence}
    found: list[Evidence] = []
    for e in {e.article.id: e for e in reversed(evidence)}.values():
        facts = [f.sentence for f in e.facts.acts if _is_done(question, f)]
        facts += [f.sentences[0] for f in e.facts.events if _precision(question, f) >= NAMED]
        for number, sentence in enumerate(e.sentences):
            if (e.article.id, number) not in seen and any(
                sentence.start <= f.start < sentence.end for f in facts
            ):
                found.append(weigh(question, replace(e, number=number), LAST))
    return found


def _is_done(question: Question, act: ActFact) -> bool:
    """Whether an act is the one asked about: its verb and some of the rest, or nearly all of it."""
    text, main = fold(act.act.text), question.main_act
    share = cover(question.deed, text) if question.deed else 0.0
    if main is None:  # 国务卿是谁 asks for no act
        asked = question.predicate
        return share >= NEARLY_ALL and (asked.is_behind or asked.text.endswith("的"))
    names = "|".join(map(re.escape, (main.text, *main.aliases)))
    told = re.search(names, text)
    only_named = told and told.start() > HEAD and re.match(NAMES_IT, text[told.end() :])
    return bool(told) and not only_named and share >= DONE


def is_hosted(question: Question) -> bool:
    """Whether whoever hosted something is asked for."""
    return any(HOSTING.search(t.text) for t in question.deed)


def event_spans(question: Question, evidence: Evidence) -> Iterator[Span]:
    """What the events told in this sentence say to the question; only the best named of them."""
    told = [e for e in evidence.facts.events if any(evidence.holds(s) for s in e.sentences)]
    named = [cover(question.terms, fold(e.what.text)) for e in told]
    for event, name in zip(told, named, strict=True):
        share, precision = _about(question, event, evidence), _precision(question, event)
        if share < NAMED or not precision or name < max(named):
            continue
        fit = SURE + PRECISION * precision + (1 - SURE - PRECISION) * share
        for span in _told(question, event, evidence):
            yield replace(span, fit=fit, about=event.what.text)


def act_spans(question: Question, evidence: Evidence) -> Iterator[Span]:
    """Who did what the question says was done: the actors of an act, all of them."""
    for act in evidence.facts.acts:
        if not evidence.holds(act.sentence) or not _is_done(question, act):
            continue
        actors = [a for a in act.actors if fold(a.text) not in question.people]
        if not actors or (act.by_bodies and PERSONS.search(question.folded)):
            continue
        fit = SURE + (1 - SURE) * cover(question.deed, fold(act.act.text))
        if question.n_wanted and len(actors) != question.n_wanted:
            fit -= MISCOUNTED
        yield Span(_join(actors), fit)


def _told(question: Question, event: EventFact, evidence: Evidence) -> Iterator[Span]:
    """What an event tells of the kind that is asked for."""
    if question.type == "date":
        for fact in event.when:
            if is_as_asked(question, fact.date):
                yield _dated(fact, evidence)
    if question.type == "place" and event.where:
        yield Span(event.where[0].text, SURE)
    asks_who = question.type in ("person", "organisation") or is_of_people(question)
    deed = "".join(t.text for t in question.deed)
    if asks_who and is_hosted(question) and event.hosts:
        yield Span(_join(event.hosts), SURE)
    if asks_who and ATTENDING.search(deed) and event.participants:
        yield Span(_join(event.participants), SURE)


def _dated(fact: DateFact, evidence: Evidence) -> Span:
    """A date with what it rests on: the sentence that has it, where that is another one."""
    if evidence.holds(fact.written):
        return Span(fact.date.text, SURE, fact.date.basis)
    numbers = (n for n, s in enumerate(evidence.sentences) if s.start <= fact.written.start < s.end)
    basis = f"日期见同篇“{fact.written.text}”"
    return Span(
        fact.date.text,
        SURE,
        f"{basis}，{fact.date.basis}" if fact.date.basis else basis,
        tuple(numbers),
    )


def _about(question: Question, event: EventFact, evidence: Evidence) -> float:
    """0..1, how much of the question is about this event: its name counts, then its sentence."""
    terms: Sequence[Term] = [
        t for t in question.terms if not ATTENDING.search(t.text) and not HOSTING.search(t.text)
    ]
    return cover(terms, fold(event.what.text), evidence.text) if terms else 0.0


def _precision(question: Question, event: EventFact) -> float:
    """0..1, how much of the event's name the question has, in character pairs."""
    name = bare_name(event.what.text)
    pairs = [name[i : i + 2] for i in range(len(name) - 1)]
    asked = bare_name(question.folded) + "".join(a for t in question.terms for a in t.aliases)
    return sum(p in asked for p in pairs) / max(1, len(pairs))


def _join(quotes: Sequence[Quote]) -> str:
    return "、".join(dict.fromkeys(q.text for q in quotes))
