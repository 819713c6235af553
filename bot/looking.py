"""Record -> Entries: what a look at the people, events or initiatives of a corpus shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.acts import ActFact
from corpus.articles import Article
from corpus.chronicle import EventRecord, InitiativeRecord
from corpus.dated import DateFact
from corpus.persons import ActOf, PersonRecord, PostOf
from corpus.quotes import Quote
from retrieval.reply import Citation
from retrieval.wording import cite

__all__ = ["UNDATED", "Entry", "Line", "event_entry", "initiative_entry", "person_entry", "when_of"]

UNDATED = "日期不详"
EARLIER = re.compile(  # a sentence that looks back: the year of print is not that of the act
    r"年前|当年|从小|小时候|那时|当时|曾经|曾在|此前|[12][0-9]{3}年|上世纪|年代"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told, and where it stands.

    Attributes:
        label: 职务, 事迹, 地点, ...
        text: what is told; exact but for resolved dates.
    """

    label: str
    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Entry:
    """A person, an event or an initiative.

    Attributes:
        name: of the person, the event, the initiative.
        about: a short remark: a date, a number of mentions.
        basis: what of the remark is inferred, and from what; "" for nothing.
        lines: what is told; at least one.
    """

    name: str
    about: str
    basis: str
    lines: tuple[Line, ...]


def person_entry(person: PersonRecord) -> Entry:
    """Posts with their years, then acts with theirs."""
    lines = [_post_line(p) for p in person.posts] + [_act_line(a) for a in person.acts]
    return Entry(person.name, f"{person.n_mentions}处", "", tuple(lines))


def event_entry(record: EventRecord) -> Entry:
    """When, where, who hosted, who took part; every account with its sentence."""
    told = record.told[0]
    event, first = told.event, cite(told.article, told.event.sentences[0])
    lines = [Line("原文", first.quote, first)]
    for label, quotes in (
        ("地点", event.where),
        ("主办、承办", event.hosts),
        ("参加", event.participants),
    ):
        if quotes:
            cited = cite(told.article, _around(event.sentences, quotes[0]))
            lines.append(Line(label, _join(quotes), cited))
    for other in record.told[1:]:
        cited = cite(other.article, other.event.sentences[0])
        lines.append(Line("另见", cited.quote, cited))
    when, basis = when_of(record.when, told.article)
    return Entry(record.what, when, basis, tuple(lines))


def initiative_entry(record: InitiativeRecord) -> Entry:
    """Who began it, its parts in full, the sentences that name it."""
    lines = []
    for told in record.told:
        initiative = told.initiative
        if initiative.started_by:
            by = _around(initiative.sentences, initiative.started_by[0])
            cited = cite(told.article, by)
            lines.append(Line("发起", _join(initiative.started_by), cited))
        for part in initiative.parts:
            cited = cite(told.article, part.sentences[0])
            lines.append(Line("内容", _join(part.items), cited))
        lines += [
            Line("原文", cited.quote, cited)
            for cited in (cite(told.article, s) for s in initiative.sentences)
        ]
    first = record.told[0]
    when, basis = when_of(next(iter(first.initiative.when), None), first.article)
    return Entry(record.name, when, basis, tuple(lines))


def when_of(fact: DateFact | None, article: Article) -> tuple[str, str]:
    """A date as it is shown, and its basis; without one, that of the article it stands in."""
    if fact is not None and fact.date.text:
        return fact.date.text, fact.date.basis
    published = article.published
    if not published.iso:
        return UNDATED, ""
    return published.written + ("" if published.basis else "见报"), published.basis


def _post_line(told: PostOf) -> Line:
    year = told.article.published.iso[:4]
    former = "（曾任）" if told.post.former else ""
    text = f"{year}年：{told.post.post.text}" if year else f"{told.post.post.text}（年份不详）"
    return Line("职务", text + former, cite(told.article, told.post.sentence))


def _act_line(told: ActOf) -> Line:
    looks_back = EARLIER.search(told.act.sentence.text)
    year = "" if looks_back else told.article.published.iso[:4]
    text = f"{year}年：{_act(told.act)}" if year else _act(told.act)
    return Line("事迹", text, cite(told.article, told.act.sentence))


def _act(act: ActFact) -> str:
    """The act, with the others who did it."""
    return act.act.text if len(act.actors) == 1 else f"{_join(act.actors)} {act.act.text}"


def _join(quotes: Iterable[Quote]) -> str:
    texts = list(dict.fromkeys(q.text for q in quotes))
    return ("；" if any("、" in t or "，" in t for t in texts) else "、").join(texts)


def _around(sentences: Sequence[Quote], inner: Quote) -> Quote:
    """The sentence that a quote stands in; the first one if it stands in none of them."""
    return next((s for s in sentences if s.start <= inner.start < s.end), sentences[0])
