"""Past turns + Record -> who and what they spoke of: people, events, things, years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.chronicle import bare_name
from corpus.dates import find_dates
from corpus.events import EventFact
from corpus.facts import Facts
from corpus.quotes import Quote
from corpus.script import fold
from corpus.tagger import Tagger
from retrieval.leaning import EVENT_NOUN, is_light
from retrieval.lexical import Lexicon
from retrieval.question import Question, understand
from retrieval.record import Record
from retrieval.reply import Citation
from retrieval.topics import items_of, topic_of
from retrieval.turns import Turn

__all__ = ["Known", "day_of", "event_of", "fits", "people_of", "place_of", "thing_of", "year_of"]

QUOTED = re.compile(r"[“《][^”》]{2,40}[”》](?:[^\W，的]{0,4}(?:行动|活动|项目|计划|工程))?")
MAX_PEOPLE = 3  # whom 他 may mean; of more, nobody knows
UNNAMED = re.compile(r"^(?:成立|发布|为|组建|签署|启动|揭牌|举行|召开)")  # a deed, and no name
ANY_EVENT = ("", "活动", "会", "事", "会议", "大会", "盛会")  # nouns that fit any event
CONTENT_TAGS = ("n", "nz", "nw", "v", "vn", "a", "an", "PER", "LOC", "ORG")
THING = re.compile(
    r"[”》]|(?:镇|街道|区|县|市|省|村|园|局|委|会|组|队|院|校|司|团|站|所|社|馆|厂|办|联盟|片区)$"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known besides the talk: the words, the record, the tagger."""

    lexicon: Lexicon
    record: Record
    tagger: Tagger

    def read(self, text: str) -> Question:
        """A question, understood."""
        return understand(text, self.lexicon, self.tagger)

    def people(self, text: str) -> tuple[str, ...]:
        """The persons that a text names, in its order."""
        folded = fold(text)
        return tuple(sorted(self.read(text).people, key=folded.find))


def people_of(turn: Turn, known: Known, *, several: bool = False) -> tuple[str, ...]:
    """Whom the turn spoke of: the answer, if it is a person; else the question; else the quote.

    With `several` they are spoken of as several: who answers and who is asked about.
    """
    asked = known.people(turn.question)
    told = _answered(turn, known)
    if several and len(told) == 1:
        return (*(a for a in asked if a not in told), *told)
    found = told or asked or _alone_in_quotes(turn, known.record)
    return found if len(found) <= MAX_PEOPLE else ()


def _answered(turn: Turn, known: Known) -> tuple[str, ...]:
    """The persons that are the answer; of a list they are it only if all of its items are."""
    if turn.type not in ("person", "list") or not turn.short:
        return ()
    people = known.people(turn.short)
    return people if turn.type == "person" or len(people) == len(items_of(turn)) else ()


def _alone_in_quotes(turn: Turn, record: Record) -> tuple[str, ...]:
    """The one person of the cited sentences; nobody where there are several."""
    names = {
        fold(name.text)
        for facts, cited in _cited(turn, record)
        for name, sentence in _named(facts)
        if _overlap(cited, sentence)
    }
    return tuple(names) if len(names) == 1 else ()


def _named(facts: Facts) -> Iterator[tuple[Quote, Quote]]:
    """Persons, each with a sentence that names them."""
    yield from ((post.name, post.sentence) for post in facts.posts)
    for act in facts.acts:
        yield from ((actor, act.sentence) for actor in act.actors if not act.by_bodies)


def event_of(turn: Turn, noun: str, known: Known) -> str:
    """The event that the turn spoke of and that may be called by a noun; "" where it is not sure.

    The answer, if it is an event; else the one that the question names; else the record's: the
    last one named on the page up to the cited sentence.
    """
    answered = [i for i in items_of(turn) if _is_event(i)] if turn.type == "initiative" else []
    if turn.type == "list" and re.search(rf"(?:{EVENT_NOUN})$", turn.question.rstrip("？? ")):
        answered = list(items_of(turn))
    if answered:
        return answered[0] if len(answered) == 1 else ""
    asked = topic_of(turn)
    if asked and _may_be_called(noun, asked):
        return asked
    if turn.type == "role":  # a post is told of wherever its holder stands
        return ""
    told = [_called(e.what.text) for e in _told_up_to(turn, known.record)]
    fitting = [name for name in told if _may_be_called(noun, name)]
    return fitting[-1] if fitting else ""


