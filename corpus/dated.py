"""Article -> its DateFacts: every date expression, resolved, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.articles import Article
from corpus.passages import split_sentences
from corpus.quotes import Quote, quote
from corpus.resolving import ResolvedDate, resolve_sentence

__all__ = ["DateFact", "read_dates"]


@dataclass(frozen=True, slots=True)
class DateFact:
    """A date in an article.

    Attributes:
        written: as it stands on the page.
        date: what it means.
    """

    written: Quote
    date: ResolvedDate


def read_dates(article: Article) -> tuple[DateFact, ...]:
    """The dates of an article in the order of the page; 当天 is the last day named before it."""
    facts: list[DateFact] = []
    day: ResolvedDate | None = None
    for sentence in split_sentences(article.text):
        text = article.text[sentence.start : sentence.end]
        for mention, date in resolve_sentence(text, article.published, day):
            start = sentence.start + mention.start
            facts.append(DateFact(quote(article.text, start, start + len(mention.text)), date))
            day = date if date.grain == "day" and date.first else day
    return tuple(facts)
