"""View -> Shelf: the items of a list, each as one line and as what it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.looking import UNDATED, Entry, event_entry, initiative_entry, person_entry
from bot.telegram.buttons import Kind, View
from bot.telegram.reader import Reading, article_key
from bot.telegram.texts import Words
from corpus.articles import Article
from corpus.chronicle import EventRecord, InitiativeRecord
from corpus.persons import PersonRecord
from retrieval.record import Record

__all__ = ["Row", "Shelf", "shelf_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a list.

    Attributes:
        line: what the list shows of it.
        opens: the item with its sentences, a list of its own, or an article from its beginning.
        over: the heading it stands under; "" for that of the list.
    """

    line: str
    opens: Entry | View | Reading
    over: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list; its rows are made when they are looked at, for there may be thousands.

    Attributes:
        items: at least one.
        row: place from 0 and item -> its row.
    """

    title: str
    items: Sequence[Any]
    row: Callable[[int, Any], Row]


def shelf_of(view: View, record: Record, words: Words) -> Shelf | None:
    """The list that a view is of; None where there is no such list or nothing in it.

    The first look at all people, events or initiatives of an index may take seconds.
    """
    match view.kind:
        case Kind.PEOPLE:
            return _people(record.people, words)
        case Kind.PERSON:
            return _persons(record.people[view.query : view.query + 1], words)
        case Kind.NAMESAKES:
            names = record.names[view.query : view.query + 1]
            return _persons([p for name in names for p in record.person(name)], words)
        case Kind.EVENTS:
            events = [e for e in record.events if view.query in (0, e.year)]
            return _events(events, view.query, words)
        case Kind.INITIATIVES:
            return _initiatives(record.initiatives, words)
        case Kind.SOURCES:
            return _sources(list(record.articles.values()), words)


def _people(people: Sequence[PersonRecord], words: Words) -> Shelf | None:
    def row(place: int, person: PersonRecord) -> Row:
        post = person.posts[0].post.post.text if person.posts else ""
        known = (person.name, words.mentions.format(n=person.n_mentions), post)
        return Row(_dotted(*known), View(Kind.PERSON, place))

    return Shelf(words.people.format(n=len(people)), people, row) if people else None


def _persons(persons: Sequence[PersonRecord], words: Words) -> Shelf | None:
    """What is told of a person; of several people of one name, one behind the other."""
    shared = len(persons) > 1
    rows = []
    for number, person in enumerate(persons, start=1):
        about = words.mentions.format(n=person.n_mentions)
        over = _dotted(words.namesake.format(number=number), about) if shared else ""
        entry = person_entry(person)
        for line in entry.lines:
            label = words.labels.get(line.label, line.label)
            opens = replace(entry, about="", lines=(line,))
            rows.append(Row(f"{label} {line.text}", opens, over))
    if not rows:
        return None
    name = persons[0].name
    one = _dotted(name, words.mentions.format(n=persons[0].n_mentions))
    title = words.namesakes.format(n=len(persons), name=name) if shared else one
    return Shelf(title, rows, lambda _, row: row)


def _events(events: Sequence[EventRecord], year: int, words: Words) -> Shelf | None:
    def row(_: int, event: EventRecord) -> Row:
        entry = _worded(event_entry(event), words)
        return Row(_dotted(entry.about, entry.name), entry)

    title = words.events_in if year else words.events
    return Shelf(title.format(n=len(events), year=year), events, row) if events else None


def _initiatives(found: Sequence[InitiativeRecord], words: Words) -> Shelf | None:
    def row(_: int, initiative: InitiativeRecord) -> Row:
        entry = _worded(initiative_entry(initiative), words)
        dated = "" if entry.about == words.undated else entry.about
        return Row(_dotted(entry.name, dated), entry)

    return Shelf(words.initiatives.format(n=len(found)), found, row) if found else None


def _sources(articles: list[Article], words: Words) -> Shelf | None:
    """Newest first, those without a date last; of one date as they were read."""
    articles.sort(key=lambda article: article.published.iso, reverse=True)

    def row(_: int, article: Article) -> Row:
        date = article.published.written
        line = _dotted(date, article.title or words.chat.untitled)
        return Row(line, Reading(article_key(article)))

    return Shelf(words.chat.sources.format(n=len(articles)), articles, row) if articles else None


def _worded(entry: Entry, words: Words) -> Entry:
    """The entry, where it has no date, with the reader's word for that."""
    return replace(entry, about=words.undated) if entry.about == UNDATED else entry


def _dotted(*pieces: str) -> str:
    return " · ".join(filter(None, pieces))
