"""Facts of all articles -> the Record: what an index knows, besides what it can search."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from corpus.articles import Article
from corpus.chronicle import (
    EventRecord,
    InitiativeRecord,
    gather_events,
    gather_initiatives,
)
from corpus.facts import Facts
from corpus.persons import PersonRecord, gather_people
from corpus.script import fold
from retrieval.generations import read_lines
from retrieval.shelf import Articles, Lines

__all__ = ["RECORD_FILES", "Record", "decode", "encode", "event_names", "named_in", "read_record"]

NAMED_EVENT = re.compile(r"[\u3400-\u9fff]{2,10}(?:会|节|展|赛|论坛)")
RECORD_FILES = ("articles.jsonl", "ids.json", "facts.jsonl", "people.json")  # of a generation

_decoder = msgspec.json.Decoder(Facts)


def encode(facts: Facts) -> bytes:
    """One line of the facts file."""
    return msgspec.json.encode(facts)


def decode(line: bytes) -> Facts:
    """The inverse of `encode`.

    Raises:
        msgspec.DecodeError: the line holds no facts; a ValueError.
    """
    return _decoder.decode(line)


def named_in(facts: Iterable[Facts]) -> dict[str, list[int]]:
    """Folded name of a person -> numbers of the articles, in order, whose facts name them."""
    rows: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(facts):
        names = [p.name for p in found.posts]
        names += [a for act in found.acts if not act.by_bodies for a in act.actors]
        for name in dict.fromkeys(fold(n.text) for n in names):
            rows[name].append(number)
    return dict(rows)


def read_record(generation: Path) -> Record:
    """The record in the files of a generation.

    Raises:
        OSError, ValueError, TypeError, KeyError: they are not what a build has written.
    """
    (ids,) = read_lines(generation / "ids.json")
    articles = Articles(Lines(generation / "articles.jsonl"), ids)
    (named,) = read_lines(generation / "people.json")
    return Record(articles, Lines(generation / "facts.jsonl"), named)


def event_names(facts: Iterable[Facts]) -> Iterator[str]:
    """The events that are known by a name of their own: 中国国际进口博览会."""
    for found in facts:
        for event in found.events:
            if NAMED_EVENT.fullmatch(event.what.text):
                yield event.what.text


class Record:
    """The facts of a generation; an article's are decoded when they are first asked for."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        lines: Sequence[bytes],
        named: Mapping[str, Sequence[int]],
    ) -> None:
        self.articles = articles
        self._lines = lines
        held = articles.places if isinstance(articles, Articles) else None
        self._rows = held or {article_id: n for n, article_id in enumerate(articles)}
        self._named = named

    @classmethod
    def build(cls, articles: Mapping[str, Article], facts: Sequence[Facts]) -> Record:
        """The record of articles and their facts, in the same order."""
        return cls(articles, [encode(f) for f in facts], named_in(facts))

    def of(self, article_id: str) -> Facts:
        """The facts of one article."""
        return decode(self._lines[self._rows[article_id]])

    def naming(self, name: str) -> list[Facts]:
        """The facts of the articles that name a person, folded."""
        return [decode(self._lines[n]) for n in self._named.get(name, ())]

    def person(self, name: str) -> tuple[PersonRecord, ...]:
        """Whoever bears a name, folded; several where people share it."""
        found = gather_people(self.articles, self.naming(name))
        return tuple(p for p in found if fold(p.name) == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The folded names of all people."""
        return tuple(self._named)

    @cached_property
    def people(self) -> tuple[PersonRecord, ...]:
        """Everybody, most mentioned first."""
        return gather_people(self.articles, map(decode, self._lines))

    @cached_property
    def events(self) -> tuple[EventRecord, ...]:
        """Everything that took place, in order of time."""
        return gather_events(self.articles, map(decode, self._lines))

    @cached_property
    def initiatives(self) -> tuple[InitiativeRecord, ...]:
        """Every initiative, the one told of most first."""
        return gather_initiatives(self.articles, map(decode, self._lines))
