"""People, events and initiatives of the record -> JSON rows for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from corpus.articles import Article
from corpus.chronicle import EventRecord, InitiativeRecord
from corpus.dated import DateFact
from corpus.persons import PersonRecord
from corpus.quotes import Quote
from retrieval.reply import Citation
from retrieval.wording import cite

__all__ = ["citation_row", "event_row", "initiative_row", "person_row"]

Row = dict[str, Any]


def person_row(person: PersonRecord) -> Row:
    """name, mentions, posts and acts, each of these with its citation."""
    posts = [
        {
            "post": told.post.post.text,
            "parts": [asdict(part) for part in told.post.parts],
            "former": told.post.former,
            "citation": _cited(told.article, told.post.sentence),
        }
        for told in person.posts
    ]
    acts = [
        {
            "act": told.act.act.text,
            "actors": _texts(told.act.actors),
            "citation": _cited(told.article, told.act.sentence),
        }
        for told in person.acts
    ]
    return {"name": person.name, "mentions": person.n_mentions, "posts": posts, "acts": acts}


def event_row(record: EventRecord) -> Row:
    """what, when (as said, first and last day, basis), where, hosts, participants, citations."""
    event = record.told[0].event
    return {
        "what": record.what,
        **_dated(record.when),
        "where": _texts(event.where),
        "hosts": _texts(event.hosts),
        "participants": _texts(event.participants),
        "citations": [_cited(o.article, s) for o in record.told for s in o.event.sentences],
    }


def initiative_row(record: InitiativeRecord) -> Row:
    """name, who began it, when, its parts in full, citations."""
    told = record.told
    when = next((w for o in told for w in o.initiative.when), None)
    return {
        "name": record.name,
        "started_by": list(dict.fromkeys(q for o in told for q in _texts(o.initiative.started_by))),
        **_dated(when),
        "parts": [_texts(part.items) for o in told for part in o.initiative.parts],
        "citations": [_cited(o.article, s) for o in told for s in o.initiative.sentences],
    }


def citation_row(citation: Citation) -> Row:
    """The citation of the command line contract."""
    return {**asdict(citation), "published": citation.published or None}


def _dated(fact: DateFact | None) -> Row:
    """A date as said and as days; null where the page gives none."""
    if fact is None:
        return {"when": None, "first": None, "last": None, "basis": ""}
    date = fact.date
    return {
        "when": date.text,
        "first": date.first or None,
        "last": date.last or None,
        "basis": date.basis,
    }


def _cited(article: Article, sentence: Quote) -> Row:
    return citation_row(cite(article, sentence))


def _texts(quotes: Iterable[Quote]) -> list[str]:
    return [q.text for q in quotes]
