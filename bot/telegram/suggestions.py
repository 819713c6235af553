"""Facts of an article -> questions that are answered with those very facts."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import RLock

from bot.telegram.reader import article_key, article_of
from corpus.articles import Article
from corpus.events import EventFact
from corpus.facts import Facts
from corpus.initiatives import Initiative
from corpus.posts import PostFact
from corpus.script import fold
from retrieval.record import Record
from retrieval.reply import Answer, Reply

__all__ = ["Suggestion", "Suggestions", "question_of", "questions_of"]

KINDS = ("when", "who", "what")  # of the three that /start shows
N_INSTEAD = 2  # under a refusal
MAX_CHARS = 26  # of a question: what one button of a phone shows
N_ARTICLES = 40  # newest first, whose facts are looked at
N_TRIES = 8  # questions of a kind that are asked until one is answered; a second at the most
N_TRIES_ARTICLE = 4  # the same for one article, while somebody waits
DATA = re.compile(r"q:([0-9a-f]{10}):([0-9]{1,3})")
NAME = re.compile(r"[\u3400-\u9fff]{2,4}")  # of a person; longer ones may be two
# A name that a reader takes for one: quoted, or ending in a word for something that is held.
EVENT = re.compile(r".*(?:[”》会节展赛]|论坛|仪式|活动|讲座|典礼|行动)")
MIN_NAME, MAX_NAME = 4, 19  # characters of an event's or an initiative's name
MIN_POST, MAX_ITEM = 5, 16  # characters of a post that says which, of an item that is no sentence
AMISS = re.compile(r"[，。；：！？\n]|^[的了和与及在将]")  # a name cut out of its sentence

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question about a fact.

    Attributes:
        kind: one of `KINDS`, or another word.
        holds: what the short answer must hold.
    """

    kind: str
    question: str
    holds: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that was asked and answered.

    Attributes:
        data: callback data that asks it again.
    """

    data: str
    question: str
    reply: Answer


Placed = tuple[Article, int, Candidate]  # the candidate's article and place in `questions_of`


class Suggestions:
    """Tries questions on the answering engine, once for an open index."""

    def __init__(self, answer: Callable[[str], Reply]) -> None:
        self._answer = answer
        self._lock = RLock()  # of two first readers the second one waits for the first one's
        self._record: Record | None = None
        self._shown: tuple[Suggestion, ...] | None = None
        self._own: dict[str, tuple[Suggestion, ...]] = {}  # by article

    def of_corpus(self, record: Record) -> tuple[Suggestion, ...]:
        """Up to three, of different kinds and articles as far as there are; at first seconds."""
        with self._lock:
            self._open(record)
            if self._shown is None:
                self._shown = tuple(self._varied(record))
            return self._shown

    def instead(self, record: Record, article_id: str | None) -> tuple[Suggestion, ...]:
        """Up to two, about an article if it gives any, else about whatever there is."""
        own: tuple[Suggestion, ...] = ()
        if article_id is not None and article_id in record.articles:
            own = self._of_article(record, article_id)
        asked = {suggestion.question for suggestion in own}
        if len(own) < N_INSTEAD:
            own += tuple(s for s in self.of_corpus(record) if s.question not in asked)
        return own[:N_INSTEAD]

    def _open(self, record: Record) -> None:
        if self._record is not record:
            self._record, self._shown, self._own = record, None, {}

    def _of_article(self, record: Record, article_id: str) -> tuple[Suggestion, ...]:
        with self._lock:
            self._open(record)
            if article_id not in self._own:
                placed = _placed(record, [record.articles[article_id]])
                found = self._answered(islice(placed, N_TRIES_ARTICLE))
                self._own[article_id] = tuple(islice(found, N_INSTEAD))
            return self._own[article_id]

    def _varied(self, record: Record) -> list[Suggestion]:
        newest = sorted(record.articles.values(), key=lambda a: a.published.iso, reverse=True)
        pool = list(_placed(record, newest[:N_ARTICLES]))
        found: list[Suggestion] = []
        for kind in KINDS:
            of_kind = _unused([p for p in pool if p[2].kind == kind], found)
            found += islice(self._answered(of_kind[:N_TRIES]), 1)
        while len(found) < len(KINDS):  # no fact of a kind, or none that is answered
            more = list(islice(self._answered(_unused(pool, found)[:N_TRIES]), 1))
            if not more:
                break
            found += more
        return found

    def _answered(self, placed: Iterable[Placed]) -> Iterator[Suggestion]:
        """The questions that come back with the fact they were made of, from its own article."""
        for article, number, candidate in placed:
            reply = self._try(candidate.question)
            if reply is not None and _is_right(reply, candidate, article):
                data = f"q:{article_key(article)}:{number}"
                yield Suggestion(data, candidate.question, reply)

    def _try(self, question: str) -> Answer | None:
        try:
            reply = self._answer(question)
        except Exception as exc:  # a fault at one made-up question spoils nobody's greeting
            _log.warning("a suggested question failed: %r", exc)
            return None
        return reply if isinstance(reply, Answer) else None


def question_of(data: str, record: Record) -> str | None:
    """The question behind a button; "" where the article has changed, None for other data."""
    match = DATA.fullmatch(data)
    if not match:
        return None
    article = article_of(match[1], record)
    found = questions_of(record.of(article.id)) if article else []
    number = int(match[2])
    return found[number].question if number < len(found) else ""


def questions_of(facts: Facts) -> list[Candidate]:
    """Every question that the facts of an article give, in a fixed order, short ones only."""
    posts, events, initiatives = facts.posts, facts.events, facts.initiatives
    found = [
        *(c for event in events for c in _about_event(event)),
        *(c for post in posts for c in _about_post(post)),
        *(c for initiative in initiatives for c in _about_initiative(initiative)),
    ]
    distinct = {c.question: c for c in reversed(found) if len(c.question) <= MAX_CHARS}
    return list(reversed(distinct.values()))


def _about_event(event: EventFact) -> Iterator[Candidate]:
    what = event.what.text
    if not _is_name(what) or not EVENT.fullmatch(what):
        return
    if event.when and event.when[0].date.day and event.when[0].date.text:
        yield Candidate("when", f"{what}是哪天举办的？", event.when[0].date.text)
    if event.where:
        yield Candidate("where", f"{what}在哪里举办？", event.where[0].text)


def _about_post(post: PostFact) -> Iterator[Candidate]:
    if NAME.fullmatch(post.name.text) and len(post.post.text) >= MIN_POST and not post.former:
        yield Candidate("who", f"{post.name.text}是谁？", post.post.text)


def _about_initiative(initiative: Initiative) -> Iterator[Candidate]:
    name = initiative.name.text
    if not _is_name(name):
        return
    if initiative.started_by:
        yield Candidate("what", f"{name}是谁发起的？", initiative.started_by[0].text)
    items = [item.text for part in initiative.parts[:1] for item in part.items]
    if items and max(map(len, items)) <= MAX_ITEM:
        yield Candidate("what", f"{name}包括哪些内容？", items[0])


def _is_name(text: str) -> bool:
    whole = text.count("“") == text.count("”") and text.count("《") == text.count("》")
    return MIN_NAME <= len(text) <= MAX_NAME and whole and not AMISS.search(text)


def _is_right(reply: Answer, candidate: Candidate, article: Article) -> bool:
    cited = any(citation.article_id == article.id for citation in reply.citations)
    return cited and fold(candidate.holds) in fold(reply.short)


def _unused(pool: Sequence[Placed], found: Sequence[Suggestion]) -> list[Placed]:
    """The questions that are not shown yet, those of articles that are not cited yet first."""
    asked = {one.question for one in found}
    cited = {citation.article_id for one in found for citation in one.reply.citations}
    rest = [p for p in pool if p[2].question not in asked]
    return sorted(rest, key=lambda p: p[0].id in cited)


def _placed(record: Record, articles: Sequence[Article]) -> Iterator[Placed]:
    for article in articles:
        for number, candidate in enumerate(questions_of(record.of(article.id))):
            yield article, number, candidate
