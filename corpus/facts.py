"""Article -> Facts: all that it tells, read out once when the index is built."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.acts import ActFact, read_acts
from corpus.articles import Article
from corpus.dated import DateFact, read_dates
from corpus.events import EventFact, read_events
from corpus.initiatives import Initiative, read_initiatives
from corpus.lists import ListFact, read_lists
from corpus.posts import PostFact, read_posts
from corpus.tagged import tag_sentences
from corpus.tagger import Tagger

__all__ = ["Facts", "read_facts"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What one article tells; each kind in the order of the page.

    Attributes:
        words: of each of its sentences, as `tagged.py` writes them; () in an index of before.
    """

    article_id: str
    dates: tuple[DateFact, ...]
    posts: tuple[PostFact, ...]
    acts: tuple[ActFact, ...]
    lists: tuple[ListFact, ...]
    events: tuple[EventFact, ...]
    initiatives: tuple[Initiative, ...]
    words: tuple[str, ...] = ()


def read_facts(article: Article, tagger: Tagger) -> Facts:
    """The facts of an article; each quote is a slice of its text."""
    dates = read_dates(article)
    lists = read_lists(article, tagger)
    return Facts(
        article.id,
        dates,
        read_posts(article, tagger),
        read_acts(article, tagger),
        lists,
        read_events(article, dates, tagger),
        read_initiatives(article, dates, lists, tagger),
        tag_sentences(article.text, tagger),
    )