def _called(name: str) -> str:
    """What an event is called for short: its quoted name, without what is said behind it."""
    short = re.match(r"(“[^“”]+”)[—-]", name)
    return short[1] if short else name


def _told_up_to(turn: Turn, record: Record) -> list[EventFact]:
    """Named events of the quote's paragraph, the one told of last before the quote at the end."""
    cited = next(_cited(turn, record), None)
    if cited is None:
        return []
    facts, citation = cited
    begin = record.articles[facts.article_id].text.rfind("\n", 0, citation.start)
    placed = [
        (max(starts), -event.what.start, event)
        for event in facts.events
        if not UNNAMED.match(event.what.text)
        and (starts := [s.start for s in event.sentences if begin < s.start <= citation.start])
    ]
    return [event for *_, event in sorted(placed, key=lambda p: p[:2])]


def thing_of(turn: Turn, noun: str, known: Known) -> str:
    """The name in the answer, else in the question, that ends in a noun: 该镇; "" if not one."""
    for text in (turn.short, turn.question):
        named = {n for n in _names(text, known) if n.endswith(noun) and n != noun}
        longest = {n for n in named if not any(n != m and n in m for m in named)}
        if longest:
            return longest.pop() if len(longest) == 1 else ""
    return ""


def place_of(turn: Turn) -> str:
    """The place that was answered."""
    (place, *others) = items_of(turn) if turn.type == "place" and turn.short else ("",)
    return "" if others else place


def year_of(turn: Turn) -> int:
    """The year of the answer or, where it names none, of the cited articles; 0 if not one."""
    years = {d.year for d in find_dates(turn.short) if d.year}
    years = years or {int(c.published[:4]) for c in turn.citations if c.published}
    return years.pop() if len(years) == 1 else 0


def day_of(turn: Turn, known: Known) -> str:
    """The day of the answer; else of the event that the cited sentence tells of; "" if unknown."""
    days = {(d.year or year_of(turn), d.month, d.day) for d in find_dates(turn.short) if d.day}
    if not days:
        dated = (e.when[0].date for e in _told_up_to(turn, known.record)[-1:] if e.when)
        days = {(d.year or 0, d.month or 0, d.day) for d in dated if d.day}
    (year, month, day) = days.pop() if len(days) == 1 else (0, 0, 0)
    return f"{year}年{month}月{day}日" if year and month else ""


def fits(rest: str, turn: Turn, known: Known) -> bool:
    """Whether the cited articles have a word of what is said about an event or thing.

    A question about something else, whose 此次活动 stands in a text nobody sees, has none.
    """
    words = [
        t.text
        for t in known.tagger.tag(rest)
        if t.tag in CONTENT_TAGS and len(t.text) > 1 and not is_light(t.text)
    ]
    articles = known.record.articles
    texts = [articles[c.article_id].text for c in turn.citations if c.article_id in articles]
    told = fold("\n".join((turn.question, *texts)))
    return not words or any(word in told for word in words)


def _names(text: str, known: Known) -> Iterator[str]:
    """Names of places, bodies and quoted things in a text."""
    folded = fold(text)
    yield from re.findall(
        r"[“《][^”》]{2,40}[”》](?:[^\W，的]{0,4}(?:行动|活动|项目|计划|工程))?", folded
    )
    yield from (t.text for t in known.tagger.tag(folded) if t.tag in ("LOC", "ORG"))
    yield from known.read(text).places
    yield from (
        i for i in re.split(r"[、；，]", folded) if THING.search(i) and len(i) <= len(folded)
    )


def _cited(turn: Turn, record: Record) -> Iterator[tuple[Facts, Citation]]:
    for citation in turn.citations:
        if citation.article_id in record.articles:
            yield record.of(citation.article_id), citation


def _overlap(citation: Citation, sentence: Quote) -> bool:
    return sentence.start < citation.end and citation.start < sentence.end


def _is_event(name: str) -> bool:
    return re.search(rf"(?:{EVENT_NOUN})[”》]?$", bare_name(name)) is not None


def _may_be_called(noun: str, name: str) -> bool:
    return noun in ANY_EVENT or noun in name
