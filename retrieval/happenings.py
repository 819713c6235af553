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
from retrieval.evidence import Evidence, cover, match_term, weigh
from retrieval.question import Question, Term
from retrieval.spans import Span

__all__ = ["act_spans", "event_spans", "is_of_people", "told_elsewhere"]

HOSTING = re.compile(
    r"主办|承办|举办|合办|牵头|协办|组织(?!部)|发起|召集|办的|一起办|由(?:谁|哪).{0,6}办"
)
ATTENDING = re.compile(r"出席|参加|参与|到场|到会|与会|参会|列席|受邀|应邀")
PEOPLE = re.compile(r"人$|人员|领导|代表|嘉宾|单位|部门|哪些人|有谁")
EDITION = re.compile(r"^(?:首届|第.+届)$")  # looked for in the whole article, see support.py
NAMED = 0.6  # of the weight of a question's terms that an event's name and sentence must have
LAST = 1.0  # rank of a sentence that the search did not bring up
MISCOUNTED = 0.4  # of a fit: 哪三位 asks for three, and others are named
DONE = 0.6  # of the weight of a deed's terms that an act must have
HALF_DONE = 0.3  # the same of an act that has the main verb
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
    return bool(question.deed) and cover(question.deed, fold(act.act.text)) >= DONE


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
    main = next((t for t in question.deed if t.is_act), None)
    for act in evidence.facts.acts:
        if not evidence.holds(act.sentence):
            continue
        text = fold(act.act.text)
        share = cover(question.deed, text)
        is_main = main is not None and match_term(main, text) == 1.0
        actors = [a for a in act.actors if fold(a.text) not in question.people]
        if share < (HALF_DONE if is_main else DONE) or not actors:
            continue
        fit = SURE + (1 - SURE) * share
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
    if asks_who and HOSTING.search(deed) and event.hosts:
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
