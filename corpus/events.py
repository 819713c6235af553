"""Article -> its EventFacts: what took place, when, where, who hosted, who took part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.articles import Article
from corpus.attending import find_attendants
from corpus.dated import DateFact
from corpus.hosting import find_hosts, find_places
from corpus.moments import find_moment
from corpus.occasions import GENERIC, Mention, bare_name, find_mentions
from corpus.quotes import Quote
from corpus.tagger import Tagger
from corpus.telling import Line, Stretch, read_lines

__all__ = ["EventFact", "read_events"]

BACK = re.compile(  # a sentence that goes on about the event before it
    r"(?:会上|会后|会议|会议期间|活动|活动现场|活动中|仪式上?|论坛上?|与会|现场|在[^，。]{2,8}环节|当天的?会)"
)
PART = re.compile(r"[授宣启签揭颁发赠交]\w{1,6}仪式$")  # of the event it stands under
ALIKE = 0.6  # share of character pairs from which two names in one article are of one event
SHORTEST = 4  # characters of a name that another may be compared with


@dataclass(frozen=True, slots=True)
class EventFact:
    """Something that took place, or is to take place.

    Attributes:
        what: its name as printed: 党建引领业委会建设经验交流会.
        when: its date as the page gives it; empty where it gives none, else one.
        where: places and halls as printed.
        hosts: who held it: behind or before 举办, 承办, 牵头.
        participants: persons and bodies that took part.
        sentences: that tell of it, the one that names it first.
    """

    what: Quote
    when: tuple[DateFact, ...]
    where: tuple[Quote, ...]
    hosts: tuple[Quote, ...]
    participants: tuple[Quote, ...]
    sentences: tuple[Quote, ...]


@dataclass(slots=True)
class _Draft:
    """An event while its article is read."""

    what: Quote
    paragraph: int
    when: tuple[DateFact, ...] = ()
    where: list[Quote] = field(default_factory=list)
    hosts: list[Quote] = field(default_factory=list)
    participants: list[Quote] = field(default_factory=list)
    sentences: list[Quote] = field(default_factory=list)


def read_events(
    article: Article, dates: Sequence[DateFact], tagger: Tagger
) -> tuple[EventFact, ...]:
    """The events of an article in the order of the page."""
    drafts: list[_Draft] = []
    current: _Draft | None = None
    for line in read_lines(article, tagger):
        if line.is_heading or (current and line.paragraph > current.paragraph + 1):
            current = None
        current = _read_line(article.text, line, dates, drafts, current)
    return tuple(
        EventFact(
            d.what,
            d.when,
            _once(d.where),
            _once(d.hosts),
            _once(d.participants),
            tuple(dict.fromkeys(d.sentences)),
        )
        for d in drafts
    )


def _once(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Each text once, the first of it."""
    return tuple({q.text: q for q in reversed(quotes)}.values())[::-1]


def _read_line(
    text: str,
    line: Line,
    dates: Sequence[DateFact],
    drafts: list[_Draft],
    current: _Draft | None,
) -> _Draft | None:
    """Adds what a sentence tells; the event that the next one may go on about."""
    clauses = line.clauses()
    goes_on = current is not None and bool(BACK.match(_head(clauses)))
    own: list[_Draft] = []
    named: _Draft | None = None  # a founding told of in passing is not what 会上 means
    for mention in find_mentions(text, line):
        if GENERIC.fullmatch(mention.what.text):
            continue
        draft = _known(drafts, mention.what)
        if draft is None:
            draft = _Draft(mention.what, line.paragraph)
            drafts.append(draft)
        _fill(text, line, mention, dates, draft)
        part = goes_on or bool(PART.search(mention.what.text))
        if not draft.when and current is not None and current is not draft and part:
            draft.when = current.when
            draft.where = draft.where or list(current.where)
        own.append(draft)
        if mention.kind != "unnamed" or current is None:
            named = named or draft
    _attend(text, line, own, drafts, current)
    if goes_on and current is not None:
        current.sentences.append(line.sentence)
        current.paragraph = line.paragraph
        return current
    for draft in drafts:
        if draft not in own and draft.what.text in line.sentence.text:
            draft.sentences.append(line.sentence)
    return named or current


def _head(clauses: Sequence[Stretch]) -> str:
    return "".join(w.text for w in clauses[0].words) if clauses else ""


def _known(drafts: Sequence[_Draft], what: Quote) -> _Draft | None:
    """The event that a name names again."""
    return next((d for d in reversed(drafts) if _same(d.what.text, what.text)), None)


def _same(one: str, other: str) -> bool:
    """Whether two names of one article are of one event: 交流会 after 经验交流会."""
    a, b = sorted((bare_name(one), bare_name(other)), key=len)
    if a[-1:] != b[-1:]:
        return a == b
    if len(a) >= SHORTEST and (b.endswith(a) or a in b):
        return True
    pairs = {a[i : i + 2] for i in range(len(a) - 1)}
    shared = pairs & {b[i : i + 2] for i in range(len(b) - 1)}
    return len(a) > SHORTEST and len(shared) >= ALIKE * len(pairs)


def _fill(
    text: str,
    line: Line,
    mention: Mention,
    dates: Sequence[DateFact],
    draft: _Draft,
) -> None:
    """Adds what one sentence tells of an event."""
    clauses = line.clauses()
    draft.sentences.append(line.sentence)
    if not draft.when:
        verb = clauses[mention.clause].words[mention.verb]
        limit = max(verb.end, mention.what.start)
        if verb.end < mention.what.start and text[verb.end] == "的":
            limit = clauses[mention.clause].end  # 由甲主办的书展今天在乙地举行
        found = find_moment(line, mention.clause, mention.what, limit, dates)
        draft.when = (found,) if found else ()
    draft.where += find_places(text, clauses, mention)
    draft.hosts += find_hosts(text, line, clauses, mention)


def _attend(
    text: str,
    line: Line,
    own: Sequence[_Draft],
    drafts: Sequence[_Draft],
    current: _Draft | None,
) -> None:
    """Gives those who came to the event of the sentence, or to the one that it goes on about."""
    for occasion, guests in find_attendants(text, line):
        draft = own[0] if own else _meant(occasion, drafts, current)
        if draft is None:
            continue
        hosts = {q.text for q in draft.hosts}
        draft.participants += [q for q in guests if q.text not in hosts]
        draft.sentences.append(line.sentence)
        draft.paragraph = max(draft.paragraph, line.paragraph)


def _meant(occasion: str, drafts: Sequence[_Draft], current: _Draft | None) -> _Draft | None:
    """The event that 出席会议, 参加会见 means; none where it is another one."""
    if occasion.startswith(("会见", "会谈")):
        return next((d for d in reversed(drafts) if d.what.text.startswith(occasion[:2])), None)
    if current is None or not occasion or GENERIC.fullmatch(occasion):
        return current
    return current if current.what.text.endswith(occasion[-2:]) else None
