"""Facts of all articles -> EventRecords in order of time, InitiativeRecords in order of name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.articles import Article
from corpus.dated import DateFact
from corpus.events import EventFact
from corpus.facts import Facts
from corpus.initiatives import Initiative
from corpus.script import fold

__all__ = [
    "EventOf",
    "EventRecord",
    "InitiativeOf",
    "InitiativeRecord",
    "alike",
    "bare_name",
    "gather_events",
    "gather_initiatives",
]

ALIKE = 0.6  # of the character pairs of the shorter name: two articles tell of one event
MARKS = "“”《》「」『』\"' —-"


@dataclass(frozen=True, slots=True)
class EventOf:
    """An event and the article that tells of it."""

    article: Article
    event: EventFact


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event, as one or several articles tell it; the fullest account first."""

    told: tuple[EventOf, ...]

    @property
    def what(self) -> str:
        """Its name in the fullest account."""
        return self.told[0].event.what.text

    @property
    def when(self) -> DateFact | None:
        """Its date, where an account gives one."""
        return next((o.event.when[0] for o in self.told if o.event.when), None)

    @property
    def day(self) -> str:
        """ISO, what it is ordered by: its first day; else the date of print; "" without either."""
        own = self.when.date.first if self.when else ""
        return own or self.told[0].article.published.iso

    @property
    def year(self) -> int | None:
        """Of its own date, else of print; None where neither is known."""
        return int(self.day[:4]) if self.day else None


@dataclass(frozen=True, slots=True)
class InitiativeOf:
    """An initiative and the article that tells of it."""

    article: Article
    initiative: Initiative


@dataclass(frozen=True, slots=True)
class InitiativeRecord:
    """One initiative, as one or several articles tell it; the fullest account first."""

    told: tuple[InitiativeOf, ...]

    @property
    def name(self) -> str:
        """As printed in the fullest account."""
        return self.told[0].initiative.name.text


def gather_events(
    articles: Mapping[str, Article], facts: Iterable[Facts]
) -> tuple[EventRecord, ...]:
    """The events of all articles in order of time, those without any date last.

    Two articles tell of one event when the day is the same and the names are alike.
    """
    by_day: dict[str, list[list[EventOf]]] = defaultdict(list)
    for found in facts:
        for event in found.events:
            told = EventOf(articles[found.article_id], event)
            day = event.when[0].date.first if event.when else ""
            same = (g for g in by_day[day] if day and _is_same(g, told))
            group = next(same, None)
            if group is None:
                by_day[day].append([told])
            else:
                group.append(told)
    records = [
        EventRecord(tuple(sorted(group, key=lambda o: -_fullness(o.event))))
        for groups in by_day.values()
        for group in groups
    ]
    return tuple(sorted(records, key=lambda r: (not r.day, r.day)))


def gather_initiatives(
    articles: Mapping[str, Article], facts: Iterable[Facts]
) -> tuple[InitiativeRecord, ...]:
    """The initiatives of all articles, those told of most first; one name is one initiative."""
    groups: dict[str, list[InitiativeOf]] = defaultdict(list)
    for found in facts:
        for initiative in found.initiatives:
            groups[bare_name(initiative.name.text)].append(
                InitiativeOf(articles[found.article_id], initiative)
            )
    records = [
        InitiativeRecord(tuple(sorted(group, key=lambda o: -len(o.initiative.sentences))))
        for group in groups.values()
    ]
    return tuple(sorted(records, key=lambda r: (-_n_sentences(r), r.name)))


def bare_name(name: str) -> str:
    """A name as it is compared: folded, without its marks.

    Example:
        >>> bare_name("“双百”先锋行动") == bare_name("“双百先锋行动”")
        True
    """
    return "".join(c for c in fold(name) if c not in MARKS)


def _is_same(group: list[EventOf], told: EventOf) -> bool:
    """Whether an event of another article of the same day has a name like this one's."""
    if any(o.article.id == told.article.id for o in group):
        return False
    return alike(group[0].event.what.text, told.event.what.text)


def alike(one: str, other: str, share: float = ALIKE) -> bool:
    """Whether the shorter name has at least a share of its character pairs in the longer one."""
    shorter, longer = sorted((bare_name(one), bare_name(other)), key=len)
    pairs = [shorter[i : i + 2] for i in range(len(shorter) - 1)]
    return bool(pairs) and sum(p in longer for p in pairs) >= share * len(pairs)


def _fullness(event: EventFact) -> int:
    """How much an account tells."""
    known = (event.when, event.where, event.hosts, event.participants)
    return sum(map(bool, known)) + len(event.sentences)


def _n_sentences(record: InitiativeRecord) -> int:
    return sum(len(o.initiative.sentences) for o in record.told)
