"""Article -> its ActFacts: who did what, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.articles import Article
from corpus.clauses import Clause, open_quotes, split_clauses, with_names
from corpus.extents import before_de, end_of_report, ends_open, trimmed
from corpus.passages import Sentence, split_sentences
from corpus.people import find_people
from corpus.predicates import (
    Kind,
    hands_over,
    is_mutual,
    is_participation,
    kind_of,
    opens_report,
)
from corpus.quotes import Quote, quote
from corpus.subjects import Head, Subject, find_agent, find_heads, find_subject
from corpus.tagger import Tagger, Token

__all__ = ["ActFact", "read_acts"]

MAX_CHARS = 120  # of an act; a list of guests may be long
MAX_CARRIED = 3  # clauses that a subject goes on for; further on it has often changed unseen
GOES_ON = ("包括", "以及", "及", "和", "与")
AGAIN = ("并", "并且", "同时", "还", "也", "随后", "最后", "而且")


@dataclass(frozen=True, slots=True)
class ActFact:
    """What one or several persons, or bodies, did together.

    Attributes:
        actors: who: persons where the subject names any, else bodies; in the order of the page.
        act: the predicate as printed: 为突击队总队授旗.
        sentence: that says so.
        by_bodies: whether the actors are bodies.
    """

    actors: tuple[Quote, ...]
    act: Quote
    sentence: Quote
    by_bodies: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An act in a sentence; half-open offsets of its predicate."""

    heads: tuple[Head, ...]
    start: int
    end: int


@dataclass(slots=True)
class Thread:
    """What is known while the clauses of a sentence are read one by one.

    Attributes:
        heads: the subject that a clause without one goes on with.
        waiting: names of a subject whose predicate has not come yet.
        open_list: whether the names of a clause without predicate may be objects of the last one.
        doubtful: whether such names came, so that the next name may be one of them.
        reported: whether what comes is only told by somebody.
        handed: whether the next clause may tell of the last object.
        carried: clauses that the subject went on for.
    """

    heads: tuple[Head, ...] = ()
    waiting: tuple[Head, ...] = ()
    open_list: bool = False
    doubtful: bool = False
    reported: bool = False
    handed: bool = False
    carried: int = 0
    told: list[Told] = field(default_factory=list)


def read_acts(article: Article, tagger: Tagger) -> tuple[ActFact, ...]:
    """The acts of an article in the order of the page."""
    text, inside = article.text, open_quotes(article.text)
    facts = []
    for sentence in split_sentences(text):
        for told in _read_sentence(text, sentence, tagger, quoted=inside[sentence.start]):
            at = sentence.start
            actors = tuple(quote(text, at + h.start, at + h.end) for h in told.heads)
            act = quote(text, at + told.start, at + told.end)
            whole = quote(text, sentence.start, sentence.end)
            facts.append(ActFact(actors, act, whole, by_bodies=not told.heads[0].is_person))
    return tuple(facts)


def _read_sentence(text: str, place: Sentence, tagger: Tagger, *, quoted: bool) -> list[Told]:
    """The acts of a sentence, its clauses read in order."""
    sentence = text[place.start : place.end]
    tokens = tagger.tag(sentence)
    people = find_people(sentence, tokens)
    clauses = split_clauses(sentence, with_names(tokens, people), quoted=quoted)
    thread = Thread()
    for number, clause in enumerate(clauses):
        words = _without_lead(clause.words, waiting=bool(thread.waiting))
        if words:
            heads = find_heads(sentence, words, people)
            _read_clause(thread, clauses, number, words, heads)
        if clause.mark in ("；", ";", "。"):
            thread.waiting, thread.doubtful, thread.open_list = (), False, False
    return thread.told


def _without_lead(words: tuple[Token, ...], *, waiting: bool) -> tuple[Token, ...]:
    """包括 or 和 before names of a list only goes on with it."""
    return words[1:] if waiting and words and words[0].text in GOES_ON else words


def _read_clause(
    thread: Thread, clauses: Sequence[Clause], n: int, words: Sequence[Token], heads: list[Head]
) -> None:
    """Adds the act of a clause, if it tells one, and goes on with the thread."""
    if thread.reported and not _leaves_report(clauses, n, words, heads):
        return
    subject = find_subject(words, heads)
    agent = None if any(h.is_person for h in subject.heads) else find_agent(words, heads)
    if agent:
        _tell(thread, agent.heads, clauses, n, before_de(words[agent.end :]))
        thread.heads = thread.waiting = ()
    elif subject.heads:
        _with_own(thread, subject, clauses, n, words)
    elif subject.elided:
        _without_own(thread, clauses, n, words)
    else:
        _with_other(thread, subject, clauses, n, words)


