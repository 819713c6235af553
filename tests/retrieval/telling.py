"""Made-up articles with the facts in them, set by hand: a record without any reading."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.acts import ActFact
from corpus.articles import Article, PublicationDate
from corpus.dated import DateFact
from corpus.dates import find_dates
from corpus.events import EventFact
from corpus.facts import Facts
from corpus.initiatives import Initiative
from corpus.lists import ListFact
from corpus.passages import split_sentences
from corpus.posts import PostFact, PostPart
from corpus.quotes import Quote, quote
from corpus.resolving import resolve
from retrieval.record import Record


def article(name: str, text: str, published: str = "", title: str = "") -> Article:
    """An article whose id is its name."""
    return Article(name, title or name, text, PublicationDate(published), f"{name}.txt")


def at(told: Article, words: str) -> Quote:
    """The first place of some words in an article."""
    start = told.text.index(words)
    return quote(told.text, start, start + len(words))


def sentence(told: Article, words: str) -> Quote:
    """The sentence of an article that some words stand in."""
    start = told.text.index(words)
    (found,) = (s for s in split_sentences(told.text) if s.start <= start < s.end)
    return quote(told.text, found.start, found.end)


def date(told: Article, words: str) -> DateFact:
    """The date that is written in these words."""
    (mention,) = find_dates(words)
    return DateFact(at(told, words), resolve(mention, told.published))


def post(told: Article, name: str, words: str, *, former: bool = False) -> PostFact:
    """A post of one part, in no body that is known."""
    parts = (PostPart(words, ""),)
    return PostFact(at(told, name), at(told, words), parts, former, sentence(told, name))


def act(told: Article, actors: Sequence[str], words: str) -> ActFact:
    """What somebody did."""
    return ActFact(tuple(at(told, a) for a in actors), at(told, words), sentence(told, words))


def event(  # noqa: PLR0913  # an event is told by so much
    told: Article,
    what: str,
    when: str = "",
    *,
    where: str = "",
    hosts: Sequence[str] = (),
    participants: Sequence[str] = (),
) -> EventFact:
    """Something that took place; its one sentence is the one that names it."""
    return EventFact(
        at(told, what),
        (date(told, when),) if when else (),
        (at(told, where),) if where else (),
        tuple(at(told, h) for h in hosts),
        tuple(at(told, p) for p in participants),
        (sentence(told, what),),
    )


def listed(told: Article, items: Sequence[str]) -> ListFact:
    """A list without lead and sum."""
    quotes = tuple(at(told, i) for i in items)
    nothing = quote(told.text, quotes[0].start, quotes[0].start)
    return ListFact(quotes, nothing, nothing, False, (sentence(told, items[0]),))


def initiative(told: Article, name: str, started_by: Sequence[str] = ()) -> Initiative:
    """An initiative without parts."""
    started = tuple(at(told, s) for s in started_by)
    return Initiative(at(told, name), started, (), (), (sentence(told, name),))


def facts(told: Article, *found: object) -> Facts:
    """The facts of an article, each in the place of its kind."""

    def of(kind: type) -> tuple:
        return tuple(f for f in found if isinstance(f, kind))

    return Facts(
        told.id,
        of(DateFact),
        of(PostFact),
        of(ActFact),
        of(ListFact),
        of(EventFact),
        of(Initiative),
    )


def record(*told: tuple[Article, Facts]) -> Record:
    """The record of articles with their facts."""
    return Record.build({a.id: a for a, _ in told}, [f for _, f in told])