def _leaves_report(
    clauses: Sequence[Clause], n: int, words: Sequence[Token], heads: list[Head]
) -> bool:
    """Whether a clause goes back from what was said to who says it: 并强调, …；李明指出."""
    if not opens_report(words, clauses[n].mark):
        return False
    if words[0].text in AGAIN:
        return not heads or heads[0].start > words[1].start
    named = find_subject(words, heads).heads
    return clauses[n - 1].mark in "；;" and any(head.is_person for head in named)


def _with_own(
    thread: Thread, subject: Subject, clauses: Sequence[Clause], n: int, words: Sequence[Token]
) -> None:
    """A clause that names its subject."""
    predicate = words[subject.end :]
    kind = kind_of(predicate)
    if kind is Kind.NONE and thread.open_list:
        thread.doubtful, thread.waiting = True, ()
        _extend(thread, clauses[n].begin)
    elif kind is Kind.NONE:
        thread.waiting += subject.heads
    elif kind is Kind.OF_NAME or thread.doubtful:
        _forget(thread)
        thread.reported = opens_report(predicate, clauses[n].mark)
    else:
        _take(thread, subject.heads)
        if kind is Kind.ACT:
            _tell(thread, thread.heads, clauses, n, predicate)
            if _is_pair(words[: subject.end]) and is_mutual(predicate):
                thread.heads = thread.heads[:1]


def _without_own(thread: Thread, clauses: Sequence[Clause], n: int, words: Sequence[Token]) -> None:
    """A clause that begins with its predicate goes on with the last subject."""
    kind = kind_of(trimmed(words))
    if kind is Kind.ASIDE or (kind is Kind.NONE and not thread.open_list):
        return
    if thread.waiting and not thread.doubtful:
        _take(thread, ())
    elif thread.handed and words[0].text not in AGAIN:
        _forget(thread)
    thread.carried += 1
    if kind is not Kind.ACT or thread.doubtful or thread.carried > MAX_CARRIED:
        _forget(thread)
    _tell(thread, thread.heads, clauses, n, words)


def _with_other(
    thread: Thread, subject: Subject, clauses: Sequence[Clause], n: int, words: Sequence[Token]
) -> None:
    """A clause about somebody or something without a name."""
    predicate = words[subject.end :]
    kind = kind_of(predicate)
    if kind is Kind.NONE and (thread.open_list or thread.waiting):
        _extend(thread, clauses[n].begin)
        return
    joined = clauses[n].words[0].text in GOES_ON or is_participation(predicate)
    if thread.waiting and joined and kind is Kind.ACT:
        _take(thread, ())
    elif kind is not Kind.NONE:
        _forget(thread)
    if kind is not Kind.NONE:
        _tell(thread, thread.heads, clauses, n, predicate)


def _take(thread: Thread, heads: tuple[Head, ...]) -> None:
    """Those who waited and these are the subject from here on; persons before bodies."""
    every = thread.waiting + heads
    persons = tuple(head for head in every if head.is_person)
    thread.heads, thread.waiting, thread.carried = persons or every, (), 0
    thread.doubtful = thread.open_list = thread.handed = False


def _forget(thread: Thread) -> None:
    thread.heads = thread.waiting = ()
    thread.open_list = thread.handed = False


def _tell(
    thread: Thread,
    heads: tuple[Head, ...],
    clauses: Sequence[Clause],
    n: int,
    predicate: Sequence[Token],
) -> None:
    """Adds an act, where anybody is known to have done it, and notes what its verb opens."""
    words, mark = trimmed(predicate), clauses[n].mark
    thread.reported = opens_report(words, mark)
    thread.open_list = bool(words) and not thread.reported and ends_open(words[-1])
    thread.handed = hands_over(words)
    if not heads or not words:
        return
    start, end = words[0].start, words[-1].end
    if thread.reported:
        end = end_of_report(clauses, n, start, end)
    thread.told.append(Told(heads, start, min(end, start + MAX_CHARS)))


def _extend(thread: Thread, end: int) -> None:
    """The last act goes on with a list: 会见了甲，乙和丙等."""
    if thread.open_list and thread.told:
        last = thread.told[-1]
        thread.told[-1] = Told(last.heads, last.start, min(end, last.start + MAX_CHARS))


def _is_pair(words: Sequence[Token]) -> bool:
    return any(word.text in ("与", "同", "跟") for word in words)
